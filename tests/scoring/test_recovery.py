"""Recovery completeness (scoring.md, 6): at resolution and at EndEx, whichever is worse."""

import pytest

from engine.scenario.parts import RecoveryStep, Verification
from scoring.case import Case
from scoring.criteria import recovery
from scoring.facts.residual import residual, working
from tests.scoring.play import (
    acts,
    case_of,
    changed,
    contain,
    declare,
    level,
    lift,
    lift_level,
    resolve,
    scored,
    shut_down,
    take,
    verify,
)
from tests.world import seed_exercise

SEED = seed_exercise().scenario
STEPS = tuple(item.id for item in SEED.recovery)
CHECKS = tuple(item.id for item in SEED.verification)


def whole(*, at=62, back=70, check=74, end=80, checks=CHECKS, steps=STEPS):
    """A complete recovery: contained, every step taken, stepped back, checked and resolved."""
    taken = [take(at + number / 10, name) for number, name in enumerate(steps)]
    checked = [verify(check + number / 10, name) for number, name in enumerate(checks)]
    kept = [contain(5, "set_mode"), contain(5, "add_block_pattern"), contain(5, "disable_tools")]
    lifted = [item for item in lift_level(back, 2) if item[0] == back]
    return [declare(1), *kept, *taken, *[lifted[2]], *checked, resolve(end)]


def detail(label, *steps, **how):
    """One part of recovery, by the start of its label."""
    return next(item for item in acts(recovery, *steps, **how).details if item.label.startswith(label))


def test_a_recovery_that_was_checked_and_holds_is_complete():
    """Steps done, checks passed after the last change, nothing works, service is back, an owner."""
    found = acts(recovery, *whole())

    assert (found.exact, found.most) == (5.0, None)
    assert found.why.startswith("14 of 14 parts of recovery are complete")


def test_nobody_acted_is_one_where_recovery_was_due():
    """A finished exercise in which it was due."""
    found = acts(recovery, declare(1))

    assert (found.exact, found.has_acted, found.why) == (1.0, False, "Recovery was due and nobody acted.")


@pytest.mark.parametrize(("minute", "is_scored"), [(59, False), (60, False), (60 + 1 / 60, True)])
@pytest.mark.parametrize("has_acted", [False, True])
def test_a_drill_too_short_for_recovery_is_not_scored(minute, is_scored, has_acted):
    """EndEx before it was due, or at that moment: not scored, whether or not somebody acted."""
    steps = [declare(1), take(10, "follow-up")] if has_acted else [declare(1)]
    short = changed(seed_exercise(), recovery_from_ms=60 * 60_000, duration_ms=round(minute * 60_000))
    found = acts(recovery, *steps, loaded=short)

    assert (found.exact is not None) == is_scored
    if not is_scored:
        assert found.why == "Recovery was not due before T+60:00."


def test_a_drill_that_ends_before_its_types_recovery_is_not_scored():
    """The loader moves what is due later than the end to the end."""
    short = changed(seed_exercise(), recovery_from_ms=15 * 60_000, duration_ms=15 * 60_000)

    assert acts(recovery, declare(1), *level(5, 2), resolve(10), loaded=short).exact is None


@pytest.mark.parametrize(("minute", "credit"), [(60, 1), (65, 1), (69, 0.733), (72.5, 0.5), (80, 0)])
def test_a_step_counts_for_the_share_of_its_time_it_has_had(minute, credit):
    """Watching takes a quarter of an hour; resolved at T+80 it is half done if begun at T+72:30."""
    found = detail("Watch closely", declare(1), take(minute, "monitor"), resolve(80))

    assert found.credit == pytest.approx(credit, abs=0.001)


def test_recovery_is_judged_at_resolution_or_at_the_end_whichever_is_worse():
    """Steps taken after an early resolution do not mend it, and a lift after it breaks it."""
    early = [declare(1), *level(5, 2), resolve(61), *[take(62, name) for name in STEPS]]
    broken = [*whole(end=80), *lift_level(82, 2)]

    assert acts(recovery, *early).figures["share"] < 0.4
    assert acts(recovery, *broken).figures["share"] < acts(recovery, *whole(end=80)).figures["share"]


def test_a_check_counts_at_its_last_run():
    """A failed check stays failed until it passes; a passed one until it fails."""
    failed = detail("Variations", declare(1), verify(62, "variants"))
    passed = detail("Variations", *whole())

    assert (failed.credit, passed.credit) == (0.0, 1.0)
    assert "failed: " in failed.note


def test_a_check_before_the_last_change_counts_nothing():
    """Whatever was changed after it has not been checked."""
    found = detail("The known technique fails", *whole(check=66, back=75))

    assert found.credit == 0.0
    assert "the system was changed after it" in found.note


@pytest.mark.parametrize("check", CHECKS)
def test_resolved_without_a_required_check_is_at_most_two(check):
    """Each check of the scenario must have been run before."""
    checks = tuple(name for name in CHECKS if name != check)
    found = acts(recovery, *whole(checks=checks))

    assert found.most == 2.0
    assert "Declared resolved without the check" in found.why
    assert scored(*whole(checks=checks)).finding("recovery").exact == 2.0


