"""Containment speed: minutes from the declaration until harm stays low, in proportion to the need.

Where harm was contained before anybody declared an incident, the minutes count from the first signal.
"""

from typing import Final

from engine.log.events import ContainmentApplied, RecoveryStepTaken
from engine.log.state import decision_of
from engine.scenario.times import MINUTE_MS, offset_label
from engine.simulation.run import Decision
from scoring.case import Case
from scoring.finding import Finding, by_minutes, not_scored
from scoring.whatif.courses import avoidable_share, playbook_decisions, returns_service

CRITERION: Final = "containment"


def score(case: Case) -> Finding:
    """The finding for containment speed."""
    if not case.has_started:
        return not_scored(CRITERION, "The exercise has not started.")
    if case.signal_ms is None:
        return not_scored(CRITERION, "No signal has reached the participants yet.")
    if case.contained_ms is None:
        return _uncontained(case)
    return _contained(case, case.contained_ms, case.signal_ms)


def _uncontained(case: Case) -> Finding:
    if not case.has_ended:
        return not_scored(CRITERION, "Not contained yet.")
    applied = tuple(event.seq for event in case.all(ContainmentApplied))
    acted = "containment was ordered, but harm went on" if applied else "no containment was ordered"
    why = f"Not contained at EndEx: {acted} above {case.scenario.contained_below:g} harm points a minute."
    return Finding(CRITERION, 1, "measured", why, applied, _figures(case, None))


def _contained(case: Case, contained_ms: int, signal_ms: int) -> Finding:
    declared_ms = case.declared_ms
    is_after = declared_ms is not None and declared_ms <= contained_ms
    start_ms = declared_ms if is_after and declared_ms is not None else signal_ms
    minutes = max(0, contained_ms - start_ms) / MINUTE_MS
    value = by_minutes(minutes, case.rubric.containment.minutes)
    first = "declaration" if is_after else "first signal"
    why = (
        f"{first.capitalize()} at {offset_label(start_ms)}, harm below {case.scenario.contained_below:g}"
        f" points a minute from {offset_label(contained_ms)}: {minutes:.1f} minutes."
    )
    for lost, reason in (_above_need(case, contained_ms), _raised_harm(case)):
        value -= lost
        why += f" {reason}" if reason else ""
    seqs = [event.seq for event in case.state.actions if event.at_ms <= contained_ms]
    return Finding(CRITERION, max(1, value), "measured", why, tuple(seqs), _figures(case, round(minutes, 2)))


def _above_need(case: Case, contained_ms: int) -> tuple[int, str]:
    """One point off where a level above the need contained it and nobody said why."""
    needed = case.scenario.needed_level
    above = [
        event
        for event in case.all(ContainmentApplied)
        if event.at_ms <= contained_ms and event.level > needed and not event.reason
    ]
    if not above:
        return 0, ""
    return 1, f"Level {above[0].level} was above the needed level {needed} and no reason was given (−1)."


def _raised_harm(case: Case) -> tuple[int, str]:
    """One point off where the AI system did less harm without a recovery action the team took.

    Bringing customers back lets attackers back by its nature, as lifting does, and costs no point.
    """
    decisions = case.state.decisions
    team = _harm(case, decisions)
    for event in case.all(RecoveryStepTaken):
        if (
            event.action
            and not returns_service(event.action)
            and _harm(case, _without(decisions, decision_of(event))) < team
        ):
            return 1, f"“{event.monitoring}” at {offset_label(event.at_ms)} raised harm (−1)."
    return 0, ""


def _without(decisions: tuple[Decision, ...], left_out: Decision) -> tuple[Decision, ...]:
    return tuple(decision for decision in decisions if decision != left_out)


def _harm(case: Case, decisions: tuple[Decision, ...]) -> float:
    return case.timeline.under(decisions).harm_points(case.until_ms)


def _figures(case: Case, minutes: float | None) -> dict[str, object]:
    team = _harm(case, case.state.decisions)
    nothing = _harm(case, case.state.story)
    playbook = _harm(case, (*playbook_decisions(case.scenario), *case.state.story))
    share = avoidable_share(team, nothing, playbook)
    served = case.trajectory.at(case.until_ms)
    return {
        "minutes_declared_to_contained": minutes,
        "contained_ms": case.contained_ms,
        "harm_points": {
            "team": round(team, 1),
            "nothing": round(nothing, 1),
            "playbook": round(playbook, 1),
        },
        "avoidable_harm_share": None if share is None else round(share, 4),
        "legitimate_requests_not_served_in_full": round(served.arrived - served.full),
    }
