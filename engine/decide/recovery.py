"""Decisions about recovery, its checks and the end of the incident."""

from typing import assert_never

from engine import commands as c
from engine.decide.response import effects
from engine.errors import Refused
from engine.log import events as e
from engine.log.acts import in_order
from engine.log.fact import Params
from engine.log.state import State
from engine.scenario.parts import RecoveryStep, Verification
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction, check_params, with_defaults
from engine.simulation.run.catalogue import actions, offered
from engine.simulation.run.decisions import Decision
from engine.simulation.run.stopping import acted_share, pending_share, stop_latency


def take_step(
    scenario: Scenario, state: State, command: c.TakeRecoveryStep, at_ms: int
) -> tuple[e.Event, ...]:
    """The step taken, with the controls after it where it acts on the AI system."""
    offered = (*scenario.recovery, *other_steps(scenario))
    step = next((item for item in offered if item.id == command.step_id), None)
    if step is None:
        known = ", ".join(item.id for item in offered)
        raise Refused(f"{command.step_id!r} is not a recovery step; choose from: {known}.")
    action = actions().get(step.action or "")
    params = _params(action, command)
    if _stands(state, step, action, params):
        return ()
    if step.owner_required and not command.owner:
        raise Refused(f"{step.label!r} needs an owner.")
    event = e.RecoveryStepTaken(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        step_id=step.id,
        owner=command.owner,
        note=command.note,
    )
    if action is None:
        return (event,)
    return (_acting(scenario, state, event, action, params),)


def other_steps(scenario: Scenario) -> tuple[RecoveryStep, ...]:
    """Recovery actions that the scenario does not ask for and a team may take all the same."""
    asked = {step.action for step in scenario.recovery}
    return tuple(
        RecoveryStep(id=action.id, label=action.title, action=action.id)
        for action in offered(scenario.ai_system).values()
        if action.kind == "recovery" and action.id not in asked
    )


def _params(action: ContainmentAction | None, command: c.TakeRecoveryStep) -> Params:
    if action is None:
        return {}
    if problems := check_params(action, command.params):
        raise Refused("; ".join(problems) + ".")
    return with_defaults(action, command.params)


def _stands(state: State, step: RecoveryStep, action: ContainmentAction | None, params: Params) -> bool:
    """Whether the step was taken with these parameters already, and not taken back since."""
    if not any(done.step_id == step.id and done.params == params for done in state.steps):
        return False
    if action is None or not action.is_reversible:
        return True
    return (action.id, in_order(params)) in {(use.action, use.params) for use in state.uses}


def _acting(
    scenario: Scenario, state: State, event: e.RecoveryStepTaken, action: ContainmentAction, params: Params
) -> e.RecoveryStepTaken:
    after = (*state.decisions, Decision(event.at_ms, action.id, in_order(params)))
    return event.model_copy(
        update={
            "action": action.id,
            "params": params,
            "overwrites": action.overwrites,
            "monitoring": action.entry(params),
            **effects(scenario, state, after, event.at_ms),
        }
    )


def verify(scenario: Scenario, state: State, command: c.RunVerification, at_ms: int) -> tuple[e.Event, ...]:
    """What the check measured on the simulated AI system at this moment."""
    check = next((item for item in scenario.verification if item.id == command.check_id), None)
    if check is None:
        known = ", ".join(item.id for item in scenario.verification)
        raise Refused(f"{command.check_id!r} is not a check; choose from: {known}.")
    measured = round(_measure(scenario, state, check, at_ms), 4)
    return (
        e.VerificationRun(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            check_id=check.id,
            measured=measured,
            at_most=check.at_most,
            passed=measured <= check.at_most,
        ),
    )


def _measure(scenario: Scenario, state: State, check: Verification, at_ms: int) -> float:
    timeline = state.timeline(scenario)
    match check.measures:
        case "service":
            return timeline.lost_service(at_ms)
        case "known_technique":
            return timeline.residual_success(at_ms)[0]
        case "variants":
            return timeline.residual_success(at_ms)[1]
        case "calls_pending":
            return pending_share(timeline.trajectory(at_ms), at_ms)
        case "calls_after_stop":
            return acted_share(timeline.trajectory(at_ms), at_ms)
        case "stop_latency":
            return stop_latency(timeline.trajectory(at_ms), at_ms)
        case _ as never:
            assert_never(never)


def resolve(scenario: Scenario, state: State, command: c.ResolveIncident, at_ms: int) -> tuple[e.Event, ...]:
    """The incident declared resolved, with what still worked against the AI system at that moment."""
    if state.declared is None:
        raise Refused("No incident has been declared, so there is nothing to resolve.")
    if state.resolved is not None:
        return ()
    known, variants = state.timeline(scenario).residual_success(at_ms)
    return (
        e.IncidentResolved(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            summary=command.summary,
            follow_up_owner=command.follow_up_owner,
            known_technique=round(known, 4),
            variants=round(variants, 4),
        ),
    )
