"""The appendices that list what an exercise left behind: people, events, evidence, messages and answers."""

from collections.abc import Iterator

from engine.evidence import Fate, Held, Loss, fates, register
from engine.log.describe import Line, lines
from engine.log.events import (
    AnswerSubmitted,
    CriterionRated,
    Event,
    ObservationRecorded,
    ParticipantJoined,
    ScheduleAdjusted,
)
from engine.log.fact import EVERYBODY, FACILITATOR
from engine.log.parts import Participant
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import actions
from scoring.aar.source import ReportSource, criterion_title
from scoring.case import Case
from scoring.writing.document import Block, Cell, Paragraph, Section, Table

CUSTODY = {"collected": "collected", "rehashed": "re-hashed", "handed_over": "handed over"}


def participants(source: ReportSource) -> Section:
    """Appendix B: who took part, by name or by role only."""
    seats = _took_part(source.case)
    if source.options.has_names:
        columns: tuple[str, ...] = ("Name", "Takes part as", "Roles")
        rows: list[tuple[Cell, ...]] = [
            (source.who(seat.id), seat.app_role, ", ".join(seat.roles)) for seat in seats
        ]
    else:
        columns = ("Takes part as", "Roles")
        rows = [(seat.app_role, source.roles[seat.id] if seat.roles else "") for seat in seats]
    widths = (34, 22, 44)[-len(columns) :]
    table = Table("participants", "Participants", columns, tuple(rows), widths, "Nobody was seated.")
    return Section("participants", "Appendix B: Participants", (table,), is_wide=True)


def _took_part(case: Case) -> list[Participant]:
    """Who sat there at the end, and who left after doing something."""
    acted = {event.by for event in case.events if not isinstance(event, ParticipantJoined)}
    left = [seat for seat in case.state.gone.values() if seat.id in acted]
    return [*case.state.participants.values(), *left]


def events(source: ReportSource) -> Section:
    """Appendix C: every event with its number, which other sections cite."""
    shown = lines(source.case.scenario, source.case.events)
    rows = tuple(
        (line.seq, offset_label(line.at_ms), source.who(line.by), _text(source, event, line), line.on_screen)
        for event, line in zip(source.case.events, shown, strict=True)
    )
    columns = ("Event", "Time", "Who", "What", "On screen")
    intro = Paragraph(
        "Times are exercise time since StartEx. “On screen” is what monitoring showed at a decision."
    )
    table = Table("timeline", "Timeline", columns, rows, (7, 9, 20, 44, 20))
    return Section("timeline", "Appendix C: Timeline", (intro, table), is_wide=True)


def _text(source: ReportSource, event: Event, line: Line) -> str:
    """The event in words of the room: no short names of questions, injects or criteria, and no answers."""
    if isinstance(event, AnswerSubmitted):
        return f"Answered “{_asked(source).get(event.question_id, ('', 'a question'))[1]}”"
    if isinstance(event, ScheduleAdjusted) and event.inject_id:
        return line.text.replace(f"inject {event.inject_id}", f"inject “{_title(source, event.inject_id)}”")
    if isinstance(event, ObservationRecorded) and event.to not in ("", EVERYBODY):
        return (
            "Question to the facilitator"
            if event.to == FACILITATOR
            else "Word of the facilitator to one person"
        )
    if isinstance(event, CriterionRated):
        verb = "Reconciled" if event.reconciles else "Rated"
        return f"{verb} {criterion_title(event.criterion)}: {event.value}"
    return line.text


def _title(source: ReportSource, inject_id: str) -> str:
    delivered = source.case.state.delivered.get(inject_id)
    planned = source.case.scenario.inject(inject_id)
    return delivered.title if delivered else planned.title if planned else "added on the day"


def _asked(source: ReportSource) -> dict[str, tuple[str, str]]:
    """Inject's title and question's text by the question's id."""
    return {
        question.id: (event.title, question.text)
        for event in source.case.state.delivered.values()
        for question in event.questions
    }


