"""Decisions laid over the world of a seed: what the simulated AI system of an exercise does under them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from engine.scenario.times import MINUTE_MS
from engine.simulation.log.artifacts import artifact, logged_artifact, overwritten_at
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
from engine.simulation.run import kept
from engine.simulation.run.decisions import Activation, Decision, activations
from engine.simulation.run.switches import Changes, changes, controls_in_force
from engine.simulation.run.telemetry import Telemetry, first_alert_ms, observe
from engine.simulation.run.trajectory import Trajectory
from engine.simulation.tape import ENGINE_VERSION, World

Decisions = tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """An AI system, the seed of its world, and what was decided; everything else follows from these.

    Every method that is given a moment tells of that moment. What was decided after it changes nothing.
    A timeline is computed as far as it is asked for, and on from another one where that has the same past.
    """

    system: AISystem
    seed: int
    decisions: Decisions = ()
    engine_version: int = ENGINE_VERSION

    def under(self, decisions: Decisions) -> Timeline:
        """The same world under other decisions."""
        return replace(self, decisions=decisions)

    @property
    def world(self) -> World:
        """What all chance in it grows from."""
        return World.of(self.seed, self.engine_version)

    @property
    def uses(self) -> tuple[Activation, ...]:
        """The uses of actions that the decisions open and end."""
        return _uses(self.system, self.decisions)

    def trajectory(self, until_ms: int) -> Trajectory:
        """What the AI system did, from StartEx to a moment or later; read it with `at(at_ms)`."""
        return kept.trajectory(self.system, self.world, _plan(self.system, self.decisions), until_ms=until_ms)

    def at(self, at_ms: int) -> Tick:
        """The AI system's true state at the last step completed."""
        return self.trajectory(at_ms).at(at_ms)

    def harm_points(self, at_ms: int) -> float:
        """Harm points since StartEx."""
        return self.at(at_ms).harm_points

    def telemetry(self, at_ms: int) -> Telemetry:
        """What monitoring shows players; never the true outcome of an attempt."""
        course = self._observed(at_ms)
        return observe(course.trajectory, at_ms, course.signals)

    def first_alert(self, until_ms: int) -> int | None:
        """When telemetry first crossed an alert line, or None if it did not by this moment."""
        return _first_alert(self, max(0, until_ms) // self.system.tick_ms * self.system.tick_ms)

    def _observed(self, until_ms: int) -> kept.Course:
        plan = _plan(self.system, self.decisions)
        return kept.observed(self.system, self.world, plan, until_ms=until_ms)

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
            return logged_artifact(self.log(at_ms), self.uses, artifact_id, at_ms=at_ms)
        return artifact(self.trajectory(at_ms), self.uses, artifact_id, at_ms=at_ms)

    def overwrites(self, artifact_id: str) -> tuple[tuple[int, str], ...]:
        """When an artifact was overwritten and by which action, in the order it happened."""
        return overwritten_at(self.uses, artifact_id)

    def controls_after(self) -> dict[str, Any]:
        """The AI system's switches once the last of the decisions has taken effect."""
        uses = self.uses
        at_ms = max([self.decisions[-1].at_ms, *(use.from_ms for use in uses)]) if self.decisions else 0
        return controls_in_force(self.system, uses, at_ms)[0].to_json()

    def log(self, at_ms: int) -> Log:
        """What the service has logged, from the look-back before StartEx on."""
        return _log(self, -(-max(0, at_ms) // self.system.tick_ms)).until(at_ms)

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
        return affected(self.trajectory(at_ms), _earlier(self.system, self.world), at_ms=at_ms)


def facts_hold(system: AISystem, *, seed: int) -> bool:
    """Whether this world has as many affected users as the system's history says, if nobody acts."""
    told = system.log.history
    at_ms = told.affected_by_min * MINUTE_MS
    return not told.affected_users or Timeline(system, seed).affected_users(at_ms) == told.affected_users


@lru_cache(maxsize=256)
def _uses(system: AISystem, decisions: Decisions) -> tuple[Activation, ...]:
    return activations(system, decisions)


@lru_cache(maxsize=256)
def _plan(system: AISystem, decisions: Decisions) -> Changes:
    return changes(system, _uses(system, decisions))


@lru_cache(maxsize=64)
def _first_alert(timeline: Timeline, until_ms: int) -> int | None:
    course = timeline._observed(until_ms)
    at_ms = first_alert_ms(course.trajectory, course.signals)
    return at_ms if at_ms is not None and at_ms <= until_ms else None


@lru_cache(maxsize=64)
def _earlier(system: AISystem, world: World) -> tuple[EarlierUse, ...]:
    return earlier_uses(system, world)


@lru_cache(maxsize=4)
def _requests(system: AISystem, world: World, arrivals: tuple[int, ...]) -> Requests:
    return customers_requests(system, world, arrivals)


@lru_cache(maxsize=8)
def _log(timeline: Timeline, steps: int) -> Log:
    """The log of a number of steps."""
    system, world = timeline.system, timeline.world
    if not system.log.is_complete:
        return empty_log(system.log)
    run = timeline.trajectory(steps * system.tick_ms)
    requests = _requests(system, world, run.tape.arrivals)
    run = run.until(steps)
    return build(run, timeline.uses, requests=requests.until(steps), earlier=_earlier(system, world))
