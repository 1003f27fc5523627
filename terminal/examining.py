"""What the doctor finds: database, logs and content are looked at, and nothing is created or changed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import Refused, ScenarioInvalid, Unplayable, errors_in
from engine.files.places import usable_folders
from engine.files.shelf import open_shelf, replacing
from engine.files.source import sorted_problems
from engine.files.text import display
from engine.log.events import Event
from engine.replay import problems
from engine.running import upkeep
from engine.snapshot import snapshot_of
from engine.store import EventStore, chain_problems
from engine.store.migrations import KNOWN
from engine.store.places import open_store
from engine.store.sql import OPEN, SqlStore
from engine.store.sqlite import Files, files_of
from terminal.records import existing
from terminal.validating import problems_of

EMPTY = (
    "the database is empty: it holds no table. If it was copied while a server ran, what was stored lay in"
    " the file tplus.db-wal beside the original; `tplus backup` makes a copy that is whole"
)
UNFINISHED = (
    "this file was copied while a server used it, or that server was killed, and its write-ahead log is not"
    " beside it: what was stored last is missing. `tplus backup` makes a copy that is whole"
)
RESTORE = "restore a backup of the database"


@dataclass(slots=True)
class Report:
    """What was checked, and what is wrong."""

    checked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def examine(data: Path | None) -> dict[str, list[str]]:
    """What was checked, and what is wrong with the store, its logs and the content.

    Where there is no database yet, that is one of the problems, and the content is looked at all the same.
    """
    report = Report()
    try:
        url = existing(data)
    except Refused as refused:
        report.problems.append(str(refused))
    else:
        files = files_of(url)
        with _looked_at(url, files) as store:
            _examine_store(store, files, report)
    _examine_content(report)
    return {"checked": report.checked, "problems": report.problems}


@contextmanager
def _looked_at(url: str, files: Files | None) -> Iterator[SqlStore]:
    if files is None:
        store = open_store(url, opened_for="look")
        yield store
        store.close()
        return
    with files.untouched() as place:
        store = open_store(place, opened_for="look")
        yield store
        store.close()


def _examine_store(store: SqlStore, files: Files | None, report: Report) -> None:
    report.checked.append("database opens")
    if files is not None and files.is_readable_by_others():
        report.problems.append(f"other accounts can read {files.path}; `chmod 600` it")
    applied = store.migrations()
    if applied is None:
        report.problems.append(EMPTY)
        return
    wrong = store.problems()
    report.problems += wrong
    if not wrong:
        report.checked.append("migrations are complete")
    if set(applied) >= set(KNOWN):
        _examine_copy(store, files, report)
    _examine_logs(store, report)


def _examine_copy(store: SqlStore, files: Files | None, report: Report) -> None:
    is_alone = files is not None and files.present() == (files.path,)
    if is_alone and store.get(OPEN) is not None:
        report.problems.append(UNFINISHED)
    report.checked += [f"on record: {line}" for line in upkeep.notes(store)]


def _examine_logs(store: EventStore, report: Report) -> None:
    counts = store.last_seqs()
    report.checked.append("1 exercise" if len(counts) == 1 else f"{len(counts)} exercises")
    latest = [_examine_log(store, exercise_id, count, report) for exercise_id, count in counts.items()]
    moments = [event.recorded_at for event in latest if event is not None]
    if moments:
        report.checked.append(f"the latest event is of {max(moments):%Y-%m-%d %H:%M:%S} UTC")


def _examine_log(store: EventStore, exercise_id: str, count: int, report: Report) -> Event | None:
    """Check one log, and that it plays again as it was; its last event, where it can be read."""
    rows = store.rows(exercise_id)
    found = [f"{text}; {RESTORE}" for text in chain_problems(rows)]
    last = None
    try:
        snapshot = snapshot_of(exercise_id, [row.text for row in rows])
        if snapshot is None:
            found.append(f"its log does not begin with its creation; {RESTORE}")
        else:
            last = snapshot.events[-1]
            found += problems(snapshot.scenario, snapshot.state, snapshot.events)
    except Unplayable as error:
        found.append(str(error))
    except (ValueError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        found.append(f"its log can't be read ({reason}); {RESTORE}")
    report.problems += [f"exercise {exercise_id}: {text}" for text in found]
    if not found:
        report.checked.append(
            f"exercise {exercise_id}: {count} events, hash chain whole, plays again as it was"
        )
    return last


def _examine_content(report: Report) -> None:
    """Check the shipped files and the organisation's; what keeps one of its files from use is a problem."""
    places, _ = usable_folders()
    broken = errors_in(problems_of(places))
    with suppress(ScenarioInvalid):  # a shipped file is broken, and among the problems already
        broken += open_shelf().problems
    broken = [
        problem for problem in sorted_problems(broken) if problem.path == "file" or errors_in([problem])
    ]
    report.problems += [str(problem) for problem in broken]
    if not broken:
        report.checked.append("content: every file is valid")
    for folder in places[1:]:
        files = ", ".join(replacing(folder)) or "no file"
        report.checked.append(f"content: {display(folder)} takes the place of {files} of the shipped content")
