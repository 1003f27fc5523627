"""What an evaluator decided about one point of one answer, beside what was suggested to them."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field

PointKey = tuple[int, str]
"""An answer, by the number of its event, and a point of its question."""


class PointDecision(BaseModel):
    """One click of one person; never an event, because nobody else's exercise depends on it."""

    model_config = ConfigDict(frozen=True)

    answer_seq: int = Field(ge=1, description="Number of the event that holds the answer.")
    point_id: str = Field(min_length=1, max_length=120, description="The point of the answer's question.")
    decided_by: str = Field(min_length=1, description="Participant id of who decided.")
    is_made: bool | None = Field(description="Whether the answer makes the point; None once taken back.")
    chip: str = Field(max_length=40, description="What the text matching said at that moment.")
    matcher: str = Field(default="", max_length=40, description="What matched, with its edition.")
    was_hidden: bool = Field(default=False, description="Whether the suggestion was shown only afterwards.")

    @property
    def key(self) -> PointKey:
        """Which point of which answer."""
        return self.answer_seq, self.point_id


def of_person(decisions: Iterable[PointDecision], participant_id: str) -> Mapping[PointKey, PointDecision]:
    """One person's standing decisions by answer and point."""
    mine = (item for item in decisions if item.decided_by == participant_id and item.is_made is not None)
    return {item.key: item for item in mine}


class QuestionRating(BaseModel):
    """What a person gave the room's answers to a question that lists no points."""

    model_config = ConfigDict(frozen=True)

    question_id: str = Field(min_length=1, max_length=120, description="The question.")
    rated_by: str = Field(min_length=1, description="Participant id of who rated.")
    value: int | None = Field(default=None, ge=1, le=5, description="1 to 5; None once taken back.")
