"""Requests to change an exercise: imperative, refused or turned into events by `decide`."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from engine.log.fact import Aids, AppRole, EvidenceManner, Params, Play
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.request import Needed, ParticipantId, Prose, Request, ShortText
from engine.scenario.parts import CriterionId, IncidentSeverity, Level


class CreateExercise(Request):
    """Begin an exercise from a complete scenario."""

    kind: Literal["create_exercise"] = "create_exercise"
    scenario_sha256: str
    scenario_text: str
    scenario: dict[str, Any]
    seed: int = Field(ge=0, lt=2**63)
    title: ShortText = ""
    demo: bool = False
    team: ShortText = ""
    organisation_team: ShortText = ""
    play: Play = "respond"
    aids: Aids = "guided"


class JoinExercise(Request):
    """Take a seat, or hold other roles."""

    kind: Literal["join_exercise"] = "join_exercise"
    participant_id: ParticipantId
    app_role: AppRole = "participant"
    roles: tuple[ShortText, ...] = Field(default=(), max_length=100)
    is_ready: bool = Field(default=False, description="Whether this shows that the device answers.")


class LeaveExercise(Request):
    """Give a seat up for good: one's own, or as facilitator anybody's."""

    kind: Literal["leave_exercise"] = "leave_exercise"
    participant_id: ParticipantId


class StartClock(Request):
    """StartEx."""

    kind: Literal["start_clock"] = "start_clock"
    rate: float = 1.0


class PauseClock(Request):
    """Let exercise time stand still."""

    kind: Literal["pause_clock"] = "pause_clock"
    reason: ShortText = ""
    lost_ms: int = Field(
        default=0, ge=0, description="Exercise time lost to a server that stood still; only `system` says so."
    )


class ResumeClock(Request):
    """Let exercise time run again; where the server stood still, from where it stood or as if it had not."""

    kind: Literal["resume_clock"] = "resume_clock"
    counts_lost: bool = Field(default=False, description="Count the time the server stood still as played.")


class CorrectClock(Request):
    """Let exercise time go on from where it is, though the server's clock was set back."""

    kind: Literal["correct_clock"] = "correct_clock"
    reason: ShortText = ""


class SetRate(Request):
    """Let exercise time run faster or slower."""

    kind: Literal["set_rate"] = "set_rate"
    rate: float


class SkipTo(Request):
    """Move exercise time forward; to the next inject where no time is given."""

    kind: Literal["skip_to"] = "skip_to"
    to_ms: int | None = Field(default=None, ge=0)


class AdjustSchedule(Request):
    """Move, add, edit, hold, release, drop or restore an inject, or move the end."""

    kind: Literal["adjust_schedule"] = "adjust_schedule"
    change: Literal["move", "add", "edit", "hold", "release", "drop", "restore", "end"]
    inject_id: ShortText = ""
    due_ms: int | None = Field(default=None, ge=0)
    title: ShortText = ""
    text: Prose = ""
    to: tuple[ShortText, ...] = ()
    questions: tuple[ShortText, ...] = ()
    end_ms: int | None = Field(default=None, ge=0)


class DeliverInject(Request):
    """Show an inject to participants; `due` only if its time has come."""

    kind: Literal["deliver_inject"] = "deliver_inject"
    inject_id: Needed
    manner: Literal["due", "manual"] = "manual"


class SubmitAnswer(Request):
    """Answer a question of a delivered inject."""

    kind: Literal["submit_answer"] = "submit_answer"
    inject_id: Needed
    question_id: Needed
    text: Needed


class DeclareIncident(Request):
    """Declare an incident, or correct its type or severity."""

    kind: Literal["declare_incident"] = "declare_incident"
    incident_type: Needed
    severity: IncidentSeverity
    summary: Prose = ""
    source: ShortText = ""


class NotifyRole(Request):
    """Tell a role."""

    kind: Literal["notify_role"] = "notify_role"
    role: Needed
    text: Prose = ""


class RequestApproval(Request):
    """Ask for approval of a containment level or a message."""

    kind: Literal["request_approval"] = "request_approval"
    about: Literal["containment", "message"]
    level: Level = 0
    action: ShortText = ""
    audience: ShortText = ""
    text: Prose = ""
    reason: Prose = ""


class DecideApproval(Request):
    """Grant or refuse an approval."""

    kind: Literal["decide_approval"] = "decide_approval"
    approval_id: Needed
    granted: bool
    reason: Prose = ""


