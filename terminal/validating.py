"""Checks of files: those of the loader, and what only scoring knows: rubrics and how examples match."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.errors import Problem, ScenarioInvalid, errors_in
from engine.files.folder import source_of
from engine.files.loader import check_paths, files_of, load_content
from engine.files.models import located, validate
from engine.files.source import SourceFile, sorted_problems
from engine.files.text import is_yaml
from engine.scenario.exercise import ExerciseFile
from scoring.answers.examples import example_warnings
from scoring.catalogue import CRITERIA
from scoring.rubric import rubric_from

UNWANTED = "add it as docs/scoring.md tells; one that is not to count has `weight: 0`"
REMEDY = "see docs/scoring.md for the keys a rubric has and what they hold"


def problems_of(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Every problem of files and of all files below folders."""
    given = list(paths)
    found = check_paths(given)
    for path in given:
        for file in filter(is_yaml, files_of(path)[0]):
            source = source_of(file)
            found += _rubric_problems(source)
            found += _example_problems(source)
    return sorted_problems(found)


def summary(problems: Iterable[Problem]) -> str:
    """How many problems and warnings there are, in one line."""
    found = list(problems)
    errors = len(errors_in(found))
    warnings = len(found) - errors
    text = f"{errors} problem(s) found" if errors else "No problem found"
    return f"{text}, {warnings} warning(s)." if warnings else f"{text}."


def _example_problems(source: SourceFile) -> list[Problem]:
    """What the matcher makes of the examples in a scenario that is otherwise without error."""
    if not source.readable or not isinstance(source.value, Mapping) or "exercise" not in source.value:
        return []
    held, problems = validate(source, ExerciseFile)
    if held is None or errors_in(problems):
        return []
    return located(example_warnings(held.exercise), source)


def _rubric_problems(source: SourceFile) -> Iterator[Problem]:
    if not source.readable or not isinstance(source.value, Mapping):
        return
    if isinstance(whole := source.value.get("rubric"), Mapping):
        yield from _errors(source, ("rubric",), whole, None)
        for name in CRITERIA:
            if name not in whole:
                yield source.problem(("rubric",), f"the criterion '{name}' is missing", UNWANTED)
    exercise = source.value.get("exercise")
    own = exercise.get("rubric") if isinstance(exercise, Mapping) else None
    if isinstance(own, Mapping) and own:
        yield from _errors(source, ("exercise", "rubric"), _shipped(), own)


def _shipped() -> Mapping[str, Any]:
    try:
        return load_content().rubric
    except ScenarioInvalid:
        return {}


def _errors(
    source: SourceFile, place: tuple[str, ...], whole: Mapping[str, Any], own: Mapping[str, Any] | None
) -> Iterator[Problem]:
    try:
        rubric_from(whole, own)
    except ValidationError as error:
        for item in error.errors():
            at = (*place, *(str(part) for part in item["loc"][:1]))
            where = ".".join(str(part) for part in item["loc"])
            yield source.problem(at, f"{where}: {item['msg'].lower()}", REMEDY)
    except (KeyError, TypeError, ValueError) as error:
        yield source.problem(place, f"{error} is missing or of the wrong kind", REMEDY)
