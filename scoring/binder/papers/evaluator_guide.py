"""The evaluator guide: who watches whom, and an exercise evaluation guide for each objective."""

from collections.abc import Iterator

from engine.scenario.exercise import Objective
from engine.scenario.times import offset_label
from scoring import catalogue
from scoring.binder import words
from scoring.binder.paper import Paper, Source
from scoring.binder.show import telling
from scoring.binder.show.due import due
from scoring.binder.show.run import reserve, scheduled
from scoring.finding import HSEEP
from scoring.writing.document import Blank, Block, Bullets, Paragraph, Section, Table

RATINGS = {
    "P": "Performed without challenges: done so that the objective was met, to plan and in time.",
    "S": "Performed with some challenges: met, and something could have gone better or sooner.",
    "M": "Performed with major challenges: met only in part, at a cost elsewhere or against the plan.",
    "U": "Unable to be performed: not done so that the objective was met.",
}
"""HSEEP's four ratings in our words."""


def _sections(source: Source) -> tuple[Section, ...]:
    guides = (_guide(source, number, item) for number, item in enumerate(source.objectives, start=1))
    return (_rating(), _watching(source), *guides, _answers(source))


def _rating() -> Section:
    rows = tuple(
        (", ".join(str(value) for value, mark in HSEEP.items() if mark == letter), letter, meaning)
        for letter, meaning in RATINGS.items()
    )
    return Section(
        "rating",
        "How to rate",
        (
            Bullets(
                (
                    "Note what you see and hear with the exercise time beside it; every rating rests on"
                    " a note.",
                    "Watch; don't help, and don't let your face tell.",
                    "Rate alone, after EndEx and before you compare. Where two of you are two values"
                    " apart, find out what each of you saw.",
                    "What nobody had a chance to show is not rated: leave it empty and say why.",
                )
            ),
            Table("scale", "The scale", ("1 to 5", "HSEEP", "Meaning"), rows, (10, 10, 80)),
        ),
    )


def _watching(source: Source) -> Section:
    """Who watches whom, with the moments at which each role is addressed."""
    scenario = source.scenario
    rows = tuple((role.role, "", _moments(source, role.role)) for role in scenario.roles)
    return Section(
        "watching",
        "Who watches whom",
        (
            Paragraph("One evaluator watches two or three roles. Write names in before the doors open."),
            Table("watching", "Watching", ("Role", "Evaluator", "Addressed at"), rows, (34, 30, 36), room=1),
        ),
    )


def _moments(source: Source, role: str) -> str:
    injects = (*scheduled(source.scenario), *reserve(source.scenario))
    times = [
        item.time
        for item in injects
        if role in item.to or any(role in question.to for question in item.questions)
    ]
    return ", ".join(map(offset_label, sorted(set(times)))) or "with everybody"


def _guide(source: Source, number: int, item: Objective) -> Section:
    return Section(
        f"objective-{number}",
        f"Objective {number}: {words.one_line(item.text)}",
        tuple(_guided(source, item)),
        starts_page=True,
    )


def _guided(source: Source, item: Objective) -> Iterator[Block]:
    names = tuple(
        name for name in item.criteria if name in source.rubric.criteria and name in catalogue.TITLES
    )
    yield words.listed("about", _about(source, item, names))
    yield _tasks(source, names)
    expected = tuple(_expected(source, item))
    if expected:
        yield Paragraph("", "Expected actions")
        yield Bullets(expected)
    yield from (_anchors(source, name) for name in names)
    yield Blank("What you saw and heard, with the time, and why you rate as you do", 6)


def _about(source: Source, item: Objective, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    targets = "\n".join(f"{catalogue.TITLES[name]}: {target(source, name)}" for name in names)
    return (
        ("Evaluator", words.LINE),
        ("Core capability", item.capability or _capability(item)),
        ("Capability target", targets or "not scored by this organisation's rubric"),
        ("Source", f"Scenario and rubric {source.rubric.rubric_id}"),
        ("Rating of the objective", "\u2003".join(f"{words.BOX} {letter}" for letter in RATINGS)),
    )


def _capability(item: Objective) -> str:
    """The core capability of the first criterion that shows the objective; a line where there is none."""
    known = (catalogue.criterion(name).capability for name in item.criteria if name in catalogue.TITLES)
    return next(known, words.LINE)


def target(source: Source, name: str) -> str:
    """What the rubric asks for a 5, and the limits below it."""
    rubric = source.rubric.of(name)
    first, *rest = rubric.limits
    counts_minutes = rubric.minutes is not None
    below = ", ".join(
        f"{value} {'within' if counts_minutes else 'from'} {limit:{'g' if counts_minutes else '.0%'}}"
        for value, limit in zip((4, 3, 2), rest, strict=True)
    )
    if counts_minutes:
        return f"within {first:g} minutes of the first signal; {below}"
    return f"{first:.0%} of what counts for it; {below}"


def _tasks(source: Source, names: tuple[str, ...]) -> Table:
    rows = tuple(
        (f"{words.BOX} {item.task}", words.until(item.at_ms, source.scenario.duration_ms), "")
        for item in due(source)
        if item.criterion in names
    )
    empty = "The scenario sets no task with a time for it; rate by the anchors."
    columns = ("Critical task", "In time until", "Seen at, by whom")
    return Table("tasks", "Critical tasks", columns, rows, (58, 18, 24), empty)


def _expected(source: Source, item: Objective) -> Iterator[str]:
    for inject in (*scheduled(source.scenario), *reserve(source.scenario)):
        if item.id in inject.objectives:
            for action in inject.expected_actions:
                yield f"{offset_label(inject.time)} {words.one_line(action)}"


def _anchors(source: Source, name: str) -> Table:
    """The scale of a criterion, highest first, with a box for each value."""
    anchors = source.rubric.anchors(name)
    rows = tuple(
        (f"{words.BOX} {value}", HSEEP[value], words.one_line(anchors.get(str(value), "")))
        for value in sorted(HSEEP, reverse=True)
    )
    title = catalogue.TITLES[name]
    return Table(f"anchors-{name}", title, ("Value", "HSEEP", "What it looks like"), rows, (10, 10, 80))


def _answers(source: Source) -> Section:
    """Every question with the points that evaluators tick."""
    injects = (*scheduled(source.scenario), *reserve(source.scenario))
    rows = tuple(
        (
            f"{offset_label(inject.time)}\n{telling.asked(item)}",
            "\n".join(f"{words.BOX} {words.one_line(point.description)}" for point in item.points),
            "\n".join(f"{words.BOX} {words.one_line(point.description)}" for point in item.anti_points),
        )
        for inject in injects
        for item in inject.questions
    )
    columns = ("Question", "Points a good answer makes", "Points that harm")
    table = Table("answers", "Answers", columns, rows, (28, 44, 28), "No question is asked.")
    said = "Tick what was said, by whoever said it. Meaning counts, wording does not."
    return Section("answers", "Answers", (Paragraph(said), table), starts_page=True)


PAPER = Paper(
    id="evaluator-guide", order=50, title="Evaluator guide", for_participants=False, sections=_sections
)
