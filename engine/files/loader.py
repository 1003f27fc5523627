"""The door for scenario files: YAML in; complete scenarios, or every problem with its line, out."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from engine.checks.claims import claim_warnings
from engine.checks.cues import cue_warnings
from engine.checks.offers import offer_warnings
from engine.checks.rows import row_warnings
from engine.checks.whole import check
from engine.commands import CreateExercise
from engine.errors import Problem, ScenarioInvalid, errors_in
from engine.files.folder import load_content, load_rubric, read_content, source_of, validate_as
from engine.files.incidents import over_shipped
from engine.files.layout import is_content, layout_problems, same_id
from engine.files.models import KINDS, kind_of, located, read_template, unknown_kind, validate
from engine.files.places import content_folder, exercise_files, folders, usable_folders
from engine.files.source import SourceFile, sorted_problems
from engine.files.strange import strange, strange_file
from engine.files.text import (
    closed,
    display,
    files_below,
    files_in,
    is_folder,
    is_markdown,
    is_there,
    read_text,
)
from engine.files.yaml.reader import read_yaml
from engine.log.fact import USUAL, Conditions
from engine.scenario.exercise import Exercise, ExerciseFile
from engine.scenario.explain import Fault
from engine.scenario.nearest import shown
from engine.scenario.place import Place, numbered_keys
from engine.scenario.resolve import Content, Scenario, resolve
from engine.scenario.schema import schema, schema_files

__all__ = [
    "LoadedScenario",
    "check_paths",
    "content_folder",
    "examine_exercise",
    "exercises",
    "load_content",
    "load_exercise",
    "load_exercise_text",
    "load_rubric",
    "picture_in",
    "schema",
    "schema_files",
]

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A scenario ready for play, with the text it came from."""

    scenario: Scenario
    text: str
    sha256: str
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    path: str
    """Where the text came from: a path, or the name of an uploaded file."""
    is_own: bool = False
    """Whether it was written in the browser and lies in the database."""

    def creation(
        self,
        *,
        seed: int,
        title: str = "",
        organisation_team: str = "",
        conditions: Conditions = USUAL,
        simulated: str = "",
    ) -> CreateExercise:
        """The command that begins an exercise of this scenario; `simulated` names its team, if any."""
        return CreateExercise(
            scenario_sha256=self.sha256,
            scenario_text=self.text,
            scenario=self.scenario.model_dump(mode="json"),
            seed=seed,
            title=title or self.scenario.name,
            team=simulated,
            organisation_team=organisation_team,
            play=conditions.play,
            aids=conditions.aids,
        )


def exercises(root: Path | None = None) -> list[Path]:
    """Exercise files by name: the shipped ones and the organisation's, or those of the given folder alone."""
    return exercise_files(folders(root))


def load_exercise(path: Path, content: Content) -> LoadedScenario:
    """The scenario in a file.

    Raises:
        ScenarioInvalid: the file can't be used, with every problem found.

    """
    text = read_text(path)
    if isinstance(text, Problem):
        unread = SourceFile(display(path), problems=(text,), readable=False)
        raise ScenarioInvalid([strange_file(path, unread) or text])
    return _loaded(text, read_yaml(text, display(path)), str(path), content, path.parent)


def load_exercise_text(text: str, name: str, content: Content) -> LoadedScenario:
    """The scenario in a text that did not come from a folder, such as an upload; it can't show pictures.

    Raises:
        ScenarioInvalid: the text can't be used, with every problem found.

    """
    return _loaded(text, read_yaml(text, name), name, content, None)


def examine_exercise(text: str, path: Path, content: Content) -> tuple[LoadedScenario | None, list[Problem]]:
    """A text as if it lay at a path: the scenario if it can be played, and its problems and warnings."""
    source = read_yaml(text, display(path))
    exercise, problems = _checked(source, content, path.parent)
    if exercise is None or errors_in(problems):
        return None, list(sorted_problems(problems))
    found = replace(_scenario(exercise, text, str(path), content), is_own=True)
    warned = located(_warnings(exercise, found.scenario), source)
    return found, list(sorted_problems([*problems, *warned]))


def check_paths(paths: Iterable[Path]) -> list[Problem]:
    """Every problem of files and of all files below folders; a folder given also serves as content."""
    given = list(paths)
    content, problems = _content_for(given)
    owners: dict[tuple[Path, str], Path] = {}
    for path in given:
        files, found = files_of(path)
        problems += found
        for file in files:
            problems += _check_file(file, content, owners)
    return list(sorted_problems(problems))


def files_of(path: Path) -> tuple[list[Path], list[Problem]]:
    """The files to check at a path: itself, or those below it; and the problem where there is none."""
    if not is_folder(path):
        if is_there(path):
            return [path], []
        return [], [Problem(display(path), 1, "file", "there is no such file or folder", "check the path")]
    files = list(files_below(path))
    reason = closed(path)
    if files or reason:
        remedy = "let the account that runs Tplus read it and open it"
        problem = Problem(display(path), 1, "file", f"the folder can't be read: {reason}", remedy)
        return files, [problem] if reason else []
    message, remedy = (
        "no YAML file was found here",
        "name the folder that holds them, or end their names in .yml",
    )
    return [], [Problem(display(path), 1, "file", message, remedy)]


def _content_for(given: Iterable[Path]) -> tuple[Content | None, list[Problem]]:
    """The content that files are checked with, and what is wrong with it and with its folders."""
    base, problems = usable_folders()
    known = {folder.resolve() for folder in base}
    own = [path for path in given if is_folder(path) and path.resolve() not in known]
    content, found = read_content((*base, *own))
    for folder in (*base[1:], *filter(is_content, own)):
        found += layout_problems(folder)
    return content, problems + found


