"""Decisions a facilitator is asked about: approvals, evidence that actions destroy, messages."""

from collections.abc import Iterator

from engine.scenario.times import offset_label
from scoring.binder import words
from scoring.binder.paper import Source
from scoring.binder.show.due import overwritten
from scoring.courses import signal_ms
from scoring.writing.document import Block, Section, Table


def section(source: Source) -> Section:
    """What is decided in play, and what each decision costs or needs."""
    return Section("decisions", "Decisions to expect", tuple(_tables(source)))


def _tables(source: Source) -> Iterator[Block]:
    yield _forks(source)
    yield _approvals(source)
    yield _evidence(source)
    yield _messages(source)
    if source.scenario.restrictions:
        yield _restrictions(source)


def _forks(source: Source) -> Table:
    book = source.scenario.playbook
    rows = tuple(
        (words.one_line(item.condition), words.one_line(item.then), item.approval_required or "–")
        for item in (book.containment.decision_points if book else ())
    )
    columns = ("If", "Then the playbook says", "Approval")
    return Table(
        "forks", "Decision points of the playbook", columns, rows, (38, 42, 20), "The playbook names none."
    )


def _approvals(source: Source) -> Table:
    rules, gone = source.scenario.authority, source.scenario.unreachable
    rows = tuple(
        (
            str(level),
            meaning,
            words.either(rules.approvers(level)) or "nobody needs to",
            _away(rules.approvers(level), gone),
        )
        for level, meaning in words.LEVELS.items()
    )
    columns = ("Level", "What it does", "Approved by", "Cannot be reached")
    return Table("approvals", "Approvals", columns, rows, (8, 42, 28, 22))


def _away(approvers: tuple[str, ...], gone: tuple[str, ...]) -> str:
    return ", ".join(role for role in approvers if role in gone) or "–"


def _evidence(source: Source) -> Table:
    scenario = source.scenario
    rows = tuple(
        (
            item.label,
            words.until(signal_ms(scenario) + item.window_ms, scenario.duration_ms),
            "; ".join(overwritten(scenario, item.id)) or "nothing that is offered",
        )
        for item in scenario.evidence
        if item.required
    )
    columns = ("Evidence", "In time until", "Destroyed by, if not captured before")
    return Table("evidence", "Evidence", columns, rows, (40, 16, 44), "The scenario asks for none.")


def _messages(source: Source) -> Table:
    rows = tuple(
        (
            item.audience,
            offset_label(item.by),
            words.either(item.approved_by) or "nobody needs to",
            "\n".join(f"– {words.one_line(part.label)}" for part in item.elements),
            "; ".join(f"“{text}”" for text in item.forbidden),
        )
        for item in source.scenario.messages
    )
    columns = ("To", "By", "Approved by", "Must say", "Must not claim")
    return Table("messages", "Messages", columns, rows, (16, 12, 18, 34, 20), "The scenario asks for none.")


def _restrictions(source: Source) -> Table:
    rows = tuple((item.role, item.before, words.one_line(item.why)) for item in source.scenario.restrictions)
    return Table("restrictions", "Nobody too early", ("Told only", "after", "Because"), rows, (24, 24, 52))
