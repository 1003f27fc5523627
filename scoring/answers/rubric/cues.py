"""The cues of a question as a table of units: what a passage must hold, and how much of a cue that is."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

FULL_CUE = 0.6
"""Weight a cue needs to count in full: cues of everyday words alone never do (assumption)."""

DESCRIPTION = 0.6
"""Worth of a matched description beside a matched cue (assumption)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a cue asks for: a word, or a phrase of the lexicon that acts as one."""

    stems: tuple[str, ...]
    groups: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, or a description, as its units."""

    text: str
    units: tuple[Unit, ...]
    is_negative: bool
    is_description: bool


@dataclass(frozen=True, slots=True, eq=False)
class CueTable:
    """Every distinct unit of a question's cues, and what each cue is made of."""

    units: tuple[tuple[tuple[str, ...], bool], ...]
    """Stems of each unit, and whether it belongs to a negative cue."""
    of_stem: Mapping[str, Sequence[int]]
    """Numbers of the units that begin with a stem."""
    of_group: Mapping[str, Sequence[int]]
    """Numbers of the units of a group."""
    weights: NDArray[Any]
    """[cue, unit]: share of the cue that the unit is."""
    edges: tuple[int, ...]
    """Where the cues of each point begin, and where the last ones end."""

    def held(self, stems: Collection[str]) -> list[int]:
        """Numbers of the units that some stems hold in full."""
        return list(self._held(stems))

    def held_by_negative(self, stems: Collection[str]) -> list[int]:
        """The same, of negative cues only."""
        return [unit for unit in self._held(stems) if self.units[unit][1]]

    def _held(self, stems: Collection[str]) -> Iterator[int]:
        for stem in stems:
            for unit in self.of_stem.get(stem, ()):
                if all(other in stems for other in self.units[unit][0]):
                    yield unit


def cue_table(points: Sequence[Sequence[Cue]]) -> CueTable:
    """The table of the cues of each point."""
    cues = [cue for point in points for cue in point]
    keys = dict.fromkeys((unit.stems, cue.is_negative, unit.groups) for cue in cues for unit in cue.units)
    numbers = {key: number for number, key in enumerate(keys)}
    of_stem: dict[str, list[int]] = defaultdict(list)
    of_group: dict[str, list[int]] = defaultdict(list)
    for (stems, _, groups), number in numbers.items():
        of_stem[stems[0]].append(number)
        for group in sorted(groups):
            of_group[group].append(number)
    weights = np.zeros((len(cues), len(numbers)))
    for row, cue in zip(weights, cues, strict=True):
        whole = max(FULL_CUE, sum(unit.weight for unit in cue.units)) / (
            DESCRIPTION if cue.is_description else 1.0
        )
        for unit in cue.units:
            row[numbers[unit.stems, cue.is_negative, unit.groups]] += unit.weight / whole
    edges = (0, *accumulate(len(point) for point in points))
    units = tuple((stems, is_negative) for stems, is_negative, _ in keys)
    return CueTable(units, dict(of_stem), dict(of_group), weights, edges)
