"""The facts of an exercise: frozen, in the past tense, never edited; `Fact` tells what each carries."""

from typing import Any, Literal

from pydantic import AliasChoices, Field

from engine.log.fact import (
    FORMAT_VERSION,
    Aids,
    AppRole,
    Contained,
    Decided,
    EvidenceManner,
    Fact,
    Grounds,
    Params,
    Play,
    RecordedEffect,
)
from engine.log.shown import ShownExhibit, ShownQuestion


class ExerciseCreated(Fact):
    """An exercise exists; holds everything needed to replay it without any other file."""

    kind: Literal["exercise_created"] = "exercise_created"
    format_version: int = FORMAT_VERSION
    engine_version: int
    scenario_id: str
    scenario_sha256: str
    scenario_text: str
    scenario: dict[str, Any]
    seed: int
    title: str = ""
    demo: bool = False
    team: str = ""
    organisation_team: str = ""
    play: Play = "respond"
    aids: Aids = "guided"


class ParticipantJoined(Fact):
    """Somebody took a seat, changed its roles, showed that its device answers, or left it for good."""

    kind: Literal["participant_joined"] = "participant_joined"
    participant_id: str
    app_role: AppRole
    roles: tuple[str, ...] = ()
    leaves: bool = False
    is_ready: bool = False


class ClockStarted(Fact):
    """StartEx."""

    kind: Literal["clock_started"] = "clock_started"
    rate: float = 1.0


class ClockPaused(Fact):
    """Exercise time stands still; `lost_ms` more would have passed while the server did."""

    kind: Literal["clock_paused"] = "clock_paused"
    reason: str = ""
    lost_ms: int = 0
    reopens: bool = False


class ClockResumed(Fact):
    """Exercise time runs again."""

    kind: Literal["clock_resumed"] = "clock_resumed"


class ClockAdjusted(Fact):
    """Exercise time runs at another rate, or was moved forward; `at_ms` is the time after it."""

    kind: Literal["clock_adjusted"] = "clock_adjusted"
    rate: float
    skipped_ms: int = 0
    reason: str = ""


class ScheduleAdjusted(Fact):
    """An inject was moved, added, edited, held, released, dropped or restored, or the end was moved."""

    kind: Literal["schedule_adjusted"] = "schedule_adjusted"
    change: Literal["move", "add", "edit", "hold", "release", "drop", "restore", "end"]
    inject_id: str = ""
    due_ms: int | None = None
    inject: dict[str, Any] | None = None
    end_ms: int | None = None


class InjectDelivered(Fact):
    """Participants have seen an inject; carries what they saw. Logs call exhibits by their first name."""

    kind: Literal["inject_delivered"] = "inject_delivered"
    inject_id: str
    title: str
    text: str
    due_ms: int
    manner: Literal["due", "manual", "ad_hoc"]
    signals: bool = False
    sender: str = ""
    delivery: str = "slide"
    to: tuple[str, ...] = ()
    exhibits: tuple[ShownExhibit, ...] = Field(
        default=(), validation_alias=AliasChoices("exhibits", "artefacts"), serialization_alias="artefacts"
    )
    questions: tuple[ShownQuestion, ...] = ()
    applies: tuple[str, ...] = ()
    overwrites: dict[str, tuple[str, ...]] = {}


class AnswerSubmitted(Fact):
    """A participant answered a question; a later answer by the same person stands beside the first."""

    kind: Literal["answer_submitted"] = "answer_submitted"
    inject_id: str
    question_id: str
    text: str


class IncidentDeclared(Decided):
    """An incident was declared, or its type or severity corrected."""

    kind: Literal["incident_declared"] = "incident_declared"
    incident_type: str
    severity: str
    summary: str = ""
    source: str = ""


class RoleNotified(Decided):
    """A role was told."""

    kind: Literal["role_notified"] = "role_notified"
    role: str
    text: str = ""
    severity: str = ""


class ApprovalRequested(Decided):
    """Approval was asked for."""

    kind: Literal["approval_requested"] = "approval_requested"
    approval_id: str
    about: Literal["containment", "message"]
    level: int = 0
    action: str = ""
    audience: str = ""
    text: str = ""
    reason: str = ""


