"""Thresholds, weights and anchors of the six criteria, with an id that changes when any of them does."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.simulation.parameters import merge

Thresholds = tuple[float, ...]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MinuteRubric(_Part):
    """A criterion judged by minutes: at most the first for 5, the second for 4, and so on."""

    weight: float = Field(default=1.0, ge=0)
    minutes: Thresholds
    anchors: dict[str, str] = {}


class ShareRubric(_Part):
    """A criterion judged by a share of credit: at least the first for 5, the second for 4, and so on."""

    weight: float = Field(default=1.0, ge=0)
    share: Thresholds
    anchors: dict[str, str] = {}


class StandardError(_Part):
    """Uncertainty of one criterion's value in points, by how it came about."""

    measured: float
    checklist: float
    one_rater: float
    two_raters: float
    three_raters: float


class Rubric(_Part):
    """Everything a score depends on beside the log."""

    detection: MinuteRubric
    escalation: ShareRubric
    containment: MinuteRubric
    communication: ShareRubric
    evidence: ShareRubric
    recovery: ShareRubric
    minimum_criteria: int = Field(ge=1, le=6)
    standard_error: StandardError

    @property
    def rubric_id(self) -> str:
        """Twelve hex digits that change when any threshold, weight or anchor does."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def weight(self, criterion: str) -> float:
        """The weight of a criterion in readiness."""
        return float(getattr(self, criterion).weight)

    def anchors(self, criterion: str) -> dict[str, str]:
        """Behavioural anchors of a criterion by value, as text keys "1" to "5"."""
        return dict(getattr(self, criterion).anchors)


def rubric_from(content: Mapping[str, Any], overrides: Mapping[str, Any] | None = None) -> Rubric:
    """The rubric of an organisation's file, with a scenario's own thresholds laid over it.

    Raises:
        pydantic.ValidationError: a part is missing, unknown or of the wrong type.

    """
    plain = merge(content, overrides or {})
    readiness = dict(plain.pop("readiness", {}))
    for criterion in ("detection", "escalation", "containment", "communication", "evidence", "recovery"):
        part = dict(plain[criterion])
        plain[criterion] = {**part.pop("thresholds", {}), **part}
    return Rubric.model_validate({**plain, "minimum_criteria": readiness.get("minimum_criteria", 4)})
