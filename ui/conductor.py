"""Delivers injects when they are due, whether or not a browser is open."""

import logging
import threading

from engine.clock import wait
from engine.errors import StoreUnavailable
from engine.rehearsal.live import play_due
from engine.session import Session

POLL_S = 0.2
"""How often due injects are looked for; a quarter of a second late at most."""

LIST_EVERY = 10
"""Polls between two looks for exercises that were created elsewhere."""

log = logging.getLogger("tplus.conductor")


class Conductor(threading.Thread):
    """A background thread that conducts every running exercise of a session."""

    def __init__(self, session: Session) -> None:
        super().__init__(name="tplus-conductor", daemon=True)
        self._session = session
        self._open: list[str] = []
        self._ended: set[str] = set()

    def run(self) -> None:
        """Conduct until the process ends; a failure is logged and the next round tries again."""
        rounds = 0
        while True:
            try:
                if rounds % LIST_EVERY == 0:
                    self._open = [item for item in self._session.store.last_seqs() if item not in self._ended]
                self.conduct()
            except StoreUnavailable as error:
                log.error("Nothing was delivered: %s", error)
            rounds += 1
            wait(POLL_S)

    def conduct(self) -> None:
        """One round over the exercises that have not ended."""
        for exercise_id in tuple(self._open):
            try:
                self._conduct(exercise_id)
            except StoreUnavailable:
                raise
            except Exception:  # one broken exercise must not stop the others
                log.exception("Exercise %s could not be conducted", exercise_id)

    def _conduct(self, exercise_id: str) -> None:
        self._session.conduct(exercise_id)
        snapshot = self._session.current(exercise_id)
        play_due(self._session, snapshot)
        if snapshot.state.phase == "ended":
            self._ended.add(exercise_id)
            self._open.remove(exercise_id)
