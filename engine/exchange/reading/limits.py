"""How large a foreign file may be, and the refusal of what is larger or not safe to unpack."""

import io
import re
import zipfile
import zlib
from typing import NoReturn

from engine.errors import Problem, ScenarioInvalid
from engine.files.text import MAX_FOREIGN_BYTES

MAX_BYTES = MAX_FOREIGN_BYTES
"""Bytes of a file that is imported."""
MAX_UNPACKED = 80_000_000
"""Bytes of all parts of a spreadsheet, unpacked (assumption: four hundred times that MSEL)."""
MAX_RATIO = 200
"""How many times larger a part may be unpacked; XML of spreadsheets shrinks to a fifth up to a fiftieth
(assumption)."""
MAX_PARTS = 2_000
"""Files in the archive that a spreadsheet is (assumption)."""
SMALL = 1_000_000
"""Bytes of an unpacked part below which its ratio does not matter (assumption)."""
MAX_ROWS = 5_000
"""Rows of a table, and entries of a list, that are read (assumption)."""
MAX_COLUMNS = 60
"""Columns of a table that are read; MSELs have up to about twenty (assumption)."""
MAX_INJECTS = 200
"""Injects one scenario holds, as scenario files allow."""
TOO_MANY = f"a scenario holds at most {MAX_INJECTS}; split the file"
"""Why an inject beyond them is left out."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    RuntimeError,
    EOFError,
    ValueError,
)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def refuse(file: str, message: str, remedy: str, *, line: int = 1, place: str = "file") -> NoReturn:
    """End the import with one problem.

    Raises:
        ScenarioInvalid: always.

    """
    raise ScenarioInvalid([Problem(file, line, place, message, remedy)])


def check_size(raw: bytes, file: str) -> None:
    """Refuse a file that is empty or too large.

    Raises:
        ScenarioInvalid: it is.

    """
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are imported"
        refuse(file, message, "save the sheet with the injects alone, and import that")
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        refuse(file, "the file is empty", "give a file that holds injects")


def check_archive(raw: bytes, file: str) -> None:
    """Refuse a spreadsheet whose parts are too many, too large, locked, or hold XML entities.

    Raises:
        ScenarioInvalid: they are.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            _check_parts(parts, file)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive.read(part), part.filename, file)
    except _DAMAGED as error:
        refuse(
            file,
            f"the spreadsheet is damaged: {error}"[:200],
            "open it, save it anew as .xlsx, and import that",
        )


def _check_parts(parts: list[zipfile.ZipInfo], file: str) -> None:
    if len(parts) > MAX_PARTS:
        refuse(file, f"the spreadsheet holds {len(parts):,} parts; at most {MAX_PARTS:,} are read", _ANEW)
    if any(part.flag_bits & 1 for part in parts):
        refuse(file, "the spreadsheet is locked with a password", "save it without one, and import that")
    total = sum(part.file_size for part in parts)
    if total > MAX_UNPACKED:
        message = f"the spreadsheet unpacks to {total:,} bytes; at most {MAX_UNPACKED:,} are read"
        refuse(file, message, "save the sheet with the injects alone, and import that")
    for part in parts:
        if part.file_size > SMALL and part.file_size > MAX_RATIO * max(1, part.compress_size):
            message = f"its part {part.filename[:80]!r} unpacks to more than {MAX_RATIO} times its size"
            refuse(file, message, _ANEW)


_ANEW = "copy the rows into a new spreadsheet, and import that"


def _check_xml(part: bytes, name: str, file: str) -> None:
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or _DOCTYPE.search(part):
        message = f"its part {name[:80]!r} declares XML entities or an encoding no spreadsheet has"
        refuse(file, message, _ANEW)
