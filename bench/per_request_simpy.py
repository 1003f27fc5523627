"""An incident request by request in SimPy: customers, attackers, platform and agents as processes."""

from collections.abc import Generator, Sequence

import simpy

from bench.per_request import Attacker, Incident, Outcome
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision

Process = Generator[simpy.Event, object, None]


class _Model:
    def __init__(self, system: AISystem, seed: int, decisions: Sequence[Decision], until_s: float) -> None:
        self.until_s = until_s
        self.env = simpy.Environment()
        self.incident = Incident(system, seed, decisions)
        self.platform = simpy.Resource(self.env)
        self.agents = simpy.Resource(self.env)
        self.path_changed = self.env.event()
        self.waiting = 0

    def run(self) -> Outcome:
        """Everything from T+0 to the end."""
        self.env.process(self._switches())
        self.env.process(self._customers())
        self.env.process(self._discoveries())
        self.env.process(self._leaks())
        self.env.process(self._workers())
        self._start(self.incident.active)
        self.env.run(until=self.until_s)
        return self.incident.outcome(self.waiting)

    def _start(self, attackers: Sequence[Attacker]) -> None:
        for attacker in tuple(attackers):
            self.env.process(self._attacker(attacker))

    def _switches(self) -> Process:
        for at_s in self.incident.changes_s():
            yield self.env.timeout(at_s - self.env.now)
            before = self.incident.controls.path
            self.incident.change(self.env.now)
            if self.incident.controls.path != before:
                self.path_changed.succeed()
                self.path_changed = self.env.event()

    def _customers(self) -> Process:
        for at_s in self.incident.arrivals_s(self.until_s):
            yield self.env.timeout(at_s - self.env.now)
            self.incident.arrived += 1
            if not self.incident.is_for_model():
                self.env.process(self._without_model(is_new=True))
            elif self.incident.admit():
                self.env.process(self._at_model())

    def _at_model(self) -> Process:
        """A customer waits for the model, and leaves for the agents when it is taken away."""
        since_s = self.env.now
        work_s = self.incident.seconds(self.incident.request_tokens(is_attack=False))
        patience = self.env.timeout(self.incident.system.service.max_wait_s)
        with self.platform.request() as turn:
            self.waiting += 1
            while not turn.triggered and not patience.processed:
                yield turn | patience | self.path_changed
                if self.incident.controls.path != "llm" and not turn.triggered:
                    break
            self.waiting -= 1
            if turn.triggered:
                self.incident.answer()
                yield self.env.timeout(work_s)
                return
        if patience.processed:
            self.incident.unserved += 1
        else:
            yield from self._without_model(is_new=False, waited_s=self.env.now - since_s)

    def _without_model(self, *, is_new: bool, waited_s: float = 0.0) -> Process:
        """A customer gets a scripted answer, waits for an agent, or finds nobody."""
        incident, service = self.incident, self.incident.system.service
        if incident.controls.path == "off":
            incident.unserved += 1
            return
        if is_new and incident.is_common_question():
            return
        patience = self.env.timeout(max(0.0, 60.0 * service.human_max_wait_min - waited_s))
        with self.agents.request() as turn:
            self.waiting += 1
            while not turn.triggered and not patience.processed:
                yield turn | patience | self.path_changed
                if incident.controls.path == "off" and not turn.triggered:  # type: ignore[comparison-overlap]
                    break
            self.waiting -= 1
            if not turn.triggered:
                incident.unserved += 1
                return
            incident.full += 1
            yield self.env.timeout(60.0 / service.human_capacity_per_min)

    def _attacker(self, attacker: Attacker) -> Process:
        while True:
            yield self.env.timeout(self.incident.next_attempt_s())
            if self.incident.attempt(attacker, self.env.now):
                for _ in range(self.incident.system.attack.requests_per_attempt):
                    self.env.process(self._attack_request())
                self._start(self.incident.tell())

    def _attack_request(self) -> Process:
        work_s = self.incident.seconds(self.incident.request_tokens(is_attack=True))
        patience = self.env.timeout(self.incident.system.service.max_wait_s)
        with self.platform.request() as turn:
            yield turn | patience | self.path_changed
            if turn.triggered:
                yield self.env.timeout(work_s)

    def _discoveries(self) -> Process:
        while self.incident.unaware and self.incident.system.attack.discovery_per_min > 0.0:
            # Somebody told meanwhile makes the rate fall; the event then finds that fewer are unaware.
            expected = len(self.incident.unaware)
            yield self.env.timeout(self.incident.next_discovery_s())
            if self.incident.random.random() * expected < len(self.incident.unaware):
                self._start(self.incident.discover())

    def _workers(self) -> Process:
        while self.incident.system.calls:
            yield self.env.timeout(self.incident.next_start_s())
            if self.incident.is_call_started():
                self.env.process(self._call(60.0 * self.incident.system.calls.takes_min))

    def _call(self, takes_s: float) -> Process:
        called_off = self.incident.called_off
        yield self.env.timeout(takes_s)
        self.incident.end_call(called_off)

    def _leaks(self) -> Process:
        while self.incident.system.ambient.out_of_band_records_per_min > 0.0:
            yield self.env.timeout(self.incident.next_leak_s())
            self.incident.leak()


def run(system: AISystem, seed: int, decisions: Sequence[Decision], until_ms: int) -> Outcome:
    """One exercise, request by request."""
    return _Model(system, seed, decisions, until_ms / 1000.0).run()
