"""What has been done so far, in one line for each thing that a responder does."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from engine.log.describe import Line
from engine.log.line import open_questions
from engine.log.state import State
from engine.procedure.clocks import running
from engine.procedure.steps import steps
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import actions
from ui.language.text import name_of
from ui.language.words import many, t


def done_so_far(
    scenario: Scenario, state: State, names: Mapping[str, str], *, waiting: int = 0, me: str = ""
) -> dict[str, str]:
    """A line by group of actions; `waiting` is how many requests this person, `me`, may decide."""
    return {
        "declare": _declared(scenario, state, names),
        "escalate": _told(state),
        "search": t("What the service has logged"),
        "contain": _contained(state),
        "approvals": _asked(state, waiting),
        "preserve": _kept(scenario, state),
        "communicate": _sent(state),
        "recover": _recovered(state),
        "playbook": _followed(scenario, state),
        "clocks": _counting(scenario, state),
        "ask": _line(state, me),
    }


def _followed(scenario: Scenario, state: State) -> str:
    listed = steps(scenario, state)
    done = sum(step.done is not None for step in listed)
    return t("{done} of {count} steps done", done=done, count=len(listed))


def _counting(scenario: Scenario, state: State) -> str:
    started = running(scenario, state)
    if not started:
        return t("None has been started")
    first = started[0].clock.regime.partition(" (")[0]
    return many("{number} runs: {first}", "{number} run; next due: {first}", len(started), first=first)


def _line(state: State, me: str) -> str:
    open_ = len(open_questions(state, me))
    if open_:
        return many("{number} question waits for an answer", "{number} questions wait for an answer", open_)
    return t("Privately, on record, never scored")


def _declared(scenario: Scenario, state: State, names: Mapping[str, str]) -> str:
    now = state.declared
    if now is None:
        return t("Nobody has declared an incident")
    return t(
        "{severity} {type}, by {name}, {time}",
        severity=now.severity,
        type=scenario.incident_types.get(now.incident_type, now.incident_type),
        name=name_of(names, now.by),
        time=offset_label(now.at_ms),
    )


def _told(state: State) -> str:
    if not state.notified:
        return t("Nobody has been told")
    last = state.notified[-1]
    return many(
        "{number} role told; last: {role}, {time}",
        "{number} roles told; last: {role}, {time}",
        len({event.role for event in state.notified}),
        role=last.role,
        time=offset_label(last.at_ms),
    )


def _contained(state: State) -> str:
    known = actions()
    held = [known[name] for name in state.in_force if name in known]
    contained = [action.level for action in held if action.kind == "containment" and action.is_advised]
    if not contained:
        return t("Nothing is in force")
    return many(
        "Level {level}: {number} action in force",
        "Level {level}: {number} actions in force",
        len(contained),
        level=max(contained),
    )


def _asked(state: State, waiting: int) -> str:
    if waiting:
        return many("{number} waits for you", "{number} wait for you", waiting)
    pending = sum(item.status == "pending" for item in state.approvals.values())
    if pending:
        return many("{number} waits for a decision", "{number} wait for a decision", pending)
    if state.approvals:
        return many("{number} decided", "{number} decided", len(state.approvals))
    return t("Nothing has been asked for")


def _kept(scenario: Scenario, state: State) -> str:
    kept = [event for event in state.evidence if event.manner == "collected"]
    if not kept:
        return t("No copy is held")
    labels = {item.id: item.label for item in scenario.evidence}
    last = kept[-1]
    return many(
        "{number} copy held; last: {label}",
        "{number} copies held; last: {label}",
        len(kept),
        label=labels.get(last.artifact, last.artifact),
    )


def _sent(state: State) -> str:
    if not state.messages:
        return t("No message has been sent")
    last = state.messages[-1]
    return many(
        "{number} message sent; last to {audience}, {time}",
        "{number} messages sent; last to {audience}, {time}",
        len(state.messages),
        audience=last.audience,
        time=offset_label(last.at_ms),
    )


def _recovered(state: State) -> str:
    if state.resolved is not None:
        return t("Resolved at {time}", time=offset_label(state.resolved.at_ms))
    if not state.steps and not state.checks:
        return t("Nothing has begun")
    steps = many("{number} step", "{number} steps", len(state.steps))
    checks = many("{number} check", "{number} checks", len(state.checks))
    return f"{steps}, {checks}"


def brief(lines: Iterable[Line], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The situation log as time and sentence, in the order given; seats taken in a row are one line."""
    found: list[tuple[str, str]] = []
    for has_joined, group in groupby(lines, key=lambda line: line.kind == "participant_joined"):
        told = list(group)
        if has_joined and len(told) > 1:
            time = offset_label(told[0].at_ms)
            found.append((time, many("{number} change of seats", "{number} changes of seats", len(told))))
            continue
        found += [(offset_label(line.at_ms), f"{name_of(names, line.by)}: {line.text}") for line in told]
    return found
