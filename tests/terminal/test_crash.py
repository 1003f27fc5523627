"""A real server, killed in the middle of an exercise: nothing that was acknowledged is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from engine import commands as c
from engine.running.session import Session
from engine.store.sql import SqlStore
from tests.world import PATIENCE_S, seed_exercise


class Server:
    """`tplus serve` as a process of its own; killed hard, and never left behind."""

    def __init__(self, folder, port):
        command = [sys.executable, "-m", "terminal.cli", "serve", "--port", str(port), "--data", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.url = f"http://127.0.0.1:{port}/tplus"
        self._await()

    def _await(self):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            assert self.process.poll() is None, self.process.stdout.read().decode()
            try:
                return urllib.request.urlopen(f"{self.url}/health", timeout=PATIENCE_S).read()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)  # a process that starts can only be asked again
        raise AssertionError("the server did not answer in time")

    def keep_seat(self, token):
        """The status with which the server takes a seat token."""
        request = urllib.request.Request(f"{self.url}/seat", data=token.encode(), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
                return response.status, response.headers.get("Set-Cookie", "")
        except urllib.error.HTTPError as error:
            return error.code, ""

    def kill(self):
        """SIGKILL, as a power cut would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        self.process.stdout.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await_deliveries(session, exercise_id, count):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = [e for e in session.current(exercise_id).events if e.kind == "inject_delivered"]
        if len(found) >= count:
            return found
        time.sleep(0.05)  # another process writes; its store can only be asked again
    raise AssertionError("not delivered in time")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL exists on POSIX only")
def test_kill_9_loses_nothing(tmp_path):
    """After SIGKILL and a restart the clock, injects, answers and seats are as they were."""
    session = Session(SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}"))
    keys = session.create(seed_exercise(), seed=1)
    fay = session.join(keys.exercise_id, "Fay Example", app_role="facilitator")
    sam = session.join(keys.exercise_id, "Sam Example", ["Security operations"])
    port = _free_port()
    server = Server(tmp_path, port)
    try:
        session.execute(keys.exercise_id, c.StartClock(by=session.seat(fay).participant_id))
        _await_deliveries(session, keys.exercise_id, 1)
        answer = c.SubmitAnswer(
            by=session.seat(sam).participant_id,
            inject_id="inject-1",
            question_id="inject-1-q1",
            text="Check our own logs.",
        )
        session.execute(keys.exercise_id, answer)
        skip = c.SkipTo(by=session.seat(fay).participant_id, to_ms=14 * 60_000 + 58_000)
        session.execute(keys.exercise_id, skip)
        before = session.current(keys.exercise_id)
    finally:
        server.kill()
    server = Server(tmp_path, port)
    try:
        again = Session(SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}"))
        delivered = _await_deliveries(again, keys.exercise_id, 2)
        after = again.current(keys.exercise_id)
        status, cookie = server.keep_seat(sam)
        forged, _ = server.keep_seat(sam + "x")
        now = again.clock()
    finally:
        server.kill()

    assert after.events[: len(before.events)] == before.events
    assert [item.text for item in after.state.answers] == ["Check our own logs."]
    assert [item.inject_id for item in delivered] == ["inject-1", "inject-2"]
    assert after.at_ms(now) == before.at_ms(now)
    assert status == 200
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert forged == 403
