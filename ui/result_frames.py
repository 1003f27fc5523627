"""Tables of what an exercise left behind: scores, answers, evidence, messages, timeline and history; pure."""

from collections.abc import Collection, Iterable, Mapping

from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.simulation.catalogue import actions
from engine.state import State
from engine.views import Line
from scoring.finding import CRITERIA, TITLES, Finding
from scoring.history import Point
from ui.text import name_of

HSEEP = {5: "P", 4: "S", 3: "S", 2: "M", 1: "U"}
"""HSEEP's rating beside each value (scoring.md; P without challenges … U unable to be performed)."""


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
            "State": _evidence_state(event.manner, event.overwritten_by, event.owner, event.due),
            "SHA-256": event.sha256,
            "Event": str(event.seq),
        }
        for event in state.evidence
    ]


def _evidence_state(manner: str, overwritten_by: str, owner: str, due: str) -> str:
    if manner == "assigned":
        return f"assigned to {owner}, due {due}"
    known = actions().get(overwritten_by)
    by = known.title if known else overwritten_by
    return f"later version: overwritten by {by}" if overwritten_by else "whole"


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


def score_heading(finding: Finding) -> str:
    """A criterion's value as it stands at the head of its card."""
    if finding.value is None:
        return f"{finding.title}: not scored"
    return f"{finding.title}: {finding.value} of 5 ({HSEEP[finding.value]}), {finding.kind}"


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
