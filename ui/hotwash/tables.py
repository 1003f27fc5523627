"""The hot wash as plain rows: an exercise at one of its moments, drafts and feedback; pure."""

from collections.abc import Iterable
from dataclasses import replace

from engine.after.feedback import KNOWS
from engine.log.describe import lines
from engine.log.events import (
    ApprovalDecided,
    ApprovalRequested,
    ContainmentApplied,
    ContainmentLifted,
    ContainmentRefused,
    EvidenceCollected,
    IncidentDeclared,
    IncidentResolved,
    MessageSent,
    RecoveryStepTaken,
    RoleNotified,
    VerificationRun,
)
from engine.log.state import State, fold
from engine.scenario.times import MINUTE_MS, offset_label
from engine.snapshot import Snapshot
from scoring.case import Case
from scoring.catalogue import TITLES
from scoring.facts.clocks import Standing, clock_facts
from scoring.lessons.draft import Area
from scoring.people.feedback import FeedbackSummary
from ui.language import columns
from ui.language.terms import term, term_title
from ui.language.words import BRAND, t

DECISIONS = (
    IncidentDeclared,
    RoleNotified,
    ApprovalRequested,
    ApprovalDecided,
    ContainmentApplied,
    ContainmentLifted,
    ContainmentRefused,
    EvidenceCollected,
    MessageSent,
    RecoveryStepTaken,
    VerificationRun,
    IncidentResolved,
)
"""Kinds of event that a team decided."""


def last_minute(snapshot: Snapshot) -> int:
    """The minute by the end of which everything of the exercise had happened."""
    return -(-snapshot.state.at_ms // MINUTE_MS)


def at_moment(snapshot: Snapshot, at_ms: int) -> Snapshot:
    """The exercise as it stood at a moment of its own time."""
    events = tuple(event for event in snapshot.events if event.at_ms <= at_ms)
    return replace(snapshot, events=events, state=fold(events))


def who(state: State, participant_id: str) -> str:
    """Somebody by the roles they held, because a hot wash is about roles and not about people."""
    seat = state.everyone.get(participant_id)
    if seat is None:
        return BRAND
    return ", ".join(seat.roles) or term(seat.app_role)


def inject_rows(moment: Snapshot) -> list[columns.Row]:
    """Injects so far, latest first."""
    delivered = sorted(moment.state.delivered.values(), key=lambda event: -event.seq)
    return [{columns.TIME: offset_label(event.at_ms), columns.INJECT: event.title} for event in delivered]


def detection_rows(snapshot: Snapshot) -> list[columns.Row]:
    """The rules that would have shown the incident."""
    return [
        {columns.TECHNIQUE: item.of, columns.SOURCE: item.source, columns.LOOKS_FOR: item.looks_for}
        for item in snapshot.scenario.detections
    ]


KEPT: dict[Standing, str] = {
    "seen": t("seen, and counted from the right moment"),
    "late": t("seen late"),
    "counted_early": t("counted from before anything had started it"),
    "counted_late": t("counted from too late a moment"),
    "missed": t("never seen"),
    "open": t("began shortly before EndEx"),
}
"""How a notification clock was kept."""


def clock_rows(case: Case) -> list[columns.Row]:
    """The notification clocks that really began, beside what the team said of them."""
    return [
        {
            columns.RULE: fact.true.clock.regime,
            columns.BEGAN: t(
                "{time}, with “{title}”", time=offset_label(fact.true.since_ms), title=fact.true.title
            ),
            columns.COUNTED: "" if fact.counted_ms is None else offset_label(fact.counted_ms),
            columns.DUE: fact.true.clock.deadline,
            columns.KEPT: KEPT[fact.standing],
        }
        for fact in clock_facts(case)
    ]


def decision_rows(moment: Snapshot) -> list[columns.Row]:
    """What the team decided so far, latest first."""
    decided = [event for event in moment.events if isinstance(event, DECISIONS)]
    decisions = lines(moment.scenario, decided)
    return [
        {
            columns.TIME: offset_label(line.at_ms),
            columns.WHO: who(moment.state, line.by),
            columns.WHAT: line.text,
        }
        for line in reversed(decisions)
    ]


def answer_rows(moment: Snapshot) -> list[columns.Row]:
    """Answers so far, latest first, by role."""
    asked = {
        question.id: question.text
        for event in moment.state.delivered.values()
        for question in event.questions
    }
    return [
        {
            columns.TIME: offset_label(answer.at_ms),
            columns.WHO: who(moment.state, answer.by),
            columns.QUESTION: asked.get(answer.question_id, ""),
            columns.ANSWER: answer.text,
        }
        for answer in reversed(moment.state.answers)
    ]


def area_rows(areas: Iterable[Area]) -> list[columns.Row]:
    """Areas for improvement, the most pressing first."""
    return [
        {
            columns.PRIORITY: term(area.priority),
            columns.AREA: f"{TITLES[area.criterion]}. {area.issue}",
            columns.WHY: area.analysis,
            columns.WHAT_WOULD_MEND_IT: area.action,
            columns.EVENTS: ", ".join(map(str, area.seqs)),
        }
        for area in areas
    ]


def feedback_rows(found: FeedbackSummary) -> list[columns.Row]:
    """Statements with median, counts and n."""
    return [
        {
            columns.STATEMENT: row.statement,
            columns.MEDIAN: t("none") if row.middle is None else f"{row.middle:g}",
            columns.GAVE_1_2_3_4_5: " / ".join(str(count) for count in row.counts.values()),
            columns.COUNT: row.count,
        }
        for row in found.agreed
    ]


def knowing_rows(found: FeedbackSummary) -> list[columns.Row]:
    """Who knew whom to ask, before and now."""
    return [
        {
            columns.Column("knows", KNOWS): label,
            **{columns.Column(answer, term_title(answer)): count for answer, count in counts.items()},
            columns.COUNT: sum(counts.values()),
        }
        for label, counts in ((t("Before the exercise"), found.knew_before), (t("Now"), found.knows_now))
    ]
