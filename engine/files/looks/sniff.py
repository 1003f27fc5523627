"""What any file looks like, from its bytes alone; its name never decides."""

import csv
import io
import re
from collections import Counter

from engine.files.looks.binary import binary_look
from engine.files.looks.decoding import decoded
from engine.files.looks.json_text import NoJson, is_json_like, read_json
from engine.files.looks.look import Look, importable
from engine.files.looks.shapes import shape_of
from engine.files.yaml.reader import read_yaml

_NOT_TIMED = "Tplus plays timed injects; write the ones you want as a scenario (docs/scenario-format.md)"
_JSON = Look(
    "json", "JSON that holds no injects", "name its list of injects `injects`, each with `time` and `title`"
)
_BROKEN_JSON = Look(
    "json", "JSON that is damaged", "export it anew; `tplus import` says at which line it breaks"
)
_TEXTS: tuple[tuple[re.Pattern[str], Look], ...] = (
    (
        re.compile(r"\s*(?:<\?xml|<!doctype|<html|<svg|<[a-z]+[ >])", re.IGNORECASE),
        Look("markup", "a web page or other markup", "copy its injects into a spreadsheet, and import that"),
    ),
    (re.compile(r"BEGIN:VCALENDAR"), Look("calendar", "a calendar", _NOT_TIMED)),
    (
        re.compile(r"(?:private |global )*rule \w+\s*(?::[\w ]+)?\s*\{"),
        Look("rule", "a YARA rule file", _NOT_TIMED),
    ),
    (
        re.compile(r"(?:#.*\n|\s)*(?:alert|drop|reject|pass) (?:tcp|udp|ip|icmp|http|dns|tls) .*->"),
        Look("rule", "a file of network rules", _NOT_TIMED),
    ),
    (
        re.compile(r"#!|(?:import|from) [\w.]+(?: import .*)?$|(?:def|class) \w+.*:$", re.MULTILINE),
        Look("program", "the source of a program", _NOT_TIMED),
    ),
    (
        re.compile(
            r"(?:From|Received|Return-Path|Delivered-To|Message-ID): .*\n(?:[\w-]+: .*\n|[ \t]+.*\n)+", re.I
        ),
        Look("mail", "an e-mail", "copy its text into an exhibit of kind `mail` of an inject"),
    ),
)
_TIMED_LINE = re.compile(r"^[ \t]*(?:[-*|#]+[ \t]*)?(?:\*\*)?T ?\+? ?\d+", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_INJECT_HEADING = re.compile(
    r"^#{1,6} .*\b(?:inject|injekt|einlage|event|stage|phase)\b", re.IGNORECASE | re.MULTILINE
)
_DOCUMENT = Look(
    "document",
    "a text without injects",
    "put each inject under a heading such as `## Inject 1 (T+15 min)`, and import that",
)
_FORM = Look("form", "a form to fill in", "give the scenario that it belongs to")
_BLANK = re.compile(r"_{5,}")
_FORM_LINES = 4
"""Lines to write on from which a text is a form (assumption)."""
_KEYED = re.compile(r"\ufeff?(?:[ \t]*(?:#.*|---.*)?\r?\n)*(?:- |[\"']?\w[\w .-]*[\"']?:(?:\s|$))")
"""How a YAML file with keys begins, comments left out."""
_FEW = 5
"""Rows below which more of a text is looked at, as its cells are long (assumption)."""
_SAMPLE = 20_000
"""Letters by which a table is told."""


def look_at(raw: bytes) -> Look | None:
    """What a file looks like that is no Tplus file; None for an empty one."""
    if not raw.strip():
        return None
    look = binary_look(raw)
    if look is not None:
        return look
    text = decoded(raw).text
    if is_json_like(text):
        return _json_look(text)
    return text_look(text)


def kept_look(raw: bytes) -> Look | None:
    """What a file looks like by its first bytes or by its keys, whatever its text is."""
    look = binary_look(raw)
    if look is not None or not raw.strip():
        return look
    text = decoded(raw).text
    if not is_json_like(text):
        return _yaml_look(text)
    try:
        return shape_of(read_json(text))
    except NoJson:
        return None


def _json_look(text: str) -> Look:
    try:
        return shape_of(read_json(text)) or _JSON
    except NoJson:
        return _BROKEN_JSON


def text_look(text: str) -> Look | None:
    """What a text looks like that is neither JSON nor YAML with keys."""
    start = text.lstrip("\ufeff \t\r\n")[:20_000]
    found = next((look for pattern, look in _TEXTS if pattern.match(start)), None) or _yaml_look(text)
    if found is not None:
        return found
    if is_form(text):
        return _FORM
    if _INJECT_HEADING.search(text):
        return importable("markdown", "a text with injects under headings")
    delimiter = table_delimiter(text)
    if delimiter is not None:
        return _TABLE if delimiter != "|" else importable("markdown", "a text with a table")
    if _TIMED_LINE.search(text):
        return importable("markdown", "a text with a list of times")
    return _DOCUMENT if _HEADING.search(text) else None


_TABLE = importable("table", "a table of comma-separated values (CSV)")


def is_form(text: str) -> bool:
    """Whether a text is a form to fill in: several lines to write on."""
    return sum(bool(_BLANK.search(line)) for line in text.splitlines()) >= _FORM_LINES


def is_keyed(text: str) -> bool:
    """Whether a text begins as YAML with keys or with a list does."""
    return _KEYED.match(text) is not None


def _yaml_look(text: str) -> Look | None:
    if not is_keyed(text):
        return None
    source = read_yaml(text, "file")
    return shape_of(source.value) if isinstance(source.value, dict | list) else None


def table_delimiter(text: str) -> str | None:
    """The character that parts the columns of a table in a text; None where the lines are no table."""
    if named := re.match(r"\s*\"?sep=(.)\"?[\r\n]", text):
        return named[1]
    scores = {delimiter: _evenness(text, delimiter) for delimiter in ("\t", ";", ",", "|")}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else None


def _evenness(text: str, delimiter: str) -> int:
    """Cells of the rows that have as many as most have; 0 where most rows are no rows of a table."""
    rows: list[list[str]] = []
    for sample in (_SAMPLE, 20 * _SAMPLE):
        try:
            read = csv.reader(io.StringIO(text[:sample], newline=""), delimiter=delimiter)
            rows = [row for row in read if any(row)]
        except csv.Error:
            return 0
        if len(text) <= sample or len(rows) >= _FEW:
            break
    widths = [len(row) for row in (rows[:-1] if len(text) > sample else rows)]
    wide = [width for width in widths if width > 1]
    if len(wide) < 2 or len(wide) < len(widths) / 2:
        return 0
    usual = Counter(wide).most_common(1)[0][0]
    is_even = usual > 2 or len(wide) == len(widths)
    return usual * wide.count(usual) if is_even else 0
