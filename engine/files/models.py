"""Files of every kind as models: the top-level key is the kind, and every problem names a line."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError

from engine.errors import Problem
from engine.files.source import SourceFile
from engine.files.yaml.reader import read_yaml
from engine.scenario.content import (
    AuthorityFile,
    EvidenceFile,
    IncidentFile,
    NotificationClocksFile,
    RubricFile,
    TaxonomyFile,
    Template,
)
from engine.scenario.exercise import ExerciseFile
from engine.scenario.explain import Fault, explain
from engine.scenario.nearest import suggestion
from engine.scenario.parts import FilePart
from engine.scenario.place import in_files
from engine.scenario.playbook import PlaybookFile
from engine.scenario.resolve import slug

KINDS: dict[str, type[FilePart]] = {
    "exercise": ExerciseFile,
    "playbook": PlaybookFile,
    "taxonomy": TaxonomyFile,
    "incident": IncidentFile,
    "evidence": EvidenceFile,
    "authority": AuthorityFile,
    "notification_clocks": NotificationClocksFile,
    "rubric": RubricFile,
}
M = TypeVar("M", bound=FilePart)
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def kind_of(source: SourceFile) -> str | None:
    """The kind of a file, by its top-level key; None where it has no key that is known."""
    return next((key for key in source.value if key in KINDS), None)


def unknown_kind(source: SourceFile) -> list[Problem]:
    """The problems of a file without any known top-level key."""
    if not source.value:
        message = "the file holds no keys"
        return [source.problem((), message, "start it with `exercise:` or another kind of file")]
    message = "`{}` is not a kind of file"
    return [
        source.problem((key,), message.format(key[:60]), suggestion(key, KINDS))
        for key in source.value
        if not source.is_hidden((key,))
    ]


def validate(source: SourceFile, model: type[M]) -> tuple[M | None, list[Problem]]:
    """The model a file holds, and all its problems: those of the YAML and those of the content."""
    problems = list(source.problems)
    if not source.readable:
        return None, problems
    try:
        return model.model_validate(source.value), problems
    except ValidationError as error:
        return None, problems + located(explain(error, model), source)


def located(faults: Iterable[Fault], source: SourceFile) -> list[Problem]:
    """Faults as problems of a file, without echoes of what was said about the same place already."""
    found = list(faults)
    places = zip(in_files((fault.place for fault in found), source.value), found, strict=True)
    return [
        source.problem(place, fault.message, fault.remedy, severity=fault.severity)
        for place, fault in places
        if not source.is_hidden(place)
    ]


def read_template(text: str, file: str, stem: str) -> tuple[Template | None, list[Problem]]:
    """A communication template from the text of a Markdown file."""
    front = _FRONT.match(text)
    if front is None:
        message = "the template has no front matter"
        remedy = "start the file with lines `---`, `name: …`, `audience: …`, `---`, then the text"
        return None, [Problem(file, 1, "file", message, remedy)]
    source = read_yaml("\n" + front.group(1), file)
    if not source.readable:
        return None, list(source.problems)
    below = min(text[: front.end()].count("\n") + 1, len(text.splitlines()))
    lines = {**source.lines, ("text",): source.lines.get(("text",), below)}
    value = {"id": name_of(stem), **source.value}
    value.setdefault("text", text[front.end() :])
    if "text" in source.value:
        remedy = "remove the key and write the text below the second `---`"
        extra = source.problem(("text",), "`text` is not a key of the front matter", remedy)
        source = replace(source, problems=(*source.problems, extra))
    return validate(replace(source, value=value, lines=lines), Template)


def name_of(stem: str) -> str:
    """The short name a file's name gives."""
    return stem if _SLUG.fullmatch(stem) else slug(stem)
