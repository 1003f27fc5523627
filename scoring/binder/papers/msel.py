"""The master scenario events list: every inject with HSEEP's eleven columns, on paper and as a workbook."""

from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from scoring.binder import words
from scoring.binder.paper import Facts, Paper, Source, cover
from scoring.binder.show import exhibits
from scoring.binder.show.conditions import manner
from scoring.binder.show.run import reserve, scheduled
from scoring.writing.document import Paragraph, Section, Table

COLUMNS = (
    "No.",
    "Time",
    "Event",
    "Delivery",
    "From",
    "To",
    "Controller",
    "Expected player action",
    "Objective",
    "Inject type",
    "Notes",
)
"""HSEEP's columns in their order."""
WIDTHS = (4, 7, 21, 8, 10, 11, 9, 16, 11, 9, 18)


def _sections(source: Source) -> tuple[Section, ...]:
    scenario = source.scenario
    injects = (*scheduled(scenario), *reserve(scenario))
    rows = tuple(_row(source, number, inject) for number, inject in enumerate(injects, start=1))
    said = (
        "Times count from StartEx; wall-clock times hold while nobody pauses. Injects in reserve stand"
        " last. Names in ‹marks› are figures that the simulated AI system fills in when the inject is"
        " delivered."
    )
    table = Table("msel", "Master scenario events list", COLUMNS, rows, WIDTHS)
    return (Section("msel", "Master scenario events list", (Paragraph(said), table), is_wide=True),)


def _row(source: Source, number: int, inject: Inject) -> tuple[str | int, ...]:
    scenario = source.scenario
    return (
        number,
        words.at(source.setting, inject.time),
        _event(inject),
        inject.delivery,
        inject.sender,
        words.everybody_or(inject.to),
        inject.controller or ("facilitator" if inject.contingency else "Tplus"),
        "\n".join(f"– {words.one_line(text)}" for text in inject.expected_actions),
        _objectives(scenario, inject),
        kind(inject),
        _notes(scenario, inject),
    )


def _event(inject: Inject) -> str:
    shown = (f"[{exhibits.named(item)}]" for item in inject.exhibits)
    asked = (f"? {words.one_line(item.text)}" for item in inject.questions)
    return "\n".join((inject.title, words.one_line(inject.event), *shown, *asked))


def _objectives(scenario: Scenario, inject: Inject) -> str:
    known = {item.id: item.capability for item in scenario.objectives}
    return "\n".join(": ".join(filter(None, (name, known.get(name, "")))) for name in inject.objectives)


def kind(inject: Inject) -> str:
    """What an inject is there for, in HSEEP's words."""
    if inject.contingency:
        return "contingency"
    if inject.when is not None:
        return "conditional"
    return "expected action" if inject.questions or inject.expected_actions else "contextual"


def _notes(scenario: Scenario, inject: Inject) -> str:
    held = manner(scenario, inject) if inject.contingency or inject.when else ""
    return "\n".join(filter(None, (held, words.one_line(inject.notes))))


def _facts(source: Source) -> Facts:
    return (
        *cover(source),
        (
            "Length",
            f"{words.minutes(source.scenario.duration_ms)}, to {offset_label(source.scenario.duration_ms)}",
        ),
        ("Point of contact", words.LINE),
    )


PAPER = Paper(
    id="msel",
    order=40,
    title="Master scenario events list",
    for_participants=False,
    sections=_sections,
    facts=_facts,
    has_workbook=True,
)
