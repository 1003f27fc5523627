"""The text of a scenario as cells of a sheet, and back to the letter."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator

NOTE = (
    "This sheet holds the whole scenario. Edit the MSEL; what stands there counts when the file is imported."
)
DIGEST = "SHA-256"
SHEET = "Tplus"
"""Name of the sheet that holds the scenario's text."""
META_TEXT, META_DIGEST = "tplus_scenario", "tplus_sha256"
"""Where an exercise in CEXF that Tplus wrote holds the whole scenario, and its SHA-256."""
_PLAIN = re.compile(
    r"[\t\x20-\x7e\xa0-\u1fff\u2010-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
_ESCAPED = "json:"
_CHUNK = 5_000
"""Letters of one cell: six times as many still fit once all of them are escaped."""


def digest_of(text: str) -> str:
    """SHA-256 of a scenario's text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def cells_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers; a long line takes several cells of one number."""
    for number, line in enumerate(text.split("\n"), start=1):
        chunks = [line[at : at + _CHUNK] for at in range(0, len(line), _CHUNK)] or [""]
        yield from ((number, _cell(chunk)) for chunk in chunks)


def _cell(chunk: str) -> str:
    is_plain = _PLAIN.fullmatch(chunk) and "_x" not in chunk and not chunk.startswith(_ESCAPED)
    if is_plain and chunk == chunk.strip("\t "):
        return chunk
    return chunk if is_plain and chunk.strip() and "\t" not in chunk else _ESCAPED + json.dumps(chunk)


def text_of_cells(cells: Iterable[tuple[int, str]]) -> str:
    """The text again.

    Raises:
        ValueError: a cell was changed so that it can't be read.

    """
    lines: list[str] = []
    for number, cell in cells:
        chunk = json.loads(cell.removeprefix(_ESCAPED)) if cell.startswith(_ESCAPED) else cell
        if not isinstance(chunk, str) or number < 1:
            raise ValueError("a cell of the scenario's text was changed")
        if number == len(lines) and lines:
            lines[-1] += chunk
        else:
            lines += [""] * (number - len(lines) - 1) + [chunk]
    return "\n".join(lines)
