"""The commands on the page about running Tplus work, in the order in which they stand there."""

import gc
import os
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine import commands as c
from engine.store.sql import SqlStore
from terminal.cli import app
from tests.world import Room

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


def _ended(folder):
    """An exercise that has ended, in the folder's database; its id."""
    store = SqlStore(f"sqlite:///{folder / 'tplus.db'}")
    room = Room(store=store).start()
    room.do(c.EndExercise(by=room.facilitator))
    store.close()
    return room.id


def test_every_command_of_the_page_works(tmp_path, monkeypatch):
    """Each line runs and ends well where the one before it left the database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.execve", lambda *_: None)
    monkeypatch.setattr("os.name", "posix")
    exercise_id = _ended(tmp_path / "data")
    for line in COMMANDS:
        gc.collect()  # a command that only reads leaves closing to the end of its process
        name, *arguments = shlex.split(line.replace("EXERCISE", exercise_id))
        result = CliRunner().invoke(app, arguments)

        assert name == "tplus"
        assert result.exit_code == 0, f"{line}: {result.output}"
    assert len(COMMANDS) >= 8


def test_the_page_names_every_command_that_keeps_the_database():
    """No command of backup, restore, upgrade or privacy is missing on the page."""
    for command in ("backup", "restore", "db upgrade", "erase-names", "delete", "doctor"):
        assert any(line.startswith(f"tplus {command} ") for line in COMMANDS), command


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_what_the_commands_leave_behind_is_private(tmp_path, monkeypatch):
    """Every file that the page's commands write can be read by its owner alone."""
    test_every_command_of_the_page_works(tmp_path, monkeypatch)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []
