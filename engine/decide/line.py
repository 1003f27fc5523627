"""The line between participants and those who run the exercise: recorded, private, never scored."""

from engine import commands as c
from engine.errors import Refused
from engine.log import events as e
from engine.log.fact import EVERYBODY, FACILITATOR
from engine.log.state import State
from engine.scenario.resolve import Scenario


def say(_scenario: Scenario, state: State, command: c.RecordObservation, at_ms: int) -> tuple[e.Event, ...]:
    """What a participant asks the facilitator, or the facilitator says to one of them or to everybody."""
    if not command.text:
        raise Refused("Write what you want to say.")
    if state.phase == "ended":
        raise Refused("The exercise has ended; say it in the hot wash, or note it as an observation.")
    if command.criterion or command.moment_ms is not None or command.completes is not None:
        raise Refused("What is said to somebody is no observation; leave criterion, moment and event out.")
    role = state.app_role(command.by)
    if role == "participant" and command.to != FACILITATOR:
        raise Refused("This line leads to the facilitator; tell a role under Escalate, or send a message.")
    if role == "facilitator":
        _check_receiver(state, command)
    elif role != "participant":
        raise Refused("Only participants and facilitators use this line; note what you observe instead.")
    _check_question(state, command)
    return (
        e.ObservationRecorded(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            text=command.text,
            to=command.to,
            answers=command.answers,
        ),
    )


def _check_receiver(state: State, command: c.RecordObservation) -> None:
    """Refuse who has no seat; whoever asked and has left since may be answered all the same."""
    known = state.everyone.get(command.to) if command.answers else state.participants.get(command.to)
    if command.to != EVERYBODY and (known is None or known.app_role != "participant"):
        raise Refused(f"{command.to!r} is no participant of this exercise; write to one, or to everybody.")


def _check_question(state: State, command: c.RecordObservation) -> None:
    if command.answers is None:
        return
    asked = next((item for item in state.line if item.seq == command.answers), None)
    if state.app_role(command.by) != "facilitator" or asked is None or asked.to != FACILITATOR:
        raise Refused(f"Event {command.answers} is no question to you.")
    if command.to not in (EVERYBODY, asked.by):
        raise Refused("Answer whoever asked, or tell everybody.")
