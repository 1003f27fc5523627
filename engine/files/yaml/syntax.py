"""Syntax errors of YAML in plain words: the line to look at and what to write there."""

import re
from typing import Any

import yaml

from engine.errors import Problem

_COLON = 'put text with a colon in quotes, as in `name: "Leak: part two"`, or check the line above it'
_INDENT = "indent every key of a mapping by the same number of spaces"

_WORDS: tuple[tuple[str, str, str], ...] = (
    (r"character '\\t'", "the line is indented with a tab", "indent with spaces"),
    (
        r"character '(?P<what>.)' that cannot start",
        "a value can't start with `{what}`",
        "put the text in quotes",
    ),
    (r"mapping values are not allowed", "a second colon stands where only text can stand", _COLON),
    (
        r"could not find expected ':'",
        "the line has no colon after its key",
        'write `key: value`, or `- "text"` for an item of a list',
    ),
    (
        r"unknown escape character '(?P<what>.)'",
        "`\\{what}` means nothing inside double quotes",
        "write two backslashes, or use single quotes",
    ),
    (
        r"sequence entries are not allowed",
        "a list item `-` can't start on the line of its key",
        "move it to the next line and indent it",
    ),
    (
        r"but found '-'|but got '-'",
        "a list item `-` stands among the keys of a mapping",
        "indent the list below its key",
    ),
    (r"undefined tag handle", "a value starts with `!`, which marks a YAML tag", "put the text in quotes"),
    (
        r"expected '<document start>'",
        "text follows the end of the document",
        "remove `...` and `---`, as a file holds one document",
    ),
    (r"incompatible YAML document", "the file asks for another version of YAML", "remove the line `%YAML`"),
    (
        r"expected the node content",
        "a value is missing or a closing bracket has no opening one",
        "put the text in quotes",
    ),
)
_CONTEXTS: tuple[tuple[str, str, str], ...] = (
    (r"block scalar", "text stands on the line of `>` or `|`", "start the text on the next line, indented"),
    (r"an alias", "a value that starts with `*` is a YAML alias", "put the text in quotes"),
    (r"an anchor", "a value that starts with `&` is a YAML anchor", "put the text in quotes"),
    (r"(a|the) tag", "a value that starts with `!` is a YAML tag", "put the text in quotes"),
    (
        r"directive",
        "a line that starts with `%` is a YAML directive",
        "put the text in quotes, or remove the line",
    ),
    (
        r"block (mapping|sequence|collection)",
        "the indentation differs from the lines this one belongs to",
        _INDENT,
    ),
)
_OPENED: tuple[tuple[str, str, str], ...] = (
    (r"quoted scalar", "a quote is opened here and never closed", "close the quote on this line"),
    (
        r"flow sequence",
        "`[` is opened here and never closed",
        "close it with `]`, with commas between the items",
    ),
    (
        r"flow mapping",
        "`{{` is opened here and never closed",
        "close it with `}}`, with commas between the entries",
    ),
)


def syntax_problem(error: Exception, last: Any, text: str, file: str) -> Problem:
    """The problem behind an error of the YAML parser; `last` is the last event before it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _impossible_character(text, file)
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if "simple key" in context:
        mark = error.context_mark
    line = mark.line + 1 if mark else 1
    if "escape" not in problem:
        opened = _match(_OPENED, context)
        if opened and error.context_mark:
            return Problem(file, error.context_mark.line + 1, "file", *opened)
    words = _after_quote(last, line) if "<block end>" in problem and "'<scalar>'" in problem else None
    if words is not None:
        return Problem(file, last.start_mark.line + 1, "file", *words)
    found = _match(_WORDS, problem) or _match(_CONTEXTS, context) or _unknown()
    return Problem(file, min(line, text.count("\n") + 1), "file", *found)


def _match(table: tuple[tuple[str, str, str], ...], text: str) -> tuple[str, str] | None:
    for pattern, message, remedy in table:
        found = re.search(pattern, text)
        if found:
            names = found.groupdict()
            return message.format(**names), remedy.format(
                **names
            ) if "{{" in remedy or "}}" in remedy else remedy
    return None


def _after_quote(last: Any, line: int) -> tuple[str, str] | None:
    """Words for text that follows a closing quote: a quote before it was left open, or closed too early."""
    if not isinstance(last, yaml.ScalarEvent) or last.style not in ("'", '"'):
        return None
    start = last.start_mark
    if start is not None and start.line + 1 < line:
        return "a quote is opened here and only closed by the next one below", "close the quote on this line"
    other = '"' if last.style == "'" else "'"
    remedy = f"use {other} around the text, or double the quote inside single quotes"
    return "text follows the closing quote", remedy


def _impossible_character(text: str, file: str) -> Problem:
    found = re.search(r"\\U[0-9A-Fa-f]{8}", text)
    line = text[: found.start()].count("\n") + 1 if found else 1
    return Problem(
        file, line, "file", "an escape names a character that does not exist", "write the character itself"
    )


def _unknown() -> tuple[str, str]:
    return (
        "this line can't be read as YAML",
        "check quotes, colons and indentation here and on the line above",
    )
