"""What a team does that follows the playbook: the scenario's expectations, each met in time."""

from collections.abc import Iterator
from typing import Any

from engine import commands as c
from engine.procedure.pace import pace
from engine.procedure.requests import StartNotificationClock
from engine.rehearsal.plan import Group, Planned, lead
from engine.scenario.exercise import Inject, Question
from engine.scenario.parts import RequiredMessage
from engine.scenario.resolve import Scenario
from engine.scenario.times import HOUR_MS, MINUTE_MS
from engine.simulation.action import ContainmentAction
from engine.simulation.run.catalogue import actions, offered, preset
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.timeline import Decisions, Timeline

CLOCK_AFTER_MS = 6 * MINUTE_MS
"""Time the playbook team takes to see that a notification clock has started (assumption)."""


def playbook_plan(scenario: Scenario) -> tuple[Planned, ...]:
    """What a team does that knows the scenario's expectations and meets each of them in time."""
    return tuple(step for group in playbook_groups(scenario) for step in group.steps)


def playbook_groups(scenario: Scenario) -> tuple[Group, ...]:
    """The same in groups of steps that belong together, in the order a team would take them up."""
    signal_ms = min(item.time for item in scenario.injects if item.signals)
    declared_ms, contained_ms = (signal_ms + after_ms for after_ms in pace(scenario))
    apart = (
        *((step, signal_ms) for step in _declare(scenario, declared_ms)),
        *((step, None) for step in _escalate(scenario, signal_ms, declared_ms)),
        *((step, None) for step in _preserve(scenario, signal_ms, declared_ms)),
    )
    return (
        *(Group(step.topic, (step,), possible_ms) for step, possible_ms in apart),
        Group("contain", tuple(_contain(scenario, contained_ms))),
        *_messages(scenario, signal_ms),
        *_answers(scenario),
        *_recovery(scenario),
        *_clocks(scenario),
    )


def _first(scenario: Scenario, wanted: tuple[str, ...]) -> str:
    return next((role for role in wanted if role in scenario.role_names()), lead(scenario))


def _declare(scenario: Scenario, at_ms: int) -> Iterator[Planned]:
    yield Planned(
        at_ms,
        lead(scenario),
        lambda by: c.DeclareIncident(
            by=by,
            incident_type=scenario.incident_type,
            severity=scenario.severity,
            summary="The report is confirmed in our own logs.",
            source="inject",
        ),
        "declare",
    )


