"""Keeping the database from the terminal: backup, restore, upgrade, names and whole exercises."""

import gc
import json
import os
import shutil
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine import commands as c
from engine.after import items_kept
from engine.running import upkeep
from engine.running.session import Session
from engine.store.sql import SqlStore
from terminal.cli import app
from tests.engine.test_upgrade import make_old
from tests.world import START, ManualClock, Room, seed_exercise

run = CliRunner().invoke
NAME = "Zyxwv Example"


def opened(folder):
    """The database in a folder."""
    return SqlStore(f"sqlite:///{folder / 'tplus.db'}")


@pytest.fixture
def folder(tmp_path):
    """A data folder with an exercise that has ended, and one in its lobby."""
    store = opened(tmp_path / "data")
    room = Room(store=store)
    room.join(NAME, "Legal")
    room.start()
    room.do(c.EndExercise(by=room.facilitator))
    items_kept.add(store, room.id, START.date(), {"issue": "Late", "action": "Call earlier"})
    Room(store=store)
    store.close()
    return tmp_path / "data"


def exercises(folder):
    """Ids of the exercises, the ended one first."""
    rows = json.loads(run(app, ["history", "--data", str(folder), "--json"]).output)["exercises"]
    return [row["exercise_id"] for row in sorted(rows, key=lambda row: row["phase"] != "ended")]


