"""Decisions laid over the world of a seed: what the simulated AI system of an exercise does under them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from engine.scenario.times import MINUTE_MS
from engine.simulation.artifacts import artifact, logged_artifact, overwritten_at
from engine.simulation.log.build import build
from engine.simulation.log.columns import Log, empty_log
from engine.simulation.log.evidence import LOGGED
from engine.simulation.log.export import LogFormat, to_text
from engine.simulation.log.history import EarlierUse, earlier_uses
from engine.simulation.log.history import affected_users as affected
from engine.simulation.log.requests import Requests, customers_requests
from engine.simulation.log.search import Found, Query, places, search
from engine.simulation.model import Tick
from engine.simulation.parameters import AISystem
from engine.simulation.run import Decision, Trajectory, activations, controls_in_force, simulate
from engine.simulation.tape import ENGINE_VERSION
from engine.simulation.telemetry import Telemetry, first_alert_ms, observe

Decisions = tuple[Decision, ...]

SPAN_MS = 30 * MINUTE_MS
"""A timeline is computed in whole spans: a longer one repeats a shorter one exactly."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """An AI system, the seed of its world, and what was decided; everything else follows from these.

    Every method that is given a moment tells of that moment. What was decided after it changes nothing.
    """

    system: AISystem
    seed: int
    decisions: Decisions = ()
    engine_version: int = ENGINE_VERSION

    def under(self, decisions: Decisions) -> Timeline:
        """The same world under other decisions."""
        return replace(self, decisions=decisions)

    def trajectory(self, until_ms: int) -> Trajectory:
        """What the AI system did, from StartEx to a moment or later; read it with `at(at_ms)`."""
        return _trajectory(self, _whole_spans(until_ms))

    def at(self, at_ms: int) -> Tick:
        """The AI system's true state at the last step completed."""
        return self.trajectory(at_ms).at(at_ms)

    def harm_points(self, at_ms: int) -> float:
        """Harm points since StartEx."""
        return self.at(at_ms).harm_points

    def telemetry(self, at_ms: int) -> Telemetry:
        """What monitoring shows players; never the true outcome of an attempt."""
        return observe(self.system, self.trajectory(at_ms), seed=self.seed, at_ms=at_ms)

    def first_alert(self, until_ms: int) -> int | None:
        """When telemetry first crossed an alert line, or None if it did not by this moment."""
        at_ms = first_alert_ms(self.system, self.trajectory(until_ms), seed=self.seed)
        return at_ms if at_ms is not None and at_ms <= until_ms else None

    def residual_success(self, at_ms: int) -> tuple[float, float]:
        """Success per attempt of the known technique, and of the best variant that exists."""
        known, *variants = self.trajectory(at_ms).technique_success(at_ms).values()
        return known, max(variants, default=0.0)

    def lost_service(self, at_ms: int) -> float:
        """Share of the last five minutes' requests that were not served in full."""
        before, now = self.at(max(0, at_ms - 5 * MINUTE_MS)), self.at(at_ms)
        arrived = now.arrived - before.arrived
        return 0.0 if arrived <= 0 else max(0.0, 1.0 - (now.full - before.full) / arrived)

    def evidence(self, artifact_id: str, at_ms: int) -> str:
        """The text of an artifact."""
        if artifact_id in LOGGED and self.system.log.is_complete:
            log = self.log(at_ms)
            return logged_artifact(self.system, log, self.decisions, artifact_id=artifact_id, at_ms=at_ms)
        run = self.trajectory(at_ms)
        return artifact(
            self.system, run, self.decisions, seed=self.seed, artifact_id=artifact_id, at_ms=at_ms
        )

    def overwrites(self, artifact_id: str) -> tuple[tuple[int, str], ...]:
        """When an artifact was overwritten and by which action, in the order it happened."""
        return overwritten_at(self.system, self.decisions, artifact_id)

    def controls_after(self) -> dict[str, Any]:
        """The AI system's switches once the last of the decisions has taken effect."""
        uses = activations(self.system, self.decisions)
        at_ms = max([self.decisions[-1].at_ms, *(use.from_ms for use in uses)]) if self.decisions else 0
        return controls_in_force(self.system, uses, at_ms)[0].to_json()

    def log(self, at_ms: int) -> Log:
        """What the service has logged, from the look-back before StartEx on."""
        return _log(self, _whole_spans(at_ms)).until(at_ms)

    def search(self, query: Query, at_ms: int, *, limit: int = 50) -> Found:
        """What a search of the log finds: counts, and the newest rows.

        Raises:
            ValueError: the query can't be read; says which part and what to write instead.

        """
        return search(self.log(at_ms), query, limit=limit)

    def export(self, query: Query, form: LogFormat, at_ms: int) -> str:
        """Every row that a search finds, oldest first, as CSV or JSON lines.

        Raises:
            ValueError: the query can't be read; says which part and what to write instead.

        """
        log = self.log(at_ms)
        return to_text(log.rows(places(log, query)), form)

    def affected_users(self, at_ms: int) -> int:
        """The true number of users with a successful attack in the hours before."""
        earlier = _earlier(self.system, self.seed)
        return affected(self.system, self.trajectory(at_ms), earlier, at_ms=at_ms)


def facts_hold(system: AISystem, *, seed: int) -> bool:
    """Whether this world has as many affected users as the system's history says, if nobody acts."""
    told = system.log.history
    at_ms = told.affected_by_min * MINUTE_MS
    return not told.affected_users or Timeline(system, seed).affected_users(at_ms) == told.affected_users


def _whole_spans(until_ms: int) -> int:
    return -(-max(1, until_ms) // SPAN_MS) * SPAN_MS


@lru_cache(maxsize=64)
def _trajectory(timeline: Timeline, until_ms: int) -> Trajectory:
    return simulate(timeline.system, seed=timeline.seed, decisions=timeline.decisions, until_ms=until_ms)


@lru_cache(maxsize=64)
def _earlier(system: AISystem, seed: int) -> tuple[EarlierUse, ...]:
    return earlier_uses(system, seed=seed)


@lru_cache(maxsize=4)
def _requests(system: AISystem, seed: int, arrivals: tuple[int, ...]) -> Requests:
    return customers_requests(system, seed=seed, arrivals=arrivals)


@lru_cache(maxsize=8)
def _log(timeline: Timeline, until_ms: int) -> Log:
    system, seed = timeline.system, timeline.seed
    if not system.log.is_complete:
        return empty_log(system.log)
    run = _trajectory(timeline, until_ms)
    requests = _requests(system, seed, run.tape.arrivals)
    return build(
        system, run, timeline.decisions, seed=seed, requests=requests, earlier=_earlier(system, seed)
    )
