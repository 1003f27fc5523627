"""Containment speed (scoring.md, 3): what was saved of what could be, harm and outage together."""

import itertools

import pytest

from scoring.criteria import containment
from scoring.luck import NOTHING, TEAM, courses
from scoring.scale import by_share
from tests.scoring.play import (
    acts,
    case_of,
    changed,
    contain,
    declare,
    level,
    lift_level,
    scored,
    shut_down,
    take,
)
from tests.world import rubric, seed_exercise

LIMITS = rubric().of("containment").limits


def share(*steps, **how):
    """Share of what could be saved that was."""
    return acts(containment, *steps, **how).figures["saved_share"]


def leaky(limit):
    """The published exercise with another limit of harm a minute."""
    return changed(seed_exercise(), contained_below=limit)


def test_the_share_is_the_loss_avoided_of_the_loss_that_can_be():
    """Loss is harm as share of doing nothing, and outage by its weight; the best course is the least loss."""
    case = case_of(*level(5, 2))
    figures = containment.score(case).figures
    lost, found = figures["lost"], case.courses
    signal, end = case.signal_ms, case.until_ms
    harm = found.harm_between(TEAM, signal, end) / found.harm_between(NOTHING, signal, end)
    outage = case.scenario.outage_weight * (1 - found.service_between(TEAM, signal, end))

    assert lost["team"] == pytest.approx(harm + outage, abs=1e-4)
    assert figures["saved_share"] == pytest.approx(
        (lost["nothing"] - lost["team"]) / (lost["nothing"] - lost["best"]), abs=1e-3
    )
    assert figures["best_course"] in found.by_name
    assert figures["outage_weight"] == 0.5


def test_nothing_ordered_is_one_in_the_end_and_nothing_before():
    """A finished exercise without an order is 1; a running one waits."""
    case = case_of(declare(1))
    running = tuple(event for event in case.events if event.at_ms < 20 * 60_000)

    assert (containment.score(case).exact, containment.score(case).has_acted) == (1.0, False)
    assert containment.score(type(case)(case.scenario, running, case.rubric)).exact is None


def test_the_needed_level_soon_after_the_signal_saves_what_can_be_saved():
    """Level 2 five minutes after the signal is worth all there is."""
    assert share(*level(5, 2)) > 0.95


def test_declaring_late_does_not_make_containment_faster():
    """What counts is the harm from the signal on, however late it was declared."""
    early, late = (acts(containment, declare(minute), *level(40, 2)).exact for minute in (2, 39))

    assert early == late


@pytest.mark.parametrize("highest", [1, 2, 3])
def test_each_minute_of_delay_costs_a_little_and_never_much(highest):
    """Earlier is never worse, and the value never falls off a cliff."""
    values = [acts(containment, *level(minute, highest)).exact for minute in range(5, 60, 5)]

    assert all(one >= other - 0.02 for one, other in itertools.pairwise(values))
    assert max(one - other for one, other in itertools.pairwise(values)) < 1.2


@pytest.mark.parametrize("minute", [5, 15, 30])
def test_seconds_within_a_step_of_the_simulation_count_evenly(minute):
    """An order ten seconds later costs a third of one thirty seconds later."""
    at = [share(*level(minute + seconds / 60, 2)) for seconds in (0, 10, 20, 30)]

    assert at == sorted(at, reverse=True)
    assert at[0] - at[1] == pytest.approx((at[0] - at[3]) / 3, abs=2e-4)


def test_giving_it_up_again_saves_what_was_saved_and_no_more():
    """Six minutes of Level 2 are hardly more than nothing, and never more than holding it."""
    brief, held = share(*level(5, 2), *lift_level(11, 2)), share(*level(5, 2))

    assert 0 <= brief < 0.25 < held


def test_ordering_and_taking_back_at_once_is_worth_nothing():
    """Doing it and undoing it is never better than not doing it."""
    assert acts(containment, *level(5, 2), *lift_level(5, 2)).exact == pytest.approx(1.0, abs=0.01)


def test_more_than_needed_costs_service():
    """A shutdown for the whole exercise saves less than Level 2, harm and outage together."""
    assert share(*shut_down(5)) < share(*level(5, 3)) < share(*level(5, 2))


