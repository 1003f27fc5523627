"""What players see at an exercise minute: instruments that miss and err, never the true outcome."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from engine.simulation.model import AttemptOutcome, Tick
from engine.simulation.parameters import AISystem
from engine.simulation.run.trajectory import Trajectory
from engine.simulation.tape import World, requests_per_min

RATE_WINDOW_MIN = 5
"""Minutes over which rates and shares are averaged (assumption)."""

ALERT_WINDOW_MIN = 10
"""Minutes over which suspected bypasses and the block rate are counted (assumption)."""

BUSY_FROM = 0.8
"""Utilisation from which answers get slower (assumption); they are slowest 0.4 above it."""

NOISE_PER_TICK = 4
"""Numbers of the detector stream one step uses: false alarms, reports, flagged records, estimate."""


@dataclass(frozen=True, slots=True)
class Telemetry:
    """The dashboard at one exercise time; shares are of customers' requests over the last 5 minutes."""

    at_ms: int
    requests_per_min: float
    full_share: float
    degraded_share: float
    refused_share: float
    unserved_share: float
    block_rate: float  # blocked share of all requests, last 10 minutes
    suspected_bypasses: int  # last 10 minutes
    suspected_users: int  # since T+0
    false_positive_estimate: float  # estimated share of customers' requests refused by mistake
    tool_calls_per_min: float
    records_flagged: int  # since T+0
    tokens_per_min: int
    cost_per_hour: float  # US dollars
    p50_s: float
    p95_s: float
    human_queue: int
    level: int
    alerts: tuple[str, ...]
    calls_pending: int | None = None  # an agent's tool calls, planned or running; None where there is none

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary of integers, rounded floats and strings."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.calls_pending is None:
            del plain["calls_pending"]
        return {**plain, "alerts": [*self.alerts]}


@dataclass(frozen=True, slots=True)
class Signals:
    """What the detector reported until the end of each tick, cumulated."""

    bypasses: tuple[int, ...] = (0,)
    users: tuple[int, ...] = (0,)
    records: tuple[int, ...] = (0,)
    estimate_error: tuple[float, ...] = (0.0,)  # relative, by tick
    suspects: tuple[str, ...] = ()  # user ids in the order they were first named
    named: tuple[int, ...] = (0,)  # how many of them until each tick

    def until(self, step_count: int) -> Signals:
        """Those of the first steps."""
        end = step_count + 1
        return Signals(
            self.bypasses[:end],
            self.users[:end],
            self.records[:end],
            self.estimate_error[:end],
            self.suspects[: self.named[step_count]],
            self.named[:end],
        )


def observe(trajectory: Trajectory, at_ms: int, signals: Signals | None = None) -> Telemetry:
    """The dashboard at an exercise time; with the detector's reports, if they are known already."""
    return _observe(trajectory, signals or listen(trajectory), trajectory.index_at(at_ms))


def first_alert_ms(trajectory: Trajectory, signals: Signals | None = None) -> int | None:
    """First time at which any figure crosses its alert line."""
    heard = signals or listen(trajectory)
    indices = range(1, len(trajectory.ticks))
    return next((trajectory.ticks[k].at_ms for k in indices if _observe(trajectory, heard, k).alerts), None)


def listen(trajectory: Trajectory, heard: Signals | None = None) -> Signals:
    """The detector's reports up to the end of a timeline, on from those of its first steps."""
    before = heard or Signals()
    tape, system = trajectory.tape, trajectory.system
    notices, noise = _chances(trajectory.world, tape.attempts, len(tape.arrivals))
    bypasses, users, records = list(before.bypasses), list(before.users), list(before.records)
    errors, named = list(before.estimate_error), list(before.named)
    suspects = dict.fromkeys(before.suspects)
    for k in range(len(bypasses) - 1, len(trajectory.ticks) - 1):
        alarm, report, flag, error = noise[NOISE_PER_TICK * k : NOISE_PER_TICK * (k + 1)]
        tick, tried = trajectory.ticks[k + 1], zip(*trajectory.tried[k], strict=True)
        noticed = [
            (draw, outcome) for draw, (outcome, _) in tried if _is_noticed(system, outcome, notices[draw[0]])
        ]
        false_alarms = _false_alarms(system, tick, alarm)
        suspects.update(dict.fromkeys(tape.user_ids[draw[1]] for draw, _ in noticed))
        found = len([outcome for _, outcome in noticed if outcome == "harmful"]) + false_alarms
        bypasses.append(bypasses[-1] + found + _reported(system, tick, report))
        users.append(users[-1] + len(suspects) - named[-1] + false_alarms)
        records.append(records[-1] + _flagged(system, tick, flag))
        errors.append(system.detector.estimate_error * (2.0 * error - 1.0))
        named.append(len(suspects))
    return Signals(
        tuple(bypasses), tuple(users), tuple(records), tuple(errors), tuple(suspects), tuple(named)
    )


