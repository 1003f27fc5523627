"""Delivers injects and ticks the AI system when they are due, whether or not a browser is open."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from engine.errors import ExerciseMissing, StoreUnavailable, Unplayable
from engine.running import upkeep
from engine.running.heart import Heart
from engine.running.session import Session
from engine.running.ticks import Ticks
from engine.snapshot import Snapshot

POLL_S = 0.2
"""How often exercises are looked at, for what others may have changed."""

SHORTEST_S = 0.002
"""Shortest pause between two rounds: a tick falls due a moment after, not before."""

LIST_EVERY = 10
"""Polls between two looks for exercises that were created elsewhere."""

BEAT_S = 2.0
"""How often it is stored that clocks run: what a server that stops loses of an exercise at most."""

IDLE_BEAT_S = 30.0
"""How often it is tried whether something can be stored while no clock runs."""

ERASE_EVERY = timedelta(hours=1)
"""How often names are erased that are kept no longer."""

STOP_S = 5.0
"""How long a round is waited for when the process ends."""

log = logging.getLogger("tplus.conductor")


class Listener(Protocol):
    """What is told how the exercises stand, on the conductor's thread."""

    def seen(self, snapshot: Snapshot) -> None:
        """An exercise as it stands after a round."""

    def ticked(self, snapshot: Snapshot) -> None:
        """The same, when the AI system has just taken a step."""


AfterRound = Callable[[Sequence[Snapshot], datetime], object]
"""What a process does once a round, told of the exercises that were looked at and of the time."""

Play = Callable[[Session, Snapshot], object]
"""Gives the commands of an exercise's simulated participants that are due."""


