"""Tables of what an exercise left behind: scores, answers, evidence, messages, timeline and history; pure."""

from collections.abc import Collection, Iterable, Mapping

from engine.evidence import Fate, Held, Loss
from engine.log.describe import Line
from engine.log.events import CriterionRated, EvidenceCollected
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import actions
from scoring.catalogue import CRITERIA, TITLES
from scoring.finding import Finding, heading
from scoring.history.points import ReadinessPoint
from scoring.people.rating import Ratings, ratings_of
from ui.language import columns
from ui.language.terms import term, term_title
from ui.language.text import name_of
from ui.language.words import many, t
from ui.shown.tables import exercise_title, log_rows

score_heading = heading
"""A criterion's value as it stands at the head of its card."""


def answer_rows(state: State, names: Mapping[str, str]) -> list[columns.Row]:
    """Every answer, latest first."""
    asked = {
        question.id: (event.title, question.text)
        for event in state.delivered.values()
        for question in event.questions
    }
    return [
        {
            columns.TIME: offset_label(answer.at_ms),
            columns.WHO: name_of(names, answer.by),
            columns.QUESTION: asked[answer.question_id][1],
            columns.ANSWER: answer.text,
            columns.INJECT: asked[answer.question_id][0],
        }
        for answer in reversed(state.answers)
    ]


def kinds(lines: Iterable[Line]) -> list[str]:
    """Kinds of event in a timeline, in plain words, for a filter."""
    return sorted({kind_label(line.kind) for line in lines})


def kind_label(kind: str) -> str:
    """A kind of event in plain words."""
    return term(kind)


def filtered(lines: Iterable[Line], shown: Collection[str], words: str) -> list[Line]:
    """The lines of these kinds that hold every word; all kinds where none is chosen."""
    wanted = words.casefold().split()
    return [
        line
        for line in lines
        if (not shown or kind_label(line.kind) in shown)
        and all(word in line.text.casefold() for word in wanted)
    ]


def raw_rows(ratings: Ratings, names: Mapping[str, str]) -> list[columns.Row]:
    """Ratings of one criterion as they were given, the reconciled one last."""
    given = [*ratings.raw, *([ratings.reconciled] if ratings.reconciled else [])]
    return [
        {
            columns.TIME: offset_label(event.at_ms),
            columns.WHO: name_of(names, event.by),
            columns.RATING: t("{value}, reconciled", value=event.value)
            if event.reconciles
            else str(event.value),
            columns.REASON: event.reason,
            columns.EVENTS: ", ".join(map(str, event.cites)),
            columns.EVENT: str(event.seq),
        }
        for event in given
    ]


def rating_rows(rated: tuple[CriterionRated, ...], names: Mapping[str, str]) -> list[columns.Row]:
    """All ratings by criterion: the raw ones, and the reconciled ones beside them."""
    return [
        {columns.CRITERION: TITLES[name], **row}
        for name in CRITERIA
        for row in raw_rows(ratings_of(name, rated), names)
    ]


def part_rows(finding: Finding) -> list[columns.Row]:
    """What each source said of a criterion, and how much of the value it is."""
    sources = {
        "acts": t("What people did"),
        "wording": t("How messages are worded"),
        "answers": t("What people answered"),
        "rating": t("What people rated"),
    }
    return [
        {
            columns.SOURCE: sources[part.source],
            columns.VALUE: t("nothing to say") if part.exact is None else f"{part.exact:.2f}",
            columns.WEIGHT: f"{part.weight:.0%}",
            columns.HOW: term(part.basis),
        }
        for part in finding.parts
    ]


def detail_rows(finding: Finding) -> list[columns.Row]:
    """What a criterion looked at, with the credit each part gave."""
    return [
        {
            columns.WHAT: item.label,
            columns.CREDIT: t("does not count") if item.credit is None else f"{item.credit:g}",
            columns.WHY: item.note,
            columns.EVENTS: ", ".join(map(str, item.seqs)),
        }
        for item in finding.details
    ]


def channel_rows(summary: Mapping[str, float]) -> list[columns.Row]:
    """The simulation's figures in plain words."""
    return [
        {columns.MEASURE: term_title(name), columns.VALUE: f"{value:,.0f}"} for name, value in summary.items()
    ]


def evidence_rows(scenario: Scenario, state: State, names: Mapping[str, str]) -> list[columns.Row]:
    """The evidence register: what was collected, by whom, with its hash."""
    labels = {item.id: item.label for item in scenario.evidence}
    return [
        {
            columns.ARTIFACT: labels.get(event.artifact, event.artifact),
            columns.TIME: offset_label(event.at_ms),
            columns.BY: name_of(names, event.by),
            columns.STATE: _evidence_state(event),
            columns.SHA256: event.sha256,
            columns.EVENT: str(event.seq),
        }
        for event in state.evidence
    ]


