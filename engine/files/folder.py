"""The organisation's content folder: the shipped files, overlaid by the organisation's own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.checks.whole import check_content
from engine.errors import Problem, ScenarioInvalid, errors_in
from engine.files.incidents import assembled, holds_type, layers_of
from engine.files.models import M, kind_of, located, name_of, read_template, unknown_kind, validate
from engine.files.places import folders
from engine.files.source import SourceFile, sorted_problems
from engine.files.text import display, files_in, read_text
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
from engine.scenario.playbook import Playbook, PlaybookFile
from engine.scenario.resolve import Content


def load_content(root: Path | None = None) -> Content:
    """Everything the organisation's folder holds beside exercises.

    Raises:
        ScenarioInvalid: a file is missing or invalid, with every problem of every file.

    """
    content, problems = read_content(folders(root))
    if content is None or errors_in(problems):
        raise ScenarioInvalid(sorted_problems(errors_in(problems)))
    return content


def load_rubric(root: Path | None = None) -> dict[str, Any]:
    """The organisation's rubric alone, for what needs nothing else of its folder.

    Raises:
        ScenarioInvalid: the file is missing or invalid, with every problem in it.

    """
    reading = _Reading(tuple(folders(root)))
    found = reading.single("rubric", RubricFile)
    if found is None or errors_in(reading.problems):
        raise ScenarioInvalid(sorted_problems(errors_in(reading.problems)))
    return found.rubric


def read_content(
    places: Sequence[Path], without: Collection[str] = ()
) -> tuple[Content | None, list[Problem]]:
    """The content of the folders and all its problems; None where a file can't be used at all.

    Files named in `without`, as problems name them, are passed over.
    """
    reading = _Reading(tuple(places), frozenset(without))
    taxonomy, evidence = reading.taxonomy(), reading.single("evidence", EvidenceFile)
    authority, rubric = reading.single("authority", AuthorityFile), reading.single("rubric", RubricFile)
    clocks = reading.single("notification_clocks", NotificationClocksFile)
    playbooks, templates = reading.playbooks(), reading.templates()
    if not (taxonomy and evidence and authority and rubric and clocks):
        return None, reading.problems
    content = Content(
        taxonomy=taxonomy.taxonomy,
        evidence=evidence.evidence,
        authority=authority.authority,
        playbooks=playbooks,
        templates=templates,
        clocks=clocks.notification_clocks,
        rubric=rubric.rubric,
    )
    if not reading.problems:
        for fault in check_content(content):
            reading.problems += located([fault], reading.sources[str(fault.place[0])])
    return content, reading.problems


@dataclass(slots=True)
class _Reading:
    """One pass over the folders: what was read from where, and every problem so far."""

    folders: tuple[Path, ...]
    without: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, SourceFile] = field(default_factory=dict)

    def single(self, kind: str, model: type[M]) -> M | None:
        """The one file of a kind; the last folder that has it wins."""
        path = self._last(kind)
        return None if path is None else self._model(path, kind, model)

    def _last(self, kind: str) -> Path | None:
        names = (f"{kind}.yml", f"{kind}.yaml")
        found = [
            path
            for folder in self.folders
            for path in self._given(files_in(folder, ".yml", ".yaml")).values()
            if path.name.lower() in names
        ]
        if found:
            return found[-1]
        file = display(self.folders[0] / names[0])
        remedy = f"add it, or remove what keeps it from being found in {display(self.folders[0])}"
        self.problems.append(Problem(file, 1, "file", f"the file of the {kind} is missing", remedy))
        return None

    def taxonomy(self) -> TaxonomyFile | None:
        """The taxonomy with every incident type, whichever file it stands in."""
        path = self._last("taxonomy")
        if path is None:
            return None
        types = {
            path: source_of(path)
            for folder in self.folders
            for path in self._given(files_in(folder / "incidents", ".yml", ".yaml")).values()
        }
        for place in [place for place, one in types.items() if not holds_type(one)]:
            self.problems += _no_type(types.pop(place))
        source = assembled(source_of(path), layers_of(self.folders, types))
        held, problems = validate_as(source, "taxonomy", TaxonomyFile)
        self.problems += problems
        self.sources["taxonomy"] = source
        return held

    def playbooks(self) -> dict[str, Playbook]:
        """Playbooks by id."""
        found: dict[str, Playbook] = {}
        owners: dict[str, Path] = {}
        for path in self._files("playbooks", ".yml", ".yaml"):
            held = self._model(path, "playbook", PlaybookFile)
            if held is not None:
                name = held.playbook.id or name_of(path.stem)
                self._claim(name, path, owners)
                found[name] = held.playbook.model_copy(update={"id": name})
        return found

    def templates(self) -> dict[str, Template]:
        """Communication templates by id."""
        found: dict[str, Template] = {}
        owners: dict[str, Path] = {}
        for path in self._files("templates", ".md"):
            text = read_text(path)
            if isinstance(text, Problem):
                self.problems.append(text)
                continue
            template, problems = read_template(text, display(path), path.stem)
            self.problems += problems
            if template is not None:
                self._claim(template.id, path, owners)
                found[template.id] = template
        return found

    def _files(self, name: str, *suffixes: str) -> list[Path]:
        """Files of a subfolder, an overlay's last; one of the same name replaces the earlier."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for file, path in self._given(files_in(folder / name, *suffixes)).items():
                found.pop(file, None)
                found[file] = path
        return list(found.values())

    def _given(self, files: dict[str, Path]) -> dict[str, Path]:
        return {name: path for name, path in files.items() if display(path) not in self.without}

    def _claim(self, name: str, path: Path, owners: dict[str, Path]) -> None:
        other = owners.get(name)
        if other is not None and other.parent == path.parent:
            message = f"the id `{name}` is taken by {other.name}"
            self.problems.append(Problem(display(path), 1, "id", message, "give one of the two another id"))
        owners[name] = path

    def _model(self, path: Path, kind: str, model: type[M]) -> M | None:
        source = source_of(path)
        held, problems = validate_as(source, kind, model)
        self.problems += problems
        self.sources[kind] = source
        return held


def source_of(path: Path) -> SourceFile:
    """The content of a YAML file on disk."""
    text = read_text(path)
    if isinstance(text, Problem):
        return SourceFile(display(path), problems=(text,), readable=False)
    return read_yaml(text, display(path))


def validate_as(source: SourceFile, kind: str, model: type[M]) -> tuple[M | None, list[Problem]]:
    """The model of a file that must be of one kind."""
    if not source.readable or kind in source.value:
        return validate(source, model)
    return None, [*source.problems, *unfit(source, kind)]


def unfit(source: SourceFile, kind: str) -> list[Problem]:
    """What is wrong with a file that is of another kind than is wanted, or of none."""
    other = kind_of(source)
    if other is None:
        return unknown_kind(source)
    message = f"the file holds `{other}`, but `{kind}` is wanted here"
    return [source.problem((other,), message, f"start it with `{kind}:`, or give another file")]


def _no_type(source: SourceFile) -> list[Problem]:
    """The problems of a file that lies among incident types and holds none."""
    if not source.readable:
        return list(source.problems)
    return validate_as(source, "incident", IncidentFile)[1]
