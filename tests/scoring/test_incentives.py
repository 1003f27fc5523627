"""What a team could do to look better than it is gains nothing, and each property can fail."""

from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from engine import commands as c
from engine.log.state import State
from engine.simulation.run.decisions import Decision
from scoring import luck
from scoring.criteria import detection, escalation
from tests.scoring.plans import ORDERS, Plan, little_luck, ordered, plans
from tests.scoring.play import Step, collect, contain, declare, lift, moved, send, step, tell

EXAMPLES = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SECOND = 1 / 60
SLACK = 0.001
"""Rounding of exact values."""

LEAST_SHIFT = 0.02
"""What a second may move a value by where it changes no order of events."""


@pytest.fixture(autouse=True, scope="module")
def luck_is_cheap():
    """Both logs of a comparison rest on the same few rolls of the model's luck."""
    with little_luck():
        yield


def assert_gains_nothing(honest: Plan, tried: Plan) -> None:
    """No criterion is worth more for what was tried."""
    before, after = honest.exact, tried.exact
    gained = {
        name: (before.get(name), value)
        for name, value in after.items()
        if value > before.get(name, 1.0) + SLACK
    }

    assert not gained


@st.composite
def a_second_apart(draw) -> tuple[Plan, Plan]:
    """A plan, and the same with some of its acts a second earlier or later."""
    plan = draw(plans())
    which = draw(st.sets(st.integers(0, len(plan.acts) - 1), min_size=1))
    by = draw(st.sampled_from((-SECOND, SECOND)))
    acts = (moved(act, by) if number in which else act for number, act in enumerate(plan.acts))
    return plan, plan.with_acts(*acts)


def a_second_moves_little(cases: tuple[Plan, Plan]) -> None:
    """No exact value moves by more than two hundredths."""
    one, other = (plan.exact for plan in cases)

    assert one.keys() == other.keys()
    assert max(abs(one[name] - other[name]) for name in one) <= LEAST_SHIFT


@st.composite
def done_and_undone(draw) -> tuple[Plan, Plan]:
    """A plan, and the same with an action that is ordered and lifted at the same moment."""
    plan = draw(plans())
    action = draw(st.sampled_from([name for name in ORDERS if name not in ordered(plan)] or [""]))
    assume(action)
    at = draw(st.integers(int(plan.acts[0][0]) + 1, 39)) + 0.25
    return plan, plan.with_acts(*plan.acts, contain(at, action), lift(at, action))


def undoing_gains_nothing(cases: tuple[Plan, Plan]) -> None:
    """What is taken back at once is worth no more than never having done it."""
    assert_gains_nothing(*cases)


@st.composite
def with_needless_acts(draw) -> tuple[Plan, Plan]:
    """A plan, and the same with acts strewn in that nobody needed, by who knew already."""
    plan = draw(plans())
    first = plan.acts[0][0]
    times = draw(st.lists(st.integers(int(first) + 1, 39), min_size=1, max_size=4, unique=True))
    added = [act for at in times for act in draw(needless(plan, at + 0.25))]
    return plan, plan.with_acts(*plan.acts, *added)


def needless(plan: Plan, at: float) -> st.SearchStrategy[tuple[Step, ...]]:
    """Something of no use at a moment: an outsider told, an act again, a wrong type, an order not allowed."""
    level_4 = {"action": "shutdown", "reason": "To be safe.", "params": {}}
    by = "Incident commander"
    again: list[Step] = []
    for done, role, build in plan.acts:
        command = build("x")
        if done < at and isinstance(command, c.NotifyRole):
            again.append(tell(at, command.role))
        if done < at and isinstance(command, c.CollectEvidence):
            again.append(collect(at, command.artifact, by=role))
    stands = [build("x") for done, _, build in sorted(plan.acts, key=lambda it: it[0]) if done < at]
    severity = [item.severity for item in stands if isinstance(item, c.DeclareIncident)][-1]
    return st.sampled_from(
        [
            (tell(at, "The neighbours"),),
            (tell(at, "The ferryman"),),
            (send(at, "The neighbours", "All is well.", by=by),),
            (declare(at, plan.loaded.scenario.incident_type, severity),),
            (declare(at, "denial_of_service", severity),),
            (step(at, by, c.ApplyContainment, **level_4),),
            *((act,) for act in again),
        ]
    )


