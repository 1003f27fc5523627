"""Decisions about the exercise itself: creating, joining, the clock and the end."""

from datetime import timedelta

from engine import commands as c
from engine.errors import Refused
from engine.log import events as e
from engine.log.fact import SCRIBE, SYSTEM, AppRole
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS, offset_label
from engine.schedule import next_due_ms
from engine.simulation.tape import ENGINE_VERSION

RATES = (0.5, 1.0, 2.0, 4.0, 6.0, 10.0, 20.0, 60.0)
"""Rates offered to the facilitator; any from the first to the last is accepted."""

COUNTED = "Counted the time the server stood still as played"
"""Why exercise time moved forward when the clock was resumed."""

REOPEN_FOR = timedelta(minutes=10)
"""How long an EndEx that came by itself can be taken back (assumption: until people have left the room)."""

MOST_SEATS = 1_000
"""Seats of one exercise at a time (assumption: more people are not in one room)."""

AFTER_END: frozenset[AppRole] = frozenset({"evaluator", "observer"})
"""Who may still take a seat after EndEx: those who rate what happened, and those who look on."""


def create(state: State, command: c.CreateExercise) -> tuple[e.Event, ...]:
    """The first event of a log."""
    if state.created is not None:
        raise Refused("This exercise exists already; create another one.")
    return (
        e.ExerciseCreated(
            at_ms=0,
            by=command.by,
            key=command.key,
            engine_version=ENGINE_VERSION,
            scenario_id=str(command.scenario["id"]),
            scenario_sha256=command.scenario_sha256,
            scenario_text=command.scenario_text,
            scenario=command.scenario,
            seed=command.seed,
            title=command.title,
            demo=command.demo,
            team=command.team,
            organisation_team=command.organisation_team,
            play=command.play,
            aids=command.aids,
        ),
    )


def join(scenario: Scenario, state: State, command: c.JoinExercise, at_ms: int) -> tuple[e.Event, ...]:
    """A seat, or other roles for a seat already taken."""
    if state.created is None:
        raise Refused("There is no such exercise; check the join code.")
    if command.by != command.participant_id or command.by == SYSTEM:
        raise Refused("A seat and its roles are taken by whoever sits in it; ask them to choose their roles.")
    if state.phase == "ended" and command.app_role not in AFTER_END:
        raise Refused("The exercise has ended; its results can still be read.")
    if command.participant_id in state.gone:
        raise Refused("This seat was given up or removed; join again with the code.")
    _check_roles(scenario, state, command)
    seat = state.participants.get(command.participant_id)
    if seat is None and len(state.participants) >= MOST_SEATS:
        raise Refused(f"All {MOST_SEATS} seats are taken; ask the facilitator to remove those nobody uses.")
    if seat is not None and seat.app_role != command.app_role:
        raise Refused(f"This seat is a {seat.app_role}'s; take another seat to join as {command.app_role}.")
    is_known = seat is not None and seat.roles == command.roles
    if is_known and (seat.is_ready or not command.is_ready):  # type: ignore[union-attr]
        return ()
    return (
        e.ParticipantJoined(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            participant_id=command.participant_id,
            app_role=command.app_role,
            roles=command.roles,
            is_ready=command.is_ready,
        ),
    )


def leave(_scenario: Scenario, state: State, command: c.LeaveExercise, at_ms: int) -> tuple[e.Event, ...]:
    """A seat given up or taken away; what was done from it stays, and it can't be taken again."""
    seat = state.participants.get(command.participant_id)
    if seat is None:
        raise Refused("Nobody sits there any more; the list of seats is already up to date.")
    if command.by != seat.id and state.app_role(command.by) != "facilitator":
        raise Refused("A seat is given up by whoever sits in it, or removed by a facilitator.")
    left = e.ParticipantJoined(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        participant_id=seat.id,
        app_role=seat.app_role,
        roles=seat.roles,
        leaves=True,
    )
    return (left,)


def _check_roles(scenario: Scenario, state: State, command: c.JoinExercise) -> None:
    known, roles = offered_roles(scenario, state), command.roles
    if roles and command.app_role != "participant":
        raise Refused(f"Roles are for participants; join as {command.app_role} without one.")
    unknown = [role for role in roles if role not in known]
    if unknown:
        raise Refused(f"{unknown[0]!r} is not a role of this exercise; choose from: {', '.join(known)}.")
    twice = [role for role in roles if roles.count(role) > 1]
    if twice:
        raise Refused(f"{twice[0]!r} is named twice; name a role once.")


def offered_roles(scenario: Scenario, state: State) -> tuple[str, ...]:
    """Roles a participant can take: the scenario's, and the scribe's where the room discusses."""
    return (*scenario.role_names(), SCRIBE) if state.is_discussed else scenario.role_names()


def start(_scenario: Scenario, state: State, command: c.StartClock, at_ms: int) -> tuple[e.Event, ...]:
    """StartEx."""
    if state.phase != "lobby":
        raise Refused("The exercise has already started.")
    _check_rate(command.rate)
    return (e.ClockStarted(at_ms=at_ms, by=command.by, key=command.key, rate=command.rate),)