@lru_cache(maxsize=32)
def _chances(world: World, attempts: int, steps: int) -> tuple[list[float], list[float]]:
    """The detector's chances: one uniform for each attempt on the tape, and some for each step."""
    notices = world.uniforms("detector.attempt", attempts)
    return notices.tolist(), world.uniforms("detector.step", NOISE_PER_TICK * steps).tolist()


def _is_noticed(system: AISystem, outcome: AttemptOutcome, u: float) -> bool:
    """Whether an attempt names its user: as a suspected bypass, or as a block in the guardrail's report."""
    return u < system.detector.attempt_recall and outcome in ("harmful", "blocked")


def _false_alarms(system: AISystem, tick: Tick, u: float) -> int:
    """Customers' requests taken for bypasses in one step; none while the model is off."""
    rate = system.detector.false_alarms_per_min * tick.controls.reaches_model
    return int(rate * system.clock.tick_s / 60.0 + u)


def _reported(system: AISystem, tick: Tick, u: float) -> int:
    """Wrong answers that customers report in one step."""
    return int(tick.during.ambient * system.detector.answer_recall + u) if tick.during.ambient else 0


def _flagged(system: AISystem, tick: Tick, u: float) -> int:
    """Records that output scanning flags in one step; it can't see what leaves beside the model."""
    through_answers = tick.during.records - tick.during.out_of_band
    return min(through_answers, int(through_answers * system.detector.record_recall + u))


def _observe(trajectory: Trajectory, signals: Signals, k: int) -> Telemetry:
    system, tick = trajectory.system, trajectory.ticks[k]
    before, minutes = _window(trajectory, k, RATE_WINDOW_MIN)
    usual = requests_per_min(system.service, _minute_of_day(system, tick.at_ms))
    customers = (tick.arrived - before.arrived) / minutes if k else usual
    attempts = (tick.attempts - before.attempts) * system.attack.requests_per_attempt / minutes
    shares = _shares(before, tick)
    tokens = (
        _tokens_per_min(system, before, tick, minutes) if k else usual * system.service.tokens_per_request
    )
    p50_s, p95_s = _latency_s(system, tick)
    wrongly = shares[4] if k else system.service.guard_false_positive
    seen = Telemetry(
        at_ms=tick.at_ms,
        requests_per_min=round(customers + attempts, 1),
        full_share=round(shares[0], 4),
        degraded_share=round(shares[1], 4),
        refused_share=round(shares[2], 4),
        unserved_share=round(shares[3], 4),
        block_rate=round(_block_rate(system, trajectory, k), 4),
        suspected_bypasses=signals.bypasses[k]
        - signals.bypasses[max(0, k - _steps(system, ALERT_WINDOW_MIN))],
        suspected_users=signals.users[k],
        false_positive_estimate=round(wrongly * (1.0 + signals.estimate_error[k]), 4),
        tool_calls_per_min=round(_tool_calls_per_min(system, before, tick, minutes, usual), 1),
        records_flagged=signals.records[k],
        tokens_per_min=round(tokens),
        cost_per_hour=round(tokens * 60.0 / 1000.0 * system.service.price_per_kilotoken, 2),
        p50_s=round(p50_s, 2),
        p95_s=round(p95_s, 2),
        human_queue=round(tick.waiting_human),
        level=tick.level,
        alerts=(),
        calls_pending=tick.calls_pending if system.calls else None,
    )
    return replace(seen, alerts=_alerts(system, seen, usual))


def _steps(system: AISystem, minutes: int) -> int:
    return minutes * 60 // system.clock.tick_s


def _minute_of_day(system: AISystem, at_ms: int) -> float:
    return system.clock.start_hour * 60.0 + at_ms / 60_000.0


