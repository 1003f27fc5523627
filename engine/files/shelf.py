"""What can be used of the content folders while some of their files can't, and what keeps those from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import Problem, ScenarioInvalid, errors_in
from engine.files.difficulty import load_difficulties
from engine.files.folder import load_content, read_content
from engine.files.layout import FOLDERS, SINGLES, layout_problems, same_id
from engine.files.loader import LoadedScenario, load_exercise
from engine.files.places import content_folder, exercise_files, usable_folders
from engine.files.source import sorted_problems
from engine.files.text import display, files_in
from engine.scenario.resolve import Content


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that can be used, with what can't beside it."""

    content: Content
    scenarios: Mapping[str, LoadedScenario]
    """The exercise scenarios by id, in the order of their files' names."""
    difficulties: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    """Errors of files that are left out, and warnings of what lies where nothing looks for it."""
    replaced: tuple[str, ...] = ()
    """Shipped files that the organisation's take the place of."""


def open_shelf() -> Shelf:
    """The shipped files and the organisation's; a file with errors is left out, and a shipped one stands in.

    Raises:
        ScenarioInvalid: a file that was shipped can't be used.

    """
    places, problems = usable_folders()
    for folder in places[1:]:
        problems += layout_problems(folder)
    content, found = _usable(places)
    offered = _Offered(content)
    for path in sorted(exercise_files(places), key=lambda path: places.index(path.parent.parent)):
        offered.add(path)
    by_name = sorted(offered.scenarios.values(), key=lambda item: Path(item.path).name)
    measured, faults = _difficulties(places)
    problems += [*found, *offered.problems, *faults]
    scenarios = {item.scenario.id: item for item in by_name}
    replaced = tuple(name for folder in places[1:] for name in replacing(folder))
    return Shelf(content, scenarios, measured, sorted_problems(problems), replaced)


def replacing(overlay: Path) -> tuple[str, ...]:
    """Files of an organisation's folder that take the place of a shipped one of the same name."""
    shipped = content_folder()
    names = [(kind, f"{kind}{suffix}") for kind in SINGLES for suffix in (".yml", ".yaml")]
    singles = [file for _, file in names if file in files_in(overlay, ".yml", ".yaml")]
    return (*singles, *_same_names(shipped, overlay))


def _same_names(shipped: Path, overlay: Path) -> Iterator[str]:
    for name in FOLDERS:
        first, second = (files_in(place / name, ".yml", ".yaml", ".md") for place in (shipped, overlay))
        yield from (f"{name}/{file}" for file in second if file in first)


def _usable(places: Sequence[Path]) -> tuple[Content, list[Problem]]:
    """The content without the files that have errors; the shipped content alone where that is not enough."""
    without: set[str] = set()
    said: list[Problem] = []
    while True:
        content, problems = read_content(places, without)
        errors = errors_in(problems)
        said += errors
        if content is not None and not errors:
            return content, said
        shipped = {problem.file for problem in errors if _is_below(problem.file, places[0])}
        fresh = {problem.file for problem in errors} - shipped - without
        if not fresh:
            break
        without |= fresh
    message = "these files and the shipped ones don't fit each other, so that only the shipped ones are used"
    said += [Problem(display(folder), 1, "file", message, "mend what is listed") for folder in places[1:]]
    return load_content(places[0]), said


def _is_below(file: str, folder: Path) -> bool:
    return file.startswith(display(folder / "x").removesuffix("x"))


def _difficulties(places: Sequence[Path]) -> tuple[tuple[dict[str, Any], ...], list[Problem]]:
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for folder in places:
        try:
            found += load_difficulties(folder)
        except ScenarioInvalid as error:
            problems += error.problems
    return tuple(found), problems


@dataclass(slots=True)
class _Offered:
    """Scenarios as they come in, the organisation's after the shipped ones."""

    content: Content
    scenarios: dict[str, LoadedScenario] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Take a file in, or note why it is not offered."""
        try:
            loaded = load_exercise(path, self.content)
        except ScenarioInvalid as error:
            self.problems += error.problems
            return
        name = loaded.scenario.id
        other = self.scenarios.get(name)
        if other is None or Path(other.path).parent != path.parent:
            self.scenarios[name] = loaded
        if other is not None:
            self.problems.append(same_id(name, path, Path(other.path)))
