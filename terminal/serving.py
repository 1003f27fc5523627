"""Starting the app, and filling the demonstration's database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ui
from engine.errors import Refused
from engine.files.loader import exercises, load_content, load_exercise
from engine.rehearsal.demo import fill
from engine.running.session import Session
from engine.snapshot import Snapshot
from engine.store.places import open_store, sqlite_url
from engine.store.sqlite import Files
from ui.server.settings import server

APP = Path(ui.__file__).parent / "app.py"
"""What Streamlit runs."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine can reach."""


def run_app(*, host: str, port: int, data: Path | None, high_contrast: bool = False) -> None:
    """Start the app and stay until it ends; prints its address first."""
    settings = {**server(high_contrast=high_contrast), "server.address": host, "server.port": port}
    flags = [f"--{name}={_flag(value)}" for name, value in settings.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *flags]
    environment = dict(os.environ)
    if data is not None:
        environment["TPLUS_DATABASE_URL"] = sqlite_url(data)
    prepare(environment.get("TPLUS_DATABASE_URL"))
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  # compared, not bound
    if host not in LOOPBACK and not environment.get("TPLUS_FACILITATOR_KEY"):
        warning = "Set TPLUS_FACILITATOR_KEY: without it nobody can create exercises when others can connect."
        print(warning, flush=True)  # noqa: T201
    print(f"Tplus is at http://{shown}:{port} (stop it with Ctrl+C)", flush=True)  # noqa: T201
    if os.name == "posix":
        os.execve(sys.executable, command, environment)  # noqa: S606  # one process, so one pid to stop
    else:
        raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603


def prepare(url: str | None) -> None:
    """Make or upgrade the database before anybody is served, and say where the older one is kept.

    Raises:
        StoreUnavailable: it can't be opened, or a newer Tplus made it.

    """
    store = open_store(url, opened_for="upgrade")
    if store.copy_before is not None:
        print(f"Upgraded the database; what it was is kept as {store.copy_before}.", flush=True)  # noqa: T201
    store.close()


def _flag(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def fill_demo(folder: Path, *, fresh: bool, port: int) -> Iterator[str]:
    """Fill the demonstration's database in a folder; lines that tell what is there.

    A demonstration that is there already is kept, or replaced where `fresh` is asked for.

    Raises:
        Refused: the database holds exercises that are not the demonstration's, or is in use.

    """
    url = sqlite_url(folder)
    session = Session(open_store(url, opened_for="upgrade"))
    stored = session.exercises()
    if stored and fresh:
        _check_only_demo(stored, folder)
        session.store.close()
        _remove(Files(folder / "tplus.db"))
        session, stored = Session(open_store(url)), ()
    if not stored:
        content = load_content()
        fill(session, [load_exercise(path, content) for path in exercises()])
    yield from _describe(session, folder, port)
    session.store.close()


def _remove(files: Files) -> None:
    if files.is_in_use():
        raise Refused(f"{files.path} is in use; stop the server that shows the demonstration first.")
    for file in files.present():
        file.unlink()


def _check_only_demo(stored: tuple[Snapshot, ...], folder: Path) -> None:
    if any(item.state.created is None or not item.state.created.demo for item in stored):
        raise Refused(
            f"The database in {folder} holds exercises of your own; choose another folder with --data."
        )


def _describe(session: Session, folder: Path, port: int) -> Iterator[str]:
    stored = session.exercises()
    live = [item.exercise_id for item in stored if item.state.phase in ("running", "paused")]
    yield f"{len(stored)} exercises in {folder}: {len(stored) - len(live)} finished, {len(live)} live now."
    for exercise_id in live:
        keys = session.keys(exercise_id)
        yield f"Participants join the live exercise with the code {keys.join_code}."
        address = f"http://127.0.0.1:{port}/control?exercise={exercise_id}&secret={keys.facilitator}"
        yield f"Its control room: {address}"
