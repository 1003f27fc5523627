"""Tables and tiles as plain rows; pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.log.describe import Line
from engine.log.events import (
    AnswerSubmitted,
    ApprovalRequested,
    CriterionRated,
    Event,
    ObservationRecorded,
    ParticipantJoined,
)
from engine.log.state import State
from engine.scenario.content import PreApproval
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS, offset_label
from engine.schedule import MselEntry
from engine.seats.keys import Keys
from engine.simulation.run.catalogue import actions
from engine.simulation.run.telemetry import Telemetry
from scoring.history.points import ReadinessPoint
from ui.language import columns
from ui.language.terms import term
from ui.language.text import name_of
from ui.language.words import either, many, t

_QUIET = (AnswerSubmitted, ObservationRecorded, CriterionRated, ParticipantJoined)

APART_MS = 4 * MINUTE_MS
"""Labels of marks closer than this would lie on each other in a chart of ninety minutes."""

STANDING = {
    "delivered": t("delivered"),
    "due": t("due now"),
    "coming": t("coming"),
    "held": t("held back"),
    "waiting": t("waiting for its condition"),
    "reserve": t("in reserve"),
    "dropped": t("dropped"),
}


def signals(seen: Telemetry) -> dict[str, Any]:
    """What everybody may see of the AI system: alerts as sentences, tiles as (label, value, help)."""
    return {"alerts": list(seen.alerts), "tiles": tiles(seen)}


def tiles(seen: Telemetry) -> list[tuple[str, str, str]]:
    """Telemetry as (label, value, help) in the order it is shown."""
    lost = seen.refused_share + seen.unserved_share
    return [
        (t("Requests a minute"), f"{seen.requests_per_min:.0f}", t("Customers' requests that arrived.")),
        (t("Served in full"), f"{seen.full_share:.0%}", t("Share answered as usual.")),
        (
            t("Refused or unserved"),
            f"{lost:.0%}",
            t("Share turned away, blocked by mistake or not answered."),
        ),
        (
            t("Blocked by mistake"),
            f"{seen.false_positive_estimate:.1%}",
            t("Estimated share of customers that guardrail rules turned away by mistake."),
        ),
        (
            t("Suspected bypasses"),
            f"{seen.suspected_bypasses:.0f}",
            t("Flagged by the detector in ten minutes."),
        ),
        (
            t("Suspected users"),
            f"{seen.suspected_users:.0f}",
            t("Users flagged so far; misses some, errs on others."),
        ),
        (t("Guardrail blocks"), f"{seen.block_rate:.1%}", t("Share of requests the guardrail stopped.")),
        (t("Latency p95"), f"{seen.p95_s:.1f} s", t("Nineteen of twenty answers are faster.")),
        (t("Cost an hour"), f"${seen.cost_per_hour:,.0f}", t("At the present use of tokens.")),
        (t("Human queue"), f"{seen.human_queue:.0f}", t("Customers waiting for a person.")),
        *_of_an_agent(seen),
        (t("Containment level"), str(seen.level), t("0 is normal operation, 4 is offline.")),
    ]


def _of_an_agent(seen: Telemetry) -> list[tuple[str, str, str]]:
    if seen.calls_pending is None:
        return []
    label, help_ = t("Tool calls pending"), t("Calls of the agent that are planned or running.")
    return [(label, f"{seen.calls_pending:,}", help_)]


def msel_rows(entries: Iterable[MselEntry]) -> list[columns.Row]:
    """The MSEL as facilitators read it."""
    return [
        {
            columns.DUE: offset_label(entry.due_ms),
            columns.DELIVERED: "" if entry.delivered_ms is None else offset_label(entry.delivered_ms),
            columns.LATE: _late(entry),
            columns.INJECT: entry.inject.title,
            columns.TO: ", ".join(entry.inject.to) or t("everyone"),
            columns.STATE: _standing(entry),
            columns.EXPECTED: " ".join(entry.inject.expected_actions),
        }
        for entry in entries
    ]


def _standing(entry: MselEntry) -> str:
    word = STANDING[entry.standing]
    return t("{standing} · advised now", standing=word) if entry.is_advised else word


def _late(entry: MselEntry) -> str:
    if entry.delivered_ms is None or entry.delivered_ms <= entry.due_ms:
        return ""
    return f"{(entry.delivered_ms - entry.due_ms) / 1000:.1f} s"


def log_rows(lines: Iterable[Line], names: Mapping[str, str]) -> list[columns.Row]:
    """Timeline or situation log."""
    return [
        {
            columns.EVENT: line.seq,
            columns.TIME: offset_label(line.at_ms),
            columns.WHO: name_of(names, line.by),
            columns.WHAT: line.text,
        }
        for line in lines
    ]


def roster_rows(state: State, names: Mapping[str, str]) -> list[columns.Row]:
    """Who is here, and what they hold."""
    return [
        {
            columns.NAME: name_of(names, seat.id),
            columns.TAKES_PART_AS: term(seat.app_role),
            columns.ROLES: ", ".join(seat.roles),
        }
        for seat in state.participants.values()
    ]


def empty_roles(scenario: Scenario, state: State) -> list[str]:
    """Roles of the exercise that nobody holds."""
    held = {role for seat in state.participants.values() for role in seat.roles}
    return [role for role in scenario.role_names() if role not in held]


def scenario_choice(scenario: Scenario, *, is_own: bool = False) -> str:
    """A scenario's name, and what tells it from the others where one is chosen."""
    named = f"{scenario.name} · {scenario_line(scenario)}"
    return t("{named} · yours", named=named) if is_own else named


