"""What every store promises; a new store joins by being listed in STORES."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.errors import ConcurrentAppend, StoreUnavailable
from engine.log.canonical import from_text
from engine.log.events import ClockPaused, ClockResumed
from engine.store import Document, chain_problems
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
    """A database that can't be opened ends in words; only their detail names the place."""
    (tmp_path / "folder.db").mkdir()

    with pytest.raises(StoreUnavailable) as caught:
        SqlStore(f"sqlite:///{tmp_path / 'folder.db'}")
    assert "folder.db" in caught.value.detail
    (tmp_path / "a file").touch()
    with pytest.raises(StoreUnavailable, match="Nothing can be stored"):
        SqlStore(f"sqlite:///{tmp_path / 'a file' / 'store.db'}")
    assert "Check that its folder exists" in caught.value.detail
    assert "folder.db" not in str(caught.value)


def test_sqlite_survives_a_lost_process(tmp_path: Path):
    """What was appended is there for the next process, with the safest settings in force."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    SqlStore(url).append("x-1", [_pause(1)], after_seq=0)
    again = SqlStore(url)

    with again._connections.writing() as connection:
        named = ("journal_mode", "synchronous", "secure_delete")
        found = tuple(connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in named)

    assert found == ("wal", 2, 1)
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
    with store._connections.writing() as connection:
        connection.exec_driver_sql(change)

    assert any(found in problem for problem in chain_problems(store.rows("x-1")))
    store.close()


def test_a_seat_and_its_name_are_stored_together_or_not_at_all(store):
    """A name given with events is there with them; an append that is refused leaves no name behind."""
    store.append("x-1", [_pause(1)], after_seq=0, names={"p-1": "Ann Example"})

    with pytest.raises(ConcurrentAppend):
        store.append("x-1", [_pause(1)], after_seq=0, names={"p-2": "Bo Example"})

    assert store.names("x-1") == {"p-1": "Ann Example"}


def test_documents_are_kept_by_kind_exercise_and_key(store):
    """A document stands as it was last put; a new kind needs nothing but its name."""
    store.put(Document("item", "x-1", "i-2", "second"), Document("item", "x-1", "i-1", "first"))
    store.put(Document("item", "x-1", "i-2", "second, changed"), Document("item", "x-0", "i-9", "other"))
    store.put(Document("never heard of", "", "", "new kind"))

    assert [item.body for item in store.documents("item")] == ["other", "first", "second, changed"]
    assert [item.key for item in store.documents("item", "x-1")] == ["i-1", "i-2"]
    assert store.get("item", "x-1", "i-1") == "first"
    assert store.get("never heard of") == "new kind"
    assert store.get("item", "x-2", "i-1") is None
    assert store.documents("item", "") == ()
    store.delete("item", "x-1", "i-1")
    store.delete("item", "x-1", "i-7")
    assert [item.key for item in store.documents("item")] == ["i-9", "i-2"]


def test_a_deleted_exercise_leaves_nothing_of_itself(store):
    """Log, names, keys and documents go; those of other exercises, and of none, stay."""
    for exercise_id in ("x-1", "x-12"):
        store.append(exercise_id, [_pause(1)], after_seq=0, names={"p-1": f"Ann of {exercise_id}"})
        store.put(Document("item", exercise_id, "i-1", "body"))
        store.put_setting(f"exercise:CODE{exercise_id}", exercise_id)
        store.put_setting(f"facilitator:{exercise_id}", f"secret of {exercise_id}")
    store.put(Document("deleted", "", "1", "x-1"))
    store.put_setting("signing", "secret")

    store.delete_exercise("x-1")

    assert store.last_seqs() == {"x-12": 1}
    assert (store.names("x-1"), store.names("x-12")) == ({}, {"p-1": "Ann of x-12"})
    assert [item.exercise_id for item in store.documents("item")] == ["x-12"]
    assert (store.setting("exercise:CODEx-1"), store.setting("facilitator:x-1")) == (None, None)
    assert store.setting("exercise:CODEx-12") == "x-12"
    assert store.setting("signing") == "secret"
    assert store.get("deleted", "", "1") == "x-1"
    assert store.settle()
