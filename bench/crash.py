"""What is lost when the server dies under load: nothing that was acknowledged, as often as it is killed.

``python -m bench.crash --rounds 100 --writers 20`` starts ``tplus serve`` on a database of its own, lets
writers send answers as browsers do (the same key until it is acknowledged), kills the server with SIGKILL at
a random moment, looks through the log, and starts it again.
"""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from engine import commands as c
from engine.files.loader import content_folder, load_content, load_exercise
from engine.log.events import AnswerSubmitted, InjectDelivered
from engine.running.session import Session
from engine.seats import identity
from engine.store import chain_problems
from engine.store.places import open_store, sqlite_url

SCENARIO = "customer-chatbot-jailbreak.yml"
START_S = 120.0
"""How long a server may take to start on a busy machine."""

TURNED_AWAY_S = 0.5
"""How long a writer waits that was told to send less at once."""

ASKED_S = 15.0
"""How long a writer waits for an answer before it sends again, as long as a browser would."""


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``tplus serve`` as a process of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}/tplus"
        self._command = [
            sys.executable,
            "-m",
            "terminal.cli",
            "serve",
            "--port",
            str(port),
            "--data",
            str(folder),
        ]
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(self._command, stdout=log, stderr=subprocess.STDOUT)
        log.close()
        until = time.monotonic() + START_S
        while self.health()[0] == 0:
            if self.process.poll() is not None or time.monotonic() > until:
                text = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"the server did not start: {text[-3000:]}")
            time.sleep(0.05)

    def health(self) -> tuple[int, dict[str, object]]:
        """Status and words of the sign of life; 0 where there is none."""
        return _asked(urllib.request.Request(f"{self.url}/health"))

    def say(self, token: str, **fields: str) -> tuple[int, dict[str, object]]:
        """Send what a seat's browser would send."""
        headers = {"Content-Type": "application/json", "Cookie": f"tplus_participant={token}"}
        body = json.dumps(fields).encode()
        return _asked(urllib.request.Request(f"{self.url}/say", data=body, headers=headers, method="POST"))

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit code."""
        os.kill(self.process.pid, how)
        return self.process.wait(timeout=30)


def _asked(request: urllib.request.Request) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(request, timeout=ASKED_S) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")
    except (OSError, ValueError, HTTPException):  # it died before, or in the middle of, its answer
        return 0, {}


@dataclass(slots=True)
class Writer:
    """A browser that sends one answer after the other, each until it is acknowledged."""

    token: str
    number: int
    place: dict[str, str]
    """The question that is answered: exercise, inject and question."""
    acknowledged: dict[str, int] = field(default_factory=dict)
    """Numbers of events by the text they hold."""
    key: str = ""

    def write(self, server: Server, has_to_stop: threading.Event) -> None:
        """Send until told to stop; what was under way is sent again next time."""
        while not has_to_stop.is_set():
            self.key = self.key or identity.new_id("key")
            status, told = self.send(server, self.key)
            if status == 200:
                self.acknowledged[self.text(self.key)] = int(str(told["seq"]))
                self.key = ""
            elif status == 429:  # a lot at once: the server says when to come again, a browser waits
                has_to_stop.wait(TURNED_AWAY_S)
            elif status not in (0, 503):
                raise RuntimeError(f"the server refused an answer: {status} {told}")

    def send(self, server: Server, key: str) -> tuple[int, dict[str, object]]:
        """Send the answer of this key once."""
        return server.say(self.token, kind="answer", key=key, text=self.text(key), **self.place)

    def text(self, key: str) -> str:
        """The answer of this key; no other has it."""
        return f"Answer {key} of writer {self.number}"


def make(folder: Path, writers: int) -> list[Writer]:
    """A database with a running exercise, and a seat in it for each writer."""
    session = Session(open_store(sqlite_url(folder)))
    loaded = load_exercise(content_folder() / "exercises" / SCENARIO, load_content())
    exercise_id = session.create(loaded, seed=1).exercise_id
    leader = session.seat(session.join(exercise_id, "Fay Example", app_role="facilitator"))
    assert leader is not None
    tokens = [session.join(exercise_id, f"Writer {number} Example") for number in range(writers)]
    session.execute(exercise_id, c.StartClock(by=leader.participant_id))
    (first, *_) = (event for event in session.conduct(exercise_id) if isinstance(event, InjectDelivered))
    session.store.close()
    question = {"inject_id": first.inject_id, "question_id": first.questions[0].id}
    place = {"exercise": exercise_id, **question}
    return [Writer(token, number, place) for number, token in enumerate(tokens)]


@contextmanager
def writing(server: Server, writers: Sequence[Writer]) -> Iterator[None]:
    """While this lasts the writers write."""
    has_to_stop = threading.Event()
    with ThreadPoolExecutor(len(writers)) as pool:
        at_work = [pool.submit(writer.write, server, has_to_stop) for writer in writers]
        try:
            yield
        finally:
            has_to_stop.set()
    for work in at_work:
        work.result()


def faults(folder: Path, writers: Sequence[Writer]) -> list[str]:
    """What is wrong with the stored log: acknowledged answers that are not there, doubles, a broken chain."""
    store = open_store(sqlite_url(folder))
    exercise_id = writers[0].place["exercise"]
    events = Session(store).current(exercise_id).events
    found = list(chain_problems(store.rows(exercise_id)))
    store.close()
    texts = {event.text: event.seq for event in events if isinstance(event, AnswerSubmitted)}
    counts = Counter(event.text for event in events if isinstance(event, AnswerSubmitted))
    found += [f"{text!r} is stored {number} times" for text, number in counts.items() if number > 1]
    for writer in writers:
        lost = {text: seq for text, seq in writer.acknowledged.items() if texts.get(text) != seq}
        found += [
            f"{text!r}, acknowledged as event {seq}, is {texts.get(text)}" for text, seq in lost.items()
        ]
    delivered = Counter(event.inject_id for event in events if event.kind == "inject_delivered")
    return [
        *found,
        *(f"{name} was delivered {count} times" for name, count in delivered.items() if count > 1),
    ]


def kill_under_load(folder: Path, *, rounds: int, writers: int, seed: int = 1) -> tuple[int, list[str]]:
    """Kill the server again and again; how many answers were acknowledged, and what was wrong."""
    chance = random.Random(seed)
    team = make(folder, writers)
    port = free_port()
    found: list[str] = []
    for number in range(1, rounds + 1):
        server = Server(folder, port)
        before = _acknowledged(team)
        with writing(server, team):
            until = time.monotonic() + START_S
            while _acknowledged(team) == before and time.monotonic() < until:
                time.sleep(0.01)  # a server that dies before anything was acknowledged has nothing to lose
            time.sleep(chance.uniform(0.0, 2.0))
            server.end(signal.SIGKILL)
        found += [f"round {number}: {text}" for text in faults(folder, team)]
        if number % 10 == 0:
            print(f"{number} rounds, {_acknowledged(team)} acknowledged, {len(found)} faults", flush=True)
    return _acknowledged(team), found


def _acknowledged(writers: Sequence[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def main() -> None:
    """Run it and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--writers", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count, found = kill_under_load(Path(folder), rounds=given.rounds, writers=given.writers)
    for text in found:
        print(text)
    print(f"{given.rounds} kills, {count} acknowledged answers, {len(found)} faults")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