def scenario_line(scenario: Scenario) -> str:
    """A scenario in one line, without anything that happens in it."""
    hard = scenario.difficulty
    facts = (
        scenario.incident_types.get(scenario.incident_type, scenario.incident_type),
        many("{number} minute", "{number} minutes", scenario.duration_ms // MINUTE_MS),
        many("{number} inject", "{number} injects", len(scenario.injects)),
        "" if hard is None else t("difficulty {difficulty} of 3", difficulty=hard),
    )
    return ", ".join(filter(None, facts))


def exercise_title(point: ReadinessPoint) -> str:
    """An exercise's title where several stand side by side: demonstrations are marked."""
    return t("{title} (demo)", title=point.title) if point.is_demo else point.title


def base(address: str) -> str:
    """Where the app begins; `address` is any page of it."""
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[0]


def links(keys: Keys, address: str) -> list[tuple[str, str]]:
    """Links to an exercise, by whom they are for; `address` is any page of the app."""
    start = base(address)
    secret = f"exercise={keys.exercise_id}&secret="
    return [
        (t("Participants"), f"{start}/join?code={keys.join_code}"),
        (t("Another facilitator"), f"{start}/join?{secret}{keys.facilitator}"),
        (t("Evaluators"), f"{start}/join?{secret}{keys.evaluator}"),
        (t("Observers"), f"{start}/join?{secret}{keys.observer}"),
        (t("The projector"), f"{start}/present?{secret}{keys.projector}"),
    ]


def decision_marks(state: State) -> list[tuple[int, str]]:
    """When somebody acted on the AI system, and what was done."""
    known = actions()
    return [
        (use.at_ms, t("Lifted: {action}", action=title) if use.lifted else title)
        for use in state.decisions
        if use.action in known
        for title in (known[use.action].title,)
    ]


def marks_apart(marks: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Marks in the order of time, those of the next minutes counted with the first of them."""
    groups: list[tuple[int, list[str]]] = []
    for at_ms, label in marks:
        if groups and at_ms - groups[-1][0] < APART_MS:
            groups[-1][1].append(label)
        else:
            groups.append((at_ms, [label]))
    return [
        (at_ms, t("{first} and {count} more", first=labels[0], count=len(labels) - 1))
        if labels[1:]
        else (at_ms, labels[0])
        for at_ms, labels in groups
    ]


def about(request: ApprovalRequested) -> str:
    """What approval is asked for."""
    return (
        t("level {level}", level=request.level)
        if request.about == "containment"
        else t("message to {audience}", audience=request.audience)
    )


def pre_approval(rule: PreApproval) -> str:
    """Who needs no separate approval, and when."""
    conditions = " ".join(filter(None, (rule.severity, rule.incident_type)))
    roles = either(rule.roles)
    if not conditions:
        return roles
    return t("{roles} while {conditions} is declared", roles=roles, conditions=conditions)


def approval_rows(state: State, names: Mapping[str, str]) -> list[columns.Row]:
    """Requests for approval, latest first."""
    return [
        {
            columns.REFERENCE: item.request.approval_id,
            columns.ABOUT: about(item.request),
            columns.ASKED_BY: name_of(names, item.request.by),
            columns.STATE: term(item.status),
            columns.DECIDED: f"{name_of(names, item.decision.by)} ({item.decision.role})"
            if item.decision
            else "",
            columns.REASON: item.decision.reason if item.decision else item.request.reason,
        }
        for item in reversed(tuple(state.approvals.values()))
    ]


def answers_to(state: State, question_id: str, names: Mapping[str, str]) -> list[columns.Row]:
    """The room's answers to one question, latest first."""
    return [
        {
            columns.TIME: offset_label(item.at_ms),
            columns.WHO: name_of(names, item.by),
            columns.ANSWER: item.text,
        }
        for item in reversed(state.answers)
        if item.question_id == question_id
    ]


def version(events: Iterable[Event]) -> int:
    """The number of the last event that what people type into must be drawn again for.

    Answers, notes, ratings and arrivals are shown by displays that tick, so that forty people typing do
    not redraw each other's screens.
    """
    return max((event.seq for event in events if not is_quiet(event)), default=0)


def is_quiet(event: Event) -> bool:
    """Whether an event redraws displays alone, and nothing that people type into."""
    return isinstance(event, _QUIET)
