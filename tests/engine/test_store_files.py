"""The files of a SQLite database: private, noticed when they vanish, and clean of what was deleted."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from time import monotonic

import pytest

from engine.errors import StoreUnavailable
from engine.log.events import ClockPaused
from engine.store import Document, chain_problems
from engine.store.sql import SqlStore
from engine.store.sqlite import files_of

WAITING = 60
"""Answers that wait for a locked database at once: a large room."""


def _pause(seq):
    return ClockPaused(at_ms=seq, seq=seq)


@pytest.fixture
def path(tmp_path):
    """Where the database is."""
    return tmp_path / "data" / "tplus.db"


@pytest.fixture
def store(path):
    """A store with one event."""
    made = SqlStore(f"sqlite:///{path}")
    made.append("x-1", [_pause(1)], after_seq=0)
    yield made
    made.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_nobody_else_can_read_the_files(store, path):
    """The folder that is made and every file in it are for their owner alone, whatever the umask."""
    modes = {item.name: stat.S_IMODE(item.stat().st_mode) for item in path.parent.iterdir()}

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == {"tplus.db": 0o600, "tplus.db-wal": 0o600, "tplus.db-shm": 0o600}
    assert not files_of(f"sqlite:///{path}").is_readable_by_others()


def _deleted(path):
    for file in path.parent.iterdir():
        file.unlink()


def _replaced(path):
    _deleted(path)
    SqlStore(f"sqlite:///{path}").close()


def _without_log(path):
    path.with_name("tplus.db-wal").unlink()


@pytest.mark.skipif(os.name != "posix", reason="other systems keep files that are open")
@pytest.mark.parametrize("happen", [_deleted, _replaced, _without_log])
def test_files_that_vanish_are_noticed_at_the_next_append(store, path, happen):
    """Nothing is acknowledged that would lie in a file which nobody finds again."""
    happen(path)

    with pytest.raises(StoreUnavailable) as caught:
        store.append("x-1", [_pause(2)], after_seq=1)
    assert "deleted or replaced while the server ran" in caught.value.reason
    assert "restore a backup" in caught.value.detail
    assert str(path) not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="other systems keep files that are open")
def test_a_file_that_vanishes_before_the_first_write_is_noticed(store, path):
    """Opening counts as knowing the file: a store that has only read makes no empty one in its place."""
    other = SqlStore(f"sqlite:///{path}")
    other.rows("x-1")
    _deleted(path)

    with pytest.raises(StoreUnavailable, match="Nothing can be stored"):
        other.append("x-1", [_pause(2)], after_seq=1)
    assert list(path.parent.iterdir()) == []
    other.close()


@pytest.mark.skipif(os.name != "posix", reason="other systems keep files that are open")
def test_a_file_that_vanishes_while_it_is_written_is_noticed_too(store, path):
    """An append during which the file is deleted is not acknowledged."""
    with pytest.raises(StoreUnavailable), store._connections.writing():
        _deleted(path)


def _bytes_of(path):
    return b"".join(item.read_bytes() for item in sorted(path.parent.iterdir()))


def test_erased_names_are_nowhere_in_the_files(store, path):
    """After erasing and settling no byte of a name is left in database, write-ahead log or index."""
    names = {f"p-{number}": f"Zyxwv Example {number:03}" for number in range(400)}
    store.append("x-1", [_pause(2)], after_seq=1, names=names)
    store.put_name("x-1", "p-1", "Qponm Example, renamed")
    store.put_name("x-2", "p-1", "Kept Example")
    assert b"Zyxwv Example" in _bytes_of(path)

    store.erase_names("x-1")

    assert store.settle()
    assert b"Zyxwv Example" not in _bytes_of(path)
    assert b"Qponm Example" not in _bytes_of(path)
    assert b"Kept Example" in _bytes_of(path)


def test_a_deleted_exercise_is_nowhere_in_the_files(store, path):
    """Nothing of its log, names, keys or documents can be found in the files."""
    told = ClockPaused(at_ms=2, seq=2, reason="Zyxwv reason")
    store.append("x-1", [told], after_seq=1, names={"p-1": "Zyxwv name"})
    store.put(Document("item", "x-1", "i-1", "Zyxwv body"))
    store.put_setting("facilitator:x-1", "Zyxwv secret")

    store.delete_exercise("x-1")

    assert store.settle()
    assert b"Zyxwv" not in _bytes_of(path)


LOCKER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def locked(store, path):
    """Another process that holds the database's lock until it is told to let go."""
    holder = subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"locked\n"
    yield holder
    holder.communicate(timeout=10)


def test_waiting_writers_are_told_soon_and_stop_no_reader(store, locked):
    """Sixty writes into a locked database are refused within seconds; reads meanwhile take no time."""
    started = monotonic()

    def write(_number):
        try:
            store.append("x-1", [_pause(2)], after_seq=1)
        except StoreUnavailable:
            return monotonic() - started
        return None

    with ThreadPoolExecutor(WAITING) as pool:
        writes = [pool.submit(write, number) for number in range(WAITING)]
        slowest_read_s = 0.0
        while not all(item.done() for item in writes):
            asked = monotonic()
            assert store.last_seqs() == {"x-1": 1}
            slowest_read_s = max(slowest_read_s, monotonic() - asked)
        waits = [item.result() for item in writes]

    locked.communicate(timeout=10)
    assert None not in waits
    assert max(waits) < 5.0
    assert slowest_read_s < 1.0
    store.append("x-1", [_pause(2)], after_seq=1)
    assert chain_problems(store.rows("x-1")) == ()


def test_a_write_says_why_it_gave_up(store, locked):
    """A locked database is named as such to whoever runs the server."""
    with pytest.raises(StoreUnavailable, match="Nothing can be stored") as caught:
        store.append("x-1", [_pause(2)], after_seq=1)

    assert caught.value.reason == "database is locked"


def test_writers_of_one_process_take_turns(store):
    """A hundred writes from as many threads all succeed: they wait for each other, not for SQLite."""
    ready = threading.Barrier(100)

    def write(number):
        ready.wait()
        store.put(Document("note", "", str(number), "x"))

    with ThreadPoolExecutor(100) as pool:
        list(pool.map(write, range(100)))

    assert len(store.documents("note")) == 100


def test_a_look_creates_and_changes_nothing(tmp_path):
    """A database that is looked at keeps its bytes, and no file appears beside it."""
    path = tmp_path / "copy.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
    before = path.read_bytes()

    with files_of(f"sqlite:///{path}").untouched() as url:
        store = SqlStore(url, opened_for="look")
        assert store.migrations() is None
        store.close()

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_in_use_is_noticed_from_outside(store, path):
    """A second process sees whether a server has the database open, also when it is idle."""
    script = (
        "import sys; from engine.store.sqlite import files_of;"
        "print(files_of('sqlite:///' + sys.argv[1]).is_in_use())"
    )

    def ask():
        return subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        ).stdout.strip()

    assert ask() == "True"
    store.close()
    assert ask() == "False"
    assert len(SqlStore(f"sqlite:///{path}").rows("x-1")) == 1
