"""What whoever runs an exercise is warned of: storing that fails, injects overdue, the clock, the backup."""

from datetime import datetime, timedelta

from engine.log.events import ClockAdjusted
from engine.log.fact import SYSTEM
from engine.running.session import Session
from engine.running.storing import Storing
from engine.schedule import due
from engine.snapshot import Snapshot
from ui.language.words import many, t

TOLD_FOR = timedelta(minutes=10)
"""How long the desk says that the server's clock was set back (assumption)."""


def warnings(session: Session, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """The warnings of one exercise's desk, the gravest first; none where all is well."""
    storing = session.storing
    late, clock = _overdue(storing, snapshot, now), _clock(snapshot, now)
    return (*_failing(storing), *late, *clock, *_backup(storing, now))


def of_server(session: Session) -> tuple[str, ...]:
    """The warnings that concern every exercise."""
    return (*_failing(session.storing), *_backup(session.storing, session.clock()))


def overdue(storing: Storing, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """Titles of injects that are due and could not be delivered, because nothing can be stored."""
    if storing.failure is None or snapshot.state.phase != "running":
        return ()
    waiting = due(snapshot.scenario, snapshot.state, snapshot.at_ms(now))
    return tuple(entry.inject.title for entry in waiting)


def _failing(storing: Storing) -> tuple[str, ...]:
    failure = storing.failure
    if failure is None:
        return ()
    text = t(
        "Nothing can be stored since {time} UTC: {reason}. What people send is kept in their browsers and"
        " sent again. If it lasts longer than half a minute, exercise time stands still from then on.",
        time=f"{failure.since:%H:%M:%S}",
        reason=failure.reason,
    )
    return (text,)


def _overdue(storing: Storing, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    titles = overdue(storing, snapshot, now)
    return (t("Due and not delivered: {titles}.", titles="; ".join(titles)),) if titles else ()


def _clock(snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    adjusted = (event for event in reversed(snapshot.events) if isinstance(event, ClockAdjusted))
    last = next(adjusted, None)
    is_told = last is not None and last.by == SYSTEM and now - last.recorded_at <= TOLD_FOR
    return (last.reason,) if last is not None and is_told else ()


def _backup(storing: Storing, now: datetime) -> tuple[str, ...]:
    since = storing.backup_due_since(now)
    if since is None:
        return ()
    waits = many(
        "What ended {number} day ago is in no backup; `tplus backup` makes one.",
        "What ended {number} days ago is in no backup; `tplus backup` makes one.",
        (now - since).days,
    )
    return (waits,)
