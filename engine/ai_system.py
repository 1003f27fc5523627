"""The simulated AI system of an exercise, recomputed from its decisions whenever somebody asks."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from engine.scenario.resolve import Scenario
from engine.scenario.times import HOUR_MS, MINUTE_MS
from engine.simulation.action import ContainmentAction, Effect
from engine.simulation.artifacts import artifact, logged_artifact, overwritten_at
from engine.simulation.log.build import build
from engine.simulation.log.columns import Log, empty_log
from engine.simulation.log.evidence import LOGGED
from engine.simulation.log.export import LogFormat, to_text
from engine.simulation.log.history import EarlierUse, earlier_uses
from engine.simulation.log.history import affected_users as affected
from engine.simulation.log.requests import Requests, customers_requests
from engine.simulation.log.search import Found, Query, places, search
from engine.simulation.parameters import AISystem
from engine.simulation.run import Decision, Trajectory, activations, controls_in_force, simulate
from engine.simulation.telemetry import Telemetry, first_alert_ms, observe

Decisions = tuple[Decision, ...]

MOST_WRITTEN = 64
"""Parameter blocks kept as text; a block that is kept can't share its id with another."""

_written: dict[int, tuple[dict[str, Any], str]] = {}


def system_of(scenario: Scenario) -> AISystem:
    """The validated parameters of the scenario's AI system."""
    return _system(_parameters(scenario))


def trajectory(scenario: Scenario, *, seed: int, decisions: Decisions, until_ms: int) -> Trajectory:
    """What the AI system did under these decisions, from StartEx to `until_ms` or later.

    The timeline runs to the end of the exercise: a longer one repeats a shorter one exactly, so one
    computation serves every moment between two decisions. Read it with `at(at_ms)`.
    """
    return _trajectory(_parameters(scenario), seed, decisions, _horizon_ms(scenario, until_ms))


def telemetry(scenario: Scenario, *, seed: int, decisions: Decisions, at_ms: int) -> Telemetry:
    """What monitoring shows players at this moment; never the true outcome of an attempt."""
    past = trajectory(scenario, seed=seed, decisions=decisions, until_ms=at_ms)
    return observe(system_of(scenario), past, seed=seed, at_ms=at_ms)


def first_alert(scenario: Scenario, *, seed: int, decisions: Decisions, until_ms: int) -> int | None:
    """Exercise time at which telemetry first crossed an alert line, or None if it never did."""
    past = trajectory(scenario, seed=seed, decisions=decisions, until_ms=until_ms)
    at_ms = first_alert_ms(system_of(scenario), past, seed=seed)
    return at_ms if at_ms is not None and at_ms <= until_ms else None


def residual_success(
    scenario: Scenario, *, seed: int, decisions: Decisions, at_ms: int
) -> tuple[float, float]:
    """Success per attempt of the known technique, and of the best variant that exists, under the controls."""
    past = trajectory(scenario, seed=seed, decisions=decisions, until_ms=at_ms)
    known, *variants = past.technique_success(at_ms).values()
    return known, max(variants, default=0.0)


def lost_service(scenario: Scenario, *, seed: int, decisions: Decisions, at_ms: int) -> float:
    """Share of the last five minutes' requests that were not served in full."""
    past = trajectory(scenario, seed=seed, decisions=decisions, until_ms=at_ms)
    before, now = past.at(max(0, at_ms - 5 * MINUTE_MS)), past.at(at_ms)
    arrived = now.arrived - before.arrived
    return 0.0 if arrived <= 0 else max(0.0, 1.0 - (now.full - before.full) / arrived)


def evidence_content(
    scenario: Scenario, *, seed: int, decisions: Decisions, artifact_id: str, at_ms: int
) -> str:
    """The text of an artifact as it is at this moment."""
    system = system_of(scenario)
    if artifact_id in LOGGED and system.log.is_complete:
        log = inference_log(scenario, seed=seed, decisions=decisions, at_ms=at_ms)
        return logged_artifact(system, log, decisions, artifact_id=artifact_id, at_ms=at_ms)
    past = trajectory(scenario, seed=seed, decisions=decisions, until_ms=at_ms)
    return artifact(system, past, decisions, seed=seed, artifact_id=artifact_id, at_ms=at_ms)


def overwrites(scenario: Scenario, decisions: Decisions, artifact_id: str) -> tuple[tuple[int, str], ...]:
    """When an artifact was overwritten and by which action, in the order it happened."""
    return overwritten_at(system_of(scenario), decisions, artifact_id)


