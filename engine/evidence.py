"""The evidence register: copies held with their chain of custody, and what became of each artifact."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from engine.log import events as e
from engine.log.acts import Act, decisions_of
from engine.log.state import State
from engine.scenario.resolve import Checklist, Scenario, scenario_from_stored
from engine.simulation.run.decisions import activations

Preservation = Literal["kept", "later version only", "lost", "assigned", "not collected"]

DUE_TIMES = ("in 1 hour", "in 4 hours", "today 18:00", "tomorrow 10:00", "in 24 hours")
"""By when an artifact that is assigned may be wanted; the log keeps them as they stand, in every language."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a copy's chain of custody."""

    what: Literal["collected", "rehashed", "handed_over"]
    at_ms: int
    by: str
    sha256: str
    to: str
    seq: int


@dataclass(frozen=True, slots=True)
class Loss:
    """An overwrite: when content was lost, by which action, ordered by whom or told by which inject."""

    at_ms: int
    action: str
    by: str = ""
    inject_id: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A collected copy of an artifact."""

    artifact: str
    label: str
    version: int
    collected_ms: int
    collector: str
    sha256: str
    size: int
    is_intact: bool  # its content hashes to what was recorded, now and at every re-hash
    is_in_window: bool  # collected before its window closed
    lost_before: Loss | None  # what had overwritten the artifact before it was collected
    lost_after: Loss | None  # what overwrote it later, harmless for this copy
    custody: tuple[Entry, ...]
    seq: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an artifact of the checklist."""

    artifact: str
    label: str
    standing: Preservation
    held: Held | None = None
    loss: Loss | None = None


def register(
    state: State, scenario: Scenario | None = None, *, until_ms: int | None = None
) -> tuple[Held, ...]:
    """Every copy collected so far, in the order of collection."""
    played = scenario or _played(state)
    if played is None:
        return ()
    signal_ms = first_signal_ms(played, state, until_ms=until_ms)
    taken = [event for event in state.evidence if event.manner == "collected"]
    return tuple(_held(played, state, event, signal_ms, until_ms) for event in taken)


def fates(state: State, scenario: Scenario | None = None) -> tuple[Fate, ...]:
    """What became of every artifact of the checklist until the last event."""
    played = scenario or _played(state)
    copies = register(state, played)
    return tuple(_fate(played, state, item, copies) for item in played.evidence) if played else ()


def losses(
    state: State, artifact: str, scenario: Scenario | None = None, *, until_ms: int | None = None
) -> tuple[Loss, ...]:
    """Every overwrite of an artifact until a time (the last event if none is given), oldest first."""
    played = scenario or _played(state)
    if played is None:
        return ()
    limit_ms = state.at_ms if until_ms is None else until_ms
    rows = state.timeline(played).overwrites(artifact)
    return tuple(_attributed(played, state, *row) for row in rows if row[0] <= limit_ms)


def first_signal_ms(scenario: Scenario, state: State, *, until_ms: int | None = None) -> int | None:
    """First signal people could see: telemetry over its alert line, or an inject that tells; None so far."""
    limit_ms = state.at_ms if until_ms is None else until_ms
    alert_ms = state.timeline(scenario).first_alert(limit_ms)
    told = [event.at_ms for event in state.delivered.values() if event.signals]
    return min((ms for ms in (alert_ms, *told) if ms is not None), default=None)


def _played(state: State) -> Scenario | None:
    return scenario_from_stored(state.created.scenario) if state.created else None


def _attributed(scenario: Scenario, state: State, at_ms: int, action: str) -> Loss:
    """An overwrite with the event that caused it."""
    event = next((event for event in state.acts if _is_cause(scenario, event, at_ms, action)), None)
    if event is None:
        return Loss(at_ms, action)
    inject_id = event.inject_id if isinstance(event, e.InjectDelivered) else ""
    return Loss(at_ms, action, event.by, inject_id, event.seq)


def _is_cause(scenario: Scenario, event: Act, at_ms: int, action: str) -> bool:
    uses = activations(scenario.ai_system, decisions_of(event))
    return any((use.from_ms, use.action.id) == (at_ms, action) for use in uses)


def _held(
    scenario: Scenario,
    state: State,
    event: e.EvidenceCollected,
    signal_ms: int | None,
    until_ms: int | None,
) -> Held:
    item = _listed(scenario, event.artifact)
    later = (
        loss
        for loss in losses(state, event.artifact, scenario, until_ms=until_ms)
        if loss.at_ms > event.at_ms or loss.seq > event.seq
    )
    custody = tuple(_custody(state.evidence, event))
    recorded = hashlib.sha256(event.content.encode()).hexdigest()
    due_ms = (signal_ms or 0) + (item.window_ms if item else 0)
    return Held(
        artifact=event.artifact,
        label=item.label if item else event.artifact,
        version=_version(event.content),
        collected_ms=event.at_ms,
        collector=event.by,
        sha256=event.sha256,
        size=len(event.content.encode()),
        is_intact=all(entry.sha256 in (recorded, "") for entry in custody),
        is_in_window=signal_ms is None or event.at_ms <= due_ms,
        lost_before=_recorded_loss(scenario, state, event),
        lost_after=next(later, None),
        custody=custody,
        seq=event.seq,
    )


def _listed(scenario: Scenario, artifact: str) -> Checklist | None:
    return next((item for item in scenario.evidence if item.id == artifact), None)


def _recorded_loss(scenario: Scenario, state: State, event: e.EvidenceCollected) -> Loss | None:
    """The overwrite a copy came too late for, as its event recorded it."""
    if not event.overwritten_by:
        return None
    return _attributed(scenario, state, event.overwritten_ms or 0, event.overwritten_by)


def _version(content: str) -> int:
    try:
        return int(json.loads(content)["version"])
    except (ValueError, KeyError, TypeError):
        return 1


def _custody(evidence: Iterable[e.EvidenceCollected], copy: e.EvidenceCollected) -> Iterable[Entry]:
    for event in evidence:
        if event.manner != "assigned" and (event is copy or event.copy_seq == copy.seq):
            yield Entry(event.manner, event.at_ms, event.by, event.sha256, event.owner, event.seq)


def _fate(scenario: Scenario, state: State, item: Checklist, copies: Iterable[Held]) -> Fate:
    mine = [held for held in copies if held.artifact == item.id]
    whole = next((held for held in mine if held.lost_before is None), None)
    lost = next(iter(losses(state, item.id, scenario)), None)
    if whole is not None:
        return Fate(item.id, item.label, "kept", whole, lost)
    if mine:
        return Fate(item.id, item.label, "later version only", mine[0], mine[0].lost_before)
    if lost is not None:
        return Fate(item.id, item.label, "lost", loss=lost)
    is_assigned = any(event.artifact == item.id for event in state.evidence)
    return Fate(item.id, item.label, "assigned" if is_assigned else "not collected")
