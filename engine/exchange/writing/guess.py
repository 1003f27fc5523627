"""What a foreign file does not say and a scenario needs: each guess with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from engine.exchange.draft import Draft, DraftInject
from engine.exchange.losses import listed
from engine.exchange.reading.tidy import one_line
from engine.exchange.times.reading import DAY_MS, MINUTE_MS
from engine.scenario.content import IncidentType

LONGEST_MS = 7 * DAY_MS
"""Length of the longest exercise, as scenario files allow."""
GAP_MS = 10 * MINUTE_MS
"""Time between injects of a file without times (assumption: a tabletop exercise has four to six an hour)."""
AFTER_LAST_MS = 15 * MINUTE_MS
"""Time after the last inject, for answers and actions (assumption)."""
ROUND_MS = 15 * MINUTE_MS
"""Lengths are rounded up to this (assumption)."""
ROLE = "Incident response team"
"""The one role of a file that names none."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A value and why it is that one."""

    value: str
    why: str


def name_of(file: str) -> Guess:
    """An exercise's name from its file's."""
    stem = PurePath(file.replace("\\", "/")).stem
    words = one_line(stem.replace("_", " ").replace("-", " "), 100)
    return Guess(words or "Imported exercise", "the file names no exercise; this is its own name")


def incident_type(texts: Iterable[str], kinds: Sequence[IncidentType]) -> Guess:
    """The type whose wording occurs most often, or the first of the taxonomy."""
    said = " ".join(" ".join(text.lower().split()) for text in texts)
    counts = [{word: said.count(word.lower()) for word in kind.wording} for kind in kinds]
    best = max(range(len(kinds)), key=lambda n: (sum(counts[n].values()), -n))
    found = [
        f"{word!r} {number} times" if number > 1 else repr(word)
        for word, number in counts[best].items()
        if number
    ]
    if not found:
        names = listed(kind.id for kind in kinds)
        return Guess(kinds[0].id, f"no word of the texts points to a type; it may be one of {names}")
    return Guess(kinds[best].id, f"by the words {listed(found, 4)}")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Injects by time, the exercise's length, and what was guessed for both."""

    injects: tuple[tuple[DraftInject, int], ...]
    duration_ms: int
    guesses: tuple[tuple[str, str], ...]
    """What was guessed, and where."""
    is_duration_guessed: bool
    is_spread: bool


def scheduled(draft: Draft) -> Schedule:
    """The injects at their times; those without one stand where the file has them."""
    guesses: list[tuple[str, str]] = []
    times = [inject.at_ms for inject in draft.injects]
    known = [ms for ms in times if ms is not None]
    is_spread = not known or max(known) - min(known) > LONGEST_MS
    if is_spread:
        at_ms = _spread(draft, known, guesses)
    else:
        at_ms = _filled(draft.injects, guesses)
        if max(at_ms) > LONGEST_MS:
            first = min(at_ms)
            guesses.append(("all times are moved so that the first inject is at T+0", ""))
            at_ms = [ms - first for ms in at_ms]
    ordered = sorted(zip(draft.injects, at_ms, strict=True), key=lambda pair: pair[1])
    last = ordered[-1][1]
    given = draft.duration_ms or 0
    duration = given if last <= given <= LONGEST_MS and given else _rounded(last + AFTER_LAST_MS)
    if given and duration != given:
        guesses.append(
            (f"the length of {given // MINUTE_MS} minutes is changed so that every inject fits", "")
        )
    return Schedule(tuple(ordered), duration, tuple(guesses), duration != given, is_spread)


def _rounded(ms: int) -> int:
    return min(-(-ms // ROUND_MS) * ROUND_MS, LONGEST_MS)


def _spread(draft: Draft, known: Sequence[int], guesses: list[tuple[str, str]]) -> list[int]:
    """Even gaps, in the order of the times there are, else of the file."""
    injects, gap_ms = draft.injects, GAP_MS
    if draft.duration_ms and not known:
        gap_ms = max(MINUTE_MS, min(GAP_MS, draft.duration_ms // (len(injects) + 1) // MINUTE_MS * MINUTE_MS))
    why = "the file gives no times"
    if known:
        days = (max(known) - min(known)) // DAY_MS
        why = f"the file runs over {days} days, and an exercise lasts at most {LONGEST_MS // DAY_MS}"
    guesses.append((f"{why}; injects come {gap_ms // MINUTE_MS} minutes apart in their order", ""))
    keys = [inject.at_ms if inject.at_ms is not None else max(known, default=0) for inject in injects]
    order = sorted(range(len(injects)), key=lambda n: (keys[n], n))
    found = [0] * len(injects)
    for place, n in enumerate(order):
        found[n] = place * gap_ms
    return found


def _filled(injects: Sequence[DraftInject], guesses: list[tuple[str, str]]) -> list[int]:
    """Times with gaps closed: an inject without one comes with the inject before it."""
    found: list[int] = []
    for inject in injects:
        if inject.at_ms is None:
            guesses.append(("no time is given; it comes with the inject before it", inject.place))
        found.append(inject.at_ms if inject.at_ms is not None else (found[-1] if found else 0))
    return found