def _window(trajectory: Trajectory, k: int, minutes: int) -> tuple[Tick, float]:
    """The tick at which the window ending with tick k begins, and its length in minutes."""
    first = max(0, k - _steps(trajectory.system, minutes))
    return trajectory.ticks[first], max(1, k - first) * trajectory.system.clock.tick_s / 60.0


def _shares(before: Tick, now: Tick) -> tuple[float, float, float, float, float]:
    """Full, degraded, refused, unserved and wrongly blocked share of the requests settled in a window."""
    full, degraded = now.full - before.full, now.degraded - before.degraded
    refused, unserved = now.refused - before.refused, now.unserved - before.unserved
    wrongly = now.false_positives - before.false_positives
    settled = full + degraded + refused + unserved
    if settled <= 0.0:
        return 1.0, 0.0, 0.0, 0.0, 0.0
    return full / settled, degraded / settled, refused / settled, unserved / settled, wrongly / settled


def _block_rate(system: AISystem, trajectory: Trajectory, k: int) -> float:
    now, (before, _) = trajectory.ticks[k], _window(trajectory, k, ALERT_WINDOW_MIN)
    burst = system.attack.requests_per_attempt
    blocked = (now.blocked - before.blocked) * burst + now.false_positives - before.false_positives
    requests = now.arrived - before.arrived + (now.attempts - before.attempts) * burst
    return blocked / requests if requests > 0.0 else 0.0


def _model_answers(system: AISystem, before: Tick, now: Tick) -> float:
    """Answers in a window, as the gateway counts them: of the customers that reach the model at its end."""
    return ((now.full - before.full) + (now.degraded - before.degraded)) * now.controls.reaches_model


def _tokens_per_min(system: AISystem, before: Tick, now: Tick, minutes: float) -> float:
    each = system.service.tokens_per_request * now.controls.legit_tokens
    return (_model_answers(system, before, now) * each + (now.attack_tokens - before.attack_tokens)) / minutes


def _tool_calls_per_min(system: AISystem, before: Tick, now: Tick, minutes: float, usual: float) -> float:
    each = system.service.tool_calls_per_answer * now.controls.tools
    if now.at_ms == 0:
        return usual * each
    return (_model_answers(system, before, now) * each + (now.tool_actions - before.tool_actions)) / minutes


def _latency_s(system: AISystem, tick: Tick) -> tuple[float, float]:
    """Median and 95th percentile of seconds to an answer; both 0 while no model answers."""
    if tick.controls.reaches_model == 0.0:
        return 0.0, 0.0
    busy = min(1.0, max(0.0, (tick.utilisation - BUSY_FROM) / 0.4))
    stretch = 1.0 + system.service.overload_stretch * busy
    return system.service.latency_p50_s * stretch, system.service.latency_p95_s * stretch


def _alerts(system: AISystem, seen: Telemetry, usual: float) -> tuple[str, ...]:
    """A sentence for each figure beyond its line."""
    line = system.alert_lines
    tokens = line.token_factor * usual * system.service.tokens_per_request
    tools = line.tool_factor * usual * system.service.tool_calls_per_answer
    crossed = (
        (seen.suspected_bypasses >= line.suspected_bypasses,
         f"{seen.suspected_bypasses} suspected bypasses in 10 minutes (line {line.suspected_bypasses})"),
        (seen.block_rate >= line.block_rate,
         f"{seen.block_rate:.1%} of requests blocked (line {line.block_rate:.0%})"),
        (seen.records_flagged >= line.records_flagged,
         f"{seen.records_flagged} records flagged in answers (line {line.records_flagged})"),
        (seen.tokens_per_min >= tokens, f"{seen.tokens_per_min} tokens a minute (line {tokens:.0f})"),
        (seen.tool_calls_per_min >= tools,
         f"{seen.tool_calls_per_min} tool calls a minute (line {tools:.0f})"),
        (seen.p95_s >= line.p95_s, f"95th percentile of answers at {seen.p95_s} s (line {line.p95_s} s)"),
        (seen.unserved_share >= line.unserved_share,
         f"{seen.unserved_share:.0%} of requests unserved (line {line.unserved_share:.0%})"),
        (line.calls_pending is not None and (seen.calls_pending or 0) >= line.calls_pending,
         f"{seen.calls_pending} tool calls planned or running (line {line.calls_pending})"),
    )  # fmt: skip
    return tuple(sentence for is_crossed, sentence in crossed if is_crossed)
