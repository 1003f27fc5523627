"""What every event has: exercise time, author, number in the log."""

from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

FORMAT_VERSION = 1
"""Version of the log's format; raised only when an old reader would misread a new log."""

SYSTEM = "system"
"""Who causes an event that no person caused."""

NEVER_RECORDED = datetime(1970, 1, 1, tzinfo=UTC)

FACILITATOR = "facilitator"
"""To whom a participant's question is said."""

EVERYBODY = "everybody"
"""To whom something is said that the whole room reads."""

SCRIBE = "Scribe"
"""Role of whoever writes down, in the name of other roles, what a room decides."""

Play = Literal["respond", "discuss"]
"""Whether people act in the app, or talk while a scribe records what the room decides."""

Aids = Literal["guided", "unaided"]
"""Whether a seat lists what is expected, with deadlines, or only what can be done."""


class Conditions(NamedTuple):
    """Under which conditions an exercise is played; printed with every score."""

    play: Play = "respond"
    aids: Aids = "guided"


USUAL = Conditions()
"""Conditions where none were chosen."""

Grounds = Literal["own", "self", "stand_in"]
"""How whoever decided came to decide: by a role of theirs; on their own request, alone in the room; or as
facilitator, because nobody can hold an authorised role."""

AppRole = Literal["facilitator", "participant", "evaluator", "observer", "leadership"]
Params = dict[str, str | int | float]
EvidenceManner = Literal["collected", "assigned", "rehashed", "handed_over"]
RecordedEffect = dict[str, float | list[float]]


class Fact(BaseModel):
    """What every event has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_ms: int = Field(ge=0, description="Exercise time in milliseconds since StartEx.")
    by: str = Field(default=SYSTEM, description="Participant id of who caused it, or `system`.")
    for_role: str = Field(default="", description="Role in whose name a scribe acted; empty otherwise.")
    key: str | None = Field(default=None, description="Idempotency key of the command it answers.")
    seq: int = Field(default=0, ge=0, description="Number in the log, from 1.")
    recorded_at: datetime = Field(default=NEVER_RECORDED, description="When it was stored, UTC.")


class Decided(Fact):
    """A decision of people; carries what was on screen at that moment."""

    telemetry: dict[str, Any] | None = Field(
        default=None, description="Telemetry on screen when it was decided; absent in older logs."
    )


class Contained(Fact):
    """Containment was changed; carries the controls after it and what was on screen."""

    action: str
    level: int
    params: Params = {}
    reason: str = ""
    monitoring: str
    controls_after: dict[str, Any]
    telemetry: dict[str, Any]
