"""Tabletop exercises in stages: JSON whose stages hold a narrative, prompts and injects without times."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.exchange.draft import Draft, DraftInject
from engine.exchange.foreign import ForeignFormat
from engine.exchange.formats.lists import around
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.plain import entries, say_unread, text_at, within
from engine.exchange.reading.tidy import one_line
from engine.exchange.source import Options, Source
from engine.exchange.times.cells import read_text_time
from engine.exchange.times.column import Hints, exercise_times
from engine.exchange.times.reading import Clock, Offset, Reading

_TEXTS = ("narrative", "text", "description", "content", "situation")
_ASKED = ("prompts", "questions", "discussion_questions", "discussionQuestions")
_LEADING_TIME = re.compile(r"\s*([^:—–]{1,12}:?\d{0,2}[^:—–]{0,4}?)\s*[:—–-]\s+(?=\S)")


def fits(source: Source) -> int:
    """Whether the value has stages."""
    return 2 if isinstance(source.value, Mapping) and _stages(source.value) else 0


def _stages(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    held = value.get("stages")
    return [item for item in held if isinstance(item, Mapping)] if isinstance(held, list) else []


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """An inject for each narrative, and one for each inject of a stage.

    Raises:
        ScenarioInvalid: no stage holds a text.

    """
    value = source.value if isinstance(source.value, Mapping) else {}
    stages = within(_stages(value), "$.stages", losses)
    rows = [row for n, stage in enumerate(stages) for row in _stage(stage, f"$.stages[{n}]", losses)]
    if not rows:
        refuse(source.file, "no stage holds a text", 'give stages a "narrative" or "injects"')
    times = exercise_times([reading for _, reading in rows], Hints())
    for guess in times.guesses:
        losses.guessed(guess, "$.stages")
    injects = tuple(replace(inject, at_ms=ms) for (inject, _), ms in zip(rows, times.at_ms, strict=True))
    return replace(around(value, losses, beside=("stages",)), injects=injects)


def _stage(
    stage: Mapping[str, Any], place: str, losses: Losses
) -> Iterator[tuple[DraftInject, Reading | None]]:
    text = text_at(stage, _TEXTS, place, losses)
    asked = next((key for key in _ASKED if stage.get(key)), "")
    questions = entries(stage.get(asked), f"{place}.{asked}", losses)
    title = one_line(text_at(stage, ("title", "name", "stage"), place, losses))
    known = ("title", "name", "stage", "injects", "time", *_TEXTS, *_ASKED)
    say_unread(stage, known, place, losses)
    rows = [(text, place, title, questions)] if text else []
    told = entries(stage.get("injects"), f"{place}.injects", losses)
    rows += [(item, f"{place}.injects[{n}]", "", () if text else questions) for n, item in enumerate(told)]
    for n, (said, where, headline, prompts) in enumerate(rows):
        reading = read_text_time(str(stage.get("time") or "")) if n == 0 else None
        reading = reading or leading_time(said)
        yield DraftInject(text=said, place=where, title=headline, questions=prompts), reading


def leading_time(text: str) -> Reading | None:
    """The time a text begins with, such as ``8:10 AM: a screenshot goes round``."""
    found = _LEADING_TIME.match(text)
    reading = read_text_time(found[1]) if found else None
    return reading if isinstance(reading, Offset | Clock) else None


FORMAT = ForeignFormat(
    "stages",
    "Tabletop exercise in stages (JSON)",
    fits,
    read,
    "each stage's narrative, prompts as questions, and injects; times that texts begin with; title,"
    " participants and introduction",
)
