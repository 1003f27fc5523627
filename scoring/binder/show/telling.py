"""An inject told to a facilitator: how it comes, what to listen for, what helps when the room is stuck."""

from collections.abc import Iterator

from engine.scenario.exercise import Exhibit, Inject, Question
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from scoring.binder import words
from scoring.binder.paper import Source
from scoring.binder.show import exhibits
from scoring.binder.show.conditions import manner
from scoring.binder.show.run import Beat, reserve, scheduled
from scoring.binder.show.stuck import advice
from scoring.writing.document import Block, Bullets, Paragraph, Section, Table

NOTHING = "No question is asked with it: let them act, and watch."


def way(scenario: Scenario, inject: Inject) -> str:
    """Who sends it, by what means, to whom, and on what condition."""
    sender = f" from {inject.sender}" if inject.sender else ""
    held = f"; {manner(scenario, inject)}" if inject.when is not None else ""
    return f"{inject.delivery}{sender}, to {words.everybody_or(inject.to)}{held}"


def aim(scenario: Scenario, inject: Inject) -> str:
    """What it gives a chance to show, by the scenario's objectives."""
    known = {item.id: item.text for item in scenario.objectives}
    return " ".join(words.sentence(known[name]) for name in inject.objectives if name in known)


def details(scenario: Scenario, inject: Inject) -> Iterator[Block]:
    """Its exhibits by name, its aim, what a good team does and the author's notes, where there are any."""
    if inject.exhibits:
        yield Paragraph("; ".join(map(exhibits.named, inject.exhibits)), "Exhibits")
    if shown := aim(scenario, inject):
        yield Paragraph(shown, "Aim")
    if inject.expected_actions:
        yield Paragraph("", "A good team")
        yield Bullets(tuple(map(words.one_line, inject.expected_actions)))
    if inject.notes.strip():
        yield Paragraph(words.one_line(inject.notes), "For you only")


def questions(inject: Inject) -> Table:
    """The questions with what to listen for."""
    rows = tuple((asked(item), good(item), bad(item)) for item in inject.questions)
    columns = ("Question", "Listen for", "Warning signs")
    return Table(f"questions-{inject.id}", "Questions", columns, rows, (30, 42, 28), NOTHING)


def asked(item: Question) -> str:
    """A question, to whom it is put, and whether it may be left out."""
    to = f"To {', '.join(item.to)}." if item.to else ""
    spare = "" if item.core else "If there is time."
    return "\n".join(filter(None, (words.one_line(item.text), to, spare)))


def good(item: Question) -> str:
    """Points of a good answer."""
    return "\n".join(f"– {words.one_line(point.description)}" for point in item.points)


def bad(item: Question) -> str:
    """Points that harm."""
    return "\n".join(f"– {words.one_line(point.description)}" for point in item.anti_points)


def stuck(source: Source, beat: Beat) -> Table:
    """What to do when the room is stuck here."""
    return Table(
        f"stuck-{beat.inject.id}",
        "When they are stuck",
        ("When", "What to do"),
        advice(source, beat),
        (24, 76),
    )


def reserves(source: Source) -> Iterator[Section]:
    """The injects that are held back, with when to deliver them."""
    held = reserve(source.scenario)
    for number, inject in enumerate(held):
        title = f"In reserve, from {offset_label(inject.time)}: {inject.title}"
        yield Section(
            f"reserve-{inject.id}", title, tuple(_held(source.scenario, inject)), level=1 + (number > 0)
        )


def _held(scenario: Scenario, inject: Inject) -> Iterator[Block]:
    yield Paragraph(words.sentence(words.raised(manner(scenario, inject))), "When")
    yield Paragraph(way(scenario, inject), "How it comes")
    yield Paragraph(words.one_line(inject.event), "What they read")
    yield from details(scenario, inject)
    yield questions(inject)


def _headed(inject: Inject, item: Exhibit) -> str:
    title = words.one_line(inject.title).rstrip(".")
    return f"{offset_label(inject.time)} {title}. {exhibits.named(item)}"


def exhibit_section(source: Source) -> Iterator[Section]:
    """Every exhibit in full, to be read out or copied where there is no screen."""
    scenario = source.scenario
    found = [
        (inject, item) for inject in (*scheduled(scenario), *reserve(scenario)) for item in inject.exhibits
    ]
    if not found:
        return
    blocks = (
        block
        for inject, item in found
        for block in (Paragraph("", _headed(inject, item)), Paragraph(exhibits.shown(item)))
    )
    told = Paragraph("For reading out, or for copying where there is no screen. Hand none out early.")
    yield Section("exhibits", "Exhibits in full", (told, *blocks), starts_page=True)