def evidence(source: ReportSource) -> Section:
    """Appendix D: what became of every artifact, and the chain of custody with its hashes."""
    case = source.case
    found = tuple(_fate(source, item) for item in fates(case.state, case.scenario))
    custody = tuple(_custody(source, register(case.state, case.scenario)))
    columns = ("Artifact", "State", "Collected", "By", "SHA-256", "Copy", "Destroyed by")
    links = ("Event", "Time", "Artifact", "What", "By", "SHA-256")
    blocks: tuple[Block, ...] = (
        Table("evidence", "Evidence register", columns, found, (21, 10, 9, 13, 20, 13, 14)),
        Table("custody", "Chain of custody", links, custody, (6, 8, 30, 16, 15, 25), "No copy is held."),
        Table("assigned", "Assigned for later", *_assigned(source)),
    )
    return Section("evidence", "Appendix D: Evidence register", blocks, is_wide=True)


def _fate(source: ReportSource, item: Fate) -> tuple[Cell, ...]:
    held = item.held
    return (
        item.label,
        item.standing,
        offset_label(held.collected_ms) if held else "",
        source.who(held.collector) if held else "",
        held.sha256 if held else "",
        _copy(held) if held else "",
        _loss(source, item.loss) if item.loss else "",
    )


def _copy(held: Held) -> str:
    intact = "intact" if held.is_intact else "does not match its recorded hash"
    late = "" if held.is_in_window else ", after its window"
    return f"version {held.version}, {held.size:,} bytes, {intact}{late}"


def _loss(source: ReportSource, loss: Loss) -> str:
    known = actions().get(loss.action)
    told = source.case.state.delivered.get(loss.inject_id)
    who = f" (inject “{told.title}”)" if told else f" ({source.who(loss.by)})" if loss.by else ""
    return f"{known.title if known else loss.action} at {offset_label(loss.at_ms)}{who}"


def _custody(source: ReportSource, copies: tuple[Held, ...]) -> Iterator[tuple[Cell, ...]]:
    links = sorted(((link, held) for held in copies for link in held.custody), key=lambda pair: pair[0].seq)
    for link, held in links:
        what = CUSTODY[link.what] + (f" to {link.to}" if link.to else "")
        label = f"{held.label} (version {held.version})"
        yield link.seq, offset_label(link.at_ms), label, what, source.who(link.by), link.sha256


def _assigned(
    source: ReportSource,
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...], tuple[int, ...], str]:
    labels = {item.id: item.label for item in source.case.scenario.evidence}
    rows = tuple(
        (event.seq, offset_label(event.at_ms), labels.get(event.artifact, ""), event.owner, event.due)
        for event in source.case.state.evidence
        if event.manner == "assigned"
    )
    return ("Event", "Time", "Artifact", "Owner", "Due"), rows, (7, 10, 45, 20, 18), "Nothing was assigned."


def messages(source: ReportSource) -> Section:
    """Appendix E: every message as it was sent."""
    rows = tuple(
        (
            event.seq,
            offset_label(event.at_ms),
            source.who(event.by),
            event.audience,
            event.approval_id or "none",
            event.text,
        )
        for event in source.case.state.messages
    )
    columns = ("Event", "Time", "From", "To", "Approval", "Text")
    table = Table("messages", "Messages", columns, rows, (6, 8, 14, 13, 9, 50), "No message was sent.")
    return Section("messages", "Appendix E: Communications as sent", (table,), is_wide=True)


def answers(source: ReportSource) -> Section:
    """Appendix F: every answer, by inject and question."""
    asked = _asked(source)
    places = {question: number for number, question in enumerate(asked)}
    given = sorted(source.case.state.answers, key=lambda item: (places.get(item.question_id, 0), item.seq))
    rows = tuple(
        (
            *asked.get(item.question_id, ("", "")),
            item.seq,
            offset_label(item.at_ms),
            source.who(item.by),
            item.text,
        )
        for item in given
    )
    columns = ("Inject", "Question", "Event", "Time", "Who", "Answer")
    table = Table("answers", "Answers", columns, rows, (15, 19, 6, 8, 15, 37), "Nobody answered a question.")
    return Section("answers", "Appendix F: Answers by inject", (table,), is_wide=True)
