"""Plain values from the events of a YAML parser, within limits, with every trap on the way reported."""

import re
from typing import Any

import yaml

from engine.errors import Problem
from engine.files.source import SourceFile
from engine.files.yaml.scalars import Trap, read_plain
from engine.scenario.place import Place, dotted

MAX_DEPTH = 40
MAX_NODES = 20_000
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no text may hold."""


def character(match: re.Match[str]) -> str:
    """A character that is not allowed, by its number."""
    return f"the control character U+{ord(match.group()):04X}"


def line_of(event: Any) -> int:
    """The line an event starts on, counted from 1."""
    return int(event.start_mark.line) + 1


def too_deep(line: int, file: str) -> Problem:
    """The problem of nesting beyond the limit."""
    message = f"values are nested more than {MAX_DEPTH} deep"
    return Problem(file, line, "file", message, "write the content with fewer levels")


def too_many(line: int, file: str) -> Problem:
    """The problem of more values than the limit."""
    message = f"the file holds more than {MAX_NODES:,} values once its aliases are followed"
    return Problem(file, line, "file", message, "shorten it, or write fewer `*aliases`")


class LimitReached(Exception):
    """A limit broken deep inside a text; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class Builder:
    """Plain values from YAML events; an alias goes back to the events of its anchor."""

    def __init__(self, events: list[yaml.Event], file: str) -> None:
        self.events = events
        self.file = file
        self.at = 0
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.hidden: set[Place] = set()
        self._anchors: dict[str, int] = {}
        self._open: list[int] = []
        self._said: set[tuple[int, str]] = set()
        self._spent = 0

    def source(self, value: Any, *, readable: bool) -> SourceFile:
        """What was built."""
        by_line = sorted(self.problems, key=lambda problem: problem.line)
        return SourceFile(self.file, value, self.lines, tuple(by_line), frozenset(self.hidden), readable)

    def say(self, line: int, place: Place, message: str, remedy: str) -> None:
        """Note a problem, unless an alias has led here before."""
        self.hidden.add(place)
        if (line, message) not in self._said:
            self._said.add((line, message))
            self.problems.append(Problem(self.file, line, dotted(place), message, remedy))

    def node(self, place: Place) -> Any:
        """The value that starts at the present event."""
        start = self.at
        event = self.events[start]
        self.at += 1
        self._spend(event)
        self.lines.setdefault(place, line_of(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place)
        self._note(event, start, place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        self._open.append(start)
        value = self._list(place) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(place)
        self._open.pop()
        return value

    def _spend(self, event: yaml.Event) -> None:
        self._spent += 1
        if self._spent > MAX_NODES:
            raise LimitReached(too_many(line_of(event), self.file))
        if len(self._open) > MAX_DEPTH:
            raise LimitReached(too_deep(line_of(event), self.file))

    def _note(self, event: Any, start: int, place: Place) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = start
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")[:60]
            remedy = "remove the tag, and put a text in quotes"
            self.say(line_of(event), place, f"`{tag}` is a YAML tag, which is not read here", remedy)

    def _alias(self, event: Any, place: Place) -> Any:
        start = self._anchors.get(event.anchor)
        name = event.anchor[:60]
        if start is None:
            remedy = f"put text that starts with `*` in quotes, or write `&{name}` before the value meant"
            self.say(line_of(event), place, f"`*{name}` refers to nothing above it", remedy)
            return None
        if start in self._open:
            self.say(line_of(event), place, f"`*{name}` stands inside itself", "write the value out instead")
            return None
        back, self.at = self.at, start
        value = self.node(place)
        self.at = back
        return value

    def _scalar(self, event: Any, place: Place) -> Any:
        text: str = event.value
        found = FORBIDDEN.search(text)
        if found:
            remedy = "remove the backslash escape that makes it"
            self.say(line_of(event), place, f"{character(found)} is not allowed in text", remedy)
            return FORBIDDEN.sub("?", text)
        value = text if event.style or event.tag is not None else read_plain(text)
        if isinstance(value, Trap):
            self.say(line_of(event), place, value.message, value.remedy)
            return text
        return value

    def _list(self, place: Place) -> list[Any]:
        items: list[Any] = []
        while not isinstance(self.events[self.at], yaml.SequenceEndEvent):
            items.append(self.node((*place, len(items))))
        self.at += 1
        return items

    def _mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        while not isinstance(self.events[self.at], yaml.MappingEndEvent):
            line = line_of(self.events[self.at])
            key = self._key(place)
            inner = (*place, "?" if key is None else key)
            if key is not None and key in found:
                self._repeated(line, first[key], inner)
            self.lines.setdefault(inner, line)
            value = self.node(inner)
            if key is not None:
                found.setdefault(key, value)
                first.setdefault(key, line)
        self.at += 1
        return found

    def _repeated(self, line: int, first: int, place: Place) -> None:
        was_hidden = place in self.hidden
        message = f"`{str(place[-1])[:60]}` stands here a second time; the first is on line {first}"
        self.say(line, place, message, "keep one of the two")
        if not was_hidden:
            self.hidden.discard(place)

    def _key(self, place: Place) -> str | None:
        event: Any = self.events[self.at]
        if not isinstance(event, yaml.ScalarEvent):
            self.node((*place, "?"))
            self.say(
                line_of(event),
                (*place, "?"),
                "a key is not text",
                'write a word before the colon, as in `name: "…"`',
            )
            return None
        self.at += 1
        self._spend(event)
        key = event.value
        inner = (*place, key)
        self._note(event, self.at - 1, inner)
        problem = _key_problem(event)
        if problem:
            self.say(line_of(event), inner, problem.message, problem.remedy)
        return None if key == "<<" and not event.style else key


def _key_problem(event: Any) -> Trap | None:
    text = event.value
    if FORBIDDEN.search(text):
        return Trap("a key holds a control character", "write the key in plain letters")
    if event.style:
        return None
    if text == "<<":
        return Trap("`<<` merges keys, which is not read here", "write the keys out")
    value = read_plain(text)
    if isinstance(value, str):
        return None
    shown = text[:40] or "(nothing)"
    remedy = f'write the key in quotes: "{shown}"' if text else "write a key before the colon"
    if isinstance(value, Trap):
        return Trap(f"as a key, {value.message}", remedy)
    return Trap(f"the key `{shown}` is not text", remedy)
