"""Delivers injects and ticks the AI system when they are due, whether or not a browser is open."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from engine.clock import wait
from engine.errors import StoreUnavailable
from engine.rehearsal.live import play_due
from engine.session import Session
from engine.snapshot import Snapshot
from engine.ticks import Ticks

POLL_S = 0.2
"""How often exercises are looked at, for what others may have changed."""

SHORTEST_S = 0.002
"""Shortest pause between two rounds: a tick falls due a moment after, not before."""

LIST_EVERY = 10
"""Polls between two looks for exercises that were created elsewhere."""

log = logging.getLogger("tplus.conductor")


class Listener(Protocol):
    """What is told how the exercises stand, on the conductor's thread."""

    def seen(self, snapshot: Snapshot) -> None:
        """An exercise as it stands after a round."""

    def ticked(self, snapshot: Snapshot) -> None:
        """The same, when the AI system has just taken a step."""


AfterRound = Callable[[Sequence[Snapshot], datetime], object]
"""What a process does once a round, told of the exercises that were looked at and of the time."""


class Conductor(threading.Thread):
    """A background thread that conducts every running exercise of a session."""

    def __init__(self, session: Session, listener: Listener, after_round: AfterRound | None = None) -> None:
        super().__init__(name="tplus-conductor", daemon=True)
        self._session = session
        self._listener = listener
        self._after_round = after_round
        self.ticks = Ticks(session.clock)
        self._open: list[str] = []
        self._ended: set[str] = set()
        self._seen: list[Snapshot] = []

    def run(self) -> None:
        """Conduct until the process ends; a failure is logged and the next round tries again."""
        rounds = 0
        while True:
            pause_s = POLL_S
            try:
                if rounds % LIST_EVERY == 0:
                    self._open = [item for item in self._session.store.last_seqs() if item not in self._ended]
                pause_s = self.conduct()
            except StoreUnavailable as error:
                log.error("Nothing was delivered: %s", error)
            rounds += 1
            wait(pause_s)

    def conduct(self) -> float:
        """One round over the exercises that have not ended; seconds until the next is worth while."""
        pause_s = POLL_S
        self._seen = []
        for exercise_id in tuple(self._open):
            try:
                pause_s = min(pause_s, self._conduct(exercise_id))
            except StoreUnavailable:
                raise
            except Exception:  # one broken exercise must not stop the others
                log.exception("Exercise %s could not be conducted", exercise_id)
        if self._after_round is not None:
            self._after_round(self._seen, self._session.clock())
        return max(SHORTEST_S, pause_s)

    def _conduct(self, exercise_id: str) -> float:
        self._session.conduct(exercise_id)
        snapshot = self._session.current(exercise_id)
        play_due(self._session, snapshot)
        self._seen.append(snapshot)
        if snapshot.state.phase == "ended":
            self._ended.add(exercise_id)
            self._open.remove(exercise_id)
        ticked = self.ticks.number(exercise_id)
        tick_s = self.ticks.catch_up(snapshot)
        self._listener.seen(snapshot)
        if self.ticks.number(exercise_id) != ticked:
            self._listener.ticked(snapshot)
        next_s = snapshot.until_next_s(self._session.clock())
        return min(POLL_S if each_s is None else each_s for each_s in (tick_s, next_s))
