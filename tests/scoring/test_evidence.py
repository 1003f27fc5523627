"""Evidence preservation (scoring.md, 5): what was captured in time, and what was destroyed first."""

import pytest

from scoring.case import Case
from scoring.criteria import evidence
from scoring.scale import by_share
from tests.scoring.play import acts, assign, case_of, changed, collect, contain, level
from tests.world import rubric, seed_exercise

SEED = seed_exercise().scenario
LIMITS = rubric().of("evidence").limits
OWNER = "Security operations"


def only(*artifacts):
    """The published exercise with these artifacts required and no others."""
    items = tuple(item.model_copy(update={"required": item.id in artifacts}) for item in SEED.evidence)
    return changed(seed_exercise(), evidence=items)


def credit(artifact, *steps):
    """Credit for one artifact."""
    (detail,) = acts(evidence, *steps, loaded=only(artifact)).details
    return detail.credit


def everything(minute):
    """Every required artifact, collected or assigned at a minute."""
    return [
        assign(minute, item.id, OWNER, "tomorrow 12:00")
        if item.window == "within_24_hours"
        else collect(minute, item.id)
        for item in SEED.evidence
        if item.required
    ]


def test_everything_in_time_is_whole():
    """Captured in its window and untouched, the rest with owner and due time: the best there is."""
    assert acts(evidence, *everything(2)).exact == 5.0


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (1, 1),
        (15, 1),
        (15 + 1 / 60, 1 - 1 / 1800),
        (22.5, 0.75),
        (30, 0.5),
        (44.9, 1 / 300),
        (45, 0),
        (60, 0),
    ],
)
def test_late_credit_falls_evenly_to_three_times_the_window(minute, expected):
    """What belongs to the immediate list has a quarter of an hour."""
    assert credit("inference_logs", collect(minute, "inference_logs")) == pytest.approx(expected)


def test_artifacts_weigh_by_their_volatility():
    """High counts three times as much as low, medium twice."""
    loaded = only("session_logs", "system_prompt", "inference_logs")
    found = {
        name: acts(evidence, collect(2, name), loaded=loaded).figures["share"]
        for name in ("session_logs", "system_prompt", "inference_logs")
    }

    assert found == pytest.approx(
        {"session_logs": 3 / 6, "system_prompt": 2 / 6, "inference_logs": 1 / 6}, abs=1e-4
    )


def test_the_value_is_that_of_the_weighted_share():
    """One late artifact among all others."""
    steps = [item for item in everything(2) if item[0] != 2]
    late = [*everything(2)[1:], collect(30, "inference_logs"), *steps]
    found = acts(evidence, *late)

    assert found.exact == pytest.approx(by_share(found.figures["share"], LIMITS), abs=1e-3)
    assert 4 < found.exact < 5


@pytest.mark.parametrize(
    ("owner", "due", "expected"),
    [
        (OWNER, "tomorrow 12:00", 1.0),
        (OWNER, "in 2 hours", 1.0),
        (OWNER, "in 24 hours", 1.0),
        (OWNER, "5 PM", 1.0),
        ("x", "tomorrow 12:00", 0.5),
        (OWNER, "x", 0.5),
        ("x", "x", 0.0),
        (OWNER, "in 72 hours", 0.5),
        (OWNER, "in 36 hours", 0.875),
    ],
)
def test_an_owner_is_a_role_and_a_due_time_lies_in_the_window(owner, due, expected):
    """Half for each; a due time after the window counts evenly less to three times of it."""
    assert credit("access_logs", assign(0, "access_logs", owner, due)) == pytest.approx(expected, abs=0.001)


def test_only_what_may_wait_a_day_may_be_assigned():
    """An owner does not save what is lost within the hour."""
    assert credit("session_logs", assign(2, "session_logs", OWNER, "5 PM")) == 0.0


def test_the_best_of_the_copies_counts():
    """Assigning first and collecting later is at least as good as either."""
    both = [assign(2, "access_logs", "x", "x"), collect(30, "access_logs")]

    assert credit("access_logs", *both) == 1.0


def test_what_was_overwritten_before_it_was_captured_is_lost():
    """Captured after or never, the finding names the action that destroyed it."""
    pattern = contain(1, "add_block_pattern")
    late = acts(evidence, pattern, collect(4, "guardrail_config"), loaded=only("guardrail_config"))
    never = acts(evidence, pattern, loaded=only("guardrail_config"))

    assert (late.details[0].credit, never.details[0].credit) == (0.0, 0.0)
    assert "after it was overwritten by" in late.why
    assert "never collected; overwritten by" in never.why
    assert late.figures["lost"]


def test_captured_first_it_survives_the_action_that_overwrites_it():
    """Capture, then contain: nothing is lost."""
    assert acts(evidence, *everything(2), *level(3, 2)).exact == 5.0


def test_a_copy_that_does_not_fit_its_hash_counts_nothing():
    """Copies are hashed again."""
    case = case_of(*everything(2))
    tampered = tuple(
        event.model_copy(update={"content": event.content + " "}) if getattr(event, "content", "") else event
        for event in case.events
    )
    found = evidence.score(Case(case.scenario, tampered, case.rubric))

    assert "its hash does not fit its content" in found.why
    assert found.figures["share"] < 0.3


def test_windows_still_open_are_left_out_while_the_exercise_runs():
    """Nothing is missing before its time is up."""
    case = case_of()
    running = tuple(event for event in case.events if event.at_ms < 14 * 60_000)
    later = tuple(event for event in case.events if event.at_ms < 31 * 60_000)

    assert evidence.score(Case(case.scenario, running, case.rubric)).exact is None
    assert evidence.score(Case(case.scenario, later, case.rubric)).exact == 1.0


def test_nothing_required_is_not_scored():
    """A scenario that asks for no artifact gives None."""
    assert acts(evidence, loaded=only()).exact is None


def test_never_collected_is_one():
    """A finished exercise without a copy."""
    found = acts(evidence)

    assert (found.exact, found.has_acted) == (1.0, False)
    assert all(item.is_missing or "overwritten by" in item.note for item in found.details)
