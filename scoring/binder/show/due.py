"""What a trained team has done by when: declared, told, contained, preserved, written and recovered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.procedure.pace import pace
from engine.scenario.parts import Escalation
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS, offset_label
from engine.simulation.run.catalogue import actions, offered
from scoring.binder.paper import Source
from scoring.binder.show.conditions import short
from scoring.binder.words import either, until
from scoring.courses import playbook_decisions, signal_ms


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is expected, and the last moment at which it is in time."""

    at_ms: int
    criterion: str
    verb: str
    what: str
    why: str = ""

    @property
    def brief(self) -> str:
        """The same without what an artifact consists of."""
        return f"{self.verb} {self.named}"

    @property
    def named(self) -> str:
        """What it is done to, in short."""
        return short(self.what) if self.criterion == "evidence" else self.what

    @property
    def task(self) -> str:
        """What is done, as an order: `Tell Legal`."""
        return f"{self.verb} {self.what}"


def due(source: Source) -> tuple[Due, ...]:
    """Everything the scenario expects at a time of its own, earliest first."""
    scenario = source.scenario
    found = (
        *_declare(source),
        *_contain(scenario),
        *_tell(scenario),
        *_preserve(scenario),
        *_send(scenario),
        *_recover(scenario),
    )
    return tuple(sorted(found, key=lambda item: item.at_ms))


def between(found: tuple[Due, ...], after_ms: int, until_ms: int) -> tuple[Due, ...]:
    """What falls due after one moment, up to and with another."""
    return tuple(item for item in found if after_ms < item.at_ms <= until_ms)


def grouped(found: Iterable[Due], end_ms: int) -> tuple[str, ...]:
    """What falls due as sentences: what is done alike by the same moment in one, with that moment."""
    groups: dict[tuple[int, str], list[str]] = {}
    for item in found:
        groups.setdefault((item.at_ms, item.verb), []).append(item.named)
    return tuple(
        f"{verb} {'; '.join(whats)} ({_by(at_ms, end_ms)})" for (at_ms, verb), whats in groups.items()
    )


def _by(at_ms: int, end_ms: int) -> str:
    return f"by {offset_label(at_ms)}" if at_ms <= end_ms else until(at_ms, end_ms)


def _declare(source: Source) -> Iterator[Due]:
    scenario, rubric = source.scenario, source.rubric
    limits = rubric.of("detection").minutes if "detection" in rubric.criteria else None
    if limits is None:
        return
    kind = scenario.incident_types.get(scenario.incident_type, scenario.incident_type)
    at_ms = signal_ms(scenario) + round(limits[0] * MINUTE_MS)
    yield Due(at_ms, "detection", "Declare the incident:", f"{kind}, {scenario.severity}")


def _contain(scenario: Scenario) -> Iterator[Due]:
    level = scenario.needed_level
    if level == 0:
        return
    known = actions()
    taken = dict.fromkeys(
        known[item.action].title
        for item in playbook_decisions(scenario)
        if item.action in known and known[item.action].kind == "containment"
    )
    approvers = [role for role in scenario.authority.approvers(level) if role not in scenario.unreachable]
    approved = f", approved by {either(approvers)}" if approvers else ""
    task = f"level {level}{approved}: {'; '.join(taken) or 'no action is known'}"
    at_ms = signal_ms(scenario) + pace(scenario).contained_ms
    yield Due(at_ms, "containment", "Bring into force containment", task)


def _tell(scenario: Scenario) -> Iterator[Due]:
    for item in scenario.escalations:
        yield Due(since_ms(scenario, item) + item.within, "escalation", "Tell", item.role, item.why)


def since_ms(scenario: Scenario, item: Escalation) -> int:
    """From when the time to tell a role is counted, by the plan."""
    if item.since == "start":
        return 0
    inject = scenario.inject(item.since)
    return signal_ms(scenario) if inject is None else inject.time


def _preserve(scenario: Scenario) -> Iterator[Due]:
    for item in scenario.evidence:
        if item.required:
            yield Due(signal_ms(scenario) + item.window_ms, "evidence", "Capture", item.label)


def _send(scenario: Scenario) -> Iterator[Due]:
    for item in scenario.messages:
        approved = f", approved by {either(item.approved_by)}" if item.approved_by else ""
        yield Due(item.by, "communication", "Write to", f"{item.audience}{approved}")


def _recover(scenario: Scenario) -> Iterator[Due]:
    """Steps and checks, from the moment on at which recovery can be expected; their end is EndEx."""
    for step in scenario.recovery:
        owned = ", with an owner" if step.owner_required else ""
        yield Due(scenario.duration_ms, "recovery", "Recover:", f"{step.label.rstrip('.')}{owned}")
    for check in scenario.verification:
        yield Due(scenario.duration_ms, "recovery", "Check:", check.label)


def overwritten(scenario: Scenario, artifact: str) -> tuple[str, ...]:
    """Titles of the actions this AI system offers that destroy an artifact which was not captured before."""
    offers = offered(scenario.ai_system).values()
    return tuple(action.title for action in offers if artifact in action.overwrites)
