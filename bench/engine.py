"""Load, fold and score of a 1,000-event exercise, and an append, beside a plain loop doing the same work.

Run it with ``make bench`` or ``python -m bench.engine``. Every row is a ratio measured in one run on one
machine: the median of several rounds, ours and the plain loop's taken in turns.
"""

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.clock import utc_now
from engine.log.canonical import from_text, to_text
from engine.log.events import AnswerSubmitted, Event
from engine.log.state import fold
from engine.rehearsal.play import rehearse
from engine.rehearsal.teams import team
from engine.store.sql import SqlStore
from scoring.case import Case
from scoring.score import score
from tests.world import create_command, rich_exercise, rubric

EVENTS = 1_000
ROUNDS = 15


def build() -> tuple[Any, tuple[Event, ...], Any]:
    """A scenario, a log of 1,000 events of it, and the rubric."""
    loaded = rich_exercise()
    playbook = team("playbook", loaded.scenario, seed=1)
    played = rehearse(create_command(loaded), loaded.scenario, playbook).events
    ended, body = played[-1], list(played[:-1])
    answer = next(event for event in body if isinstance(event, AnswerSubmitted))
    while len(body) < EVENTS - 1:
        body.append(answer.model_copy(update={"at_ms": body[-1].at_ms, "key": None}))
    log = tuple(event.model_copy(update={"seq": seq}) for seq, event in enumerate([*body, ended], 1))
    return loaded.scenario, log, rubric()


def plain_load(path: Path) -> list[dict[str, Any]]:
    """Rows as dictionaries, unchecked: what a loop over sqlite3 and json does."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT body FROM events WHERE exercise_id = 'x' ORDER BY seq").fetchall()
    return [json.loads(body) for (body,) in rows]


def plain_fold(events: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Events by kind in mutable lists, keyed and timed: the least a reader of the log must do."""
    state: dict[str, list[dict[str, Any]]] = {}
    latest = 0
    for event in events:
        state.setdefault(event["kind"], []).append(event)
        latest = max(latest, event["at_ms"])
    return state


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work took, once."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def compare(name: str, ours: Callable[[], object], plain: Callable[[], object]) -> str:
    """A table row: both medians and their ratio."""
    pairs = [(milliseconds(ours), milliseconds(plain)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return f"| {name} | {mine:.2f} | {theirs:.2f} | {mine / theirs:.1f} |"


def main() -> None:
    """Print the table."""
    scenario, log, rubric = build()
    dicts = [json.loads(to_text(event)) for event in log]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = SqlStore(f"sqlite:///{path}")
        store.append("x", log, after_seq=0)
        print(f"{len(log)} events, median of {ROUNDS} rounds, {utc_now():%Y-%m-%d}\n")
        print("| Work | Tplus ms | plain loop ms | ratio |\n|---|---|---|---|")
        print(
            compare(
                "load: rows to checked events",
                lambda: [from_text(row.text) for row in store.rows("x")],
                lambda: plain_load(path),
            )
        )
        print(compare("fold: events to state", lambda: fold(log), lambda: plain_fold(dicts)))
        print(
            compare(
                "score: six criteria, simulation kept",
                lambda: score(Case(scenario, log, rubric)),
                lambda: [plain_fold(dicts) for _ in range(6)],
            )
        )
        print(compare("append of one event, on disk", _append(store, log[-1]), _plain_append(path)))
        store.close()


def _append(store: SqlStore, event: Event) -> Callable[[], None]:
    def append() -> None:
        seq = store.last_seqs().get("y", 0)
        store.append("y", [event.model_copy(update={"seq": seq + 1})], after_seq=seq)

    return append


def _plain_append(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    numbers = iter(range(1, 10_000))

    def append() -> None:
        values = ("z", next(numbers), "{}", "", "")
        connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", values)

    return append


if __name__ == "__main__":
    main()
