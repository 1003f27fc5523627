"""What every event has: exercise time, author, number in the log."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT_VERSION = 1
"""Version of the log's format; raised only when an old reader would misread a new log."""

SYSTEM = "system"
"""Who causes an event that no person caused."""

NEVER_RECORDED = datetime(1970, 1, 1, tzinfo=UTC)

AppRole = Literal["facilitator", "participant", "evaluator", "observer", "leadership"]
Params = dict[str, str | int | float]
EvidenceManner = Literal["collected", "assigned", "rehashed", "handed_over"]
RecordedEffect = dict[str, float | list[float]]


class Fact(BaseModel):
    """What every event has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_ms: int = Field(ge=0, description="Exercise time in milliseconds since StartEx.")
    by: str = Field(default=SYSTEM, description="Participant id of who caused it, or `system`.")
    key: str | None = Field(default=None, description="Idempotency key of the command it answers.")
    seq: int = Field(default=0, ge=0, description="Number in the log, from 1.")
    recorded_at: datetime = Field(default=NEVER_RECORDED, description="When it was stored, UTC.")


class Decided(Fact):
    """A decision of people; carries what was on screen at that moment."""

    telemetry: dict[str, Any] | None = Field(
        default=None, description="Telemetry on screen when it was decided; absent in older logs."
    )
