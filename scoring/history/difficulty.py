"""How hard a scenario is, measured by what reference teams of three skills reach in it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any

from engine.procedure.pace import USUAL_PACE, pace
from engine.scenario.resolve import Scenario
from engine.simulation.tape import ENGINE_VERSION

PLAYS = 40
"""How often each reference team plays a scenario (assumption: the mean is then known to about a tenth)."""

SAMPLE = 3
"""Of how many of these plays the file keeps each readiness, to tell later whether its figures still hold."""

USUAL = "trained"
"""The skill whose mean tells how hard a scenario is."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What one reference team reached: readiness over many plays."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What the reference teams reached in a scenario, under a rubric and an engine."""

    key: str
    """Which scenario, rubric and engine it was measured with (`key_of`)."""
    skills: Mapping[str, Reached]
    """By skill, from the least to the most skilled (`engine.rehearsal.reference.SKILLS`)."""
    plays: int = PLAYS
    """How often each played it."""
    adjustment: float = 0.0
    """What is added to a readiness to compare it with other scenarios: positive for a hard one."""
    sample: tuple[float, ...] = ()
    """Readiness of the trained team in the first plays; where it is another today, the figures are stale."""

    def to_json(self) -> dict[str, Any]:
        """Plain data in the form the terminal prints; docs/scoring.md tells of every figure."""
        return {
            "plays": self.plays,
            "skills": {name: {"mean": item.mean, "sd": item.sd} for name, item in self.skills.items()},
            "adjustment": self.adjustment,
            "sentence": self.sentence,
        }

    @property
    def trained(self) -> float:
        """Mean readiness of the trained reference team."""
        return self.skills[USUAL].mean

    @property
    def sentence(self) -> str:
        """What stands under a result."""
        return f"A trained reference team reaches {self.trained:.1f} here."


@dataclass(frozen=True, slots=True)
class Library:
    """The difficulties that are known: the shipped scenarios', and the organisation's own."""

    known: Mapping[str, Difficulty] = field(default_factory=dict)
    """By key."""
    mean: float | None = None
    """Mean readiness of the trained team over the shipped scenarios; None where none is known."""

    def of(self, scenario: Scenario, rubric_id: str) -> Difficulty | None:
        """The difficulty of a scenario under a rubric; None where nobody has measured it as it is now."""
        found = self.known.get(key_of(scenario, rubric_id))
        if found is None or self.mean is None:
            return found
        adjustment = round(self.mean - found.skills[USUAL].mean, 3)
        return replace(found, adjustment=adjustment)


def adjusted(readiness: float | None, measured: Difficulty | None) -> float | None:
    """Readiness as it would be in a scenario of usual difficulty; beside the raw value, never instead."""
    return None if readiness is None or measured is None else round(readiness + measured.adjustment, 2)


UNPLAYED = {
    "name",
    "based_on",
    "difficulty",
    "origin",
    "incident_types",
    "incident_kinds",
    "detections",
    "playbook",
    "templates",
    "version",
    "clocks",
}
"""Parts of a scenario that no reference team reads: another incident type beside it makes no figure stale."""


def key_of(scenario: Scenario, rubric_id: str) -> str:
    """Twelve hex digits that change with the scenario, the rubric or the engine."""
    plain = scenario.model_dump(mode="json", exclude=UNPLAYED)
    own_pace = () if pace(scenario) == USUAL_PACE else (pace(scenario),)
    text = json.dumps([plain, *own_pace, rubric_id, ENGINE_VERSION], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def library_from(files: Sequence[Mapping[str, Any]]) -> Library:
    """The difficulties in the form `to_json` gives; the first file holds the shipped scenarios."""
    known: dict[str, Difficulty] = {}
    for file in files:
        for row in file.values():
            skills = {name: Reached(item["mean"], item["sd"]) for name, item in row["skills"].items()}
            sample = tuple(row.get("sample", ()))
            known[row["key"]] = Difficulty(row["key"], skills, row["plays"], sample=sample)
    shipped = [row["skills"][USUAL]["mean"] for row in (files[0].values() if files else ())]
    return Library(known, round(sum(shipped) / len(shipped), 3) if shipped else None)


def to_json(found: Mapping[str, Difficulty]) -> dict[str, Any]:
    """Difficulties by scenario id, as they are kept in a file."""
    return {
        name: {
            "key": item.key,
            "plays": item.plays,
            "sample": list(item.sample),
            "skills": {skill: {"mean": value.mean, "sd": value.sd} for skill, value in item.skills.items()},
        }
        for name, item in sorted(found.items())
    }


def reached(values: Sequence[float]) -> Reached:
    """Mean and standard deviation of readiness over plays."""
    mean = sum(values) / len(values)
    sd = sqrt(sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1))
    return Reached(round(mean, 3), round(sd, 3))
