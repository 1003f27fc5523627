"""YAML text as plain values with their lines; every problem of the text at once."""

from contextlib import suppress
from typing import Any

import yaml

from engine.errors import Problem
from engine.files.source import SourceFile
from engine.files.text import too_large
from engine.files.yaml.build import (
    FORBIDDEN,
    MAX_DEPTH,
    MAX_NODES,
    Builder,
    LimitReached,
    character,
    line_of,
    too_deep,
    too_many,
)
from engine.files.yaml.syntax import syntax_problem

LIBYAML: type[yaml.SafeLoader] | None = getattr(yaml, "CSafeLoader", None)
"""Reads thirty times as fast as Python's own reader, which alone says well what is wrong and where."""

UNREADABLE = (yaml.YAMLError, ValueError, OverflowError)


def read_yaml(text: str, file: str) -> SourceFile:
    """The content of a YAML text; never raises, whatever the text is."""
    problems = _unfit(text, file)
    if problems:
        return SourceFile(file, problems=tuple(problems), readable=False)
    events: list[yaml.Event] = []
    try:
        limit = _read_events(text, file, events)
    except UNREADABLE as error:
        last = events[-1] if events else None
        return SourceFile(file, problems=(syntax_problem(error, last, text, file),), readable=False)
    if limit:
        return SourceFile(file, problems=(limit,), readable=False)
    return _built(events, file)


def _unfit(text: str, file: str) -> list[Problem]:
    large = too_large(len(text.encode("utf-8", "surrogatepass")), file)
    if large:
        return [large]
    if not text.strip():
        return [
            Problem(file, 1, "file", "the file is empty", "start it with `exercise:` or another kind of file")
        ]
    remedy = "delete it, as copied text often brings such characters along"
    return [
        Problem(file, number, "file", f"{character(match)} is not allowed in text", remedy)
        for number, line in enumerate(text.split("\n"), start=1)
        if (match := FORBIDDEN.search(line))
    ]


def _read_events(text: str, file: str, events: list[yaml.Event]) -> Problem | None:
    """Fill in all events of the text up to the limit it breaks; nothing recurses, however deep it is."""
    if LIBYAML is not None and "\t" not in text:  # libyaml takes tabs that Python's reader refuses
        with suppress(*UNREADABLE):
            return _events_of(text, file, events, LIBYAML)
        events.clear()
    return _events_of(text, file, events, yaml.SafeLoader)


def _events_of(
    text: str, file: str, events: list[yaml.Event], reader: type[yaml.SafeLoader]
) -> Problem | None:
    depth = 0
    for event in yaml.parse(text, Loader=reader):
        events.append(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return too_deep(line_of(event), file)
        if len(events) > 3 * MAX_NODES:
            return too_many(line_of(event), file)
    return None


def _built(events: list[yaml.Event], file: str) -> SourceFile:
    builder = Builder(events, file)
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        builder.say(
            line_of(starts[1]),
            (),
            "a second document starts here",
            "remove `---`, as a file holds one document",
        )
    if not starts:
        message = "the file holds nothing but comments"
        builder.say(1, (), message, "start it with `exercise:` or another kind of file")
        return builder.source(None, readable=False)
    builder.at = events.index(starts[0]) + 1
    try:
        value = builder.node(())
    except LimitReached as reached:
        builder.problems.append(reached.problem)
        return builder.source(None, readable=False)
    if not isinstance(value, dict):
        remedy = "start it with `exercise:` and indent everything below it"
        builder.say(builder.lines[()], (), f"the file holds {_kind(value)}, not keys with values", remedy)
    return builder.source(value, readable=isinstance(value, dict))


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return "a list" if isinstance(value, list) else "a single value"