def needless_acts_gain_nothing(cases: tuple[Plan, Plan]) -> None:
    """Doing more than is needed raises nothing."""
    assert_gains_nothing(*cases)


@st.composite
def declared_later(draw) -> tuple[Plan, Plan]:
    """A plan, and the same with its first declaration later, yet before any other and any resolution.

    Nothing can be resolved that was not declared, so that later than a resolution it would undo that.
    """
    plan = draw(plans())
    first, *others = plan.acts
    bound = (c.DeclareIncident, c.ResolveIncident)
    last = min([39.0, *(at for at, _, build in others if isinstance(build("x"), bound))])
    assume(first[0] + 1 < last)
    later = draw(st.integers(int(first[0]) + 1, int(last) - 1)) + 0.25
    return plan, plan.with_acts((later, *first[1:]), *others)


def declaring_later_gains_nothing(cases: tuple[Plan, Plan]) -> None:
    """No criterion is worth more for a declaration that came later."""
    assert_gains_nothing(*cases)


PROPERTIES = {
    "second": (a_second_apart(), a_second_moves_little),
    "undone": (done_and_undone(), undoing_gains_nothing),
    "needless": (with_needless_acts(), needless_acts_gain_nothing),
    "later": (declared_later(), declaring_later_gains_nothing),
}
"""By name: what is compared, and what must hold of it."""


@given(cases=a_second_apart())
@EXAMPLES
@pytest.mark.slow
def test_a_second_moves_no_value_by_more_than_two_hundredths(cases):
    """Where no order of events changes, a second earlier or later is no cliff."""
    a_second_moves_little(cases)


@given(cases=done_and_undone())
@EXAMPLES
@pytest.mark.slow
def test_what_is_done_and_undone_at_once_gains_nothing(cases):
    """An order lifted at the same moment is worth no more than none."""
    undoing_gains_nothing(cases)


@given(cases=with_needless_acts())
@EXAMPLES
@pytest.mark.slow
def test_needless_acts_gain_nothing(cases):
    """Telling more people, declaring again, and doing everything twice raise no criterion."""
    needless_acts_gain_nothing(cases)


@given(cases=declared_later())
@EXAMPLES
@pytest.mark.slow
def test_declaring_later_gains_nothing(cases):
    """Whatever else is done and when, an earlier declaration is at least as good."""
    declaring_later_gains_nothing(cases)


def _in_time_or_never(taken_ms: int, allowed_ms: int) -> float:
    return float(taken_ms <= allowed_ms)


def _from_the_next_step(story, policy, tick_ms):
    return ((1.0, story + tuple(luck._stepped(decision, tick_ms, 1) for decision in policy)),)


def _from_the_declaration(case, item, _signal_ms):
    return 0 if item.since == "start" else case.declared_ms


def _never_lifted(state: State) -> tuple[Decision, ...]:
    return tuple(item for item in ORDERED.fget(state) if not item.lifted)


ORDERED = State.ordered
MUTANTS = {
    "a time allowed that is a cliff": ("second", escalation, "by_time", _in_time_or_never),
    "orders that wait for a step": ("second", luck, "_phases", _from_the_next_step),
    "liftings forgotten": ("undone", State, "ordered", property(_never_lifted)),
    "outsiders told for credit": ("needless", escalation, "NEEDLESS_CREDIT", 0.5),
    "wrong types for free": ("needless", detection, "WRONG_TYPE_MINUTES", -5.0),
    "time that runs from the declaration": ("later", escalation, "_base_ms", _from_the_declaration),
}
"""By name: the property that must fail, and what is put in place of what."""


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_each_property_fails_on_a_planted_mistake(name):
    """With a mistake put into the scoring, the property finds it within its examples."""
    prop, place, what, mistake = MUTANTS[name]
    cases, holds = PROPERTIES[prop]

    @seed(1)
    @given(cases=cases)
    @settings(EXAMPLES, phases=(Phase.generate,), database=None)
    def search(cases):
        holds(cases)

    with patch.object(place, what, mistake), pytest.raises(AssertionError):
        search()
