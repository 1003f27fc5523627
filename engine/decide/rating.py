"""Decisions about observations and ratings; the only ones that remain after EndEx."""

from engine import commands as c
from engine.decide import line
from engine.errors import Refused
from engine.log import events as e
from engine.log.state import State
from engine.scenario.resolve import Scenario


def observe(
    scenario: Scenario, state: State, command: c.RecordObservation, at_ms: int
) -> tuple[e.Event, ...]:
    """A note at this moment, or at the moment it says; without a text, a mark that is told later.

    What is said to somebody is no observation (`engine.decide.line`).
    """
    if command.to:
        return line.say(scenario, state, command, at_ms)
    if command.moment_ms is not None and command.moment_ms > at_ms:
        raise Refused("An observation can't lie in the future; leave its moment out.")
    if command.completes is not None:
        _check_own(state, command)
    elif not command.text and state.app_role(command.by) == "participant":
        raise Refused("Say what you observed; only facilitators and evaluators mark a moment without words.")
    return (
        e.ObservationRecorded(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            text=command.text,
            criterion=command.criterion,
            moment_ms=command.moment_ms,
            completes=command.completes,
        ),
    )


def _check_own(state: State, command: c.RecordObservation) -> None:
    """Refuse words for what is no observation, or another person's, or to be found elsewhere."""
    found = next((item for item in state.observations if item.seq == command.completes), None)
    if found is None or found.by != command.by:
        raise Refused(f"Event {command.completes} is no observation of yours; complete your own.")
    if found.completes is not None:
        raise Refused(f"Event {found.seq} completes event {found.completes}; complete that one again.")
    if command.moment_ms is not None:
        raise Refused("The moment of an observation stays; leave it out.")
    if not command.text:
        raise Refused("Say what you observed at that moment.")


def rate(_scenario: Scenario, state: State, command: c.RateCriterion, at_ms: int) -> tuple[e.Event, ...]:
    """A rating, given without knowing anybody else's.

    It may be changed until a second person has rated the criterion; from then on raters reconcile.
    """
    others = [item for item in state.ratings if item.criterion == command.criterion and item.by != command.by]
    has_rated = any(item.by == command.by and item.criterion == command.criterion for item in state.ratings)
    if others and has_rated:
        raise Refused("Your rating stands, because others have rated since; reconcile with them instead.")
    if others and state.app_role(command.by) == "facilitator":
        raise Refused("Evaluators have rated this, and you can see how; reconcile with them instead.")
    return _rated(state, command, at_ms, reconciles=False)


def reconcile(
    _scenario: Scenario, state: State, command: c.ReconcileRating, at_ms: int
) -> tuple[e.Event, ...]:
    """One value for ratings that differ; the raw ratings stay in the log.

    An evaluator who has not rated the criterion may not: settling it would show them the others' ratings.
    """
    raters = {item.by for item in state.ratings if item.criterion == command.criterion}
    if state.app_role(command.by) == "evaluator" and command.by not in raters:
        raise Refused("Rate this criterion yourself first, then reconcile with the others.")
    if len(raters) < 2:
        raise Refused("Fewer than two people have rated this criterion, so there is nothing to reconcile.")
    return _rated(state, command, at_ms, reconciles=True)


def _rated(
    state: State, command: c.RateCriterion | c.ReconcileRating, at_ms: int, *, reconciles: bool
) -> tuple[e.Event, ...]:
    unknown = [number for number in command.cites if not 1 <= number <= state.seq]
    if unknown:
        raise Refused(f"There is no event {unknown[0]}; the log has {state.seq} events.")
    return (
        e.CriterionRated(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            criterion=command.criterion,
            value=command.value,
            reason=command.reason,
            cites=command.cites,
            reconciles=reconciles,
        ),
    )
