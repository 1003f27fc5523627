"""Databases of other versions: the older is upgraded when asked to, the newer is refused, both in words."""

import sqlite3

import pytest

from engine.after import items_kept, keeping
from engine.errors import StoreUnavailable
from engine.log.canonical import GENESIS
from engine.log.events import ClockPaused
from engine.store import chain_problems, chained
from engine.store.migrations import MIGRATIONS
from engine.store.sql import SqlStore

OLD_STEPS = 3
"""Migrations of the version that kept each kind of document in a table of its own."""
ITEM = '{"item_id":"i-1","exercise_id":"x-1","issue":"Late","action":"Call earlier","created":"2026-03-03"}'
POINT = '{"answer_seq":9,"point_id":"a:b","decided_by":"p-7","is_made":true,"chip":"likely"}'


def make_old(path, *, steps=OLD_STEPS):
    """A database as an earlier version left it: one exercise, and a document of each kind."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE migrations (name VARCHAR(200) PRIMARY KEY)")
        for name, statements in MIGRATIONS[:steps]:
            for statement in statements:
                database.execute(statement)
            database.execute("INSERT INTO migrations VALUES (?)", (name,))
        (row,) = chained([ClockPaused(at_ms=1, seq=1)], GENESIS)
        database.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?)", ("x-1", row.seq, row.text, row.previous, row.sha256)
        )
        database.execute("INSERT INTO names VALUES ('x-1', 'p-7', 'Ann Example')")
        database.execute("INSERT INTO improvement_items VALUES ('i-1', 'x-1', ?)", (ITEM,))
        database.execute("INSERT INTO settings VALUES ('signing', 'secret')")
        if steps > 1:
            database.execute("""INSERT INTO report_drafts VALUES ('x-1', '{"summary": "Went well."}')""")
        if steps > 2:
            database.execute("INSERT INTO point_decisions VALUES ('x-1', 9, 'a:b', 'p-7', ?)", (POINT,))
            database.execute("""INSERT INTO feedback VALUES ('x-1', 'p-7', '{"strengths": "Calm"}')""")
    database.close()
    return f"sqlite:///{path}"


def tables(path):
    """The names of a database's tables."""
    with sqlite3.connect(path) as database:
        found = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    database.close()
    return found


def test_an_older_database_is_not_changed_by_being_opened(tmp_path):
    """It is refused with the command that upgrades it, and stays byte for byte as it was."""
    url = make_old(tmp_path / "tplus.db")
    before = (tmp_path / "tplus.db").read_bytes()

    with pytest.raises(StoreUnavailable) as caught:
        SqlStore(url)

    assert "made by an older Tplus" in caught.value.detail
    assert "tplus db upgrade" in caught.value.detail
    assert (tmp_path / "tplus.db").read_bytes() == before


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_an_upgrade_keeps_everything_and_a_copy(tmp_path, steps):
    """Log, names, settings and documents of any older version are kept, and a copy beside the file."""
    url = make_old(tmp_path / "tplus.db", steps=steps)

    store = SqlStore(url, opened_for="upgrade")

    assert chain_problems(store.rows("x-1")) == ()
    assert store.names("x-1") == {"p-7": "Ann Example"}
    assert store.setting("signing") == "secret"
    assert [item.action for item in items_kept.items(store)] == ["Call earlier"]
    assert items_kept.wording(store, "x-1").summary == ("Went well." if steps > 1 else "")
    assert [item.is_made for item in keeping.point_decisions(store, "x-1")] == [True] * (steps > 2)
    assert [item.strengths for item in keeping.feedback(store, "x-1")] == ["Calm"] * (steps > 2)
    assert store.problems() == ()
    assert store.copy_before == tmp_path / f"tplus.db.before-{MIGRATIONS[steps][0]}"
    assert tables(tmp_path / "tplus.db") == {"events", "names", "settings", "documents", "migrations"}
    assert "improvement_items" in tables(store.copy_before)
    store.close()


def test_a_decision_made_before_the_upgrade_is_replaced_after_it(tmp_path):
    """The key that the upgrade gives a decision is the one that the next decision has."""
    store = SqlStore(make_old(tmp_path / "tplus.db"), opened_for="upgrade")
    (kept,) = keeping.point_decisions(store, "x-1")
    (document,) = store.documents(keeping.POINT)

    assert document.key == keeping.point_key(kept)
    store.close()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    """A step that fails takes the earlier ones with it; the next upgrade runs, and copies again."""
    url = make_old(tmp_path / "tplus.db", steps=2)
    broken = (*MIGRATIONS[:3], ("0004-documents", (*MIGRATIONS[3][1], "INSERT INTO nowhere VALUES (1)")))
    with monkeypatch.context() as patched:
        patched.setattr("engine.store.sql.MIGRATIONS", broken)
        with pytest.raises(StoreUnavailable, match="Nothing can be stored"):
            SqlStore(url, opened_for="upgrade")

    assert "report_drafts" in tables(tmp_path / "tplus.db")
    assert "feedback" not in tables(tmp_path / "tplus.db")
    store = SqlStore(url, opened_for="upgrade")
    assert store.copy_before is not None
    assert store.copy_before.name.endswith("-2")
    assert store.problems() == ()
    store.close()


@pytest.mark.parametrize("opened_for", ["use", "upgrade"])
def test_a_newer_database_is_refused(tmp_path, opened_for):
    """A database with a step this version does not know is not opened, whatever for."""
    url = f"sqlite:///{tmp_path / 'tplus.db'}"
    SqlStore(url).close()
    with sqlite3.connect(tmp_path / "tplus.db") as database:
        database.execute("INSERT INTO migrations VALUES ('9999-from-the-future')")
    database.close()

    with pytest.raises(StoreUnavailable) as caught:
        SqlStore(url, opened_for=opened_for)

    assert "newer Tplus, which knows 9999-from-the-future" in caught.value.detail
    assert "Upgrade Tplus" in caught.value.detail


def test_a_look_names_what_is_missing_and_what_is_unknown(tmp_path):
    """A database of another version can be looked at, with what to do about it."""
    url = make_old(tmp_path / "tplus.db")
    with sqlite3.connect(tmp_path / "tplus.db") as database:
        database.execute("INSERT INTO migrations VALUES ('9999-from-the-future')")
    database.close()

    store = SqlStore(url, opened_for="look")

    problems = " ".join(store.problems())
    assert "9999-from-the-future is unknown" in problems
    assert "migration 0004-documents is pending; run `tplus db upgrade`" in problems
    assert store.last_seqs() == {"x-1": 1}
    store.close()
