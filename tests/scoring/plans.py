"""Plans of a team for properties: a scenario cut short, and a few acts in it at moments apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from unittest.mock import patch

from hypothesis import strategies as st

from engine import commands as c
from engine.files.loader import LoadedScenario
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from scoring import luck
from scoring.case import Case
from scoring.score import score
from tests.scoring.play import (
    LEVELS,
    MINUTE,
    Step,
    approve,
    changed,
    collect,
    contain,
    declare,
    log,
    moved,
    resolve,
    send,
    take,
    tell,
    verify,
)
from tests.world import rich_exercise, rubric, seed_exercise

FEW_ROLLS = 5
"""Rolls of the model's luck in a property: it compares one log with another under the same luck."""

LENGTH_MS = 40 * MINUTE_MS
"""How long the scenarios last here; recovery is due in the middle."""

MINUTES = tuple(range(1, 39))
"""The last is left for what is added to a plan."""


@contextmanager
def little_luck() -> Iterator[None]:
    """Scores in which values rest on few rolls, and nothing kept of them afterwards."""
    kept = (luck._compared, luck._team)
    for found in kept:
        found.cache_clear()
    with patch.object(luck, "ROLLS", FEW_ROLLS):
        yield
    for found in kept:
        found.cache_clear()


@cache
def short(is_rich: bool) -> LoadedScenario:
    """An exercise of which the first part is played, with recovery due in it and steps that take no time."""
    loaded = rich_exercise() if is_rich else seed_exercise()
    steps = tuple(item.model_copy(update={"takes": 0}) for item in loaded.scenario.recovery)
    return changed(loaded, duration_ms=LENGTH_MS, recovery_from_ms=LENGTH_MS // 2, recovery=steps)


@dataclass(frozen=True)
class Plan:
    """What a team does in a scenario, shown by its acts where a property fails."""

    loaded: LoadedScenario = field(repr=False)
    acts: tuple[Step, ...] = field(repr=False)
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep the acts in words."""
        told = (f"{at:g} {role}: {build('x').model_dump_json()}" for at, role, build in self.acts)
        object.__setattr__(self, "told", tuple(told))

    def _repr_pretty_(self, printer, _cycle) -> None:
        printer.text("\n".join((self.loaded.scenario.id, *self.told)))

    def with_acts(self, *acts: Step) -> "Plan":
        """The same with other acts."""
        return replace(self, acts=acts)

    @property
    def exact(self) -> dict[str, float]:
        """The exact value of each criterion that is scored."""
        case = Case(self.loaded.scenario, log(*self.acts, loaded=self.loaded), rubric())
        return {item.criterion: item.exact for item in score(case).findings if item.exact is not None}


def apart(scenario: Scenario) -> st.SearchStrategy[float]:
    """Whole minutes at which no inject comes, deadlines more often than others: a cliff would show there."""
    taken = {item.time / MINUTE for item in scenario.injects}
    signal_ms = min(item.time for item in scenario.injects if item.signals)
    due = {
        *((signal_ms + item.within) / MINUTE for item in scenario.escalations),
        *(item.by / MINUTE for item in scenario.messages),
    }
    free = [minute for minute in MINUTES if minute not in taken]
    return st.sampled_from([*free, *(3 * [minute for minute in free if minute in due])])


ORDERS = tuple(name for level in LEVELS.values() for name in level)


def act_at(minute: float, scenario: Scenario) -> st.SearchStrategy[tuple[Step, ...]]:
    """Something a team may do at a minute."""
    audiences = [item.audience for item in scenario.messages] or ["Executives"]
    texts = ("We are aware of it and look into it. Next update in 30 minutes.", "47 users", "Hello.")
    return st.one_of(
        st.sampled_from(("SEV1", "SEV2", "SEV3")).map(lambda it: (declare(minute, severity=it),)),
        st.sampled_from([item.role for item in scenario.escalations]).map(lambda it: (tell(minute, it),)),
        st.sampled_from(ORDERS).map(lambda it: (contain(minute, it),)),
        st.sampled_from([item.id for item in scenario.evidence]).map(lambda it: (collect(minute, it),)),
        st.tuples(st.sampled_from(audiences), st.sampled_from(texts)).map(lambda it: (send(minute, *it),)),
        st.tuples(st.sampled_from(audiences), st.sampled_from(texts)).map(lambda it: _approved(minute, *it)),
        st.sampled_from([item.id for item in scenario.recovery]).map(lambda it: (take(minute, it),)),
        st.sampled_from([item.id for item in scenario.verification]).map(lambda it: (verify(minute, it),)),
        st.just((resolve(minute),)),
    )


def _approved(minute: float, audience: str, text: str) -> tuple[Step, ...]:
    """A message asked for, granted and sent, each a quarter of a minute after the other."""
    asked, granted = approve(minute - 0.25, audience, text)
    return moved(asked, -0.25), granted, send(minute, audience, text, f"message:{audience}")


@st.composite
def plans(draw, *, most: int = 8) -> Plan:
    """A team that declares, and up to so many other acts, no two at one moment."""
    loaded = short(draw(st.booleans()))
    scenario = loaded.scenario
    minutes = draw(st.lists(apart(scenario), min_size=1, max_size=most + 1, unique=True))
    severity = draw(st.sampled_from(("SEV1", "SEV2")))
    acts = [declare(minutes[0], scenario.incident_type, severity)]
    for minute in minutes[1:]:
        acts += draw(act_at(minute, scenario))
    return Plan(loaded, tuple(acts))


def ordered(plan: Plan) -> frozenset[str]:
    """The containment actions that a plan orders."""
    commands = (build("x") for _, _, build in plan.acts)
    return frozenset(item.action for item in commands if isinstance(item, c.ApplyContainment))