def _check_file(path: Path, content: Content | None, owners: dict[tuple[Path, str], Path]) -> list[Problem]:
    if is_markdown(path):
        return _template_problems(path)
    source = source_of(path)
    if odd := strange_file(path, source):
        return [odd]
    if not source.readable:
        return list(source.problems)
    kind = kind_of(source)
    if kind is None:
        return [*source.problems, *unknown_kind(source)]
    if kind == "exercise":
        return _exercise_problems(source, content, path, owners)
    if kind == "incident":
        shipped = files_in(content_folder() / "incidents", ".yml", ".yaml").values()
        below = next((file for file in shipped if file.stem == path.stem), path)
        source = over_shipped(source, None if below.resolve() == path.resolve() else source_of(below))
    return validate(source, KINDS[kind])[1]


def _template_problems(path: Path) -> list[Problem]:
    """The problems of a Markdown file; one without front matter, outside a folder of templates, is none."""
    text = read_text(path)
    if isinstance(text, Problem):
        return [text]
    unread = SourceFile(display(path), readable=False)
    is_meant = path.parent.name == "templates" or text.lstrip("\ufeff").startswith("---")
    odd = None if is_meant else strange_file(path, unread)
    return [odd] if odd else read_template(text, display(path), path.stem)[1]


def _exercise_problems(
    source: SourceFile, content: Content | None, path: Path, owners: dict[tuple[Path, str], Path]
) -> list[Problem]:
    """The problems of an exercise; once it can be played, also of its id and of what its texts claim."""
    exercise, problems = _checked(source, content, path.parent)
    if exercise is None or content is None or errors_in(problems):
        return problems
    scenario = resolve(exercise, content)
    other = owners.setdefault((path.parent, scenario.id), path)
    if other != path:
        problems.append(replace(same_id(scenario.id, path, other), severity="warning"))
    return problems + located(_warnings(exercise, scenario), source)


def _warnings(exercise: Exercise, scenario: Scenario) -> tuple[Fault, ...]:
    """What deserves a second look in an exercise that can be played."""
    return (
        *claim_warnings(exercise, scenario),
        *row_warnings(exercise, scenario),
        *offer_warnings(exercise, scenario),
        *cue_warnings(exercise),
    )


def _loaded(
    text: str, source: SourceFile, path: str, content: Content, folder: Path | None
) -> LoadedScenario:
    if odd := strange(text.encode("utf-8", "surrogatepass"), source):
        raise ScenarioInvalid([odd])
    exercise, problems = _checked(source, content, folder)
    if exercise is None or errors_in(problems):
        raise ScenarioInvalid(sorted_problems(errors_in(problems)))
    return _scenario(exercise, text, path, content)


def _scenario(exercise: Exercise, text: str, path: str, content: Content) -> LoadedScenario:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return LoadedScenario(resolve(exercise, content), text, digest, path)


def _checked(
    source: SourceFile, content: Content | None, folder: Path | None
) -> tuple[Exercise | None, list[Problem]]:
    """The exercise of a file, and all its problems, with those of its parts that do not fit each other."""
    held, problems = validate_as(source, "exercise", ExerciseFile)
    problems += _repeated_numbers(source)
    if held is None:
        return None, problems
    faults = list(_pictures(held.exercise, folder))
    if content is not None:
        faults += check(held.exercise, content)
    return held.exercise, problems + located(faults, source)


def _repeated_numbers(source: SourceFile) -> Iterator[Problem]:
    """Problems of `inject_1` beside `inject_01`: one number, two keys."""
    exercise = source.value.get("exercise") if source.readable else None
    story = exercise.get("scenario") if isinstance(exercise, dict) else None
    seen: dict[int, str] = {}
    for key in numbered_keys(story):
        first = seen.setdefault(int(key.removeprefix("inject_")), key)
        if first != key:
            place: Place = ("exercise", "scenario", key)
            message = f"`{key}` has the same number as `{first}`"
            yield source.problem(place, message, "give each inject a number of its own")


def _pictures(exercise: Exercise, folder: Path | None) -> Iterator[Fault]:
    top: Place = ("exercise", "scenario", "injects")
    for n, inject in enumerate(exercise.scenario.injects):
        for m, exhibit in enumerate(inject.exhibits):
            words = _picture(exhibit.path, folder) if exhibit.path is not None else None
            if words is not None:
                yield Fault((*top, n, "exhibits", m, "path"), *words)


def picture_in(folders: Iterable[Path], path: str) -> Path | None:
    """The file of a picture beside scenarios, in the first folder that has it; None if none may be shown."""
    return next((folder / path for folder in folders if _picture(path, folder) is None), None)


def _picture(path: str, folder: Path | None) -> tuple[str, str] | None:
    """What is wrong with the path of a picture, and what to do."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path:
        return f"{shown(path)} leads out of the scenario's folder", "write a path below the scenario file"
    if pure.suffix.lower() not in _PICTURES:
        return f"{shown(path)} is not a picture that is shown", f"use one of {', '.join(_PICTURES)}"
    if folder is None:
        remedy = "put the scenario and its picture into the content folder, or show a text instead"
        return f"the picture {shown(path)} does not come with an uploaded file", remedy
    try:
        real = (folder / path).resolve()
        inside, there = real.is_relative_to(folder.resolve()), real.is_file()
    except OSError:
        inside, there = True, False
    if not inside:
        return f"{shown(path)} leads out of the scenario's folder", "write a path below the scenario file"
    return None if there else (f"there is no picture {shown(path)}", "put it beside the scenario file")
