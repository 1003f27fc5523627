"""A real server on a free loopback port with a database of its own, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from engine import commands as c
from engine.clock import wait
from engine.running.session import Session
from engine.snapshot import Snapshot
from engine.store.places import open_store
from tests.world import PATIENCE_S
from ui.server.settings import SERVER

ROOT = Path(__file__).parent.parent.parent
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""By preference: without windows to draw, a page costs half."""
expect.set_options(timeout=PATIENCE_S * 1000)


@dataclass(frozen=True)
class Server:
    """A running app and the database it writes."""

    url: str
    database_url: str
    process: subprocess.Popen[bytes]

    def session(self) -> Session:
        """The same database, read from outside the app."""
        return Session(open_store(self.database_url))

    def latest(self, *, with_trials: bool = False) -> Snapshot:
        """The exercise that was created last."""
        return self.session().exercises(with_trials=with_trials)[0]

    def kill(self) -> None:
        """End the app without a chance to tidy up, as a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _flag(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_up(health: str) -> bool:
    try:
        with urllib.request.urlopen(health, timeout=PATIENCE_S) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _await_start(process: subprocess.Popen[bytes], health: str, log: Path) -> None:
    for _ in range(PATIENCE_S * 10):
        if _is_up(health):
            return
        if process.poll() is not None:
            break
        wait(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


@contextmanager
def running_app(
    tmp_path: Path,
    *,
    port: int | None = None,
    options: Mapping[str, object] = SERVER,
    script: str = "app.py",
    health: str = "tplus/health",
    **variables: str,
) -> Iterator[Server]:
    """The app as `streamlit run app.py` starts it, with these variables set; stopped by its own id.

    `script` is another app to run, and `health` the path that answers once it is up.
    """
    port = free_port() if port is None else port
    database_url = f"sqlite:///{tmp_path / 'tplus.db'}"
    settings = {**options, "server.port": port}
    flags = [f"--{name}={_flag(value)}" for name, value in settings.items()]
    environment = {**os.environ, "TPLUS_DATABASE_URL": database_url}
    for name in ("TPLUS_FACILITATOR_KEY", "TPLUS_TRY_IT_NOW", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    environment.update(variables)
    log = tmp_path / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *flags],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_start(process, f"http://127.0.0.1:{port}/{health}", log)
            yield Server(f"http://127.0.0.1:{port}", database_url, process)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE_S)


@pytest.fixture(scope="session")
def _serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_app(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def server(_serving: Server) -> Iterator[Server]:
    """A running app that tests share, each with exercises of its own: none of theirs runs on after a test."""
    yield _serving
    session = _serving.session()
    for item in session.exercises(with_trials=True):
        if item.state.phase in ("running", "paused"):
            session.execute(item.exercise_id, c.EndExercise(by=facilitator_of(item)))


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A running app for one test that does what others would feel."""
    with running_app(tmp_path) as running:
        yield running


def facilitator_of(exercise: Snapshot) -> str:
    """Who facilitates an exercise."""
    everyone = exercise.state.participants.values()
    return next(seat.id for seat in everyone if seat.app_role == "facilitator")


def chromium_path() -> str | None:
    """Where Chromium is on this machine, or None."""
    named = (shutil.which(name) for name in CHROMIUMS)
    return os.environ.get("TPLUS_CHROMIUM") or next((path for path in named if path), None)


@pytest.fixture(scope="package")
def _chromium() -> Iterator[Browser]:
    # not longer than these tests: while it is there, nothing else in this thread can run a loop
    path = chromium_path()
    if path is None:
        reason = "no Chromium found; install one or set TPLUS_CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser(_chromium: Browser) -> Iterator[Browser]:
    """A headless Chromium; without one the test fails on CI and is skipped elsewhere."""
    yield _chromium
    for context in _chromium.contexts:
        context.close()
