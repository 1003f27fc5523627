"""A database that can only be read: it opens, is read, and refuses to be written in plain words."""

import pytest

from engine import commands as c
from engine.errors import StoreUnavailable
from engine.running.session import Session
from engine.store.sql import SqlStore
from tests.world import Room


@pytest.fixture
def written(tmp_path):
    """The path of a database with a started exercise, its id, and its participant."""
    path = tmp_path / "tplus.db"
    store = SqlStore(f"sqlite:///{path}")
    room = Room(store=store).start()
    yield path, room
    store.close()


def test_a_database_that_can_only_be_read_is_read(written, tmp_path, monkeypatch):
    """Opening one whose migrations are complete needs no writing, makes no folder, and every read works."""
    path, room = written
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    session = Session(SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true"), clock=room.clock)

    assert session.current(room.id).state.phase == "running"
    assert session.names(room.id)
    assert session.unlock(room.id, room.keys.evaluator) == "evaluator"
    assert session.keys(room.id) == room.keys
    assert list(empty.iterdir()) == []


def test_writing_to_it_is_refused_with_a_remedy(written):
    """Whatever is written, the detail names the database and what to check, the message neither."""
    path, room = written
    session = Session(SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true"), clock=room.clock)
    tries = (
        lambda: session.execute(room.id, c.PauseClock(by=room.facilitator)),
        lambda: session.join(room.id, "Ann Example"),
        lambda: session.store.put_setting("colour", "blue"),
        lambda: session.store.erase_names(room.id),
    )

    for attempt in tries:
        with pytest.raises(StoreUnavailable) as caught:
            attempt()
        assert "writable and has space left" in caught.value.detail
        assert "INSERT" not in caught.value.detail
        assert str(path) in caught.value.detail
        assert str(path) not in str(caught.value)
    assert room.state.phase == "running"
    assert "Ann Example" not in room.session.names(room.id).values()


def test_damage_is_told_without_sql(tmp_path):
    """A file that is no database is named with what to do, without a line of SQL."""
    (tmp_path / "tplus.db").write_bytes(b"not a database, but a letter to a friend " * 400)

    with pytest.raises(StoreUnavailable) as caught:
        SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}")
    assert "SELECT" not in caught.value.detail
    assert "file is not a database" in caught.value.detail
