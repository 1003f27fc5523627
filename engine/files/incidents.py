"""Incident types, one a file: an organisation's file is laid over the shipped one of its name, key by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.errors import Gravity, Problem
from engine.files.source import SourceFile
from engine.scenario.place import Place
from engine.simulation.parameters import merge

TYPES: Place = ("taxonomy", "incident_types")
"""Where incident types stand in the taxonomy they make up together."""


UNRANKED = 100
"""Where a type stands that names no `order`: behind the shipped ones, which do."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The files of one incident type, an overlay's last."""

    sources: tuple[SourceFile, ...]

    @property
    def value(self) -> Mapping[str, Any]:
        """The type as its files give it together."""
        return merge({}, *(_incident(source) for source in self.sources))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files as YAML."""
        return tuple(problem for source in self.sources for problem in source.problems)

    def owner(self, place: Place) -> SourceFile:
        """The file that has the last word about a place of the type, or about what is around it."""
        for length in range(len(place), -1, -1):
            for source in reversed(self.sources):
                if ("incident", *place[:length]) in source.lines:
                    return source
        return self.sources[-1]


@dataclass(frozen=True, slots=True)
class AssembledSource(SourceFile):
    """A taxonomy put together from its own file and those of its incident types.

    What is wrong in one of them is told of the file and line it stands in.
    """

    types: tuple[Layers, ...] = ()
    first: int = 0
    """Place of the first of `types` among the incident types."""

    def problem(self, place: Place, message: str, remedy: str, *, severity: Gravity = "error") -> Problem:
        """A problem at a place of the taxonomy, told of the file it comes from."""
        layers, rest = self._of(place)
        if layers is None:
            return SourceFile.problem(self, place, message, remedy, severity=severity)
        return layers.owner(rest).problem(("incident", *rest), message, remedy, severity=severity)

    def is_hidden(self, place: Place) -> bool:
        """Whether the place, or one around it, was complained about already."""
        layers, rest = self._of(place)
        if layers is None:
            return SourceFile.is_hidden(self, place)
        return any(source.is_hidden(("incident", *rest)) for source in layers.sources)

    def _of(self, place: Place) -> tuple[Layers | None, Place]:
        """The incident type's files a place belongs to, and the place within the type."""
        if place[:2] != TYPES or len(place) < 3 or not isinstance(place[2], int) or place[2] < self.first:
            return None, place
        return self.types[place[2] - self.first], place[3:]


def assembled(taxonomy: SourceFile, types: Sequence[Layers]) -> AssembledSource:
    """The taxonomy with the incident types of these files behind its own, in their order."""
    ordered = sorted(types, key=_rank)
    value = taxonomy.value if isinstance(taxonomy.value, Mapping) else {}
    own = value.get("taxonomy")
    listed = own.get("incident_types") if isinstance(own, Mapping) else None
    first = len(listed) if isinstance(listed, list) else 0
    if isinstance(own, Mapping) and not (listed is not None and not isinstance(listed, list)):
        found = [*(listed or []), *(dict(layers.value) for layers in ordered)]
        value = {**value, "taxonomy": {**own, "incident_types": found}}
    return AssembledSource(
        taxonomy.file,
        value,
        taxonomy.lines,
        (
            *taxonomy.problems,
            *(item for layers in ordered for one in layers.sources for item in one.problems),
        ),
        taxonomy.hidden,
        taxonomy.readable,
        types=tuple(ordered),
        first=first,
    )


def over_shipped(source: SourceFile, shipped: SourceFile | None) -> SourceFile:
    """An incident type's file as it is read: laid over the shipped file of its name, where there is one."""
    if shipped is None or not holds_type(source):
        return source
    return replace(source, value={"incident": dict(Layers((shipped, source)).value)})


def layers_of(folders: Sequence[Path], read: Mapping[Path, SourceFile]) -> list[Layers]:
    """The files of each incident type by their names, in the order of the folders."""
    found: dict[str, list[SourceFile]] = {}
    for folder in folders:
        for path, source in read.items():
            if path.parent == folder / "incidents":
                found.setdefault(path.stem, []).append(source)
    return [Layers(tuple(sources)) for sources in found.values()]


def holds_type(source: SourceFile) -> bool:
    """Whether a file holds an incident type, be it valid or not."""
    found = source.value.get("incident") if source.readable and isinstance(source.value, Mapping) else None
    return isinstance(found, Mapping)


def _rank(layers: Layers) -> tuple[float, str]:
    """A type's place in the order; what is no number, or no id, is told of when the type is validated."""
    value = layers.value
    order = value.get("order", UNRANKED)
    is_number = isinstance(order, int | float) and not isinstance(order, bool)
    return (order if is_number else UNRANKED, str(value.get("id", "")))


def _incident(source: SourceFile) -> Mapping[str, Any]:
    return dict(source.value["incident"]) if holds_type(source) else {}
