"""Notices that the server stood still, or that its clock was set back, by when it was last known to run."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine import commands as c
from engine.log.fact import SYSTEM
from engine.running.storing import Storing
from engine.snapshot import Snapshot
from engine.store import Document, EventStore

BEAT = "heartbeat"
"""Kind of the document that says when an exercise's clock was last known to run."""

GAP = timedelta(seconds=30)
"""A longer silence is time in which nobody could play (assumption: a restart takes less)."""

SET_BACK = timedelta(seconds=1)
"""A clock that shows so much less than before was set back (assumption: networks correct less than this)."""


@dataclass(frozen=True, slots=True)
class Beat:
    """When an exercise's clock was known to run, and where it stood."""

    anchored_at: str
    """Which anchor it ran from; another one is another clock."""
    wall: datetime
    at_ms: int

    def to_text(self) -> str:
        """The beat as it is stored."""
        return json.dumps([self.anchored_at, self.wall.isoformat(), self.at_ms])


def beat_of(snapshot: Snapshot, wall: datetime) -> Beat:
    """The beat of an exercise whose clock runs at this moment."""
    return Beat(snapshot.state.anchor.recorded_at.isoformat(), wall, snapshot.at_ms(wall))


def from_text(text: str) -> Beat:
    """A stored beat."""
    anchored_at, wall, at_ms = json.loads(text)
    return Beat(anchored_at, datetime.fromisoformat(wall), at_ms)


class Heart:
    """Remembers when exercises were last known to run, in this process and in the store."""

    def __init__(self, store: EventStore, storing: Storing) -> None:
        self._store = store
        self._storing = storing
        self._beats: dict[str, Beat] = {}

    def beat(self, running: Iterable[Snapshot], now: datetime) -> None:
        """The clocks of these exercises run at this moment, and it can be stored."""
        beats = {item.exercise_id: beat_of(item, now) for item in running}
        mine = Document(BEAT, "", "", now.isoformat())
        self._store.put(mine, *(Document(BEAT, name, "", beat.to_text()) for name, beat in beats.items()))
        self._beats |= beats

    def trouble(self, snapshot: Snapshot, now: datetime) -> tuple[c.PauseClock | c.CorrectClock, int] | None:
        """What puts a clock right, with the exercise time it holds from; None where it is right."""
        if not snapshot.state.anchor.is_running:
            return None
        beat = self._beats.get(snapshot.exercise_id)
        if beat is None or _distance(beat, now) > GAP or now < beat.wall:
            beat = self._latest(snapshot, beat)
        return None if beat is None else self._remedy(snapshot, beat, now)

    def _latest(self, snapshot: Snapshot, known: Beat | None) -> Beat | None:
        """The last beat of any process; the clock's own start where it has been started since."""
        stored = self._store.get(BEAT, snapshot.exercise_id)
        beats = [beat for beat in (known, from_text(stored) if stored else None) if beat is not None]
        if not beats:
            return None
        current = beat_of(snapshot, snapshot.state.anchor.recorded_at)
        mine = [beat for beat in beats if beat.anchored_at == current.anchored_at]
        return max(mine, key=lambda beat: beat.at_ms, default=current)

    def _remedy(
        self, snapshot: Snapshot, beat: Beat, now: datetime
    ) -> tuple[c.PauseClock | c.CorrectClock, int] | None:
        at_ms = max(snapshot.state.at_ms, beat.at_ms)
        if beat.wall - now > SET_BACK:
            reason = f"The server's clock was set back by {_length(beat.wall - now)}; exercise time goes on."
            return c.CorrectClock(by=SYSTEM, reason=reason), at_ms
        if now - beat.wall > GAP:
            lost_ms = max(0, snapshot.at_ms(now) - at_ms)
            reason = f"{self._what(now)} from {_moment(beat.wall)} to {_moment(now)} (UTC)."
            return c.PauseClock(by=SYSTEM, reason=reason, lost_ms=lost_ms), at_ms
        return None

    def _what(self, now: datetime) -> str:
        """What was wrong: this process has tried in vain until now, or it has not run."""
        last = self._storing.last
        has_tried = last is not None and timedelta(0) <= now - last.last_at <= GAP
        return "Nothing could be stored" if has_tried else "The server stood still"


def _distance(beat: Beat, now: datetime) -> timedelta:
    return abs(now - beat.wall)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _length(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
