"""What every store promises; a new store joins by being listed in STORES."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.errors import ConcurrentAppend, StoreUnavailable
from engine.log.canonical import from_text
from engine.log.events import ClockPaused, ClockResumed
from engine.store import chain_problems
from engine.store.memory import MemoryStore
from engine.store.sql import SqlStore

STORES = {
    "memory": lambda _folder: MemoryStore(),
    "sqlite": lambda folder: SqlStore(f"sqlite:///{folder / 'deep' / 'store.db'}"),
}


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    """An empty store of each kind."""
    made = STORES[request.param](tmp_path)
    yield made
    made.close()


def _pause(seq):
    return ClockPaused(at_ms=seq, seq=seq, reason=f"“ü” {seq}")


def test_reads_what_was_appended(store):
    """Events come back whole and in order, also from behind a number."""
    log = [_pause(1), ClockResumed(at_ms=2, seq=2), _pause(3)]

    store.append("x-1", log[:2], after_seq=0)
    store.append("x-1", log[2:], after_seq=2)

    assert [from_text(row.text) for row in store.rows("x-1")] == log
    assert [row.seq for row in store.rows("x-1", after_seq=2)] == [3]
    assert store.last_seqs() == {"x-1": 3}


def test_refuses_an_append_behind_another(store):
    """An append that expects an older end of the log stores nothing."""
    store.append("x-1", [_pause(1)], after_seq=0)

    with pytest.raises(ConcurrentAppend):
        store.append("x-1", [_pause(1), _pause(2)], after_seq=0)

    assert len(store.rows("x-1")) == 1


def test_refuses_an_append_with_a_gap(store):
    """An append that expects events nobody stored stores nothing."""
    with pytest.raises(ConcurrentAppend):
        store.append("x-1", [_pause(5)], after_seq=4)

    assert store.rows("x-1") == ()


def test_exercises_are_apart(store):
    """One exercise's log never holds another's events."""
    store.append("x-1", [_pause(1)], after_seq=0)
    store.append("x-2", [_pause(1), _pause(2)], after_seq=0)

    assert store.last_seqs() == {"x-1": 1, "x-2": 2}


def test_one_of_many_simultaneous_appends_wins(store):
    """Of sixteen threads that append behind the same event exactly one succeeds."""

    def attempt(_number):
        try:
            store.append("x-1", [_pause(1)], after_seq=0)
        except ConcurrentAppend:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(attempt, range(16)))

    assert sum(outcomes) == 1
    assert len(store.rows("x-1")) == 1


def test_the_chain_is_whole(store):
    """Every stored event is bound to the one before it."""
    store.append("x-1", [_pause(1), _pause(2)], after_seq=0)
    store.append("x-1", [_pause(3)], after_seq=2)

    assert chain_problems(store.rows("x-1")) == ()


def test_names_are_kept_apart_and_can_be_erased(store):
    """Names can be changed and erased without touching the log."""
    store.put_name("x-1", "p-1", "Ann Example")
    store.put_name("x-1", "p-1", "Anna Example")
    store.put_name("x-2", "p-1", "Bo Example")

    store.erase_names("x-1")

    assert store.names("x-1") == {}
    assert store.names("x-2") == {"p-1": "Bo Example"}


def test_a_setting_is_written_once(store):
    """The first value of a setting stands; a later one is told what stands."""
    assert store.setting("code") is None
    assert store.put_setting("code", "A") == "A"
    assert store.put_setting("code", "B") == "A"
    assert store.setting("code") == "A"
    assert store.problems() == ()


def test_an_unusable_database_says_so(tmp_path):
    """A database that can't be opened ends in a message with a remedy, not in a traceback of the driver."""
    (tmp_path / "folder.db").mkdir()

    with pytest.raises(StoreUnavailable, match="Check that its folder exists"):
        SqlStore(f"sqlite:///{tmp_path / 'folder.db'}")


def test_sqlite_survives_a_lost_process(tmp_path: Path):
    """What was appended is there for the next process, with the safest settings in force."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    SqlStore(url).append("x-1", [_pause(1)], after_seq=0)
    again = SqlStore(url)

    with again._engine.connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert (journal, synchronous) == ("wal", 2)
    assert len(again.rows("x-1")) == 1
    again.close()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE events SET body = replace(body, '2', '9') WHERE seq = 2", "event 2 was changed"),
        ("UPDATE events SET previous = sha256 WHERE seq = 3", "event 3 does not follow"),
        ("DELETE FROM events WHERE seq = 2", "event 2 is missing"),
    ],
)
def test_tampering_is_found(tmp_path, change, found):
    """An event that was changed, relinked or removed in the database is named."""
    store = SqlStore(f"sqlite:///{tmp_path / 'store.db'}")
    store.append("x-1", [_pause(1), _pause(2), _pause(3)], after_seq=0)
    with store._writing() as connection:
        connection.exec_driver_sql(change)

    assert any(found in problem for problem in chain_problems(store.rows("x-1")))
    store.close()


def test_missing_and_unknown_migrations_are_named(tmp_path):
    """A database of another version is recognised, with what to do about it."""
    store = SqlStore(f"sqlite:///{tmp_path / 'store.db'}")
    with store._writing() as connection:
        oldest = "name = (SELECT min(name) FROM migrations)"
        connection.exec_driver_sql(f"UPDATE migrations SET name = '9999-from-the-future' WHERE {oldest}")

    problems = " ".join(store.problems())

    assert "9999-from-the-future is unknown" in problems
    assert "has not run" in problems
    store.close()


def test_items_and_report_drafts_are_written_over(store):
    """An item and a draft stand as they were last put, each under its own id."""
    store.put_item("i-2", "x-1", "second")
    store.put_item("i-1", "x-1", "first")
    store.put_item("i-2", "x-1", "second, changed")
    store.put_report_draft("x-1", "draft")
    store.put_report_draft("x-1", "draft, changed")

    assert store.items() == ("first", "second, changed")
    assert store.report_draft("x-1") == "draft, changed"
    assert store.report_draft("x-2") is None


def test_decisions_about_points_are_written_over_by_the_same_person_only(store):
    """Each person has one decision about each point of each answer, and exercises are apart."""
    store.put_point_decision("x-1", (9, "b", "eve"), "first")
    store.put_point_decision("x-1", (9, "b", "ned"), "another's")
    store.put_point_decision("x-1", (9, "b", "eve"), "changed")
    store.put_point_decision("x-1", (10, "a", "eve"), "next answer")
    store.put_point_decision("x-2", (9, "b", "eve"), "elsewhere")

    assert store.point_decisions("x-1") == ("changed", "another's", "next answer")
    assert store.point_decisions("x-3") == ()


def test_feedback_is_one_form_a_seat(store):
    """A seat's form is written over by its next one."""
    store.put_feedback("x-1", "p-1", "first")
    store.put_feedback("x-1", "p-2", "two")
    store.put_feedback("x-1", "p-1", "again")

    assert store.feedback("x-1") == {"p-1": "again", "p-2": "two"}
    assert store.feedback("x-2") == {}
