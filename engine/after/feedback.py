"""The participant feedback form, in the contents of HSEEP's: seven statements, two lists and one question."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "structured": "The exercise was well structured.",
        "plausible": "The scenario was plausible.",
        "facilitated": "The facilitator knew the subject and kept us focused.",
        "documents": "The documents and screens were useful.",
        "people": "The right people took part.",
        "role": "I understand my role better now.",
        "prepared": "I am prepared to deal with such a situation.",
    }
)
"""Statements that participants agree with from 1 (not at all) to 5 (fully)."""

KNOWS = "I know who can approve taking the AI system offline."
"""Asked for before and after the exercise."""

Likert = Annotated[int, Field(ge=1, le=5)]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Knowing = Literal["yes", "not sure", "no"]


class Feedback(BaseModel):
    """What one seat thinks of the exercise; every part may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agreement: dict[str, Likert] = Field(default={}, description="1 to 5 by statement.")
    strengths: Comment = Field(default="", description="What went well.")
    improvements: Comment = Field(default="", description="What should be better.")
    knew_before: Knowing | None = Field(default=None, description="Knew before who can approve Level 4.")
    knows_now: Knowing | None = Field(default=None, description="Knows now who can approve Level 4.")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return self == Feedback()
