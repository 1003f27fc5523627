"""One step of the simulated AI system: nothing but + − × ÷, floor, min, max and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from engine.simulation.calls import CallQueue, Pending, advanced
from engine.simulation.controls import NEUTRAL, Controls
from engine.simulation.parameters import AISystem
from engine.simulation.service import Queues, Served, serve
from engine.simulation.tape import Draw, Reel, events_until

AttemptOutcome = Literal["harmful", "blocked", "model_refused", "not_reached"]
Tried = tuple[list[Draw], list[tuple[AttemptOutcome, int]]]
"""The attempts of one step on the tape, and how each ended with which technique."""


class Attempt(NamedTuple):
    """One attack attempt as it truly ended."""

    number: int  # number on the tape, the same in every timeline of a seed
    at_ms: int
    user_id: str
    technique: int
    outcome: AttemptOutcome


class Counts(NamedTuple):
    """What happened in a span of time; customers' requests are fluid, the rest whole numbers.

    This and what follows are tuples, because a timeline makes new ones in every step.
    """

    arrived: float = 0.0
    full: float = 0.0
    degraded: float = 0.0
    refused: float = 0.0
    unserved: float = 0.0
    false_positives: float = 0.0  # part of refused: stopped by a guardrail rule by mistake
    attempts: int = 0
    harmful: int = 0
    blocked: int = 0
    model_refused: int = 0
    not_reached: int = 0  # attempts while the model was off
    outputs: int = 0  # harmful answers delivered to attackers
    records: int = 0  # records leaked, through answers and out of band
    out_of_band: int = 0  # part of records: leaked beside the model
    tool_actions: int = 0
    attack_tokens: int = 0
    ambient: int = 0  # wrong or unsafe answers given to ordinary customers

    def harm_points(self, system: AISystem) -> float:
        """Weighted sum of the harm channels."""
        w = system.harm_weights
        answers = w.outputs * self.outputs + w.ambient * self.ambient
        return (
            answers
            + w.records * self.records
            + w.tools * self.tool_actions
            + w.kilotokens * self.attack_tokens / 1000.0
        )


class Tick(NamedTuple):
    """The end of one step: counters since T+0 under their plain names, the step's own under `during`."""

    at_ms: int
    during: Counts
    arrived: float = 0.0
    full: float = 0.0
    degraded: float = 0.0
    refused: float = 0.0
    unserved: float = 0.0
    false_positives: float = 0.0
    attempts: int = 0
    harmful: int = 0
    blocked: int = 0
    model_refused: int = 0
    not_reached: int = 0
    outputs: int = 0
    records: int = 0
    out_of_band: int = 0
    tool_actions: int = 0
    attack_tokens: int = 0
    ambient: int = 0
    harm_points: float = 0.0
    waiting: float = 0.0  # customers' requests in either queue
    waiting_human: float = 0.0
    utilisation: float = 0.0  # load of the model platform; above 1 it cannot keep up
    active_attackers: int = 0
    level: int = 0
    controls: Controls = NEUTRAL
    calls_pending: int = 0  # an agent's tool calls, planned or running


class SystemState(NamedTuple):
    """What the next step needs to know."""

    unaware: float = 1.0  # share of the pool that has not heard of the attack
    drift: float = 0.0  # learned harmful share of answers
    waiting_llm: float = 0.0
    waiting_human: float = 0.0
    waiting_attack: float = 0.0  # tokens of attacking requests that wait for the model
    ambient_intensity: float = 0.0  # expected harmful answers so far
    leak_intensity: float = 0.0  # expected records leaked out of band so far
    drift_was_reset: bool = False
    pending: Pending = Pending()
    calls_were_purged: bool = False


class Odds(NamedTuple):
    """Chances of an attempt in one step."""

    harmful: float
    admitted: float
    best: int  # technique that works best
    stopped: int  # technique that patterns stop most often


class Damage(NamedTuple):
    """What the successful attempts of one step did."""

    outputs: int
    records: int
    tool_actions: int
    attack_tokens: int


class Hits(NamedTuple):
    """How the attempts of one step ended, and what they did."""

    attempts: int
    harmful: int
    blocked: int
    model_refused: int
    not_reached: int
    damage: Damage


def step(
    system: AISystem, tape: Reel, number: int, *, state: SystemState, controls: Controls, odds: Odds
) -> tuple[SystemState, Counts, Served, Tried]:
    """Step `number` (from 0) under the controls in force: the next state, and what happened."""
    hits, tried = _attack(
        system, tape, tape.draws[number], aware=1.0 - state.unaware, odds=odds, controls=controls
    )
    arrived, damage = tape.arrivals[number], hits.damage
    queues = Queues(state.waiting_llm, state.waiting_human, state.waiting_attack)
    served = serve(system, arrived, damage.attack_tokens, controls=controls, queues=queues)
    reach = _spread(system, state, hits.harmful, controls)
    after = _after(system, state, reach, served, controls)
    acted = damage.tool_actions
    if system.calls:
        pending, acted = _calls(
            system.calls, state, acted, tape.call_rounding[number], controls, system.clock.tick_s
        )
        after = after._replace(pending=pending, calls_were_purged=controls.calls_purged)
    leaked = _events(tape.leak_events, state.leak_intensity, after.leak_intensity)
    wrong = _events(tape.ambient_events, state.ambient_intensity, after.ambient_intensity)
    counts = Counts(
        float(arrived),
        served.full,
        served.degraded,
        served.refused,
        served.unserved,
        served.false_positives,
        hits.attempts,
        hits.harmful,
        hits.blocked,
        hits.model_refused,
        hits.not_reached,
        damage.outputs,
        damage.records + leaked,
        leaked,
        acted,
        damage.attack_tokens,
        wrong,
    )
    return after, counts, served, tried