def _escalate(scenario: Scenario, signal_ms: int, declared_ms: int) -> Iterator[Planned]:
    starts = {"signal": signal_ms, "declared": declared_ms, "start": 0}
    starts |= {item.id or "": item.time for item in scenario.injects}
    for item in scenario.escalations:
        at_ms = max(signal_ms + MINUTE_MS, starts[item.since] + item.within // 3)
        yield Planned(
            at_ms,
            lead(scenario),
            lambda by, role=item.role: c.NotifyRole(  # type: ignore[misc]  # a default binds the loop's value
                by=by, role=role, text="Incident declared; join the bridge."
            ),
            "escalate",
        )


def _preserve(scenario: Scenario, signal_ms: int, declared_ms: int) -> Iterator[Planned]:
    now = [item for item in scenario.evidence if item.required and item.window != "within_24_hours"]
    for number, item in enumerate(now):
        at_ms = max(signal_ms, declared_ms) + (number + 1) * MINUTE_MS // 4
        yield Planned(at_ms, lead(scenario), _collect(item.id), "evidence")
    later = [item for item in scenario.evidence if item.required and item.window == "within_24_hours"]
    for number, item in enumerate(later):
        at_ms = declared_ms + 20 * MINUTE_MS + number * MINUTE_MS
        owner = _first(scenario, ("Security operations",))
        yield Planned(at_ms, lead(scenario), _assign(item.id, owner), "evidence")


def _collect(artifact: str) -> Any:
    return lambda by: c.CollectEvidence(by=by, artifact=artifact, note="Exported and hashed.")


def _assign(artifact: str, owner: str) -> Any:
    return lambda by: c.CollectEvidence(
        by=by, artifact=artifact, manner="assigned", owner=owner, due="tomorrow 12:00"
    )


def _contain(scenario: Scenario, at_ms: int) -> Iterator[Planned]:
    chosen = [
        item
        for item in offered(scenario.ai_system).values()
        if item.kind == "containment" and item.is_advised and item.level <= scenario.needed_level
    ]
    for action in sorted(chosen, key=lambda item: (item.level, item.id)):
        orderers = scenario.authority.orderers(action.level)
        who = _first(scenario, orderers) if orderers else lead(scenario)
        approvers = scenario.authority.approvers(action.level)
        if approvers:
            yield from _approved(scenario, action.id, action.level, at_ms - 2 * MINUTE_MS)
        yield Planned(at_ms, who, _apply(action.id, action.level, bool(approvers)), "contain")


def _approved(scenario: Scenario, action: str, level: int, at_ms: int) -> Iterator[Planned]:
    yield Planned(
        at_ms,
        lead(scenario),
        lambda by: c.RequestApproval(
            by=by, about="containment", level=level, action=action, reason="Harm goes on."
        ),
        "contain",
    )
    reachable = tuple(r for r in scenario.authority.approvers(level) if r not in scenario.unreachable)
    yield Planned(
        at_ms + MINUTE_MS,
        _first(scenario, reachable),
        lambda by: c.DecideApproval(
            by=by, approval_id=f"level:{level}", granted=True, reason="Harm outweighs service."
        ),
        "contain",
    )


def _apply(action: str, level: int, needs_approval: bool) -> Any:
    params: dict[str, str | int | float] = {"pattern": "role-play preamble"}
    wanted = {item.name for item in actions()[action].parameters if item.required and item.name != "approval"}
    return lambda by: c.ApplyContainment(
        by=by,
        action=action,
        params={name: params.get(name, "restricted") for name in sorted(wanted)},
        reason="Lowest level that contains it.",
        approval_id=f"level:{level}" if needs_approval else "",
    )


def _messages(scenario: Scenario, signal_ms: int) -> Iterator[Group]:
    """Each message with its approval; half of its time is for finding out what there is to say."""
    for item in scenario.messages:
        yield Group("communicate", tuple(_message(scenario, item)), (signal_ms + item.by) // 2)


def _message(scenario: Scenario, item: RequiredMessage) -> Iterator[Planned]:
    text = message_text(item)
    send_ms = max(3 * MINUTE_MS, item.by - 4 * MINUTE_MS)
    if item.approved_by:
        decider = _first(scenario, item.approved_by)
        yield Planned(send_ms - 2 * MINUTE_MS, lead(scenario), _ask(item, text), "communicate")
        yield Planned(send_ms - MINUTE_MS, decider, _grant(item.audience), "communicate")
    yield Planned(send_ms, lead(scenario), _send(item, text), "communicate")


def message_text(item: RequiredMessage) -> str:
    """A message that contains every element asked for."""
    sentences = [f"{element.label.rstrip('.')}: {element.cues[0]}." for element in item.elements]
    if item.next_update:
        sentences.append("Next update in 30 minutes.")
    return " ".join(sentences) or f"Update for {item.audience}."


def _ask(item: RequiredMessage, text: str) -> Any:
    return lambda by: c.RequestApproval(by=by, about="message", audience=item.audience, text=text)


def _grant(audience: str) -> Any:
    return lambda by: c.DecideApproval(by=by, approval_id=f"message:{audience}", granted=True)


def _send(item: RequiredMessage, text: str) -> Any:
    approval = f"message:{item.audience}" if item.approved_by else ""
    return lambda by: c.SendMessage(
        by=by, audience=item.audience, text=text, template=item.template or "", approval_id=approval
    )


def _answers(scenario: Scenario) -> Iterator[Group]:
    for inject in scenario.injects:
        if inject.contingency or inject.when is not None:
            continue
        for number, question in enumerate(inject.questions):
            asked = _asked(scenario, inject, question)
            role = asked[number % len(asked)]
            at_ms = inject.time + (3 + number) * MINUTE_MS
            yield Group("answer", (Planned(at_ms, role, _submit(inject, question), "answer"),), inject.time)


def _asked(scenario: Scenario, inject: Inject, question: Question) -> list[str]:
    """The roles a question is put to; where nobody holds one of them, every role, and it is refused."""
    roles = [item.role for item in scenario.roles]
    reached = [role for role in roles if not inject.to or role in inject.to]
    return [role for role in reached if not question.to or role in question.to] or roles


def _submit(inject: Inject, question: Question) -> Any:
    said = " ".join(f"{point.description.rstrip('.')}." for point in question.points)
    text = said or "We follow the playbook: declare, preserve evidence, contain, then inform."
    return lambda by: c.SubmitAnswer(
        by=by, inject_id=inject.id or "", question_id=question.id or "", text=text
    )


def _clocks(scenario: Scenario) -> Iterator[Group]:
    """Each notification clock, counted from the inject that started it."""
    keepers = {item.id: item.kept_by for item in scenario.clocks}
    for inject in scenario.injects:
        if inject.contingency or inject.when is not None:
            continue
        for clock in inject.starts_clocks:
            who = _first(scenario, (keepers.get(clock, ""),))
            at_ms = min(inject.time + CLOCK_AFTER_MS, scenario.duration_ms - MINUTE_MS)
            yield Group("clock", (Planned(at_ms, who, _start(clock, inject.time), "clock"),), inject.time)


def _start(clock: str, since_ms: int) -> Any:
    return lambda by: StartNotificationClock(by=by, clock=clock, since_ms=since_ms)


def _recovery(scenario: Scenario) -> Iterator[Group]:
    """Steps, then stepping back, then checks, then the end: each once what comes before it is done.

    Where recovery is due at EndEx only, containment is held until then.
    """
    at_ms = due_ms = scenario.recovery_from_ms
    for step in scenario.recovery:
        at_ms += MINUTE_MS // 2
        yield Group(
            "recover", (Planned(at_ms, lead(scenario), _step(step.id), "recover"),), scenario.recovery_from_ms
        )
    back_ms = scenario.duration_ms - 13 * MINUTE_MS
    lifts = tuple(_step_back(scenario, back_ms)) if due_ms < scenario.duration_ms else ()
    at_ms = scenario.duration_ms - 6 * MINUTE_MS
    checks = tuple(
        Planned(at_ms + number * MINUTE_MS // 2, lead(scenario), _verify(check.id), "recover")
        for number, check in enumerate(scenario.verification, start=1)
    )
    at_ms += len(checks) * MINUTE_MS // 2
    end = Planned(at_ms + MINUTE_MS, lead(scenario), _resolve, "recover")
    yield Group("close", (*lifts, *checks, end), scenario.recovery_from_ms)


def _step_back(scenario: Scenario, at_ms: int) -> Iterator[Planned]:
    for number, action in enumerate(_liftable(scenario)):
        orderers = scenario.authority.orderers(action.level)
        who = _first(scenario, orderers) if orderers else lead(scenario)
        yield Planned(at_ms + number * MINUTE_MS // 2, who, _lift(action.id), "recover")


def _liftable(scenario: Scenario) -> tuple[ContainmentAction, ...]:
    """Actions of level 2 and above, highest first, that can go without a check of recovery failing."""
    known = actions()
    applied = (
        *preset_decisions(scenario.needed_level, 0, scenario.ai_system),
        *(Decision(0, step.action or "") for step in scenario.recovery if _makes_safe(step.action)),
    )
    ordered = [
        known[name] for name in preset(scenario.needed_level, scenario.ai_system) if known[name].level >= 2
    ]
    lifted: tuple[ContainmentAction, ...] = ()
    for action in sorted(ordered, key=lambda item: (-item.level, item.id)):
        lifts = (Decision(HOUR_MS, item.id, (), True) for item in (*lifted, action))
        if _passes(scenario, (*applied, *lifts)):
            lifted = (*lifted, action)
    return lifted


def _makes_safe(action_id: str | None) -> bool:
    """Whether a recovery step acts against the attack, rather than bringing customers back."""
    action = actions().get(action_id or "")
    return action is not None and not action.returns_service


def _passes(scenario: Scenario, decisions: Decisions) -> bool:
    """Whether what still works against the AI system in the end stays within every check's limit."""
    measured = Timeline(scenario.ai_system, 0, decisions).residual_success(2 * HOUR_MS)
    found = dict(zip(("known_technique", "variants"), measured, strict=True))
    return all(found.get(check.measures, 0.0) <= check.at_most for check in scenario.verification)


def _lift(action: str) -> Any:
    return lambda by: c.LiftContainment(by=by, action=action, reason="Recovery checks allow it.")


def _step(step_id: str) -> Any:
    return lambda by: c.TakeRecoveryStep(by=by, step_id=step_id, owner="AI engineering team")


def _verify(check_id: str) -> Any:
    return lambda by: c.RunVerification(by=by, check_id=check_id)


def _resolve(by: str) -> c.ResolveIncident:
    return c.ResolveIncident(by=by, summary="Checks passed.", follow_up_owner="AI engineering team")
