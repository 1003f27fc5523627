"""Thresholds, weights and anchors of the criteria, with an id that changes when any of them does."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator

from engine.log.fact import Play
from engine.scenario.resolve import criteria_of
from engine.simulation.parameters import merge

EDITION = 2
"""Edition of the method; part of every rubric's id."""

Limits = tuple[float, float, float, float]

SAVED: Limits = (0.90, 0.75, 0.50, 0.25)
"""Limits of containment for a rubric of the first edition, whose minutes measured something else."""
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionRubric(_Part):
    """How one criterion is judged; its limits are those of 5, 4, 3 and 2, in that order."""

    weight: float = Field(default=1.0, ge=0)
    minutes: Limits | None = None
    """At most so many minutes; None for a criterion judged by a share."""
    share: Limits | None = None
    """At least such a share of credit; None for a criterion judged by minutes."""
    anchors: dict[str, str] = {}

    @model_validator(mode="after")
    def _has_limits_in_order(self) -> Self:
        if (self.minutes is None) == (self.share is None):
            raise ValueError("a criterion has either `minutes` or `share` under `thresholds`")
        if list(self.limits) != sorted(self.limits, reverse=self.minutes is None):
            raise ValueError("thresholds stand in order: of 5, 4, 3 and 2")
        return self

    @property
    def limits(self) -> Limits:
        """The limits of 5, 4, 3 and 2, whatever they count."""
        return self.minutes or self.share or (0.0, 0.0, 0.0, 0.0)


class Sources(_Part):
    """How much of a criterion's value each source is."""

    acts: dict[Play, Share] = {"respond": 0.75, "discuss": 0.25}
    """Share of what people did, by how the exercise is played; answers have the rest."""
    wording: Share = 0.4
    """Share of the wording in what messages are worth; facts have the rest."""


class StandardError(_Part):
    """Uncertainty in points of the scale."""

    measured: float
    suggested: float = Field(validation_alias=AliasChoices("suggested", "checklist"))
    """Of what text matching suggests; the first edition called it a checklist's."""
    one_rater: float
    two_raters: float
    three_raters: float
    occasion: float = 0.55
    """Of readiness: the same team on another day."""
    scenario: float = 0.15
    """Of readiness: what is left of a scenario's difficulty after it was measured."""
    unmeasured: float = 0.35
    """Of readiness: a scenario's difficulty where nobody has measured it (assumption)."""


class Rubric(_Part):
    """Everything a score depends on beside the log."""

    criteria: dict[str, CriterionRubric]
    sources: Sources = Sources()
    minimum_criteria: int = Field(ge=1)
    standard_error: StandardError
    edition: int = EDITION

    @property
    def rubric_id(self) -> str:
        """Twelve hex digits that change when any threshold, weight or anchor does."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def of(self, criterion: str) -> CriterionRubric:
        """How a criterion is judged.

        Raises:
            KeyError: the rubric does not hold it.

        """
        return self.criteria[criterion]

    def weight(self, criterion: str) -> float:
        """The weight of a criterion in readiness; 0 where the rubric does not hold it."""
        return self.criteria[criterion].weight if criterion in self.criteria else 0.0

    def anchors(self, criterion: str) -> dict[str, str]:
        """Behavioural anchors of a criterion by value, as text keys "1" to "5"."""
        return dict(self.criteria[criterion].anchors) if criterion in self.criteria else {}


def rubric_from(content: Mapping[str, Any], overrides: Mapping[str, Any] | None = None) -> Rubric:
    """The rubric of an organisation's file, with a scenario's own thresholds laid over it.

    Files of the first edition are read too: what it did not know has the shipped figures, and its minutes of
    containment, which count nothing any more, give way to the shipped shares.

    Raises:
        pydantic.ValidationError: a part is missing, unknown or of the wrong type.

    """
    plain = merge(_brought_over(content, SAVED), _brought_over(overrides or {}, None))
    readiness = dict(plain.pop("readiness", {}))
    criteria = {}
    for name in criteria_of(plain):
        part = dict(plain.pop(name))
        criteria[name] = {**part.pop("thresholds"), **part}
    return Rubric.model_validate({**plain, "criteria": criteria, **readiness})


def _brought_over(content: Mapping[str, Any], saved: Limits | None) -> Mapping[str, Any]:
    """The content without the first edition's minutes of containment, with `saved` in their place."""
    part = content.get("containment")
    if not isinstance(part, Mapping):
        return content
    thresholds = part.get("thresholds")
    if not isinstance(thresholds, Mapping) or "minutes" not in thresholds:
        return content
    limits = {key: value for key, value in thresholds.items() if key != "minutes"}
    if saved is not None:
        limits.setdefault("share", saved)
    return {**content, "containment": {**part, "thresholds": limits}}
