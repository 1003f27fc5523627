"""Injects in a text: under headings, in a list of times, or in a table, as guides write them in Markdown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.exchange.draft import Draft, DraftInject
from engine.exchange.foreign import ForeignFormat
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.outline import Part, inside, parts_of, plain, without_marks
from engine.exchange.reading.plain import within
from engine.exchange.reading.technical import without_technical
from engine.exchange.reading.tidy import cut, one_line, split_list, tidied
from engine.exchange.source import Options, Source
from engine.exchange.table.grid import Grid, Row
from engine.exchange.table.header import find_header
from engine.exchange.table.rows import read_rows
from engine.exchange.table.times import Asked
from engine.exchange.table.words import delivery_of, roles_of
from engine.exchange.times.cells import read_text_time
from engine.exchange.times.column import Hints, Undecided, exercise_times
from engine.exchange.times.reading import Bare, Reading
from engine.files.looks.sniff import is_form

_INJECT = re.compile(
    r"\b(?:injects?|injekt|einlage|event|stage|scene|update|phase|card)\s*#?\s*"
    r"(?:\d+|[A-Z]|one|two|three|four|five|six)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"T ?\+ ?\d[\w: ]*|T ?0\b|\b\d{1,2}[:h]\d{2}(?: ?[ap]m)?\b|\+\d+ ?(?:min\w*|h\w*)|StartEx", re.IGNORECASE
)
_ITEM = re.compile(
    r"\s*(?:[-*•]|\d+[.)])\s+(?:\*\*)?\s*(T ?\+? ?\d[\w:]*(?: ?(?:min|minutes|h|hours|s))?)\s*(?:\*\*)?"
    r"\s*[:—–-]\s*(?:\*\*)?\s*(.+)"
)
_LONGEST = 2_000
"""Letters of a line that may be an entry of a list of times (assumption)."""
_STORY = re.compile(r"\b(?:background|scenario|situation|introduction|overview|context)\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:[-*] +)?\*{0,2}([A-Z][\w /-]{1,40}?)\*{0,2}:\*{0,2}\s*(.*)$")
_LABELS = {
    "question": ("question", "questions", "discussion questions", "discussion", "prompts"),
    "expected": ("expected actions", "expected action", "expected response", "expected responses"),
    "notes": ("facilitator notes", "facilitator note", "notes", "note", "controller notes", "hint", "hints"),
    "sender": ("from", "sender", "source"),
    "to": ("to", "audience", "recipients", "recipient", "target", "for"),
    "time": ("time", "when", "timing"),
    "delivery": ("delivery", "method", "channel", "delivery method"),
}
_BY_LABEL = {label: name for name, labels in _LABELS.items() for label in labels}
_OF_ONE_LINE = ("sender", "to", "time", "delivery")

_Timed = tuple[DraftInject, Reading | None]


def fits(source: Source) -> int:
    """Whether the text has injects under headings, in a list of times or in a table."""
    if source.value is not None or not source.text or is_form(source.text):
        return 0
    if _injects_of(parts_of(source.text)) or _items(source.text):
        return 2
    return 1 if _table(source) is not None else 0


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """The injects of the text.

    Raises:
        ScenarioInvalid: there is none, or its times can be read in two ways.

    """
    parts = parts_of(source.text)
    chosen = _injects_of(parts)
    items = [] if chosen else within(_items(source.text), "", losses)
    used = [inner.line for part in chosen for inner in (part, *inside(parts, part))]
    name, story = _front(parts, used)
    _say_others(parts, {*used}, {n for n, _, _ in items}, story, losses)
    background = "" if story is None else _clean(_told(story), story.place, losses)
    if chosen:
        injects = _timed([_inject(part, parts, losses) for part in chosen], source, options, losses)
    elif items:
        injects = _timed(
            [_of_item(n, when, said, losses) for n, when, said in items], source, options, losses
        )
    else:
        injects = _of_table(source, options, losses)
    return Draft(injects=injects, name=one_line(name), background=background)


def _clean(lines: Iterable[str], place: str, losses: Losses) -> str:
    """Lines as a scenario holds them."""
    text = plain(cut("\n".join(lines), place, losses))
    return without_technical(tidied(text, place, losses), place, losses)


def _injects_of(parts: Sequence[Part]) -> list[Part]:
    """The headings that are injects: those with its word and number, else those that begin with a time."""
    named = [part for part in parts if part.level and _INJECT.search(part.title)]
    if not named:
        named = [part for part in parts if part.level and _begins_with_time(part.title)]
    lines = {part.line for part in named}
    outer: list[Part] = []
    covered: set[int] = set()
    for part in named:
        if part.line not in covered:
            within = [*inside(parts, part)]
            inner = [item for item in within if item.line in lines]
            if not inner:
                outer.append(part)
                covered |= {item.line for item in within}
            elif not part.is_empty:
                outer.append(part)
    return [part for part in outer if not _is_bare(part, parts)]


def _is_bare(part: Part, parts: Sequence[Part]) -> bool:
    """Whether a heading has neither a text nor a time."""
    return (
        part.is_empty and not _TIME.search(part.title) and all(item.is_empty for item in inside(parts, part))
    )


def _begins_with_time(title: str) -> bool:
    found = _TIME.match(title)
    return found is not None and read_text_time(found[0]) is not None


def _front(parts: Sequence[Part], used: Iterable[int]) -> tuple[str, Part | None]:
    """The first heading as name, and the part that tells the background."""
    held = {*used}
    free = [part for part in parts if part.line not in held or not part.level]
    title = next((part for part in free if part.level == 1), None)
    named = (part for part in free if part.level and part is not title and _STORY.search(part.title))
    story = next((part for part in named if _told(part)), None)
    if story is None and title is not None and _told(title):
        story = title
    return (title.title if title else ""), story


def _told(part: Part) -> list[str]:
    """The lines of a part that tell something: no table, no list of times."""
    kept = [
        line
        for line in part.lines
        if not line.strip().startswith("|") and not (len(line) <= _LONGEST and _ITEM.match(line))
    ]
    return kept if any(line.strip() for line in kept) else []


def _say_others(
    parts: Sequence[Part], used: set[int], items: set[int], story: Part | None, losses: Losses
) -> None:
    """What stands in the text beside injects."""
    if story is not None:
        losses.taken(f"the text under {one_line(story.title, 60)!r} as background", story.place)
    for part in parts:
        is_told = part is story or (part.level and part.line in used)
        span = range(part.line, part.line + len(part.lines) + 1)
        if is_told or part.is_empty or items & {*span} or _is_table(part):
            continue
        what = f"the text under {one_line(part.title, 60)!r}" if part.title else "the text above the headings"
        losses.left_out(what, part.place, "it is no inject")


def _is_table(part: Part) -> bool:
    return all(line.strip().startswith("|") for line in part.lines if line.strip())


def _inject(part: Part, parts: Sequence[Part], losses: Losses) -> _Timed:
    lines = list(part.lines)
    if not any(_INJECT.search(item.title) for item in inside(parts, part)):
        for item in inside(parts, part):
            lines += [f"**{item.title.rstrip(':')}:**", *item.lines]
    said = {name: _clean(held, part.place, losses) for name, held in _labelled(lines).items()}
    when = said.get("time", "") or (found[0] if (found := _TIME.search(part.title)) else "")
    title = _headline(part.title)
    inject = DraftInject(
        text=said.get("text", "") or title or part.title,
        place=part.place,
        title=one_line(title),
        sender=one_line(said.get("sender", "")),
        to=roles_of(said.get("to", "")),
        delivery=delivery_of(said.get("delivery", ""))[0],
        expected=split_list(said.get("expected", "")),
        questions=split_list(said.get("question", "")),
        notes=said.get("notes", ""),
    )
    return inject, read_text_time(when.split("\n")[0])


def _labelled(lines: Iterable[str]) -> dict[str, list[str]]:
    """Lines by the label that stands before them: `**Questions:**` and the like; all others are the text."""
    found: dict[str, list[str]] = {}
    name = "text"
    for line in lines:
        label = _LABEL.match(line.strip())
        known = _BY_LABEL.get(label[1].strip().lower()) if label else None
        if label is None or known is None:
            found.setdefault(name, []).append(line)
            continue
        found.setdefault(known, []).extend([label[2]] if label[2].strip() else [])
        name = "text" if known in _OF_ONE_LINE else known
    return found


def _headline(title: str) -> str:
    """A heading without its number and its time."""
    without = _INJECT.sub("", _TIME.sub("", title), count=1)
    return re.sub(r"\(\s*\)|^[\s:—–().,|-]+|[\s:—–(.,|-]+$", "", without).strip()


def _timed(
    rows: Sequence[_Timed], source: Source, options: Options, losses: Losses
) -> tuple[DraftInject, ...]:
    readings = [None if isinstance(reading, Bare) else reading for _, reading in rows]
    try:
        timed = exercise_times(readings, Hints(), options.times)
    except Undecided as undecided:
        inject = rows[undecided.row][0]
        line = int(inject.place.removeprefix("line "))
        refuse(source.file, str(undecided), undecided.remedy, line=line, place=inject.title or "heading")
    for guess in timed.guesses:
        losses.guessed(guess)
    return tuple(replace(inject, at_ms=ms) for (inject, _), ms in zip(rows, timed.at_ms, strict=True))


def _items(text: str) -> list[tuple[int, str, str]]:
    """Entries of a list that begin with a time: line, time and text."""
    lines = enumerate(text.splitlines(), start=1)
    hits = ((n, _ITEM.match(line)) for n, line in lines if len(line) <= _LONGEST)
    return [
        (n, hit[1], without_marks(hit[2])) for n, hit in hits if hit and read_text_time(hit[1]) is not None
    ]


def _of_item(line: int, when: str, said: str, losses: Losses) -> _Timed:
    place = f"line {line}"
    return DraftInject(text=_clean([said], place, losses), place=place), read_text_time(when)


def _of_table(source: Source, options: Options, losses: Losses) -> tuple[DraftInject, ...]:
    grid = _table(source)
    header = find_header(grid) if grid is not None else None
    if grid is None or header is None:
        remedy = "put each under a heading such as `## Inject 1 (T+15 min)`"
        refuse(source.file, "the text holds no injects", remedy)
    return read_rows(grid, header, Asked(source.file, options.times), losses)


def _table(source: Source) -> Grid | None:
    """The rows of tables in a text; None where none of them names the columns of an MSEL."""
    rows = [
        Row(n, tuple(without_marks(cell) for cell in line.strip().strip("|").split("|")))
        for n, line in enumerate(source.text.splitlines(), start=1)
        if line.strip().startswith("|") and not set(line.strip()) <= set("|-: ")
    ]
    grid = Grid(source.file, tuple(rows), "markdown")
    return grid if find_header(grid) is not None else None


FORMAT = ForeignFormat(
    "markdown",
    "Injects in a Markdown text",
    fits,
    read,
    "headings that name an inject or a time, with their text; lines From, To, Time, Delivery, Questions,"
    " Expected actions, Notes; a list whose entries begin with T+; a table with a header row",
)
