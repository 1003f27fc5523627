"""A text as a scenario of its own: another id and another name, and everything else as it was written."""

import re
from collections.abc import Collection

from engine.exchange.writing.yaml_text import yaml_text
from engine.files.yaml.reader import read_yaml
from engine.scenario.resolve import slug

_TOP = re.compile(r"^exercise:[ \t]*(?:#.*)?$", re.MULTILINE)


def copy_of(text: str, name: str, taken: Collection[str], *, word: str) -> str:
    """The text with an id that is not taken, and its name followed by a word such as “copy”, in brackets.

    Comments and order stay where the text is written in the usual form; in another form it is written anew.
    A text that is no exercise file is given back as it is.
    """
    source = read_yaml(text, "copy")
    exercise = source.value.get("exercise") if source.readable else None
    if not isinstance(exercise, dict):
        return text
    wanted, titled = free_id(slug(name), taken), f"{name} ({word})"
    made = _in_place(text.replace("\r\n", "\n"), wanted, titled)
    again = read_yaml(made, "copy")
    now = again.value.get("exercise") if again.readable else None
    if isinstance(now, dict) and now == {**exercise, "id": wanted, "name": titled}:
        return made
    return yaml_text({"exercise": {**exercise, "id": wanted, "name": titled}})


def _in_place(text: str, wanted: str, titled: str) -> str:
    """The text with id and name set where they stand, or in a first line of their own."""
    top = _TOP.search(text)
    if top is None:
        return text
    head, body = text[: top.end()], text[top.end() :]
    indent = _indent(body)
    body = _with(body, "name", indent, f'"{_quoted(titled)}"', must_be=True)
    return head + _with(body, "id", indent, wanted, must_be=False)


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id, or with the lowest number from 2 that makes it one that is not taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[:58]}-{number}" in taken:
        number += 1
    return f"{wanted[:58]}-{number}"


def _indent(body: str) -> str:
    found = re.search(r"^([ \t]+)\S", body, re.MULTILINE)
    return found.group(1) if found else "  "


def _with(body: str, field: str, indent: str, value: str, *, must_be: bool) -> str:
    """The body with a field of its top level set; where it has none, it becomes the first line if it may."""
    pattern = re.compile(rf"^{re.escape(indent)}{field}:[ \t]*(?![>|])[^\n]*$", re.MULTILINE)
    line = f"{indent}{field}: {value}"
    if pattern.search(body):
        return pattern.sub(lambda _: line, body, count=1)
    return body if must_be else f"\n{line}{body}"


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
