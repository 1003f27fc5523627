"""What a scenario expects of a team: escalations, messages, evidence, recovery and checks."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from engine.scenario.times import Duration, Offset

Text = Annotated[str, StringConstraints(min_length=1, max_length=8_000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Level = Annotated[int, Field(ge=0, le=4)]
IncidentSeverity = Literal["SEV1", "SEV2", "SEV3"]
CriterionId = Slug
"""Short name of a criterion of the organisation's rubric, such as ``containment``."""


class FilePart(BaseModel):
    """A frozen piece of a file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Escalation(FilePart):
    """A role that must be told."""

    role: Name = Field(description="Who must be told: a role of the exercise, of authority.yml, or outside.")
    within: Duration = Field(description="Time allowed after the moment in `since`.")
    since: Slug = Field(
        default="signal",
        description="What the time allowed is counted from: `signal`, the first sign of the incident;"
        " `start`; or the id of the inject that makes it necessary. `declared`, of older files, means"
        " `signal`.",
    )
    why: str = Field(default="", description="Why this role needs to know.")


class Restriction(FilePart):
    """An audience that must not be told early."""

    role: Name = Field(description="Who must not be told early.")
    before: Name = Field(description="The role that must have been told first.")
    why: str = Field(default="", description="What goes wrong otherwise.")


class MessageElement(FilePart):
    """Something a message must contain."""

    id: Slug = Field(description="Short name of the element.")
    label: Text = Field(description="What the message must say, in words.")
    cues: tuple[Text, ...] = Field(min_length=1, description="Words or phrases any of which shows it.")


class RequiredMessage(FilePart):
    """A message the team must send."""

    id: Slug = Field(description="Short name of the message.")
    audience: Name = Field(description="Who receives it.")
    by: Offset = Field(description="Latest moment for it to be in time.")
    approved_by: tuple[Name, ...] = Field(default=(), description="Roles any of which must approve it.")
    template: Slug | None = Field(default=None, description="Communication template to start from.")
    elements: tuple[MessageElement, ...] = Field(default=(), description="What it must contain.")
    forbidden: tuple[Text, ...] = Field(default=(), description="Claims it must not make.")
    next_update: bool = Field(default=False, description="Whether it must promise a next update.")


class RequiredEvidence(FilePart):
    """An artifact the team must preserve."""

    artifact: Slug = Field(description="Artifact of evidence.yml.")
    within: Duration | None = Field(default=None, description="Overrides the artifact's collection window.")


class RecoveryStep(FilePart):
    """A step of recovery the team must take."""

    id: Slug = Field(description="Short name of the step.")
    label: Text = Field(description="What is done.")
    action: Slug | None = Field(default=None, description="Recovery action of the AI system it performs.")
    owner_required: bool = Field(default=False, description="Whether an owner must be named.")
    takes: Duration = Field(default=0, description="Exercise time it takes; it counts once it is done.")


Origin = Literal["attack", "malfunction", "misuse"]
"""Where an incident comes from: somebody attacks the AI system, it fails by itself, or it is used to do harm.

The first is one of the two tracks of NIST's workshop of 2026 on AI incidents; the others are the second.
"""

Measured = Literal[
    "known_technique", "variants", "service", "calls_pending", "calls_after_stop", "stop_latency"
]


class Verification(FilePart):
    """A check that recovery is complete."""

    id: Slug = Field(description="Short name of the check.")
    label: Text = Field(description="What is checked.")
    measures: Measured = Field(description="What in the simulated system the check looks at.")
    at_most: float = Field(
        default=0.15,
        ge=0,
        le=1,
        description="Highest residual success, share of service lost, or share of an agent's work, that"
        " passes.",
    )


class Expectations(FilePart):
    """What a good response contains; a scenario's own values replace its incident type's."""

    severity: IncidentSeverity | None = Field(default=None, description="Right severity of the incident.")
    escalations: tuple[Escalation, ...] | None = Field(default=None, description="Who must be told.")
    restrictions: tuple[Restriction, ...] | None = Field(
        default=None, description="Who must not be told early."
    )
    messages: tuple[RequiredMessage, ...] | None = Field(default=None, description="Messages to send.")
    evidence: tuple[RequiredEvidence, ...] | None = Field(default=None, description="Artifacts to preserve.")
    recovery: tuple[RecoveryStep, ...] | None = Field(default=None, description="Steps of recovery.")
    verification: tuple[Verification, ...] | None = Field(default=None, description="Checks of recovery.")
    needed_level: Level | None = Field(default=None, description="Lowest containment level that contains it.")
    contained_below: float | None = Field(
        default=None, ge=0, description="Harm points a minute below which it counts as contained."
    )
    outage_weight: float | None = Field(
        default=None,
        ge=0,
        description="How bad an outage of the whole exercise is beside the harm of doing nothing: a value"
        " judgement of the organisation.",
    )
    contained_for: Duration | None = Field(
        default=None, description="How long the harm rate must stay below that."
    )
    recovery_from: Offset | None = Field(
        default=None, description="Moment from which recovery can be expected; earlier ends are not scored."
    )
