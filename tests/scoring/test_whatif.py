"""Counterfactuals: paired in the same worlds, equal to the live engine, and honest about noise."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine import commands as c
from engine.errors import Refused
from engine.log.events import Event
from engine.scenario.times import MINUTE_MS
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.timeline import Timeline
from scoring.case import Case
from scoring.whatif import compare, words
from scoring.whatif.band import Band, band
from scoring.whatif.compare import WhatIf, of_exercise, of_scenario
from tests.scoring.play import contain, declare, log, step
from tests.world import rich_exercise, rubric, seed_exercise

SEEDS = 40


def case(*steps, seed: int = 1) -> Case:
    """An exercise in which these commands are given."""
    loaded = rich_exercise()
    return Case(loaded.scenario, log(*steps, loaded=loaded, seed=seed), rubric())


@pytest.fixture(scope="module")
def played() -> WhatIf:
    """A team that declares at T+3 and acts at T+20, T+30 and T+40."""
    acted = case(
        declare(3),
        contain(20, "add_block_pattern"),
        contain(30, "set_mode"),
        contain(40, "reduce_max_tokens"),
    )
    return of_exercise(acted, seeds=SEEDS)


@pytest.fixture(scope="module")
def unplayed() -> WhatIf:
    """A scenario nobody has played."""
    return of_scenario(seed_exercise().scenario, seeds=SEEDS)


def test_the_form_of_the_json_is_the_documented_one(played, unplayed):
    """Scenario and exercise give the same keys; a scenario has no team."""
    team, nobody = played.to_json(), unplayed.to_json()

    assert team.keys() == nobody.keys()
    assert {"scenario_id", "seeds", "harm_points", "service", "surface", "decisions"} <= team.keys()
    assert nobody["harm_points"]["team"] is None
    assert set(team["harm_points"]["team"]) == {"mean", "p5", "p50", "p95"}
    assert team["surface"]["levels"] == [1, 2, 3, 4]
    assert np.array(team["surface"]["harm_points"]).shape == (4, len(team["surface"]["minutes"]))
    assert [item["action"] for item in team["decisions"]] == [
        "add_block_pattern",
        "set_mode",
        "reduce_max_tokens",
    ]


def test_the_reported_number_is_the_live_number(played):
    """The team's own course ends at the very harm points the exercise showed."""
    asked = played.question
    run = Timeline(asked.scenario.ai_system, asked.played.seed, (*asked.story, *asked.team))

    assert played.actual.harm_points[-1, 0] == run.harm_points(asked.until_ms)
    assert played.actual.harm_points[:, 0].tolist() == [
        run.harm_points(minute * MINUTE_MS) for minute in asked.minutes
    ]


def test_an_exercise_keeps_its_world_and_rerolls_luck(played):
    """Every compared world has the exercise's seed for who and when, and its own luck."""
    worlds = played.question.worlds

    assert {world.seed for world in worlds} == {played.question.played.seed}
    assert len({world.chance_seed for world in worlds}) == SEEDS


def test_acting_earlier_is_never_worse_in_any_world(played):
    """The team's decisions 5, 10 and 15 minutes earlier never do more harm."""
    changes = [change.more_harm for _, change in played.earlier]

    assert [minutes for minutes, _ in played.earlier] == [5, 10, 15]
    assert all(change.high <= 0.0 for change in changes)
    assert changes[0].mean > changes[1].mean > changes[2].mean


def test_leaving_a_decision_out_is_never_better_in_any_world(played):
    """Without a containment decision there is never less harm."""
    assert all(change.more_harm.low >= 0.0 for _, change in played.left_out)


def test_nobody_is_told_to_have_acted_before_the_signal():
    """A decision shortly after the signal moves to the signal, not before it."""
    acted = case(declare(1), contain(2, "set_mode"))
    answer = of_exercise(acted, seeds=4)
    revealed_ms = answer.question.revealed_ms

    moved = compare._moved(answer.question, 15)

    assert [decision.at_ms for decision in moved] == [revealed_ms]


def test_a_decision_before_the_signal_is_not_moved():
    """Whoever acted before anything told of the incident keeps the moment."""
    question = compare.WhatIfQuestion(
        seed_exercise().scenario, (), 5_400_000, 10 * MINUTE_MS, team=preset_decisions(1, 4 * MINUTE_MS)
    )

    assert {decision.at_ms for decision in compare._moved(question, 5)} == {4 * MINUTE_MS}


def test_an_exercise_that_has_not_started_is_refused():
    """Before StartEx there is nothing to compare."""
    events: tuple[Event, ...] = case(declare(1)).events[:1]

    with pytest.raises(Refused, match="has not started"):
        of_exercise(Case(seed_exercise().scenario, events, rubric()), seeds=2)


def test_a_team_that_did_nothing_equals_doing_nothing():
    """Without decisions the team's course is that of doing nothing, and nothing mattered most."""
    answer = of_exercise(case(declare(5)), seeds=8)

    np.testing.assert_array_equal(answer.courses["team"].harm_points, answer.courses["nothing"].harm_points)
    assert answer.left_out == ()
    assert words.mattered_most(answer) == ""


