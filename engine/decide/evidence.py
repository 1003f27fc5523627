"""Decisions about evidence: keeping an artifact, assigning it, re-hashing a copy and handing it over."""

import hashlib
from typing import Any

from engine import commands as c
from engine.errors import Refused
from engine.log import events as e
from engine.log.state import State
from engine.scenario.resolve import Scenario


def collect(scenario: Scenario, state: State, command: c.CollectEvidence, at_ms: int) -> tuple[e.Event, ...]:
    """The artifact as it is now with its hash, its owner and due time, or an entry in a copy's custody."""
    if command.artifact not in {item.id for item in scenario.evidence}:
        known = ", ".join(item.id for item in scenario.evidence)
        raise Refused(f"{command.artifact!r} is not on the checklist; choose from: {known}.")
    event = e.EvidenceCollected(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        artifact=command.artifact,
        manner=command.manner,
        owner=command.owner,
        due=command.due,
        note=command.note,
    )
    match command.manner:
        case "collected":
            return (event.model_copy(update=_copy(scenario, state, command.artifact, at_ms)),)
        case "assigned":
            if not (command.owner and command.due):
                raise Refused("Assigning an artifact needs an owner and a due time.")
            return (event,)
        case "rehashed" | "handed_over":
            return (event.model_copy(update=_in_custody(state, command)),)


def _copy(scenario: Scenario, state: State, artifact: str, at_ms: int) -> dict[str, str | int]:
    """The artifact's content with its hash, and the action that had overwritten it, if any had."""
    timeline = state.timeline(scenario)
    content = timeline.evidence(artifact, at_ms)
    copy: dict[str, str | int] = {
        "content": content,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
    lost = [row for row in timeline.overwrites(artifact) if row[0] <= at_ms]
    return {**copy, "overwritten_ms": lost[0][0], "overwritten_by": lost[0][1]} if lost else copy


def _in_custody(state: State, command: c.CollectEvidence) -> dict[str, Any]:
    """Which held copy was re-hashed or handed over, and the hash it has now."""
    copies = [
        event
        for event in state.evidence
        if event.artifact == command.artifact and event.manner == "collected"
        if command.copy_seq in (None, event.seq)
    ]
    if not copies:
        raise Refused(f"No copy of {command.artifact!r} is held; collect it first.")
    if command.manner == "handed_over" and not command.owner:
        raise Refused("Handing a copy over needs the name of whoever takes it.")
    found = hashlib.sha256(copies[-1].content.encode()).hexdigest()
    return {"copy_seq": copies[-1].seq, "sha256": found}
