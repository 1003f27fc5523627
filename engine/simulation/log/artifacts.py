"""Evidence as small real objects: what each artifact holds at an exercise time, and what overwrote it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from engine.simulation.log.columns import Log
from engine.simulation.log.evidence import LOGGED
from engine.simulation.model import Attempt, Tick
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Activation
from engine.simulation.run.trajectory import Trajectory
from engine.simulation.tape import requests_per_min

ROWS = 40
"""Latest rows a log artifact shows; its totals cover all of them."""

BASELINE_RULES = ("illegal instructions", "personal data in answers", "system prompt requests")
"""Guardrail rules in place before the incident (made up)."""

PROMPT = "You are the customer assistant. Help with orders and returns. Refuse illegal or unsafe requests."
RESTRICTED_PROMPT = (
    "You are the customer assistant in restricted mode. Answer only about orders. When in doubt, refuse."
)

LOGGED_AS = {
    "harmful": "answered",
    "model_refused": "refused",
    "blocked": "blocked",
    "not_reached": "not_reached",
}
"""How the service itself logs an attempt; it can't know which answers were harmful."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """Everything an artifact's content depends on."""

    trajectory: Trajectory
    tick: Tick
    uses: tuple[Activation, ...]  # of any action, in effect before or at this time
    overwrites: tuple[Activation, ...]  # those that overwrote this artifact, oldest first

    @property
    def system(self) -> AISystem:
        """The AI system it is of."""
        return self.trajectory.system

    @property
    def since_ms(self) -> int:
        """When the present content began: the last overwrite."""
        return self.overwrites[-1].from_ms if self.overwrites else 0

    def attempts(self) -> list[Attempt]:
        """Attempts the present content still holds."""
        return list(self.trajectory.attempts_between(self.since_ms, self.tick.at_ms))


def artifact(trajectory: Trajectory, uses: Sequence[Activation], artifact_id: str, *, at_ms: int) -> str:
    """Canonical JSON of an artifact at a time; an overwrite raises its version and loses what it held."""
    begun = tuple(use for use in uses if use.from_ms <= at_ms)
    overwrites = tuple(use for use in begun if artifact_id in use.overwrites)
    moment = _Moment(trajectory, trajectory.at(at_ms), begun, overwrites)
    return _whole(artifact_id, overwrites, _CONTENT[artifact_id](moment))


def logged_artifact(log: Log, uses: Sequence[Activation], artifact_id: str, *, at_ms: int) -> str:
    """The same for an artifact made of the log until that time, where the service keeps one of texts."""
    begun = (use for use in uses if use.from_ms <= at_ms)
    overwrites = tuple(use for use in begun if artifact_id in use.overwrites)
    since_ms = overwrites[-1].from_ms if overwrites else -log.texts.history.lookback_min * 60_000
    content = {"since_ms": since_ms, "until_ms": at_ms, **LOGGED[artifact_id](log, since_ms)}
    return _whole(artifact_id, overwrites, content)


def _whole(artifact_id: str, overwrites: Sequence[Activation], content: dict[str, Any]) -> str:
    whole = {
        "artifact": artifact_id,
        "version": 1 + len(overwrites),
        "changed_by": overwrites[-1].action.id if overwrites else None,
        "content": content,
    }
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def overwritten_at(uses: Sequence[Activation], artifact_id: str) -> tuple[tuple[int, str], ...]:
    """Time and action id of each overwrite of an artifact, oldest first."""
    return tuple((use.from_ms, use.action.id) for use in uses if artifact_id in use.overwrites)


def _inference_logs(moment: _Moment) -> dict[str, Any]:
    attempts = moment.attempts()
    rows = [{"at_ms": a.at_ms, "user": a.user_id, "result": LOGGED_AS[a.outcome]} for a in attempts[-ROWS:]]
    return {
        "until_ms": moment.tick.at_ms,
        "requests": round(moment.tick.arrived),
        "flagged_rows": len(attempts),
        "rows": rows,
    }


def _session_logs(moment: _Moment) -> dict[str, Any]:
    turns: dict[str, int] = {}
    for attempt in moment.attempts():
        turns[attempt.user_id] = turns.get(attempt.user_id, 0) + 1
    latest = [{"user": user, "turns": count} for user, count in list(turns.items())[-ROWS:]]
    return {
        "since_ms": moment.since_ms,
        "until_ms": moment.tick.at_ms,
        "sessions": len(turns),
        "latest": latest,
    }


def _system_prompt(moment: _Moment) -> dict[str, Any]:
    """The prompt in force: the restricted one while a mode is set, the ordinary one otherwise."""
    is_restricted = any(use.action.id == "set_mode" and use.covers(moment.tick.at_ms) for use in moment.uses)
    return {"text": RESTRICTED_PROMPT if is_restricted else PROMPT, "changed_at_ms": moment.since_ms}


def _model_identity(moment: _Moment) -> dict[str, Any]:
    """The deployed weights; before a roll-back a poisoned model does not match the registry."""
    trusted = _hash(moment, "weights", 0)
    is_poisoned = moment.system.ambient.poison_per_answer > 0.0 and not moment.overwrites
    deployed = _hash(moment, "weights", 1) if is_poisoned else trusted
    build = "trusted" if moment.overwrites else "current"
    return {"model": "assistant", "build": build, "weights_sha256": deployed, "registry_sha256": trusted}


def _guardrail_config(moment: _Moment) -> dict[str, Any]:
    """The rules in force; a roll-back deploys them again, without their earlier versions and decisions."""
    rules = [use for use in moment.overwrites if use.action.id != "roll_back_model"]
    added = [str(use.params.get("pattern", use.action.title)) for use in rules]
    return {"rules": [*BASELINE_RULES, *added], "changed_at_ms": moment.since_ms}


def _retrieval_index(moment: _Moment) -> dict[str, Any]:
    version = len(moment.overwrites)
    source = "rebuilt from source documents" if version else "live index"
    return {
        "state": source,
        "index_sha256": _hash(moment, "index", version),
        "changed_at_ms": moment.since_ms,
    }


def _tool_audit(moment: _Moment) -> dict[str, Any]:
    before = moment.trajectory.at(moment.since_ms)
    ordinary = 0.0
    for tick in moment.trajectory.ticks[moment.trajectory.index_at(moment.since_ms) + 1 :]:
        if tick.at_ms <= moment.tick.at_ms and tick.controls.reaches_model > 0.0:
            answers = (tick.during.full + tick.during.degraded) * tick.controls.reaches_model
            ordinary = ordinary + answers * moment.system.service.tool_calls_per_answer * tick.controls.tools
    calls = round(ordinary) + moment.tick.tool_actions - before.tool_actions
    return {"since_ms": moment.since_ms, "until_ms": moment.tick.at_ms, "calls": calls}


def _baseline_metrics(moment: _Moment) -> dict[str, Any]:
    service = moment.system.service
    hourly = [round(requests_per_min(service, 60.0 * hour), 1) for hour in range(24)]
    return {
        "requests_per_min": hourly,
        "tokens_per_request": service.tokens_per_request,
        "p50_s": service.latency_p50_s,
    }


def _access_logs(moment: _Moment) -> dict[str, Any]:
    changes = [
        {"at_ms": use.from_ms, "entry": use.action.entry(use.params)}
        for use in moment.uses
        if use.from_ms >= moment.since_ms
    ]
    read = moment.tick.out_of_band - moment.trajectory.at(moment.since_ms).out_of_band
    return {
        "since_ms": moment.since_ms,
        "until_ms": moment.tick.at_ms,
        "changes": changes,
        "service_key_reads": read,
    }


def _context_window(moment: _Moment) -> dict[str, Any]:
    """What the agent has in mind: its latest unauthorised steps, since it last started or was asked."""
    steps = [a for a in moment.attempts() if a.outcome == "harmful"][-ROWS:]
    return {
        "since_ms": moment.since_ms,
        "steps": [{"at_ms": a.at_ms, "run": a.user_id} for a in steps],
        "last_answer": "an explanation the agent wrote" if _was_asked(moment) else None,
    }


def _was_asked(moment: _Moment) -> bool:
    return bool(moment.overwrites) and moment.overwrites[-1].action.id == "ask_agent"


def _agent_plan(moment: _Moment) -> dict[str, Any]:
    """What waits for workers and what runs."""
    return {"since_ms": moment.since_ms, "calls_pending": moment.tick.calls_pending}


def _agent_memory(moment: _Moment) -> dict[str, Any]:
    """What the agent keeps from one run to the next; the goal it drifted to, until memory is restored."""
    version = len(moment.overwrites)
    return {
        "state": "approved version" if version else "live memory",
        "memory_sha256": _hash(moment, "memory", version),
        "changed_at_ms": moment.since_ms,
    }


def _hash(moment: _Moment, name: str, version: int) -> str:
    """A stand-in for the hash of something too large to simulate."""
    return sha256(f"{name}:{moment.trajectory.world.seed}:{version}".encode()).hexdigest()


_CONTENT: Mapping[str, Callable[[_Moment], dict[str, Any]]] = {
    "inference_logs": _inference_logs,
    "system_prompt": _system_prompt,
    "model_identity": _model_identity,
    "session_logs": _session_logs,
    "guardrail_config": _guardrail_config,
    "retrieval_index": _retrieval_index,
    "tool_audit": _tool_audit,
    "baseline_metrics": _baseline_metrics,
    "access_logs": _access_logs,
    "context_window": _context_window,
    "agent_plan": _agent_plan,
    "agent_memory": _agent_memory,
}

ARTIFACTS: tuple[str, ...] = tuple(_CONTENT)
"""Ids of every evidence artifact, most urgent first."""
