"""A real server under load while its database is killed, locked, full, moved away, backed up or stopped."""

import signal
import sqlite3
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from bench.crash import Server, faults, free_port, kill_under_load, make, writing
from engine.running.session import Session
from engine.seats import identity
from engine.store.places import open_store, sqlite_url
from scoring.case import Case
from scoring.score import score
from terminal.cli import app
from tests.world import rubric

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="signals and prlimit")]

WAITING = 60
"""Answers sent at one moment while nothing can be stored."""
TOLD_S = 5.0
"""How soon monitoring, and with it the desk, has to say that nothing can be stored."""
SMALL = 64 * 1024
"""Bytes a file may still reach: the server's own log fits, the write-ahead log does not."""


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path):
    """Three kills under twenty writers: nothing lost, doubled or renumbered, and the chain is whole."""
    acknowledged, found = kill_under_load(tmp_path, rounds=3, writers=20)

    assert found == []
    assert acknowledged > 0


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server with a running exercise, and sixty seats in it."""
    folder = tmp_path_factory.mktemp("served")
    writers = make(folder, WAITING)
    server = Server(folder, free_port())
    yield server, writers
    server.end(signal.SIGKILL)


@contextmanager
def _locked(server):
    """Another process holds the database's lock."""
    database = sqlite3.connect(server.folder / "tplus.db", isolation_level=None, timeout=10)
    database.execute("BEGIN IMMEDIATE")
    try:
        yield "database is locked"
    finally:
        database.execute("ROLLBACK")
        database.close()


@contextmanager
def _full(server):
    """The operating system lets no file of the server grow."""
    import resource

    soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (SMALL, hard))
    try:
        yield ""
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _moved(server):
    """Somebody moves the database away, and back."""
    away = server.folder / "away"
    away.mkdir()
    names = ("tplus.db", "tplus.db-wal", "tplus.db-shm")
    for name in names:
        (server.folder / name).rename(away / name)
    try:
        yield "deleted or replaced"
    finally:
        for name in names:
            (away / name).rename(server.folder / name)
        away.rmdir()


@pytest.mark.parametrize("fault", [_locked, _full, _moved])
def test_an_outage_is_said_and_nothing_is_lost(served, fault):
    """Monitoring says so within seconds and stays quick; sixty answers wait and are stored once."""
    server, writers = served
    with writing(server, writers[:20]):  # the write-ahead log is large then, as in a room that has played
        time.sleep(1.0)
    with fault(server) as reason:
        began = time.monotonic()
        status, told = _await_health(server, 503)
        assert time.monotonic() - began < TOLD_S
        assert status == 503
        assert reason in told["last_failed_write"]["reason"]
        keys = [identity.new_id("key") for _ in writers]
        with ThreadPoolExecutor(WAITING) as pool:
            sent = [pool.submit(w.send, server, key) for w, key in zip(writers, keys, strict=True)]
            waited_s = _health_s(server, sent)
        answers = [item.result() for item in sent]
    _await_health(server, 200)
    again = [writer.send(server, key) for writer, key in zip(writers, keys, strict=True)]

    assert {status for status, _ in answers} == {503}
    assert all(str(server.folder) not in str(told) for _, told in answers)
    assert waited_s[len(waited_s) * 9 // 10] < 1.0  # one in ten may meet a machine that is busy otherwise
    assert {status for status, _ in again} == {200}
    assert faults(server.folder, writers) == []
    stored = Counter(answer.text for answer in _state(server.folder, writers).answers)
    assert all(stored[writer.text(key)] == 1 for writer, key in zip(writers, keys, strict=True))


def _await_health(server, wanted):
    until = time.monotonic() + 30
    status, told = server.health()
    while status != wanted and time.monotonic() < until:
        time.sleep(0.1)  # another process notices in its own time; it can only be asked again
        status, told = server.health()
    assert status == wanted, told
    return status, told


def _health_s(server, sent):
    """How long each sign of life took while the answers waited, shortest first."""
    found = []
    while not all(item.done() for item in sent):
        asked = time.monotonic()
        server.health()
        found.append(time.monotonic() - asked)
        time.sleep(0.1)  # an address may ask so often; more would be told to wait
    return sorted(found)


def _state(folder, writers):
    store = open_store(sqlite_url(folder))
    try:
        return Session(store).current(writers[0].place["exercise"]).state
    finally:
        store.close()


def test_a_backup_under_load_restores_to_the_same_scores(tmp_path):
    """What was acknowledged before is in it, elsewhere it scores as the log did, and SIGTERM ends cleanly."""
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    folder.mkdir()
    writers = make(folder, 10)
    server = Server(folder, free_port())
    try:
        with writing(server, writers):
            time.sleep(1.5)
            before = {text for writer in writers for text in list(writer.acknowledged)}
            backup = CliRunner().invoke(app, ["backup", str(tmp_path / "kept.db"), "--data", str(folder)])
        in_use = CliRunner().invoke(app, ["restore", str(tmp_path / "kept.db"), "--data", str(folder)])
    finally:
        server.end(signal.SIGTERM)
    restored = CliRunner().invoke(app, ["restore", str(tmp_path / "kept.db"), "--data", str(elsewhere)])

    assert (backup.exit_code, restored.exit_code) == (0, 0), backup.output + restored.output
    assert in_use.exit_code == 1
    assert "is in use; stop the server" in in_use.output
    assert not (folder / "tplus.db-wal").exists(), "a server that stops leaves one file"
    assert faults(folder, writers) == []
    logs = [_events(place, writers) for place in (folder, elsewhere)]
    assert logs[1] == logs[0][: len(logs[1])]
    assert before <= {event.text for event in logs[1] if event.kind == "answer_submitted"}
    assert _scores(elsewhere, logs[1], writers) == _scores(folder, logs[1], writers)


def _events(folder, writers):
    store = open_store(sqlite_url(folder))
    try:
        return Session(store).current(writers[0].place["exercise"]).events
    finally:
        store.close()


def _scores(folder, events, writers):
    store = open_store(sqlite_url(folder))
    try:
        scenario = Session(store).current(writers[0].place["exercise"]).scenario
        return score(Case(scenario, events, rubric())).to_json()
    finally:
        store.close()
