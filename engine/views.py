"""What each application role may know of an exercise; nothing else leaves the engine for a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.decide.approval import approvers, needs_stand_in, others_who_can_decide
from engine.errors import Refused
from engine.log import events as e
from engine.log.describe import Line, lines
from engine.log.fact import EVERYBODY
from engine.log.observations import is_record
from engine.log.parts import Approval, Participant
from engine.log.shown import ShownExhibit, ShownQuestion
from engine.log.state import Phase, State
from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.schedule import MselEntry, find_inject, msel, next_due_ms
from engine.story import figures, filled

_BEHIND_THE_SCENES = (
    e.ExerciseCreated,
    e.ScheduleAdjusted,
    e.AnswerSubmitted,
    e.ObservationRecorded,
    e.CriterionRated,
)
"""Kinds of event that are not in the situation log participants share."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as participants read it."""

    id: str
    text: str
    is_mine: bool
    answers: tuple[e.AnswerSubmitted, ...]
    core: bool = True


@dataclass(frozen=True, slots=True)
class InjectView:
    """A delivered inject, without anything that tells how answers are judged."""

    event: e.InjectDelivered
    questions: tuple[QuestionView, ...]

    @property
    def exhibits(self) -> tuple[ShownExhibit, ...]:
        """What is shown with the inject."""
        return self.event.exhibits


@dataclass(frozen=True, slots=True)
class ClockView:
    """What a clock face needs."""

    phase: Phase
    at_ms: int
    end_ms: int
    rate: float
    is_running: bool
    knows_schedule: bool
    """Whether this person may know when injects are due."""
    next_due_ms: int | None


def as_role(state: State, role: str, viewer: str | None) -> tuple[State, str]:
    """The state with one more participant who holds this role, and that participant's id; for previews.

    Raises:
        Refused: the viewer does not run or rate the exercise.

    """
    if not may_see_schedule(state, viewer):
        raise Refused("What another role sees is for those who run or rate the exercise.")
    seat = Participant(f"preview of {role}", "participant", (role,))
    return replace(state, participants={**state.participants, seat.id: seat}), seat.id


def clock_view(
    scenario: Scenario, state: State, at_ms: int, *, participant_id: str | None = None
) -> ClockView:
    """The clock; when the next inject is due only for those who run or rate the exercise.

    A countdown would tell a team to wait, so participants, observers and the projector get none.
    """
    knows = may_see_schedule(state, participant_id)
    is_open = state.phase in ("running", "paused")
    upcoming = next_due_ms(scenario, state, at_ms) if knows and is_open else None
    anchor = state.anchor
    return ClockView(state.phase, at_ms, state.end_ms, anchor.rate, anchor.is_running, knows, upcoming)


def may_see_schedule(state: State, participant_id: str | None) -> bool:
    """Whether this person may know what is coming, and when."""
    return state.app_role(participant_id or "") in ("facilitator", "evaluator")


def pause_reason(state: State, events: Sequence[e.Event]) -> str:
    """Why the clock stands still, as the facilitator told everyone; empty where it runs."""
    if state.phase != "paused":
        return ""
    return next((event.reason for event in reversed(events) if isinstance(event, e.ClockPaused)), "")


def injects_for(state: State, participant_id: str | None) -> tuple[InjectView, ...]:
    """Delivered injects this person may read, latest first.

    A participant reads what was sent to everyone or to a role they hold; facilitators, evaluators and
    observers read all; a stranger (the projector) reads what was sent to everyone.
    """
    seat = state.participants.get(participant_id or "")
    seen = [event for event in state.delivered.values() if state.reaches(event.to, participant_id)]
    return tuple(_inject_view(event, state, seat) for event in sorted(seen, key=lambda event: -event.seq))


def _inject_view(event: e.InjectDelivered, state: State, seat: Participant | None) -> InjectView:
    return InjectView(event, tuple(_question_view(item, event, state, seat) for item in event.questions))


def _question_view(
    item: ShownQuestion, event: e.InjectDelivered, state: State, seat: Participant | None
) -> QuestionView:
    given = tuple(
        answer
        for answer in state.answers
        if (answer.inject_id, answer.question_id) == (event.inject_id, item.id)
    )
    is_mine = state.reaches(item.to, seat.id if seat else None)
    return QuestionView(item.id, item.text, is_mine, given if seat else (), item.core)


def situation_log(scenario: Scenario, events: Iterable[e.Event]) -> tuple[Line, ...]:
    """What the whole room may know has happened, latest first."""
    shared = (event for event in events if not _is_behind_the_scenes(event))
    return tuple(reversed(lines(scenario, (event for event in shared if not _is_private(event)))))


def _is_private(event: e.Event) -> bool:
    return isinstance(event, e.InjectDelivered) and bool(event.to)


def _is_behind_the_scenes(event: e.Event) -> bool:
    return isinstance(event, _BEHIND_THE_SCENES) and not is_record(event)