def test_the_outage_weight_is_the_organisations_judgement():
    """Where an outage hardly matters a shutdown is as good as it gets; where it does, it is worth nothing."""
    light, heavy = (changed(seed_exercise(), outage_weight=weight) for weight in (0.0, 3.0))

    assert acts(containment, *shut_down(5), loaded=light).exact > 4.5
    assert acts(containment, *shut_down(5), loaded=heavy).exact < 2.0


@pytest.mark.parametrize(
    ("rate", "most"), [(0.0, 5.0), (1.0, 5.0), (1.05, 4.68), (1.125, 4.2), (1.25, 3.4), (2.0, 3.4)]
)
def test_harm_under_containment_leaves_a_highest_value(rate, most):
    """Whole up to the limit, falling evenly to 3.4 at a quarter above it."""
    assert containment.most_for(rate) == pytest.approx(most)


def test_a_level_too_low_to_hold_is_capped():
    """Level 1 saves nearly all in this world, but harm goes on above a strict limit."""
    found = acts(containment, *level(5, 1), loaded=leaky(1.0))

    assert by_share(found.figures["saved_share"], LIMITS) > 3.4
    assert found.exact == pytest.approx(3.4, abs=0.05)
    assert "the level was too low to hold" in found.why


def test_an_order_in_the_last_minutes_does_not_lift_the_cap():
    """Going up at the end lifts it by the share of the time it was held, and no more."""
    low = acts(containment, *level(5, 1), loaded=leaky(1.0)).exact
    late = acts(containment, *level(5, 1), *level(84, 2), loaded=leaky(1.0)).exact
    soon = acts(containment, *level(5, 1), *level(12, 2), loaded=leaky(1.0)).exact

    assert low <= late <= low + 0.15
    assert soon > 4.5


def test_a_weak_order_in_haste_does_not_count_against_a_strong_one():
    """Blocking one user at once and Level 2 later is no worse than Level 2 later alone."""
    for limit in (0.8, 1.0, 2.5):
        weak = acts(containment, contain(1, "block_user"), *level(15, 2), loaded=leaky(limit)).exact
        alone = acts(containment, *level(15, 2), loaded=leaky(limit)).exact

        assert weak >= alone - 0.01


def test_where_little_can_be_saved_nothing_is_scored(monkeypatch):
    """A scenario in which the best course saves under a twentieth tells nothing."""
    monkeypatch.setattr(containment, "TOO_SIMPLE", 2.0)
    found = acts(containment, *level(5, 2))

    assert found.exact is None
    assert "So little can be saved" in found.why


def test_recovery_steps_alone_are_orders_too():
    """A patch saves what it saves, and the sentence says that nothing else was ordered."""
    found = acts(containment, take(10, "guardrail-patch"))

    assert found.exact > 1.0
    assert found.why.startswith("No containment was ordered, only steps of recovery.")


def test_the_sentence_leads_with_minutes_and_names_what_was_saved_and_lost():
    """Minutes first, then the share, harm avoided and requests not served."""
    why = acts(containment, *level(10, 2)).why

    assert why.startswith("Held from T+10:00, 10.0 minutes after the first signal. Of what could be saved, ")
    assert "of the harm avoided" in why
    assert "requests not served" in why


def test_levels_and_reasons_are_shown_and_not_scored():
    """What was declared needed, the highest level and the reasons stand in the figures."""
    silent = acts(containment, contain(5, "set_mode", reason=""))
    spoken = acts(containment, contain(5, "set_mode", reason="Harm goes on."))

    assert silent.exact == spoken.exact
    assert spoken.figures["reasons"] == ["Harm goes on."]
    assert (spoken.figures["needed_level"], spoken.figures["highest_level"]) == (2, 2)


def test_the_finding_cites_every_order():
    """Each order of the AI system is evidence, taken back or not."""
    case = case_of(*level(5, 2), *lift_level(11, 2))
    orders = [event.seq for event in case.events if event.kind.startswith("containment_")]

    assert list(containment.score(case).evidence) == orders
    assert list(scored(*level(5, 2)).finding("containment").evidence)


def test_the_course_of_a_team_that_does_nothing_is_that_of_nobody():
    """Without orders, the team's losses are those of doing nothing, to the last bit."""
    case = case_of()
    found = courses(case.scenario, case.timeline, span=(0, 5_400_000), story=case.state.story, team=())

    assert found.harm_between(TEAM, 0, 5_400_000) == found.harm_between(NOTHING, 0, 5_400_000)
