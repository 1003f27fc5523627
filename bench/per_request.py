"""What two per-request models of an incident share: their chance, the attack, and what is counted.

A block of one user id finds nobody here: the people of these worlds are others.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from engine.simulation.controls import NEUTRAL
from engine.simulation.model import Counts
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision, activations
from engine.simulation.run.switches import controls_in_force
from engine.simulation.tape import requests_per_min


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whole requests, people and attempts from T+0 to the end."""

    harm_points: float
    outputs: int
    records: int
    tool_actions: int
    attack_tokens: int
    ambient: int
    attempts: int
    harmful: int
    active_attackers: int
    arrived: int
    full: int
    degraded: int
    refused: int
    unserved: int
    waiting: int

    @property
    def served_full_share(self) -> float:
        """Share of the requests that arrived which got their full answer."""
        return self.full / self.arrived if self.arrived else 1.0

    @property
    def degraded_share(self) -> float:
        """Share of the requests that arrived which got a lesser answer."""
        return self.degraded / self.arrived if self.arrived else 0.0


@dataclass(frozen=True, slots=True)
class Attacker:
    """One person of the pool: where a block list and a staged return find them."""

    listed_from: float
    routed_from: float


class Incident:
    """One incident as it unfolds; the model that owns it says when things happen, in seconds."""

    def __init__(self, system: AISystem, seed: int, decisions: Sequence[Decision]) -> None:
        self.system = system
        self.random = Random(seed)
        self.controls = NEUTRAL
        self.drift = 0.0
        self.full = self.degraded = self.refused = self.unserved = self.arrived = 0
        self.outputs = self.records = self.tool_actions = self.attack_tokens = self.ambient = 0
        self.attempts = self.harmful = self.called_off = 0
        self.queued = system.calls.planned_at_start if system.calls else 0
        self._uses = activations(system, decisions)
        draw = self.random.random
        pool = [Attacker(draw(), draw()) for _ in range(system.attack.pool)]
        self.active = pool[: system.attack.active_at_start]
        self.unaware = pool[system.attack.active_at_start :]
        self._emerges_s = [
            60.0 * self.random.uniform(*technique.emerges_min) for technique in system.attack.techniques
        ]

    def changes_s(self) -> list[float]:
        """When the switches move."""
        edges = [use.from_ms for use in self._uses] + [
            use.until_ms for use in self._uses if use.until_ms is not None
        ]
        return [edge / 1000.0 for edge in sorted(dict.fromkeys(edges))]

    def change(self, now_s: float) -> None:
        """Put the switches where the decisions want them now."""
        before = self.controls
        self.controls, _ = controls_in_force(self.system, self._uses, round(now_s * 1000.0))
        if self.controls.drift_reset and not before.drift_reset:
            self.drift = 0.0
        is_purged = self.controls.calls_purged and not before.calls_purged
        self.queued = 0 if is_purged else self.queued
        self.called_off += is_purged or self.controls.in_flight == 0.0

    def arrivals_s(self, until_s: float) -> Iterator[float]:
        """Moments at which customers send a request: Poisson in each minute, its rate with noise."""
        service, start = self.system.service, 60.0 * self.system.clock.start_hour
        for minute in range(math.ceil(until_s / 60.0)):
            noise = max(0.0, self.random.gauss(1.0, service.noise_cv))
            per_s = requests_per_min(service, start + minute) * noise / 60.0
            now_s = 60.0 * minute
            while per_s > 0.0 and (now_s := now_s + self.random.expovariate(per_s)) < 60.0 * (minute + 1):
                yield now_s

    def next_attempt_s(self) -> float:
        """Seconds to an attacker's next attempt."""
        rate = self.system.attack.attempts_per_min / 60.0
        return self.random.expovariate(rate) if rate > 0.0 else math.inf

    def next_discovery_s(self) -> float:
        """Seconds until somebody unaware would find the technique by themselves."""
        rate = self.system.attack.discovery_per_min / 60.0 * len(self.unaware)
        return self.random.expovariate(rate) if rate > 0.0 else math.inf

    def next_leak_s(self) -> float:
        """Seconds to the next record that could leave beside the model."""
        rate = self.system.ambient.out_of_band_records_per_min / 60.0
        return self.random.expovariate(rate) if rate > 0.0 else math.inf

    def leak(self) -> None:
        """A record leaves beside the model, if that way is still open."""
        self.records += self.random.random() < self.controls.out_of_band

    def discover(self) -> list[Attacker]:
        """Somebody unaware finds the technique; nobody if all know it."""
        if not self.unaware:
            return []
        return [self._make_aware(int(self.random.random() * len(self.unaware)))]

    def tell(self) -> list[Attacker]:
        """Who hears of one success: each of the unaware with the same small chance."""
        share = self.system.attack.share_per_success
        if share <= 0.0:
            return []
        chosen, at, scale = [], -1, 1.0 / math.log1p(-share)
        while (at := at + 1 + int(math.log(1.0 - self.random.random()) * scale)) < len(self.unaware):
            chosen.append(at)
        return [self._make_aware(at) for at in reversed(chosen)]

    def _make_aware(self, at: int) -> Attacker:
        self.unaware[at], self.unaware[-1] = self.unaware[-1], self.unaware[at]
        self.active.append(self.unaware.pop())
        return self.active[-1]

    def attempt(self, attacker: Attacker, now_s: float) -> bool:
        """Whether one attempt succeeds; what a success did is counted."""
        self.attempts += 1
        controls = self.controls
        if attacker.routed_from >= controls.reaches_model or attacker.listed_from < controls.user_coverage:
            return False
        chance = max(
            technique.success * controls.miss_of(v)
            for v, technique in enumerate(self.system.attack.techniques)
            if self._emerges_s[v] <= now_s
        )
        if self.random.random() >= chance * controls.success:
            return False
        self._damage()
        return True

    def _damage(self) -> None:
        attack, controls, draw = self.system.attack, self.controls, self.random.random
        self.harmful += 1
        self.outputs += draw() < attack.output_probability * controls.outputs
        acted = draw() < attack.tool_probability * controls.tools
        if self.system.calls:
            self.queued += acted * self.system.calls.calls_per_action
        else:
            self.tool_actions += acted
        if attack.records_per_success > 0.0:
            size = 1 + int(draw() * (2.0 * attack.records_per_success - 1.0))
            self.records += int(size * controls.records + draw())
        self.attack_tokens += int(self.request_tokens(is_attack=True) * attack.requests_per_attempt)
        ambient = self.system.ambient
        self.drift = min(ambient.drift_max, self.drift + ambient.drift_per_success)

    def next_start_s(self) -> float:
        """Seconds until a worker could start the next of an agent's calls."""
        calls = self.system.calls
        return self.random.expovariate(calls.started_per_min / 60.0) if calls else math.inf

    def is_call_started(self) -> bool:
        """Whether a worker that is free finds a call it may start."""
        started = self.queued > 0 and self.random.random() < self.controls.dispatch
        self.queued -= started
        return started

    def end_call(self, called_off: int) -> None:
        """A call takes effect, unless running ones were called off since it started."""
        self.tool_actions += called_off == self.called_off

    def request_tokens(self, *, is_attack: bool) -> float:
        """Tokens one request takes."""
        if is_attack:
            return self.system.attack.tokens_per_request * self.controls.attack_tokens
        return self.system.service.tokens_per_request * self.controls.legit_tokens

    def seconds(self, tokens: float) -> float:
        """How long the platform works on a number of tokens."""
        return tokens * 60.0 / self.system.service.capacity_tokens_per_min

    def is_for_model(self) -> bool:
        """Whether the next customer is sent to the model."""
        return self.controls.path == "llm" or self.random.random() < self.controls.restored

    def admit(self) -> bool:
        """Whether guardrail and scope let a customer's request through; a refusal is counted."""
        service, controls = self.system.service, self.controls
        share = (1.0 - service.guard_false_positive) * controls.passed * controls.in_scope
        is_admitted = self.random.random() < share
        self.refused += not is_admitted
        return is_admitted

    def is_common_question(self) -> bool:
        """Whether a scripted answer settles a customer's request, which is counted."""
        is_common = self.random.random() < self.system.service.faq_share
        self.degraded += is_common
        return is_common

    def answer(self) -> None:
        """The model answers a customer."""
        harmful_share = 0.0 if self.controls.poison_cured else self.system.ambient.poison_per_answer
        self.ambient += self.random.random() < (harmful_share + self.drift) * self.controls.ambient
        if self.random.random() < self.controls.intact:
            self.full += 1
        else:
            self.degraded += 1

    def outcome(self, waiting: int) -> Outcome:
        """Everything counted, with the requests still waiting at the end."""
        channels = Counts(
            outputs=self.outputs,
            records=self.records,
            tool_actions=self.tool_actions,
            attack_tokens=self.attack_tokens,
            ambient=self.ambient,
        )
        return Outcome(
            harm_points=channels.harm_points(self.system),
            outputs=self.outputs,
            records=self.records,
            tool_actions=self.tool_actions,
            attack_tokens=self.attack_tokens,
            ambient=self.ambient,
            attempts=self.attempts,
            harmful=self.harmful,
            active_attackers=len(self.active),
            arrived=self.arrived,
            full=self.full,
            degraded=self.degraded,
            refused=self.refused,
            unserved=self.unserved,
            waiting=waiting,
        )
