"""Starting the app, and filling the demonstration's database."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import ui
from engine.errors import Refused, errors_in
from engine.files.shelf import open_shelf
from engine.rehearsal.demo import fill
from engine.running.session import Session
from engine.seats import identity
from engine.snapshot import Snapshot
from engine.store.places import open_store, sqlite_url
from engine.store.sqlite import Files
from terminal import lan
from ui.server.entry import access, hosts
from ui.server.settings import server

APP = Path(ui.__file__).parent / "app.py"
"""What Streamlit runs."""

EVERYWHERE = "0.0.0.0"  # noqa: S104  # asked for by whoever starts it
"""The address that stands for every network this machine is in."""

ALLOWED = "TPLUS_ALLOWED_HOSTS"
"""Variable that hands the names a server answers to on to it."""


LAN = "TPLUS_LAN_ADDRESSES"
"""Variable that hands the addresses others reach this machine by on to the app."""


def run_app(
    *,
    host: str,
    port: int,
    data: Path | None,
    high_contrast: bool = False,
    allowed: Sequence[str] = (),
    for_lan: bool = False,
) -> None:
    """Start the app and stay until it ends; prints its address first.

    With `for_lan` it listens on the whole network, and makes a key for this run where none is set.

    Raises:
        Refused: one of the allowed names is no name of a host, or the facilitator key is too short.

    """
    environment = dict(os.environ)
    key = environment.get("TPLUS_FACILITATOR_KEY", "")
    if for_lan:
        host, environment = EVERYWHERE, open_to_lan(environment, port)
        key = environment["TPLUS_FACILITATOR_KEY"]
    if key and not access.is_long_enough(key):
        least = access.SHORTEST_KEY
        raise Refused(f"TPLUS_FACILITATOR_KEY is too short; set it to at least {least} characters.")
    names = allowed_names((*hosts.given(environment.get(ALLOWED, "")), *allowed))
    settings = {**server(high_contrast=high_contrast), "server.address": host, "server.port": port}
    flags = [f"--{name}={_flag(value)}" for name, value in settings.items()]
    flags += [f"--server.allowedHosts={name}" for name in socket_names(host, names)]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *flags]
    environment[ALLOWED] = ",".join(names)
    if data is not None:
        environment["TPLUS_DATABASE_URL"] = sqlite_url(data)
    prepare(environment.get("TPLUS_DATABASE_URL"))
    made = key if for_lan and not os.environ.get("TPLUS_FACILITATOR_KEY") else ""
    for line in hints(host, port, names, key=key, made=made):
        print(line, flush=True)  # noqa: T201
    if os.name == "posix":
        os.execve(sys.executable, command, environment)  # noqa: S606  # one process, so one pid to stop
    else:
        raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603


def open_to_lan(environment: Mapping[str, str], port: int) -> dict[str, str]:
    """The environment of a server for a whole room: a key, made where there is none, and its addresses."""
    key = environment.get("TPLUS_FACILITATOR_KEY") or identity.new_secret()
    found = ",".join(f"http://{address}:{port}" for address in lan.addresses())
    return {**environment, "TPLUS_FACILITATOR_KEY": key, LAN: found}


def allowed_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names a server is told to answer to, each once and in small letters.

    Raises:
        Refused: one is no name of a host, such as an address with a port.

    """
    for name in names:
        if not hosts.is_name(name):
            raise Refused(
                f"--allowed-host {name!r} is not the name of a host; give the name alone, such as"
                " tplus.example.org, or *.example.org for every name below it."
            )
    return tuple(dict.fromkeys(name.lower().rstrip(".") for name in names))


def socket_names(host: str, names: Sequence[str]) -> tuple[str, ...]:
    """What Streamlit's own check of sockets is given: nothing where machines are reached by number.

    Streamlit has no way to allow any number; our gate, which stands before it, has.
    """
    return (*hosts.LOOPBACK, *names) if host in hosts.LOOPBACK else ()


def hints(host: str, port: int, names: Sequence[str], *, key: str, made: str = "") -> Iterator[str]:
    """What whoever starts the server is told: what is missing, where it is, and to which names it answers."""
    if host not in hosts.LOOPBACK and not key:
        yield "Set TPLUS_FACILITATOR_KEY: without it nobody can create exercises when others can connect."
    shown = "127.0.0.1" if host == EVERYWHERE else host
    yield f"Tplus is at http://{shown}:{port} (stop it with Ctrl+C)"
    if host == EVERYWHERE:
        found = [f"http://{address}:{port}" for address in lan.addresses()]
        yield f"Others reach it at {' or '.join(found) or 'no address: this machine is in no network'}"
    if made:
        yield f"Facilitator key, for this run alone: {made}"
    if names or host not in hosts.LOOPBACK:
        own = (*sorted(hosts.own_names()), "numbers") if host not in hosts.LOOPBACK else ("localhost",)
        yield (
            f"It answers to {', '.join((*own, *names))}; if people come by another name, start it with"
            " --allowed-host NAME."
        )


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
        shelf = open_shelf()
        yield from (f"Left out: {problem}" for problem in errors_in(shelf.problems))
        fill(session, list(shelf.scenarios.values()))
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