def test_resolved_while_level_3_or_4_stands_is_at_most_three():
    """Service that customers do not have is not back; lifted before, it is no matter."""
    fallback = [contain(10, "enable_fallback_mode")]
    off = shut_down(10)

    assert acts(recovery, *whole(), *fallback).most == 3.0
    assert acts(recovery, *whole(), *off).most == 3.0
    assert acts(recovery, *whole(back=70), *off, lift(69, "shutdown")).most is None


def test_a_variant_that_works_at_the_end_is_at_most_two():
    """Everything that stopped the variants was lifted after the incident was declared resolved."""
    undone = list(lift_level(85, 2))
    found = acts(recovery, *whole(end=80), *undone)

    assert found.most == 2.0
    assert "although a variant still worked, so at most 2" in found.why


def test_a_variant_that_works_at_resolution_is_at_most_two():
    """Declared resolved before anything was fixed."""
    found = acts(recovery, declare(1), resolve(62), *[take(63, name) for name in STEPS])

    assert found.most == 2.0


def test_never_resolved_has_no_cap():
    """Without a declaration of the end nothing was claimed."""
    steps = [item for item in whole() if item[0] != 80]
    found = acts(recovery, *steps)

    assert found.most is None
    assert detail("Resolution declared", *steps).is_missing


@pytest.mark.parametrize(("owner", "credit"), [("Product owner", 1.0), ("", 0.5)])
def test_resolution_names_an_owner_for_what_follows(owner, credit):
    """Half without one."""
    assert detail("Resolution declared", declare(1), resolve(80, owner)).credit == credit


@pytest.mark.parametrize(
    ("value", "limit", "credit"),
    [
        (0.0, 0.2, 1),
        (0.2, 0.2, 1),
        (0.2001, 0.2, 0.99975),
        (0.4, 0.2, 0.5),
        (0.6, 0.2, 0),
        (1, 0.2, 0),
        (0.1, 0.0, 0.0),
        (0.05, 0.0, 0.5),
    ],
)
def test_what_must_stay_within_a_limit_counts_evenly_less_beyond_it(value, limit, credit):
    """Whole at the limit, nothing at three times of it."""
    assert recovery._within(value, limit) == pytest.approx(credit)


def test_what_still_works_is_looked_at_over_five_minutes():
    """A measure that came into force in the last seconds has held for seconds."""
    case = case_of(declare(1), *level(88, 2))
    now, held = working(case, case.until_ms), residual(case, case.until_ms)
    before = residual(case, 88 * 60_000)

    assert now[1] < held[1] < before[1]
    assert held[1] == pytest.approx(0.4 * now[1] + 0.6 * before[1], rel=0.01)


def test_what_still_works_is_what_the_simulation_says_at_a_step():
    """At the beginning of a step both give the same chance."""
    case = case_of(declare(1), *level(20, 2))

    for minute in (5, 21, 61, 89):
        exact = working(case, minute * 60_000)
        assert exact == pytest.approx(case.timeline.residual_success(minute * 60_000 + 30_000), abs=0.2)


def test_service_is_that_of_the_last_five_minutes():
    """A service that came back two minutes ago was away for most of five; what waited is served late."""
    lost = [
        recovery.lost_service(case_of(declare(1), *shut_down(70), lift(back, "shutdown")), 90 * 60_000)
        for back in (84, 86, 88, 89)
    ]

    assert lost == sorted(lost)
    assert lost[0] < 0.1
    assert 0.4 < lost[2] < 0.65


def test_a_scenario_without_checks_has_limits_of_its_own():
    """Something works above 15 %, and a fifth of service may be away."""
    plain = changed(seed_exercise(), verification=())
    notes = [item.note for item in acts(recovery, declare(1), take(62, "follow-up"), loaded=plain).details]

    assert any("at most 15.0%" in note for note in notes)
    assert any("at most 20%" in note for note in notes)


def test_the_strictest_check_sets_the_limit():
    """Of two checks of one thing the harder one holds."""
    both = tuple(
        Verification(id=f"v-{n}", label="Variants fail", measures="variants", at_most=limit)
        for n, limit in enumerate((0.3, 0.1))
    )
    case = case_of(declare(1), loaded=changed(seed_exercise(), verification=both))

    assert recovery.limit_of(case, "variants", 0.9) == 0.1


def test_a_step_that_takes_no_time_is_done_at_once():
    """Taken at the moment of resolution it counts."""
    quick = (RecoveryStep(id="quick", label="Quick"),)
    loaded = changed(seed_exercise(), recovery=quick)

    assert detail("Quick", declare(1), take(80, "quick"), resolve(80), loaded=loaded).credit == 1.0


def test_a_running_exercise_is_not_judged_before_recovery_is_due():
    """At T+40 nothing is late."""
    case = case_of(*whole())
    running = tuple(event for event in case.events if event.at_ms < 40 * 60_000)

    assert recovery.score(Case(case.scenario, running, case.rubric)).exact is None


def test_the_parts_cite_their_events():
    """Steps, checks and the resolution each name the event that shows them."""
    case = case_of(*whole())
    kinds = {event.seq: event.kind for event in case.events}
    cited = {kinds[seq] for seq in recovery.score(case).evidence}

    assert cited == {"recovery_step_taken", "verification_run", "incident_resolved"}