class ApplyContainment(Request):
    """Order a containment action."""

    kind: Literal["apply_containment"] = "apply_containment"
    action: Needed
    params: Params = {}
    reason: Prose = ""
    approval_id: ShortText = ""


class OrderLevel(Request):
    """Order everything that a containment level consists of, but what a person must write."""

    kind: Literal["order_level"] = "order_level"
    level: Annotated[int, Field(ge=1, le=4)]
    reason: Prose = ""
    approval_id: ShortText = ""


class LiftContainment(Request):
    """End an action that can be undone; with parameters, only the uses of it that have them."""

    kind: Literal["lift_containment"] = "lift_containment"
    action: Needed
    params: Params = {}
    reason: Prose = ""


class CollectEvidence(Request):
    """Preserve an artifact or assign its collection; re-hash a held copy, or hand it over to an owner."""

    kind: Literal["collect_evidence"] = "collect_evidence"
    artifact: Needed
    manner: EvidenceManner = "collected"
    copy_seq: int | None = Field(
        default=None, description="Event of the copy to re-hash or hand over; the latest if absent."
    )
    owner: ShortText = ""
    due: ShortText = ""
    note: Prose = ""


class SendMessage(Request):
    """Send a message inside or outside."""

    kind: Literal["send_message"] = "send_message"
    audience: Needed
    text: Needed
    template: ShortText = ""
    approval_id: ShortText = ""


class TakeRecoveryStep(Request):
    """Take a step of recovery."""

    kind: Literal["take_recovery_step"] = "take_recovery_step"
    step_id: Needed
    params: Params = {}
    owner: ShortText = ""
    note: Prose = ""


class RunVerification(Request):
    """Run a check of recovery."""

    kind: Literal["run_verification"] = "run_verification"
    check_id: Needed


class ResolveIncident(Request):
    """Declare the incident resolved."""

    kind: Literal["resolve_incident"] = "resolve_incident"
    summary: Prose = ""
    follow_up_owner: ShortText = ""


class RecordObservation(Request):
    """Note something, perhaps for a criterion; mark a moment without a text, or tell one that was marked."""

    kind: Literal["record_observation"] = "record_observation"
    text: Prose = ""
    criterion: CriterionId | Literal[""] = ""
    moment_ms: int | None = Field(default=None, ge=0)
    completes: int | None = Field(default=None, ge=1, description="Event of one's own that it replaces.")
    to: ShortText = Field(default="", description="`facilitator`, `everybody`, or a participant id.")
    answers: int | None = Field(default=None, ge=1, description="Event of the question that this answers.")


class RateCriterion(Request):
    """Rate a criterion from 1 to 5."""

    kind: Literal["rate_criterion"] = "rate_criterion"
    criterion: CriterionId
    value: int = Field(ge=1, le=5)
    reason: Prose = ""
    cites: tuple[int, ...] = ()


class ReconcileRating(Request):
    """Settle ratings that differ, with a note."""

    kind: Literal["reconcile_rating"] = "reconcile_rating"
    criterion: CriterionId
    value: int = Field(ge=1, le=5)
    reason: Needed
    cites: tuple[int, ...] = ()


class EndExercise(Request):
    """EndEx."""

    kind: Literal["end_exercise"] = "end_exercise"
    reason: ShortText = ""


class ReopenExercise(Request):
    """Take back an EndEx that came by itself, with the clock paused and some minutes left."""

    kind: Literal["reopen_exercise"] = "reopen_exercise"
    minutes: int = Field(default=10, ge=1, le=120, description="Exercise time that is left then.")
    asked_at: datetime | None = Field(default=None, description="When it was asked for; set by the session.")


Command = Annotated[
    CreateExercise
    | JoinExercise
    | LeaveExercise
    | StartClock
    | PauseClock
    | ResumeClock
    | SetRate
    | SkipTo
    | AdjustSchedule
    | DeliverInject
    | SubmitAnswer
    | DeclareIncident
    | NotifyRole
    | RequestApproval
    | DecideApproval
    | ApplyContainment
    | OrderLevel
    | LiftContainment
    | CollectEvidence
    | SendMessage
    | TakeRecoveryStep
    | RunVerification
    | ResolveIncident
    | RecordStep
    | StartNotificationClock
    | RecordObservation
    | RateCriterion
    | ReconcileRating
    | EndExercise
    | ReopenExercise
    | CorrectClock,
    Field(discriminator="kind"),
]
"""Every kind of command."""