class ApprovalDecided(Decided):
    """A holder of an authorised role decided."""

    kind: Literal["approval_decided"] = "approval_decided"
    approval_id: str
    granted: bool
    role: str
    grounds: Grounds = "own"
    reason: str = ""


class ContainmentApplied(Contained):
    """A containment action is in force."""

    kind: Literal["containment_applied"] = "containment_applied"
    effect: RecordedEffect = {}
    approval_id: str = ""
    overwrites: tuple[str, ...] = ()


class ContainmentRefused(Decided):
    """Somebody attempted a containment action without the approval it needs."""

    kind: Literal["containment_refused"] = "containment_refused"
    action: str
    level: int
    params: Params = {}
    reason: str
    monitoring: str


class ContainmentLifted(Contained):
    """An action is no longer in force; with parameters, the uses of it that have them.

    `ended_by` names the action whose order took it back; empty where somebody lifted it.
    """

    kind: Literal["containment_lifted"] = "containment_lifted"
    ended_by: str = ""


class EvidenceCollected(Decided):
    """An artifact was preserved or assigned, or a copy of it (`copy_seq`) re-hashed or handed over."""

    kind: Literal["evidence_collected"] = "evidence_collected"
    artifact: str
    manner: EvidenceManner = "collected"
    copy_seq: int | None = None
    content: str = ""
    sha256: str = ""
    overwritten_by: str = ""
    overwritten_ms: int | None = None
    owner: str = ""
    due: str = ""
    note: str = ""


class MessageSent(Decided):
    """A message went out, inside or outside."""

    kind: Literal["message_sent"] = "message_sent"
    audience: str
    text: str
    template: str = ""
    approval_id: str = ""


class RecoveryStepTaken(Fact):
    """A step of recovery was taken; carries the controls after it where it changed them."""

    kind: Literal["recovery_step_taken"] = "recovery_step_taken"
    step_id: str
    action: str = ""
    params: Params = {}
    effect: RecordedEffect = {}
    owner: str = ""
    note: str = ""
    overwrites: tuple[str, ...] = ()
    monitoring: str = ""
    controls_after: dict[str, Any] | None = None
    telemetry: dict[str, Any] | None = None


class VerificationRun(Decided):
    """A check of recovery was run against the simulated AI system."""

    kind: Literal["verification_run"] = "verification_run"
    check_id: str
    measured: float
    at_most: float
    passed: bool


class IncidentResolved(Decided):
    """The incident was declared resolved."""

    kind: Literal["incident_resolved"] = "incident_resolved"
    summary: str = ""
    follow_up_owner: str = ""
    known_technique: float
    variants: float


class ObservationRecorded(Fact):
    """A note or a mark, which a later one `completes`; `to` somebody or `about` a step or clock, neither."""

    kind: Literal["observation_recorded"] = "observation_recorded"
    text: str
    criterion: str = ""
    moment_ms: int | None = None
    completes: int | None = None
    to: str = ""
    answers: int | None = None
    about: str = ""
    since_ms: int | None = None
    is_undone: bool = False


class CriterionRated(Fact):
    """A person rated a criterion, or reconciled ratings that differed."""

    kind: Literal["criterion_rated"] = "criterion_rated"
    criterion: str
    value: int = Field(ge=1, le=5)
    reason: str = ""
    cites: tuple[int, ...] = ()
    reconciles: bool = False


class ExerciseEnded(Fact):
    """EndEx."""

    kind: Literal["exercise_ended"] = "exercise_ended"
    reason: str = ""


Event = (
    ExerciseCreated
    | ParticipantJoined
    | ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockAdjusted
    | ScheduleAdjusted
    | InjectDelivered
    | AnswerSubmitted
    | IncidentDeclared
    | RoleNotified
    | ApprovalRequested
    | ApprovalDecided
    | ContainmentApplied
    | ContainmentRefused
    | ContainmentLifted
    | EvidenceCollected
    | MessageSent
    | RecoveryStepTaken
    | VerificationRun
    | IncidentResolved
    | ObservationRecorded
    | CriterionRated
    | ExerciseEnded
)
"""Every kind of event."""
