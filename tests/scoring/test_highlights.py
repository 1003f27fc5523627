"""The three sentences a debrief begins with say what the what-if and the findings bear, and no more."""

from dataclasses import replace

import pytest

from scoring.case import Case
from scoring.lessons.draft import draft
from scoring.lessons.highlights import LISTED, highlights
from scoring.score import score
from scoring.whatif.compare import WhatIf, of_exercise
from tests.world import played, rich_exercise, rubric


def case_of(team: str, seed: int = 3) -> Case:
    """A rehearsed exercise of the rich scenario."""
    return Case(rich_exercise().scenario, played(team, seed=seed, is_rich=True).events, rubric())


def told(team: str, *, seed: int = 3) -> tuple[dict[str, tuple[str, str]], WhatIf]:
    """What is said of a rehearsed team, by topic, and what other decisions would have done."""
    case = case_of(team, seed)
    answer = of_exercise(case)
    found = highlights(draft(case, score(case)), answer)
    return {item.topic: (item.title, item.text) for item in found}, answer


def test_what_saved_most_is_the_decision_whose_absence_costs_most() -> None:
    """Of all decisions left out in turn, the one with the greatest clear increase of harm is named."""
    said, answer = told("playbook")
    most = max(answer.left_out, key=lambda pair: pair[1].more_harm.mean)[1].more_harm.mean

    assert said["saved"][1].startswith(f"Without it, {round(most):,} harm points more (")


def test_a_team_that_did_nothing_saved_nothing() -> None:
    """Nobody is praised for a decision that nobody took; what is to be done first is said all the same."""
    said, _answer = told("nothing")

    assert "saved" not in said
    assert said["first"][0]


def test_a_decision_that_added_harm_is_what_cost_most() -> None:
    """Where leaving a decision out would clearly have lowered the harm, it is named before any shortfall."""
    case = case_of("playbook")
    answer = of_exercise(case)
    decision, change = answer.left_out[0]
    harm = replace(change.more_harm, mean=-40.0, median=-40.0, low=-50.0, high=-30.0)
    worse = replace(answer, left_out=((decision, replace(change, more_harm=harm)),))

    found = {item.topic: item for item in highlights(draft(case, score(case)), worse)}

    assert found["cost"].text == "Without it, 40 harm points fewer (30 to 50 in nine of ten)."
    assert "saved" not in found


@pytest.mark.parametrize("team", ["playbook", "random", "nothing"])
def test_what_cost_most_is_told_in_a_breath(team: str) -> None:
    """However much was left undone, a few shortfalls are named and the others counted."""
    said, _answer = told(team)

    assert said["cost"][1].count(";") <= LISTED


def test_without_a_comparison_shortfalls_alone_are_told() -> None:
    """An exercise whose AI system has not taken a step saved nothing that can be known."""
    case = case_of("random")

    assert [item.topic for item in highlights(draft(case, score(case)), None)] == ["cost", "first"]
