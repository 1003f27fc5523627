"""The process's one door to exercises and content."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from time import monotonic

from engine.authoring import kept
from engine.errors import ScenarioInvalid, StoreUnavailable
from engine.files.loader import LoadedScenario
from engine.files.shelf import Shelf, open_shelf
from engine.rehearsal.live import play_due
from engine.running.conductor import Conductor
from engine.running.session import Session
from engine.running.storing import Storing
from engine.scenario.resolve import Content
from engine.seats.naming import told_apart
from engine.snapshot import Snapshot
from engine.store.places import open_store
from engine.store.sql import SqlStore
from scoring.history.difficulty import Library, library_from
from ui.news.feed import Feed
from ui.news.standing import overdue
from ui.server import garbage

GLANCE_S = 0.25
"""How old a ticking display's view of an exercise may be; spares one query a person and second."""

NAMES_S = 2.0
"""How old the names beside a display may be."""

OWN_S = 5.0
"""How old the list of the organisation's own scenarios may be, where another process saved one."""

_opening = threading.Lock()
_stores: list[SqlStore] = []
_conductors: list[Conductor] = []
_feeds: list[Feed] = []
_glances: dict[str, tuple[float, Snapshot]] = {}
_names: dict[str, tuple[float, Mapping[str, str]]] = {}
_own: list[tuple[float, Content, Mapping[str, LoadedScenario]]] = []


def session() -> Session:
    """The exercises of this process's database; its conductor runs from the first call on."""
    with _opening:
        return _session()


@cache
def _session() -> Session:
    _stores[:] = [open_store(opened_for="serve")]
    _own.clear()
    opened = Session(_stores[0])
    _feeds[:] = [Feed(opened)]
    _conductors[:] = [Conductor(opened, _feeds[0], play=play_due, after_round=garbage.tidy)]
    _conductors[0].start()
    return opened


def feed() -> Feed:
    """What tells this process's browsers of everything that happens in their exercises."""
    session()
    return _feeds[0]


def stored() -> SqlStore:
    """The process's own database, for what only a database can do."""
    session()
    return _stores[0]


def close() -> None:
    """Stop conducting and let go of the database, with everything in its own file."""
    for conductor in _conductors:
        conductor.stop()
    session().store.close()


def health() -> dict[str, object]:
    """What monitoring is told: lateness of ticks, the last failed write, overdue injects, the backup."""
    held = session()
    storing, now = held.storing, held.clock()
    return {
        "exercises": len(held.store.last_seqs()),
        "tick_lateness_ms": tick_lateness_ms(),
        "last_failed_write": _told(storing),
        "overdue_injects": sum(len(overdue(storing, item, now)) for item in _conductors[0].seen),
        "last_backup": storing.backed_up_at.isoformat() if storing.backed_up_at else None,
    }


def _told(storing: Storing) -> dict[str, object] | None:
    last = storing.last
    if last is None:
        return None
    at = {"since": last.since.isoformat(), "last_at": last.last_at.isoformat()}
    return {**at, "reason": last.reason, "is_over": storing.failure is None}


def tick_lateness_ms() -> dict[str, float]:
    """How late the AI system's latest ticks were, in wall-clock milliseconds; empty before the first."""
    return _conductors[0].ticks.lateness_ms() if _conductors else {}


def glance(exercise_id: str) -> Snapshot:
    """The exercise as it was at most a quarter of a second ago, for displays that tick.

    While the database can't be read it is the exercise as it was read last.
    """
    known = _glances.get(exercise_id)
    is_latest = known is not None and known[1].state.seq >= feed().told(exercise_id)
    if known is not None and is_latest and monotonic() - known[0] < GLANCE_S:
        return known[1]
    try:
        snapshot = session().current(exercise_id)
    except StoreUnavailable:
        if known is None:
            raise
        return known[1]
    _glances[exercise_id] = (monotonic(), snapshot)
    return snapshot


def names(exercise_id: str) -> Mapping[str, str]:
    """Names of participants by id, as they were a moment ago."""
    known = _names.get(exercise_id)
    if known is not None and monotonic() - known[0] < NAMES_S:
        return known[1]
    found = names_now(glance(exercise_id))
    _names[exercise_id] = (monotonic(), found)
    return found


def names_now(snapshot: Snapshot) -> Mapping[str, str]:
    """Names of participants by id at this moment, equal ones numbered in the order in which people came."""
    return told_apart(session().names(snapshot.exercise_id), snapshot.state.everyone)


def forget_names(exercise_id: str) -> None:
    """Read the names anew: somebody has just taken a seat."""
    _names.pop(exercise_id, None)


def now_ms(snapshot: Snapshot) -> int:
    """Exercise time at this moment."""
    return snapshot.at_ms(session().clock())


def today() -> date:
    """The day at this moment (UTC)."""
    return session().clock().date()


@cache
def shelf() -> Shelf:
    """What can be used of the content, and what keeps the rest from it, read once a process."""
    return open_shelf()


def reread() -> None:
    """Read all content anew, for somebody who has mended a file."""
    for remembered in (shelf, library, scenarios):
        remembered.cache_clear()


def content() -> Content:
    """The organisation's content."""
    return shelf().content


@cache
def library() -> Library:
    """How hard scenarios are, as the content tells."""
    return library_from(shelf().difficulties)


def offered() -> Mapping[str, LoadedScenario]:
    """Every scenario an exercise can be created from: the organisation's own first, then those of the files.

    One that was saved in the browser takes the place of a file of the same id; one that does not fit the
    content any more is left out. What another process saved is seen after some seconds.
    """
    if not _own or monotonic() - _own[0][0] > OWN_S or _own[0][1] is not content():
        _own[:] = [(monotonic(), content(), _own_scenarios())]
    own = _own[0][2]
    return {**own, **{name: item for name, item in scenarios().items() if name not in own}}


def forget_own() -> None:
    """Read the organisation's own scenarios anew: one has just been saved or withdrawn."""
    _own.clear()


def _own_scenarios() -> dict[str, LoadedScenario]:
    found = {}
    for version in kept.latest(session().store):
        with suppress(ScenarioInvalid):
            found[version.scenario_id] = kept.loaded(version, content())
    return found


@cache
def scenarios() -> Mapping[str, LoadedScenario]:
    """The exercise scenarios on offer by id: by incident type, the longest first, then by name."""
    order = [item.id for item in content().taxonomy.incident_types]

    def place(item: LoadedScenario) -> tuple[int, int, str]:
        scenario = item.scenario
        return order.index(scenario.incident_type), -scenario.duration_ms, scenario.name

    return {item.scenario.id: item for item in sorted(shelf().scenarios.values(), key=place)}