def _evidence_state(event: EvidenceCollected) -> str:
    match event.manner:
        case "assigned":
            return t("assigned to {owner}, due {due}", owner=event.owner, due=event.due)
        case "rehashed":
            return t("copy of event {seq} re-hashed", seq=event.copy_seq)
        case "handed_over":
            return t("copy of event {seq} handed over to {owner}", seq=event.copy_seq, owner=event.owner)
        case "collected":
            by = action_title(event.overwritten_by)
            return t("later version: overwritten by {by}", by=by) if by else t("whole")


def action_title(action_id: str) -> str:
    """An action in words people know."""
    known = actions().get(action_id)
    return known.title if known else action_id


def fate_rows(state: State, found: Iterable[Fate], names: Mapping[str, str]) -> list[columns.Row]:
    """What became of each artifact: kept, in a later version only, or lost; by whom, and why."""
    return [
        {
            columns.ARTIFACT: fate.label,
            columns.STATE: term(fate.standing),
            columns.COLLECTED: offset_label(fate.held.collected_ms) if fate.held else "",
            columns.BY: name_of(names, fate.held.collector) if fate.held else "",
            columns.SHA256: fate.held.sha256 if fate.held else "",
            columns.COPY: _copy_state(fate.held) if fate.held else "",
            columns.DESTROYED_BY: loss_words(state, fate.loss, names) if fate.loss else "",
        }
        for fate in found
    ]


def _copy_state(held: Held) -> str:
    facts = [
        t("version {version}", version=held.version),
        many("{number:,} byte", "{number:,} bytes", held.size),
        t("intact") if held.is_intact else t("does not match its recorded hash"),
        *([] if held.is_in_window else [t("after its window")]),
        t("{count} in custody", count=len(held.custody)),
    ]
    return ", ".join(facts)


def loss_words(state: State, loss: Loss, names: Mapping[str, str]) -> str:
    """An overwrite in words: the action, its time, and who ordered it or which inject told of it."""
    told = state.delivered.get(loss.inject_id)
    who = t("inject “{title}”", title=told.title) if told else name_of(names, loss.by) if loss.by else ""
    what, time = action_title(loss.action), offset_label(loss.at_ms)
    if not who:
        return t("{action} at {time}", action=what, time=time)
    return t("{action} at {time} ({who})", action=what, time=time, who=who)


def custody_rows(copies: Iterable[Held], names: Mapping[str, str]) -> list[columns.Row]:
    """The chain of custody of every copy, in the order of the log."""
    words = {"collected": t("collected"), "rehashed": t("re-hashed"), "handed_over": t("handed over")}
    entries = sorted(
        ((entry, held) for held in copies for entry in held.custody), key=lambda pair: pair[0].seq
    )
    return [
        {
            columns.TIME: offset_label(entry.at_ms),
            columns.ARTIFACT: t("{label} (version {version})", label=held.label, version=held.version),
            columns.WHAT: (
                t("{what} to {whom}", what=words[entry.what], whom=entry.to)
                if entry.to
                else words[entry.what]
            ),
            columns.BY: name_of(names, entry.by),
            columns.SHA256: entry.sha256,
            columns.EVENT: str(entry.seq),
        }
        for entry, held in entries
    ]


def timeline_rows(lines: Iterable[Line], names: Mapping[str, str]) -> list[columns.Row]:
    """The timeline, with what monitoring showed when somebody decided."""
    shown = list(lines)
    rows = log_rows(shown, names)
    return [{**row, columns.ON_SCREEN: line.on_screen} for row, line in zip(rows, shown, strict=True)]


def message_rows(state: State, names: Mapping[str, str]) -> list[columns.Row]:
    """Messages as sent."""
    return [
        {
            columns.TIME: offset_label(event.at_ms),
            columns.FROM: name_of(names, event.by),
            columns.TO: event.audience,
            columns.APPROVAL: event.approval_id or t("none"),
            columns.TEXT: event.text,
        }
        for event in state.messages
    ]


def history_rows(points: Iterable[ReadinessPoint]) -> list[columns.Row]:
    """Exercises on the readiness screen, latest first."""
    ordered = sorted(points, key=lambda point: (point.held_at, point.exercise_id), reverse=True)
    return [
        {
            columns.QUARTER: point.quarter,
            columns.HELD: f"{point.held_at:%Y-%m-%d}",
            columns.EXERCISE: exercise_title(point),
            columns.TEAM: point.organisation_team,
            columns.DIFFICULTY: point.difficulty or "",
            columns.READINESS: t("not scored")
            if point.score.readiness is None
            else f"{point.score.readiness:.2f}",
            **{columns.Column(name, TITLES[name]): point.score.finding(name).value for name in CRITERIA},
        }
        for point in ordered
    ]