def timeline(
    scenario: Scenario, state: State, events: tuple[e.Event, ...], viewer: str | None
) -> tuple[Line, ...]:
    """The log in order, as far as this person may know it.

    Raises:
        Refused: it is not open to them yet.

    """
    return lines(scenario, blind(events, state, viewer))


def msel_for(scenario: Scenario, state: State, participant_id: str, at_ms: int) -> tuple[MselEntry, ...]:
    """The MSEL for facilitators and evaluators, as participants would read it now; nothing for anyone else.

    Before StartEx there are no figures yet, so a text shows the names of its fields, marked.
    """
    if not may_see_schedule(state, participant_id):
        return ()
    return tuple(
        replace(entry, inject=_as_read(scenario, state, entry.inject, at_ms))
        for entry in msel(scenario, state, at_ms)
    )


def expectations_for(scenario: Scenario, state: State, participant_id: str) -> Mapping[str, Inject]:
    """What the scenario expects of the room, by inject delivered: for those who run and rate, nobody else."""
    if state.app_role(participant_id) not in ("facilitator", "evaluator"):
        return {}
    found = ((inject_id, find_inject(scenario, state, inject_id)) for inject_id in state.delivered)
    return {inject_id: inject for inject_id, inject in found if inject is not None}


def _as_read(scenario: Scenario, state: State, inject: Inject, at_ms: int) -> Inject:
    shown = state.delivered.get(inject.id or "")
    if shown is not None:
        return inject.model_copy(update={"title": shown.title, "event": shown.text})
    if state.phase == "lobby":
        return filled(inject, dict)
    return filled(inject, lambda: figures(state.timeline(scenario), at_ms))


def briefing_for(scenario: Scenario, state: State, participant_id: str) -> tuple[tuple[str, str], ...]:
    """The briefings of the roles this participant holds, as (role, text)."""
    held = state.holds(participant_id)
    return tuple((role.role, role.briefing) for role in scenario.roles if role.role in held and role.briefing)


def approvals_for(
    scenario: Scenario, state: State, participant_id: str, *, for_role: str = ""
) -> tuple[Approval, ...]:
    """Pending requests this participant may decide now; a facilitator where nobody else ever can.

    With `for_role`, those a scribe may decide in the name of that role.
    """
    pending = (item for item in state.approvals.values() if item.status == "pending")
    who = (participant_id, for_role)
    return tuple(item for item in pending if _may_decide(scenario, state, item.request, who))


def _may_decide(scenario: Scenario, state: State, request: e.ApprovalRequested, who: tuple[str, str]) -> bool:
    if needs_stand_in(scenario, state, request.approval_id):
        return state.app_role(who[0]) == "facilitator"
    held = set(state.acts_as(*who)) - set(scenario.unreachable)
    if not held & set(approvers(scenario, request)):
        return False
    return (request.by, request.for_role) != who or not others_who_can_decide(scenario, state, request)


def may_search_log(state: State, participant_id: str | None) -> bool:
    """Whether the inference log is open to this person: it holds users' texts, so not to who only watches."""
    is_allowed = state.app_role(participant_id or "") in ("participant", "facilitator", "evaluator")
    return is_allowed and state.phase != "lobby"


def blind(events: tuple[e.Event, ...], state: State, participant_id: str | None) -> tuple[e.Event, ...]:
    """The log without the ratings an evaluator may not see: those of others, until they have rated too.

    Raises:
        Refused: before EndEx, unless this person runs or rates the exercise.

    """
    if not may_see_results(state, participant_id):
        raise Refused("Notes, ratings and scores open when the exercise has ended.")
    events = tuple(event for event in events if may_read(state, event, participant_id))
    if state.app_role(participant_id or "") != "evaluator":
        return events
    own = {item.criterion for item in state.ratings if item.by == participant_id}
    return tuple(
        event
        for event in events
        if not isinstance(event, e.CriterionRated) or event.by == participant_id or event.criterion in own
    )


def hides_ratings(events: Sequence[e.Event], state: State, participant_id: str | None) -> bool:
    """Whether people gave ratings that this person must not know yet."""
    seen = blind(
        tuple(event for event in events if isinstance(event, e.CriterionRated)), state, participant_id
    )
    return len(seen) < sum(isinstance(event, e.CriterionRated) for event in events)


def may_read(state: State, event: e.Event, participant_id: str | None) -> bool:
    """Whether an event is open to this person; what is said on the line is, to its ends and facilitators."""
    if not isinstance(event, e.ObservationRecorded) or event.to in ("", EVERYBODY):
        return True
    return state.app_role(participant_id or "") == "facilitator" or participant_id in (event.by, event.to)


def may_see_results(state: State, participant_id: str | None) -> bool:
    """Whether scores, rubric and the full timeline are open to this person now."""
    role = state.app_role(participant_id or "")
    return state.phase == "ended" or role in ("facilitator", "evaluator")