def test_the_words_carry_the_figures(played, unplayed):
    """Each sentence names its figure and its band."""
    avoided = played.courses["nothing"].harm_points[-1] - played.courses["team"].harm_points[-1]

    assert f"avoided {avoided.mean():,.0f} harm points" in words.headline(played)
    assert "nine of ten" in words.luck(played)
    assert words.luck(unplayed) == ""
    assert len(words.crossings(played)) == 4
    assert "Restrict mode at T+30:00" in words.without(*played.left_out[1])


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (Band(0.2, 0.1, -3.0, 4.0), "no clear difference in harm (-3 to 4 in nine of ten)"),
        (Band(-27.0, -26.0, -40.0, -12.0), "27 harm points fewer (12 to 40 in nine of ten)"),
        (Band(9.6, 9.0, 4.0, 15.0), "10 harm points more (4 to 15 in nine of ten)"),
        (Band(0.0, 0.0, 0.0, 0.0), "no harm point more or less"),
    ],
)
def test_a_difference_says_when_it_is_noise(of, said):
    """A band that holds zero is called no clear difference."""
    assert words.difference(of) == said


def test_the_decision_that_mattered_most_is_the_dearest_to_leave_out(played):
    """It is the one whose absence costs most."""
    dearest = max(played.left_out, key=lambda pair: pair[1].more_harm.mean)[0]

    assert words.named(dearest) in words.mattered_most(played)


def test_waiting_costs_more_than_nothing_while_the_attack_grows(unplayed):
    """Every minute of delay of level 3 in the first half hour costs harm points in every world."""
    early = [price for price in words.prices(unplayed) if price.level == 3 and price.minute < 30]

    assert len(early) == 6
    assert all(price.per_minute.low > 0.0 for price in early)


def test_pairing_beats_independent_worlds(unplayed):
    """The same worlds make the cost of waiting five minutes far less noisy than fresh ones would."""
    harm = unplayed.surface.harm_points[1]
    paired = band(harm[25] - harm[20])
    independent = band(harm[25] - np.roll(harm[20], 1))

    assert paired.high - paired.low < (independent.high - independent.low) / 2


def test_resolving_and_telling_change_nothing_in_the_comparison():
    """Only decisions about the AI system count."""
    plain = of_exercise(case(declare(3), contain(20, "set_mode")), seeds=4)
    busy = of_exercise(
        case(
            declare(3),
            contain(20, "set_mode"),
            step(25, "Incident commander", c.NotifyRole, role="Legal"),
        ),
        seeds=4,
    )

    assert plain.to_json() == busy.to_json()


def words_about(*bands: Band):
    """What is said of decisions that were left out, by what that changed."""
    decisions = preset_decisions(2, 20 * MINUTE_MS)
    changes = [SimpleNamespace(more_harm=each, more_service=each) for each in bands]
    answer = SimpleNamespace(left_out=tuple(zip(decisions, changes, strict=False)))
    return words.mattered_most(answer)  # type: ignore[arg-type]


def test_a_clear_decision_matters_more_than_a_noisy_one():
    """The decision that mattered most is the clearest, even where a noisy one has the larger mean."""
    said = words_about(Band(20.0, 20.0, -1.0, 60.0), Band(18.0, 18.0, 12.0, 25.0))

    assert "18 harm points more (12 to 25 in nine of ten)" in said


def test_a_decision_that_did_harm_can_matter_most():
    """Where leaving a decision out would have spared harm, that is said."""
    said = words_about(Band(3.0, 3.0, 1.0, 5.0), Band(-278.0, -278.0, -303.0, -255.0))

    assert "278 harm points fewer (255 to 303 in nine of ten)" in said


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (Band(-278.0, 0, -303.0, -255.0), "added 278 harm points (255 to 303 in nine of ten)"),
        (Band(5.0, 0, -3.0, 9.0), "made no clear difference (-3 to 9 in nine of ten harm points)"),
        (Band(1.0, 0, 0.6, 1.4), "avoided 1 harm point (1 to 1 in nine of ten)"),
    ],
)
def test_harm_that_was_added_is_not_called_avoided(saved, said):
    """The headline says avoided, added, or that there is no clear difference."""
    assert words.avoided(saved) == said


def test_a_running_exercise_is_told_as_a_projection():
    """Until EndEx the sentences say by when, and that nothing more is decided."""
    whole = case(declare(3), contain(20, "set_mode"))
    events = tuple(event for event in whole.events if event.at_ms <= 25 * MINUTE_MS)
    running = of_exercise(Case(whole.scenario, events, rubric()), seeds=20)

    assert "by T+90:00 if nothing more is decided" in words.headline(running)
    assert "You will have" in words.luck(running)
    assert {decision.action for decision in running.question.story} == {"deploy_guardrail_patch"}


def test_an_exercise_shorter_than_a_step_is_refused_in_plain_words():
    """An exercise ended at once has nothing to compare, and says so."""
    whole = case(declare(3))
    started = [event for event in whole.events if event.at_ms == 0 and event.kind != "exercise_ended"]
    ended = whole.events[-1].model_copy(update={"at_ms": 0, "seq": len(started) + 1})

    with pytest.raises(Refused, match="first step"):
        of_exercise(Case(whole.scenario, (*started, ended), rubric()), seeds=20)


def test_the_playbook_acts_after_the_incident_was_really_revealed():
    """The playbook is no prophet: it acts five minutes after the first signal of this exercise."""
    late = compare.playbook_decisions(rich_exercise().scenario, from_ms=20 * MINUTE_MS)

    assert min(decision.at_ms for decision in late) == 25 * MINUTE_MS


def test_nothing_is_lifted_before_the_story_did_it():
    """A lift of what an inject told of is moved no further than to that inject."""
    told = Decision(60 * MINUTE_MS, "deploy_guardrail_patch", effect=(("lead_min", 0),))
    lifted = Decision(65 * MINUTE_MS, "deploy_guardrail_patch", lifted=True)
    question = compare.WhatIfQuestion(
        seed_exercise().scenario, (), 5_400_000, 0, team=(lifted,), story=(told,)
    )

    assert [decision.at_ms for decision in compare._moved(question, 15)] == [60 * MINUTE_MS]