def bytes_of(folder):
    """Everything that lies in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def keep(folder, *arguments, **options):
    """A command on this database."""
    return run(app, [*map(str, arguments), "--data", str(folder)], **options)


def test_a_backup_made_while_the_database_is_in_use_is_whole(folder, tmp_path):
    """One private file with everything, also what is in the write-ahead log only; its chains are checked."""
    server = Session(opened(folder))
    server.create(seed_exercise())
    result = keep(folder, "backup", tmp_path / "kept.db")
    server.store.close()

    assert result.exit_code == 0, result.output
    assert "3 exercises" in result.output
    assert "every hash chain whole" in result.output
    assert stat.S_IMODE((tmp_path / "kept.db").stat().st_mode) == 0o600 or os.name != "posix"
    assert [path.name for path in tmp_path.glob("kept.db*")] == ["kept.db"]
    copied = SqlStore(f"sqlite:///{tmp_path / 'kept.db'}")
    assert len(copied.last_seqs()) == 3
    copied.close()
    assert upkeep.backed_up_at(opened(folder)) is not None


def test_a_backup_replaces_no_file_and_leaves_none_half_made(folder, tmp_path):
    """An existing file is refused; a copy that is not whole is not kept."""
    (tmp_path / "there.db").write_text("mine")
    there = keep(folder, "backup", tmp_path / "there.db")
    nowhere = keep(folder, "backup", tmp_path / "no" / "folder.db")
    with sqlite3.connect(folder / "tplus.db") as database:
        database.execute("UPDATE events SET body = replace(body, 'SEV', 'sev') WHERE seq = 1")
    database.close()
    broken = keep(folder, "backup", tmp_path / "broken.db")

    assert there.exit_code == nowhere.exit_code == broken.exit_code == 1
    assert "choose another name" in there.output
    assert (tmp_path / "there.db").read_text() == "mine"
    assert "Choose another place" in nowhere.output
    assert "was changed after it was stored" in broken.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "there.db"]


def test_a_restored_backup_holds_the_same_and_the_replaced_database_is_kept(folder, tmp_path):
    """Scores and history are those of the backup; what was there lies beside it under another name."""
    before = keep(folder, "history", "--json").output
    chosen = exercises(folder)[0]
    assert keep(folder, "backup", tmp_path / "kept.db").exit_code == 0
    gc.collect()  # commands that only read leave closing to the end of their process
    assert keep(folder, "delete", chosen, "--yes").exit_code == 0

    result = keep(folder, "restore", tmp_path / "kept.db")

    assert result.exit_code == 0, result.output
    assert keep(folder, "history", "--json").output == before
    (kept,) = folder.glob("tplus.db.replaced-*Z")
    assert str(kept) in result.output
    assert "Restored a backup" in keep(folder, "doctor").output


def test_a_backup_is_restored_where_there_was_nothing(folder, tmp_path):
    """A new folder gets the same exercises with the same scores."""
    assert keep(folder, "backup", tmp_path / "kept.db").exit_code == 0
    elsewhere = tmp_path / "elsewhere"

    assert keep(elsewhere, "restore", tmp_path / "kept.db").exit_code == 0

    for command in (["history", "--json"], ["score", exercises(folder)[0], "--json"]):
        assert keep(elsewhere, *command).output == keep(folder, *command).output
    assert stat.S_IMODE((elsewhere / "tplus.db").stat().st_mode) == 0o600 or os.name != "posix"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"not a database, but a letter " * 400), "not a database"),
        (lambda _path: None, "no file"),
    ],
    ids=["nothing in it", "a letter", "no file"],
)
def test_what_is_no_backup_is_not_restored(folder, tmp_path, make, words):
    """A file that is not whole replaces nothing."""
    make(tmp_path / "kept.db")
    before = keep(folder, "history", "--json").output

    result = keep(folder, "restore", tmp_path / "kept.db")

    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output
    assert keep(folder, "history", "--json").output == before


def test_a_database_is_not_restored_onto_itself(folder):
    """The database named as its own backup is refused before anything is moved."""
    result = keep(folder, "restore", folder / "tplus.db")

    assert result.exit_code == 1
    assert "is the database itself" in result.output
    assert exercises(folder)


def test_an_older_backup_is_restored_and_then_upgraded(folder, tmp_path):
    """Restoring changes no schema; the next command says how to upgrade, and upgrading keeps a copy."""
    make_old(tmp_path / "old.db")

    assert keep(folder, "restore", tmp_path / "old.db").exit_code == 0
    refused = [keep(folder, *command) for command in (["history"], ["score", "x-1"], ["report", "x-1"])]
    doctor = keep(folder, "doctor")
    upgraded = keep(folder, "db", "upgrade")
    again = keep(folder, "db", "upgrade")

    assert all(result.exit_code == 1 for result in refused)
    assert all("tplus db upgrade" in result.output for result in refused)
    assert "migration 0004-documents is pending; run `tplus db upgrade`" in doctor.output
    assert "tplus.db.before-0004-documents" in upgraded.output
    assert (folder / "tplus.db.before-0004-documents").exists()
    assert "up to date" in again.output


def test_erased_names_are_in_no_byte_of_the_database(folder):
    """Names go from every file, the log stays whole, a line says so, and scores are unchanged."""
    exercise = exercises(folder)[0]
    scores = keep(folder, "score", exercise, "--json").output
    assert NAME.encode() in bytes_of(folder)

    result = keep(folder, "erase-names", exercise, input="y\n")

    assert result.exit_code == 0, result.output
    assert NAME.encode() not in bytes_of(folder)
    assert keep(folder, "score", exercise, "--json").output == scores
    assert f"Erased 4 names of exercise {exercise}" in keep(folder, "doctor").output
    assert "Backups made before" in result.output


def test_erasing_says_which_copies_still_hold_the_names(folder, tmp_path):
    """Copies that lie beside the database are listed, so that they can be deleted too."""
    keep(folder, "backup", tmp_path / "kept.db")
    keep(folder, "restore", tmp_path / "kept.db")
    (kept,) = folder.glob("tplus.db.replaced-*")

    result = keep(folder, "erase-names", exercises(folder)[0], "--yes")

    assert f"A copy from before still holds it: {kept}" in result.output


def test_names_of_old_exercises_are_erased_together(folder):
    """--older-than takes every exercise in which nothing has happened for so long, and no younger one."""
    store = opened(folder)
    young = Session(store).create(seed_exercise()).exercise_id
    Session(store).join(young, "Young Example")
    store.close()

    result = keep(folder, "erase-names", "--older-than", 30, "--yes")
    none = keep(folder, "erase-names", "--older-than", 30, "--yes")

    store = opened(folder)
    assert result.exit_code == 0, result.output
    assert [bool(store.names(name)) for name in store.last_seqs()].count(True) == 1
    assert "Young Example" in store.names(young).values()
    assert "No exercise is that old" in none.output
    store.close()


def test_one_of_both_says_whose_names(folder):
    """An exercise or an age is needed, and not both."""
    for arguments in (["erase-names"], ["erase-names", "x-1", "--older-than", "3"]):
        result = keep(folder, *arguments)
        assert result.exit_code == 1
        assert "Name an exercise, or give --older-than" in result.output


def test_a_deleted_exercise_is_gone_and_on_record(folder):
    """What goes is said first; without a yes nothing changes; afterwards a line tells of it."""
    exercise = exercises(folder)[0]
    asked = keep(folder, "delete", exercise, input="n\n")
    assert exercise in exercises(folder)
    result = keep(folder, "delete", exercise, input="y\n")

    assert asked.exit_code == 1
    assert "Nothing was changed" in asked.output
    for words in ("This goes for good", "events with their scores, 4 names", "1 improvement items"):
        assert words in asked.output
    assert result.exit_code == 0, result.output
    assert exercise not in exercises(folder)
    assert NAME.encode() not in bytes_of(folder)
    assert f"Deleted exercise {exercise} of 2026-03-03" in keep(folder, "doctor").output
    assert keep(folder, "delete", exercise, "--yes").exit_code == 1


def test_an_exercise_that_is_played_is_not_deleted(folder):
    """A running exercise is refused with what to do."""
    store = opened(folder)
    room = Room(store=store).start()
    store.close()

    result = keep(folder, "delete", room.id, "--yes")

    assert result.exit_code == 1
    assert "end it first" in result.output


def test_names_are_erased_by_themselves_where_that_is_set(folder, monkeypatch):
    """After so many days the conductor erases them; the variable goes before what a host has set."""
    session = Session(opened(folder), clock=ManualClock(START + timedelta(days=40)))
    assert upkeep.erase_old_names(session) == ()
    upkeep.set_keep_names_days(session.store, 60)
    assert upkeep.erase_old_names(session) == ()
    monkeypatch.setenv("TPLUS_KEEP_NAMES_DAYS", "30")

    erased = upkeep.erase_old_names(session)

    assert len(erased) == 2
    assert all(session.names(name) == {} for name in erased)
    monkeypatch.setenv("TPLUS_KEEP_NAMES_DAYS", "a month")
    with pytest.raises(ValueError, match="give a number of days"):
        upkeep.erase_old_names(session)
    session.store.close()


def test_commands_make_no_database(tmp_path, monkeypatch):
    """Where there is none, every command that reads says so, and none appears."""
    monkeypatch.setenv("TPLUS_DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'tplus.db'}")
    for arguments in (["history"], ["score", "x-1"], ["doctor"], ["items"], ["db", "upgrade"]):
        result = run(app, arguments)
        assert result.exit_code == 1
        assert "There is no database" in result.output
    assert run(app, ["backup", str(tmp_path / "kept.db")]).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_changes_nothing(folder):
    """Files, their bytes and their times are as before, whatever it finds."""
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}

    result = keep(folder, "doctor")

    assert result.exit_code == 0, result.output
    assert "2 exercises" in result.output
    assert "the latest event is of 2026-03-03" in result.output
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


@pytest.mark.parametrize("ends", [("", "-wal"), ("", "-wal", "-shm")], ids=["two files", "three files"])
def test_the_doctor_reads_a_database_in_use_and_one_of_a_killed_server(folder, ends):
    """What is in the write-ahead log only is counted too; files of a killed server are not changed."""
    server = opened(folder)
    Session(server).create(seed_exercise())
    live = keep(folder, "doctor")
    copied = folder.parent / "copied"
    copied.mkdir()
    for end in ends:
        shutil.copy(folder / f"tplus.db{end}", copied)
    before = {path.name: path.read_bytes() for path in copied.iterdir() if path.suffix != ".db-shm"}
    both = keep(copied, "doctor")
    server.close()

    assert live.exit_code == both.exit_code == 0, live.output + both.output
    assert "3 exercises" in live.output
    assert "3 exercises" in both.output
    assert sorted(path.name for path in copied.iterdir()) == [f"tplus.db{end}" for end in sorted(ends)]
    assert all((copied / name).read_bytes() == content for name, content in before.items())


@pytest.mark.parametrize("has_settled", [False, True], ids=["empty", "incomplete"])
def test_the_doctor_says_that_a_copy_of_one_file_is_not_whole(tmp_path, has_settled):
    """The obvious copy of a live database is empty, or lacks what was stored last: said, with the remedy."""
    folder, copied = tmp_path / "data", tmp_path / "copied"
    copied.mkdir()
    server = SqlStore(f"sqlite:///{folder / 'tplus.db'}", opened_for="serve" if has_settled else "use")
    Session(server).create(seed_exercise())
    shutil.copy(folder / "tplus.db", copied)
    result = keep(copied, "doctor")
    server.close()

    assert result.exit_code == 1
    assert ("is missing" if has_settled else "the database is empty") in result.output
    assert "`tplus backup` makes a copy that is whole" in result.output
    assert [path.name for path in copied.iterdir()] == ["tplus.db"]
    assert keep(folder, "doctor").exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_the_doctor_names_a_file_that_others_can_read(folder):
    """A database of an earlier version may be readable by every account; serving it closes it."""
    (folder / "tplus.db").chmod(0o644)
    found = keep(folder, "doctor")
    SqlStore(f"sqlite:///{folder / 'tplus.db'}", opened_for="serve").close()

    assert "other accounts can read" in found.output
    assert keep(folder, "doctor").exit_code == 0
    assert Path(folder / "tplus.db").stat().st_mode & 0o077 == 0


def test_serving_upgrades_an_older_database_and_refuses_a_newer(tmp_path, monkeypatch):
    """Before anybody is served the older one is upgraded, with its copy named; a newer one is refused."""
    monkeypatch.setattr("os.execve", lambda *_: None)
    monkeypatch.setattr("os.name", "posix")
    make_old(tmp_path / "tplus.db")
    served = keep(tmp_path, "serve")
    again = keep(tmp_path, "serve")
    with sqlite3.connect(tmp_path / "tplus.db") as database:
        database.execute("INSERT INTO migrations VALUES ('9999-from-the-future')")
    database.close()
    refused = keep(tmp_path, "serve")

    assert (served.exit_code, again.exit_code, refused.exit_code) == (0, 0, 1)
    assert f"what it was is kept as {tmp_path / 'tplus.db.before-0004-documents'}" in served.output
    assert "Upgraded" not in again.output
    assert "made by a newer Tplus" in refused.output