def _calls(
    queue: CallQueue, state: SystemState, planned: int, rounding: float, controls: Controls, tick_s: int
) -> tuple[Pending, int]:
    """An agent's calls after a step, and how many took effect in it."""
    pending = state.pending if state.pending.running else queue.at_start(tick_s)
    if controls.calls_purged and not state.calls_were_purged:
        pending = Pending(0, (0,) * len(pending.running))
    most = int(queue.room(tick_s, controls.dispatch) + rounding)
    return advanced(queue, pending, planned=planned, most=most, in_flight=controls.in_flight)


def _events(events: tuple[int, ...], before: float, after: float) -> int:
    """Events of a unit-rate process between two cumulated intensities."""
    return events_until(events, after) - events_until(events, before) if after > before else 0


def odds_at(system: AISystem, emerges_ms: Sequence[int], at_ms: int, controls: Controls) -> Odds:
    """Chances of an attempt, taken over the techniques that have emerged."""
    harmful, admitted, best, stopped = 0.0, 0.0, 0, 0
    least = 2.0
    for v, technique in enumerate(system.attack.techniques):
        if emerges_ms[v] > at_ms:
            continue
        miss = controls.miss_of(v)
        if technique.success * miss > harmful:
            harmful, best = technique.success * miss, v
        if miss < least:
            least, stopped = miss, v
        admitted = max(admitted, miss)
    return Odds(harmful * controls.success, admitted, best, stopped)


def success_by_technique(
    system: AISystem, emerges_ms: Sequence[int], controls: Controls, at_ms: int
) -> list[float]:
    """Probability that an attempt does harm under the switches, technique by technique; 0: unknown yet."""
    reached = controls.reaches_model
    return [
        technique.success * controls.miss_of(v) * controls.success * reached if known_ms <= at_ms else 0.0
        for v, (technique, known_ms) in enumerate(zip(system.attack.techniques, emerges_ms, strict=True))
    ]


def _attack(
    system: AISystem, tape: Reel, draws: tuple[Draw, ...], *, aware: float, odds: Odds, controls: Controls
) -> tuple[Hits, Tried]:
    """Attempts of the attackers who are active, and what the successful ones did."""
    thresholds = tape.thresholds
    active = [draw for draw in draws if thresholds[draw[1]] < aware]
    ends = [_outcome(tape, draw, odds, controls) for draw in active]
    outcomes = [outcome for outcome, _ in ends]
    successes = [draw for draw, outcome in zip(active, outcomes, strict=True) if outcome == "harmful"]
    hits = Hits(
        attempts=len(active),
        harmful=len(successes),
        blocked=outcomes.count("blocked"),
        model_refused=outcomes.count("model_refused"),
        not_reached=outcomes.count("not_reached"),
        damage=_damage(system, successes, controls),
    )
    return hits, (active, ends)


def _outcome(tape: Reel, draw: Draw, odds: Odds, controls: Controls) -> tuple[AttemptOutcome, int]:
    """How one attempt ends, and with which technique: one uniform decides harmful < refused < blocked."""
    attacker, u = draw[1], draw[3]
    if controls.path != "llm" and tape.routed_from[attacker] >= controls.restored:
        return "not_reached", odds.best
    if (
        tape.listed_from[attacker] < controls.user_coverage
        or tape.user_ids[attacker] in controls.blocked_users
    ):
        return "blocked", odds.best
    if u < odds.harmful:
        return "harmful", odds.best
    if u < odds.admitted:
        return "model_refused", odds.best
    return "blocked", odds.stopped


def _damage(system: AISystem, successes: list[Draw], controls: Controls) -> Damage:
    """Outputs, records, tool actions and tokens of the successful attempts."""
    if not successes:
        return Damage(0, 0, 0, 0)
    attack = system.attack
    p_output = attack.output_probability * controls.outputs
    p_tool = attack.tool_probability * controls.tools
    burst = int(attack.tokens_per_request * attack.requests_per_attempt * controls.attack_tokens)
    spread = 2.0 * attack.records_per_success - 1.0
    outputs = records = tools = 0
    for _, _, _, _, u_output, u_size, u_record, u_tool in successes:
        outputs += u_output < p_output
        tools += u_tool < p_tool
        if spread > 0.0:
            size = 1 + int(u_size * spread)
            records += int(size * controls.records + u_record)
    return Damage(outputs, records, tools, burst * len(successes))


def _spread(system: AISystem, state: SystemState, successes: int, controls: Controls) -> tuple[float, float]:
    """Share of the pool that has not heard of the attack, and what the model has learned from it."""
    attack, ambient = system.attack, system.ambient
    told = attack.discovery_per_min * system.clock.tick_s / 60.0 + attack.share_per_success * successes
    kept = 0.0 if controls.drift_reset and not state.drift_was_reset else state.drift
    drift = min(ambient.drift_max, kept + ambient.drift_per_success * successes)
    return state.unaware * (1.0 - min(1.0, told)), drift


def _after(
    system: AISystem, state: SystemState, reach: tuple[float, float], served: Served, controls: Controls
) -> SystemState:
    """Reach, queues, and the intensity of harm that needs no attacker's prompt."""
    ambient, (unaware, drift) = system.ambient, reach
    poison = 0.0 if controls.poison_cured else ambient.poison_per_answer
    leak = ambient.out_of_band_records_per_min * system.clock.tick_s / 60.0
    return SystemState(
        unaware,
        drift,
        served.waiting_llm,
        served.waiting_human,
        served.waiting_attack,
        state.ambient_intensity + (poison + drift) * controls.ambient * served.model_answers,
        state.leak_intensity + leak * controls.out_of_band,
        controls.drift_reset,
    )