def controls_after(scenario: Scenario, decisions: Decisions) -> dict[str, Any]:
    """The AI system's switches once the last of these decisions has taken effect."""
    system = system_of(scenario)
    uses = activations(system, decisions)
    at_ms = max([decisions[-1].at_ms, *(use.from_ms for use in uses)]) if decisions else 0
    return controls_in_force(system, uses, at_ms)[0].to_json()


def measured_effect(scenario: Scenario, action: ContainmentAction, params: Mapping[str, Any]) -> Effect:
    """What a use of an action does by itself where that depends on what was written; empty elsewhere.

    Raises:
        ValueError: what was written does not work; says what would.

    """
    if action.measure is None:
        return ()
    return action.measure(system_of(scenario), [params])


def inference_log(scenario: Scenario, *, seed: int, decisions: Decisions, at_ms: int) -> Log:
    """What the service has logged by this moment, from the look-back before StartEx on."""
    horizon_ms = _horizon_ms(scenario, at_ms)
    return _log(_parameters(scenario), seed, decisions, horizon_ms).until(at_ms)


def log_search(
    scenario: Scenario, query: Query, *, seed: int, decisions: Decisions, at_ms: int, limit: int = 50
) -> Found:
    """What a search of the log finds at this moment: counts, and the newest rows.

    Raises:
        ValueError: the query can't be read; says which part and what to write instead.

    """
    return search(inference_log(scenario, seed=seed, decisions=decisions, at_ms=at_ms), query, limit=limit)


def log_export(
    scenario: Scenario, query: Query, form: LogFormat, *, seed: int, decisions: Decisions, at_ms: int
) -> str:
    """Every row that a search finds at this moment, oldest first, as CSV or JSON lines.

    Raises:
        ValueError: the query can't be read; says which part and what to write instead.

    """
    log = inference_log(scenario, seed=seed, decisions=decisions, at_ms=at_ms)
    return to_text(log.rows(places(log, query)), form)


def affected_users(scenario: Scenario, *, seed: int, decisions: Decisions, at_ms: int) -> int:
    """The true number of users with a successful attack in the hours before this moment."""
    past = trajectory(scenario, seed=seed, decisions=decisions, until_ms=at_ms)
    return affected(system_of(scenario), past, _earlier(_parameters(scenario), seed), at_ms=at_ms)


def facts_hold(scenario: Scenario, *, seed: int) -> bool:
    """Whether this world has as many affected users as the scenario says, if nobody acts."""
    told = system_of(scenario).log.history
    if not told.affected_users:
        return True
    at_ms = told.affected_by_min * MINUTE_MS
    return affected_users(scenario, seed=seed, decisions=(), at_ms=at_ms) == told.affected_users


def _horizon_ms(scenario: Scenario, until_ms: int) -> int:
    return max(scenario.duration_ms, -(-until_ms // HOUR_MS) * HOUR_MS)


def _parameters(scenario: Scenario) -> str:
    """The parameter block as text, written once for each block: screens ask for it many times a second."""
    block = scenario.ai_system
    known = _written.get(id(block))
    if known is None or known[0] is not block:
        if len(_written) >= MOST_WRITTEN:
            _written.clear()
        known = _written[id(block)] = (block, json.dumps(block, sort_keys=True))
    return known[1]


@lru_cache(maxsize=256)
def _system(text: str) -> AISystem:
    stored: Mapping[str, Any] = json.loads(text)
    return AISystem.model_validate(stored)


@lru_cache(maxsize=64)
def _trajectory(text: str, seed: int, decisions: Decisions, until_ms: int) -> Trajectory:
    return simulate(_system(text), seed=seed, decisions=decisions, until_ms=until_ms)


@lru_cache(maxsize=64)
def _earlier(text: str, seed: int) -> tuple[EarlierUse, ...]:
    return earlier_uses(_system(text), seed=seed)


@lru_cache(maxsize=4)
def _requests(text: str, seed: int, arrivals: tuple[int, ...]) -> Requests:
    return customers_requests(_system(text), seed=seed, arrivals=arrivals)


@lru_cache(maxsize=8)
def _log(text: str, seed: int, decisions: Decisions, until_ms: int) -> Log:
    system = _system(text)
    if not system.log.is_complete:
        return empty_log(system.log)
    past = _trajectory(text, seed, decisions, until_ms)
    requests = _requests(text, seed, past.tape.arrivals)
    return build(system, past, decisions, seed=seed, requests=requests, earlier=_earlier(text, seed))
