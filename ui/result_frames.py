"""Tables of what an exercise left behind: scores, answers, evidence, messages, timeline and history; pure."""

from collections.abc import Collection, Iterable, Mapping

from engine.events import EvidenceCollected
from engine.evidence import Fate, Held, Loss
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.session import Snapshot
from engine.simulation.catalogue import actions
from engine.state import State
from engine.views import Line
from scoring.finding import CRITERIA, TITLES, Finding, heading
from scoring.history import Point
from ui.frames import log_rows
from ui.text import name_of

score_heading = heading
"""A criterion's value as it stands at the head of its card."""


def answer_rows(state: State, names: Mapping[str, str]) -> list[dict[str, object]]:
    """Every answer, latest first."""
    asked = {
        question["id"]: (event.title, question["text"])
        for event in state.delivered.values()
        for question in event.questions
    }
    return [
        {
            "Time": offset_label(answer.at_ms),
            "Who": name_of(names, answer.by),
            "Question": asked[answer.question_id][1],
            "Answer": answer.text,
            "Inject": asked[answer.question_id][0],
        }
        for answer in reversed(state.answers)
    ]


def kinds(lines: Iterable[Line]) -> list[str]:
    """Kinds of event in a timeline, in plain words, for a filter."""
    return sorted({kind_label(line.kind) for line in lines})


def kind_label(kind: str) -> str:
    """A kind of event in plain words."""
    return kind.replace("_", " ")


def filtered(lines: Iterable[Line], shown: Collection[str], words: str) -> list[Line]:
    """The lines of these kinds that hold every word; all kinds where none is chosen."""
    wanted = words.casefold().split()
    return [
        line
        for line in lines
        if (not shown or kind_label(line.kind) in shown)
        and all(word in line.text.casefold() for word in wanted)
    ]


def detail_rows(finding: Finding) -> list[dict[str, object]]:
    """What a criterion looked at, with the credit each part gave."""
    return [
        {
            "What": item.label,
            "Credit": "does not count" if item.credit is None else f"{item.credit:g}",
            "Why": item.note,
            "Events": ", ".join(map(str, item.seqs)),
        }
        for item in finding.details
    ]


def channel_rows(summary: Mapping[str, float]) -> list[dict[str, object]]:
    """The simulation's figures in plain words."""
    return [
        {"Measure": name.replace("_", " ").capitalize(), "Value": f"{value:,.0f}"}
        for name, value in summary.items()
    ]


def event_links(seqs: Iterable[int]) -> str:
    """Event numbers as links to their rows in the timeline, as HTML."""
    return ", ".join(f'<a href="#event-{seq}" target="_self">{seq}</a>' for seq in seqs)


def evidence_rows(scenario: Scenario, state: State, names: Mapping[str, str]) -> list[dict[str, object]]:
    """The evidence register: what was collected, by whom, with its hash."""
    labels = {item.id: item.label for item in scenario.evidence}
    return [
        {
            "Artifact": labels.get(event.artifact, event.artifact),
            "Time": offset_label(event.at_ms),
            "By": name_of(names, event.by),
            "State": _evidence_state(event),
            "SHA-256": event.sha256,
            "Event": str(event.seq),
        }
        for event in state.evidence
    ]


def _evidence_state(event: EvidenceCollected) -> str:
    match event.manner:
        case "assigned":
            return f"assigned to {event.owner}, due {event.due}"
        case "rehashed":
            return f"copy of event {event.copy_seq} re-hashed"
        case "handed_over":
            return f"copy of event {event.copy_seq} handed over to {event.owner}"
        case "collected":
            by = action_title(event.overwritten_by)
            return f"later version: overwritten by {by}" if by else "whole"


def action_title(action_id: str) -> str:
    """An action in words people know."""
    known = actions().get(action_id)
    return known.title if known else action_id


def fate_rows(state: State, found: Iterable[Fate], names: Mapping[str, str]) -> list[dict[str, object]]:
    """What became of each artifact: kept, in a later version only, or lost; by whom, and why."""
    return [
        {
            "Artifact": fate.label,
            "State": fate.standing,
            "Collected": offset_label(fate.held.collected_ms) if fate.held else "",
            "By": name_of(names, fate.held.collector) if fate.held else "",
            "SHA-256": fate.held.sha256 if fate.held else "",
            "Copy": _copy_state(fate.held) if fate.held else "",
            "Destroyed by": loss_words(state, fate.loss, names) if fate.loss else "",
        }
        for fate in found
    ]


def _copy_state(held: Held) -> str:
    intact = "intact" if held.is_intact else "does not match its recorded hash"
    late = "" if held.is_in_window else ", after its window"
    return f"version {held.version}, {held.size:,} bytes, {intact}{late}, {len(held.custody)} in custody"


def loss_words(state: State, loss: Loss, names: Mapping[str, str]) -> str:
    """An overwrite in words: the action, its time, and who ordered it or which inject told of it."""
    told = state.delivered.get(loss.inject_id)
    who = f"inject “{told.title}”" if told else name_of(names, loss.by) if loss.by else ""
    return f"{action_title(loss.action)} at {offset_label(loss.at_ms)}{f' ({who})' if who else ''}"


def custody_rows(copies: Iterable[Held], names: Mapping[str, str]) -> list[dict[str, object]]:
    """The chain of custody of every copy, in the order of the log."""
    words = {"collected": "collected", "rehashed": "re-hashed", "handed_over": "handed over"}
    entries = sorted(
        ((entry, held) for held in copies for entry in held.custody), key=lambda pair: pair[0].seq
    )
    return [
        {
            "Time": offset_label(entry.at_ms),
            "Artifact": f"{held.label} (version {held.version})",
            "What": words[entry.what] + (f" to {entry.to}" if entry.to else ""),
            "By": name_of(names, entry.by),
            "SHA-256": entry.sha256,
            "Event": str(entry.seq),
        }
        for entry, held in entries
    ]


def timeline_rows(lines: Iterable[Line], names: Mapping[str, str]) -> list[dict[str, object]]:
    """The timeline, with what monitoring showed when somebody decided."""
    shown = list(lines)
    rows = log_rows(shown, names)
    return [{**row, "On screen": line.on_screen} for row, line in zip(rows, shown, strict=True)]


def message_rows(state: State, names: Mapping[str, str]) -> list[dict[str, object]]:
    """Messages as sent."""
    return [
        {
            "Time": offset_label(event.at_ms),
            "From": name_of(names, event.by),
            "To": event.audience,
            "Approval": event.approval_id or "none",
            "Text": event.text,
        }
        for event in state.messages
    ]


def counted(found: list[Snapshot]) -> list[Snapshot]:
    """Exercises readiness rests on: the real ones; in a demonstration's database the demonstration's."""
    listed = [item for item in found if not item.is_trial]
    real = [item for item in listed if item.state.created and not item.state.created.demo]
    return real or listed


def history_rows(points: Iterable[Point]) -> list[dict[str, object]]:
    """Exercises on the readiness screen, latest first."""
    ordered = sorted(points, key=lambda point: (point.held_at, point.exercise_id), reverse=True)
    return [
        {
            "Quarter": point.quarter,
            "Held": f"{point.held_at:%Y-%m-%d}",
            "Exercise": point.title + (" (demo)" if point.is_demo else ""),
            "Team": point.organisation_team,
            "Difficulty": point.difficulty or "",
            "Readiness": "not scored" if point.score.readiness is None else f"{point.score.readiness:.2f}",
            **{TITLES[name]: point.score.finding(name).value for name in CRITERIA},
        }
        for point in ordered
    ]