def pause(_scenario: Scenario, state: State, command: c.PauseClock, at_ms: int) -> tuple[e.Event, ...]:
    """Exercise time stands still; nothing if it does already."""
    if state.phase == "lobby":
        raise Refused("The exercise has not started, so there is nothing to pause.")
    if state.phase == "paused":
        return ()
    lost_ms = command.lost_ms if command.by == SYSTEM else 0
    paused = e.ClockPaused(
        at_ms=at_ms, by=command.by, key=command.key, reason=command.reason, lost_ms=lost_ms
    )
    return (paused,)


def resume(_scenario: Scenario, state: State, command: c.ResumeClock, at_ms: int) -> tuple[e.Event, ...]:
    """Exercise time runs again, past what the server missed where that counts; nothing if it does already."""
    if state.phase == "lobby":
        raise Refused("The exercise has not started; start the clock instead.")
    if state.phase == "running":
        return ()
    played_ms = min(state.lost_ms, max(0, state.end_ms - at_ms)) if command.counts_lost else 0
    resumed = e.ClockResumed(at_ms=at_ms + played_ms, by=command.by, key=command.key)
    if not played_ms:
        return (resumed,)
    moved = e.ClockAdjusted(
        at_ms=resumed.at_ms, by=command.by, rate=state.anchor.rate, skipped_ms=played_ms, reason=COUNTED
    )
    return (moved, resumed)


def set_rate(_scenario: Scenario, state: State, command: c.SetRate, at_ms: int) -> tuple[e.Event, ...]:
    """Another rate from now on."""
    if state.phase == "lobby":
        raise Refused("The exercise has not started; choose the rate when you start the clock.")
    _check_rate(command.rate)
    if command.rate == state.anchor.rate:
        return ()
    return (e.ClockAdjusted(at_ms=at_ms, by=command.by, key=command.key, rate=command.rate),)


def skip(scenario: Scenario, state: State, command: c.SkipTo, at_ms: int) -> tuple[e.Event, ...]:
    """Exercise time moves forward, to the next inject where no time is given."""
    if state.phase == "lobby":
        raise Refused("The exercise has not started, so there is nothing to skip.")
    target = command.to_ms if command.to_ms is not None else next_due_ms(scenario, state, at_ms)
    if target is None:
        raise Refused("No inject is coming; end the exercise, or skip to a time.")
    if target <= at_ms:
        raise Refused(f"Exercise time never goes back: it is {offset_label(at_ms)} now.")
    if target > state.end_ms:
        raise Refused(f"The exercise ends at {offset_label(state.end_ms)}; extend the end first.")
    return (
        e.ClockAdjusted(
            at_ms=target, by=command.by, key=command.key, rate=state.anchor.rate, skipped_ms=target - at_ms
        ),
    )


def end(_scenario: Scenario, state: State, command: c.EndExercise, at_ms: int) -> tuple[e.Event, ...]:
    """EndEx; by itself only once the time is up."""
    if command.by == SYSTEM and (state.phase == "lobby" or at_ms < state.end_ms):
        return ()
    return (e.ExerciseEnded(at_ms=at_ms, by=command.by, key=command.key, reason=command.reason),)


def reopen(_scenario: Scenario, state: State, command: c.ReopenExercise, at_ms: int) -> tuple[e.Event, ...]:
    """The exercise is open again, paused where it ended; only soon after an EndEx that came by itself."""
    if state.ended is None:
        raise Refused("The exercise has not ended, so there is nothing to reopen.")
    if state.ended.by != SYSTEM:
        raise Refused("A facilitator ended this exercise; only an end that came by itself is taken back.")
    if command.asked_at is None or command.asked_at - state.ended.recorded_at > REOPEN_FOR:
        minutes = REOPEN_FOR // timedelta(minutes=1)
        raise Refused(f"The exercise ended more than {minutes} minutes ago; create another one.")
    end_ms = max(state.end_ms, at_ms + command.minutes * MINUTE_MS)
    return (
        e.ScheduleAdjusted(at_ms=at_ms, by=command.by, change="end", end_ms=end_ms),
        e.ClockPaused(at_ms=at_ms, by=command.by, key=command.key, reopens=True),
    )


def correct(_scenario: Scenario, state: State, command: c.CorrectClock, at_ms: int) -> tuple[e.Event, ...]:
    """Exercise time goes on from where it is, by the clock that the server has now."""
    if not state.anchor.is_running:
        return ()
    corrected = e.ClockAdjusted(
        at_ms=at_ms, by=command.by, key=command.key, rate=state.anchor.rate, reason=command.reason
    )
    return (corrected,)


def _check_rate(rate: float) -> None:
    if not RATES[0] <= rate <= RATES[-1]:
        raise Refused(f"A rate of {rate:g} is out of range; choose from ×{RATES[0]:g} to ×{RATES[-1]:g}.")
