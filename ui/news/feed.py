"""Tells the hub what happens: every event stored by this process or another, every tick, who is typing."""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from engine.errors import StoreUnavailable
from engine.log.events import Event
from engine.running.session import Session
from engine.snapshot import Snapshot
from ui.news.hub import Hub
from ui.news.message import Audience, Typist, Viewer, audience, message, warned
from ui.news.standing import warnings
from ui.shown import tables

TYPING_S = 5.0
"""How long somebody counts as typing after the latest keystroke that was heard of."""

MOST_TYPISTS = 12
"""How many people typing are told of at once in an exercise."""


@dataclass(frozen=True, slots=True)
class News:
    """An exercise as it stands, on its way to everyone who listens; written once for each audience."""

    snapshot: Snapshot
    now: datetime
    watching: int
    typists: tuple[Typist, ...]
    names: dict[str, str]
    warnings: tuple[str, ...] = ()
    _written: dict[Audience, str] = field(default_factory=dict)

    def text_for(self, viewer: Viewer) -> str:
        """What this seat is told."""
        whose = audience(self.snapshot.state, viewer)
        if whose not in self._written:
            told = message(
                self.snapshot,
                viewer,
                self.now,
                watching=self.watching,
                typists=self.typists,
                names=self.names,
            )
            told |= warned(self.snapshot, viewer, self.warnings)
            self._written[whose] = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return self._written[whose]


class Feed:
    """Watches a session and publishes an exercise's news; older news never follow newer."""

    def __init__(self, session: Session) -> None:
        self.hub: Hub[News] = Hub()
        self._session = session
        self._lock = threading.Lock()
        self._told: dict[str, int] = {}
        self._warned: dict[str, tuple[str, ...]] = {}
        self._typing: dict[str, deque[tuple[float, Typist]]] = {}
        session.on_append = self.appended

    def appended(self, exercise_id: str, events: tuple[Event, ...]) -> None:
        """Events were stored by this process."""
        is_urgent = not all(map(tables.is_quiet, events))
        try:
            self._tell(self._session.current(exercise_id), is_urgent=is_urgent)
        except StoreUnavailable:
            return  # they are stored; the conductor's next round tells of them

    def seen(self, snapshot: Snapshot) -> None:
        """The conductor looked at an exercise; tells what another process has stored in it."""
        told = self._told.get(snapshot.exercise_id, 0)
        if snapshot.state.seq > told:
            fresh = (event for event in snapshot.events[told:])
            self._tell(snapshot, is_urgent=not all(map(tables.is_quiet, fresh)))
        elif self._warnings(snapshot) != self._warned.get(snapshot.exercise_id, ()):
            self._tell(snapshot, is_urgent=True)

    def told(self, exercise_id: str) -> int:
        """The number of the last event that anybody was told of."""
        return self._told.get(exercise_id, 0)

    def ticked(self, snapshot: Snapshot) -> None:
        """The AI system moved on by a tick."""
        self._tell(snapshot, is_urgent=False)

    def typed(self, snapshot: Snapshot, typist: Typist) -> None:
        """Somebody is typing an answer."""
        with self._lock:
            now = self._typing.setdefault(snapshot.exercise_id, deque(maxlen=MOST_TYPISTS))
            for item in [item for item in now if item[1] == typist]:
                now.remove(item)
            now.append((monotonic() + TYPING_S, typist))
        self._tell(snapshot, is_urgent=False)

    def news(self, snapshot: Snapshot) -> News:
        """The news of this moment."""
        exercise_id = snapshot.exercise_id
        typists = self._typists(exercise_id)
        names = dict(self._session.names(exercise_id)) if typists else {}
        watching, said = self.hub.size(exercise_id), self._warnings(snapshot)
        return News(snapshot, self._session.clock(), watching, typists, names, said)

    def _warnings(self, snapshot: Snapshot) -> tuple[str, ...]:
        return warnings(self._session, snapshot, self._session.clock())

    def _typists(self, exercise_id: str) -> tuple[Typist, ...]:
        with self._lock:
            still = self._typing.get(exercise_id, ())
            return tuple(typist for until, typist in still if until > monotonic())

    def _tell(self, snapshot: Snapshot, *, is_urgent: bool) -> None:
        if not self.hub.size(snapshot.exercise_id):
            self._told[snapshot.exercise_id] = snapshot.state.seq
            return
        news = self.news(snapshot)
        with self._lock:
            if snapshot.state.seq >= self._told.get(snapshot.exercise_id, 0):
                self._told[snapshot.exercise_id] = snapshot.state.seq
                self._warned[snapshot.exercise_id] = news.warnings
                self.hub.publish(snapshot.exercise_id, news, is_urgent=is_urgent)