class Conductor(threading.Thread):
    """A background thread that conducts every running exercise of a session."""

    def __init__(
        self,
        session: Session,
        listener: Listener,
        *,
        play: Play | None = None,
        after_round: AfterRound | None = None,
    ) -> None:
        super().__init__(name="tplus-conductor", daemon=True)
        self._session = session
        self._listener = listener
        self._play = play
        self._after_round = after_round
        self._heart = Heart(session.store, session.storing)
        session.check_clock = self._heart.trouble
        self.ticks = Ticks(session.clock)
        self._open: list[str] = []
        self._ended: dict[str, int] = {}
        self._unplayable: set[str] = set()
        self._seen: list[Snapshot] = []
        self._wrote_at: datetime | None = None
        self._erased_at: datetime | None = None
        self._has_to_stop = threading.Event()

    @property
    def seen(self) -> tuple[Snapshot, ...]:
        """The exercises of the last round, as they were then."""
        return tuple(self._seen)

    def run(self) -> None:
        """Conduct until asked to stop; a failure is logged and the next round tries again."""
        rounds = 0
        while not self._has_to_stop.is_set():
            pause_s = POLL_S
            try:
                if rounds % LIST_EVERY == 0:
                    self.look()
                pause_s = self.conduct()
            except StoreUnavailable as error:
                log.error("Nothing was delivered: %s", error.detail)
            rounds += 1
            self._has_to_stop.wait(pause_s)

    def stop(self) -> None:
        """End after the round that is under way."""
        self._has_to_stop.set()
        if self.is_alive():
            self.join(STOP_S)

    def look(self) -> None:
        """See which exercises there are: new ones, ended ones that went on, and none that was deleted."""
        last_seqs = self._session.store.last_seqs()
        left = last_seqs.keys() - self._unplayable
        self._open = [
            name for name in last_seqs if name in left and last_seqs[name] > self._ended.get(name, 0)
        ]
        self._session.keep_only(last_seqs)
        self._session.storing.backed_up_at = upkeep.backed_up_at(self._session.store)

    def conduct(self) -> float:
        """One round over the exercises that have not ended; seconds until the next is worth while."""
        now = self._session.clock()
        self._seen = []
        self._keep_trying(now)
        pauses_s = [self._conducted(exercise_id) for exercise_id in tuple(self._open)]
        self._beat(now)
        self._settle()
        self._erase_old_names(now)
        if self._after_round is not None:
            self._after_round(self._seen, self._session.clock())
        return max(SHORTEST_S, min([POLL_S, *pauses_s]))

    def _conducted(self, exercise_id: str) -> float:
        try:
            return self._conduct(exercise_id)
        except StoreUnavailable:
            raise
        except ExerciseMissing:
            self._open.remove(exercise_id)
            return POLL_S
        except Unplayable as error:
            log.error("Exercise %s is left alone: %s", exercise_id, error)
            self._open.remove(exercise_id)
            self._unplayable.add(exercise_id)
            return POLL_S
        except Exception:  # one broken exercise must not stop the others
            log.exception("Exercise %s could not be conducted", exercise_id)
            return POLL_S

    def _conduct(self, exercise_id: str) -> float:
        self._deliver(exercise_id)
        snapshot = self._session.current(exercise_id)
        self._seen.append(snapshot)
        if snapshot.state.phase == "ended":
            self._ended[exercise_id] = snapshot.state.seq
            self._open.remove(exercise_id)
            self._note_end(snapshot)
        ticked = self.ticks.number(exercise_id)
        tick_s = self.ticks.catch_up(snapshot)
        self._listener.seen(snapshot)
        if self.ticks.number(exercise_id) != ticked:
            self._listener.ticked(snapshot)
        next_s = snapshot.until_next_s(self._session.clock())
        return min(POLL_S if each_s is None else each_s for each_s in (tick_s, next_s))

    def _deliver(self, exercise_id: str) -> None:
        """Deliver what is due, unless nothing can be stored: screens are kept up to date all the same."""
        if self._session.storing.failure is not None:
            return
        try:
            self._session.conduct(exercise_id)
            if self._play is not None:
                self._play(self._session, self._session.current(exercise_id))
        except StoreUnavailable as error:
            log.error("Nothing was delivered in exercise %s: %s", exercise_id, error.detail)

    def _keep_trying(self, now: datetime) -> None:
        """While nothing can be stored, try again and again, so that it is known as soon as it can be."""
        if self._session.storing.failure is not None and self._is_time(now, BEAT_S):
            self._write(now, ())

    def _beat(self, now: datetime) -> None:
        """Store that the clocks run; with none that runs, now and then that something can be stored."""
        running = [item for item in self._seen if item.state.anchor.is_running]
        if self._session.storing.failure is None and self._is_time(now, BEAT_S if running else IDLE_BEAT_S):
            self._write(now, running)

    def _note_end(self, snapshot: Snapshot) -> None:
        ended = snapshot.state.ended
        if ended is not None and not snapshot.is_demo:
            self._session.storing.ended(snapshot.exercise_id, ended.recorded_at)

    def _settle(self) -> None:
        """Bring an exercise that has ended into the database's own file."""
        if any(item.state.phase == "ended" for item in self._seen):
            try:
                self._session.store.settle()
            except StoreUnavailable as error:
                log.warning("The write-ahead log stays for now: %s", error.detail)

    def _erase_old_names(self, now: datetime) -> None:
        """Once an hour, erase names that are kept no longer."""
        if self._erased_at is not None and now - self._erased_at < ERASE_EVERY:
            return
        self._erased_at = now
        try:
            for exercise_id in upkeep.erase_old_names(self._session):
                log.info("Erased the names of exercise %s, which are kept no longer", exercise_id)
        except Exception:  # neither a broken exercise nor a wrong setting must stop the others
            log.exception("Old names were not erased")

    def _is_time(self, now: datetime, every_s: float) -> bool:
        return self._wrote_at is None or not 0.0 <= (now - self._wrote_at).total_seconds() < every_s

    def _write(self, now: datetime, running: Sequence[Snapshot]) -> None:
        self._wrote_at = now
        was_failing = self._session.storing.failure is not None
        try:
            self._heart.beat(running, now)
        except StoreUnavailable as error:
            self._session.storing.failed(now, error)
            log.error("Nothing can be stored: %s", error.detail)
            return
        self._session.storing.worked()
        if was_failing:
            log.warning("Storing works again")
