"""Decisions about evidence, recovery, its checks and the end of the incident."""

import hashlib

from engine import ai_system
from engine import commands as c
from engine import events as e
from engine.decide.response import effects
from engine.errors import Refused
from engine.scenario.parts import Verification
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction, check_params, with_defaults
from engine.simulation.catalogue import actions
from engine.simulation.run import Decision
from engine.state import State


def collect(scenario: Scenario, state: State, command: c.CollectEvidence, at_ms: int) -> tuple[e.Event, ...]:
    """The artifact as it is now, with its hash, or an owner and a due time for it."""
    listed = next((item for item in scenario.evidence if item.id == command.artifact), None)
    if listed is None:
        known = ", ".join(item.id for item in scenario.evidence)
        raise Refused(f"{command.artifact!r} is not on the checklist; choose from: {known}.")
    event = e.EvidenceCollected(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        artifact=command.artifact,
        manner=command.manner,
        owner=command.owner,
        due=command.due,
        note=command.note,
    )
    if command.manner == "collected":
        return (event.model_copy(update=_copy(scenario, state, command.artifact, at_ms)),)
    if not (command.owner and command.due):
        raise Refused("Assigning an artifact needs an owner and a due time.")
    return (event,)


def _copy(scenario: Scenario, state: State, artifact: str, at_ms: int) -> dict[str, str | int]:
    """The artifact's content with its hash, and the action that had overwritten it, if any had."""
    content = ai_system.evidence_content(
        scenario, seed=state.seed, decisions=state.decisions, artifact_id=artifact, at_ms=at_ms
    )
    copy: dict[str, str | int] = {
        "content": content,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
    rows = ai_system.overwrites(scenario, state.decisions, artifact)
    lost = [row for row in rows if row[0] <= at_ms]
    return {**copy, "overwritten_ms": lost[0][0], "overwritten_by": lost[0][1]} if lost else copy


def take_step(
    scenario: Scenario, state: State, command: c.TakeRecoveryStep, at_ms: int
) -> tuple[e.Event, ...]:
    """The step taken, with the controls after it where it acts on the AI system."""
    step = next((item for item in scenario.recovery if item.id == command.step_id), None)
    if step is None:
        known = ", ".join(item.id for item in scenario.recovery)
        raise Refused(f"{command.step_id!r} is not a recovery step; choose from: {known}.")
    if any(done.step_id == step.id for done in state.steps):
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
    action = actions().get(step.action or "")
    return (event if action is None else _acting(scenario, state, command, event, action),)


def _acting(
    scenario: Scenario,
    state: State,
    command: c.TakeRecoveryStep,
    event: e.RecoveryStepTaken,
    action: ContainmentAction,
) -> e.RecoveryStepTaken:
    if problems := check_params(action, command.params):
        raise Refused("; ".join(problems) + ".")
    params = with_defaults(action, command.params)
    after = (*state.decisions, Decision(event.at_ms, action.id, tuple(sorted(params.items()))))
    return event.model_copy(
        update={
            "action": action.id,
            "params": params,
            "overwrites": action.overwrites,
            "monitoring": action.monitoring(params),
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
    seed, decisions = state.seed, state.decisions
    if check.measures == "service":
        return ai_system.lost_service(scenario, seed=seed, decisions=decisions, at_ms=at_ms)
    known, variants = ai_system.residual_success(scenario, seed=seed, decisions=decisions, at_ms=at_ms)
    return known if check.measures == "known_technique" else variants


def resolve(scenario: Scenario, state: State, command: c.ResolveIncident, at_ms: int) -> tuple[e.Event, ...]:
    """The incident declared resolved, with what still worked against the AI system at that moment."""
    if state.declared is None:
        raise Refused("No incident has been declared, so there is nothing to resolve.")
    if state.resolved is not None:
        return ()
    known, variants = ai_system.residual_success(
        scenario, seed=state.seed, decisions=state.decisions, at_ms=at_ms
    )
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
