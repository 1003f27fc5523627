"""An incident request by request, on a hand-written event queue: every customer and attempt is an event."""

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from bench.per_request import Attacker, Incident, Outcome
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision


class _Line:
    """One server and the line before it; whoever waited too long has left when their turn comes."""

    def __init__(self, model: "_Model", patience_s: float, on_start: Callable[[], None]) -> None:
        self.model, self.patience_s, self.on_start = model, patience_s, on_start
        self.waiting: deque[tuple[float, float, bool]] = deque()  # since, seconds of work, is a customer
        self.is_busy = False

    def join(self, work_s: float, *, is_customer: bool, since_s: float | None = None) -> None:
        """Somebody comes, and is served at once if nobody is ahead."""
        since_s = self.model.now_s if since_s is None else since_s
        self.waiting.append((since_s, work_s, is_customer))
        if not self.is_busy:
            self.next_one()

    def next_one(self) -> None:
        """The server is free and turns to the next who still waits."""
        self.is_busy = False
        while self.waiting:
            since_s, work_s, is_customer = self.waiting.popleft()
            if self.model.now_s - since_s > self.patience_s:
                self.model.incident.unserved += is_customer
                continue
            if is_customer:
                self.on_start()
            self.is_busy = True
            self.model.schedule(work_s, self.next_one)
            return

    def empty(self) -> int:
        """Send everybody away; how many customers there were."""
        customers = sum(is_customer for _, _, is_customer in self.waiting)
        self.waiting.clear()
        return customers


class _Model:
    def __init__(self, system: AISystem, seed: int, decisions: Sequence[Decision], until_s: float) -> None:
        service = system.service
        self.incident = Incident(system, seed, decisions)
        self.now_s, self.until_s = 0.0, until_s
        self.events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self.serial = count()
        self.platform = _Line(self, service.max_wait_s, self.incident.answer)
        self.agents = _Line(self, 60.0 * service.human_max_wait_min, self._agent_answers)
        self.agent_s = 60.0 / service.human_capacity_per_min
        self.customers = self.incident.arrivals_s(until_s)

    def schedule(self, delay_s: float, event: Callable[..., None], *of: Any) -> None:
        """Let something happen later, if that is before the end."""
        at_s = self.now_s + delay_s
        if at_s < self.until_s:
            heapq.heappush(self.events, (at_s, next(self.serial), event, of))

    def run(self) -> Outcome:
        """Everything from T+0 to the end."""
        for at_s in self.incident.changes_s():
            self.schedule(at_s, self._change)
        for attacker in tuple(self.incident.active):
            self.schedule(self.incident.next_attempt_s(), self._attempt, attacker)
        self._await_discovery()
        self.schedule(self.incident.next_leak_s(), self._leak)
        self.schedule(self.incident.next_start_s(), self._worker)
        self._await_customer()
        while self.events:
            self.now_s, _, event, of = heapq.heappop(self.events)
            event(*of)
        return self.incident.outcome(self.platform.empty() + self.agents.empty())

    def _change(self) -> None:
        before = self.incident.controls.path
        self.incident.change(self.now_s)
        path = self.incident.controls.path
        if path == before:
            return
        if path != "llm":
            moved = [entry for entry in self.platform.waiting if entry[2]]
            self.platform.waiting.clear()
            for since_s, _, _ in moved:
                self.agents.join(self.agent_s, is_customer=True, since_s=since_s)
        if path == "off":
            self.incident.unserved += self.agents.empty()

    def _await_customer(self) -> None:
        at_s = next(self.customers, None)
        if at_s is not None:
            self.schedule(at_s - self.now_s, self._customer)

    def _customer(self) -> None:
        incident = self.incident
        incident.arrived += 1
        if incident.is_for_model():
            if incident.admit():
                tokens = incident.request_tokens(is_attack=False)
                self.platform.join(incident.seconds(tokens), is_customer=True)
        elif incident.controls.path == "off":
            incident.unserved += 1
        elif not incident.is_common_question():
            self.agents.join(self.agent_s, is_customer=True)
        self._await_customer()

    def _agent_answers(self) -> None:
        self.incident.full += 1

    def _attempt(self, attacker: Attacker) -> None:
        incident = self.incident
        if incident.attempt(attacker, self.now_s):
            work_s = incident.seconds(incident.request_tokens(is_attack=True))
            for _ in range(incident.system.attack.requests_per_attempt):
                self.platform.join(work_s, is_customer=False)
            self._activate(incident.tell())
        self.schedule(incident.next_attempt_s(), self._attempt, attacker)

    def _activate(self, attackers: list[Attacker]) -> None:
        for attacker in attackers:
            self.schedule(self.incident.next_attempt_s(), self._attempt, attacker)

    def _await_discovery(self) -> None:
        # Somebody told meanwhile makes the rate fall; the event then finds that fewer are unaware.
        self.expected = len(self.incident.unaware)
        self.schedule(self.incident.next_discovery_s(), self._discovery)

    def _discovery(self) -> None:
        if self.incident.random.random() * self.expected < len(self.incident.unaware):
            self._activate(self.incident.discover())
        self._await_discovery()

    def _worker(self) -> None:
        incident = self.incident
        if incident.system.calls and incident.is_call_started():
            self.schedule(60.0 * incident.system.calls.takes_min, incident.end_call, incident.called_off)
        self.schedule(incident.next_start_s(), self._worker)

    def _leak(self) -> None:
        self.incident.leak()
        self.schedule(self.incident.next_leak_s(), self._leak)


def run(system: AISystem, seed: int, decisions: Sequence[Decision], until_ms: int) -> Outcome:
    """One exercise, request by request."""
    return _Model(system, seed, decisions, until_ms / 1000.0).run()
