"""Files that are not text, told by their first bytes and by what lies in a ZIP archive."""

import io
import zipfile
from collections.abc import Iterable

from engine.files.looks.look import Look, importable

_TO_TEXT = "copy its injects into a spreadsheet with a header row, save that as .xlsx, and import it"
_PICTURE = "name it as the `path` of an exhibit of kind `image` in a scenario"
_UNPACK = "unpack it, and give one of the files in it"
_OLD_EXCEL = "open it, save it as .xlsx, and import that"
_NO_USE = "give a scenario, or a file that `tplus import` reads (docs/import.md)"

_MAGIC: tuple[tuple[bytes, Look], ...] = (
    (b"%PDF-", Look("pdf", "a PDF", _TO_TEXT)),
    (b"\x89PNG\r\n", Look("picture", "a picture", _PICTURE)),
    (b"\xff\xd8\xff", Look("picture", "a picture", _PICTURE)),
    (b"GIF8", Look("picture", "a picture", _PICTURE)),
    (b"BM", Look("picture", "a picture", _PICTURE)),
    (b"II*\x00", Look("picture", "a picture", _PICTURE)),
    (b"MM\x00*", Look("picture", "a picture", _PICTURE)),
    (b"\xd0\xcf\x11\xe0", Look("old-office", "a file of an older Office, such as .xls or .doc", _OLD_EXCEL)),
    (b"{\\rtf", Look("document", "a document in Rich Text Format", _TO_TEXT)),
    (b"\x1f\x8b", Look("archive", "an archive", _UNPACK)),
    (b"7z\xbc\xaf", Look("archive", "an archive", _UNPACK)),
    (b"Rar!", Look("archive", "an archive", _UNPACK)),
    (b"\xfd7zXZ", Look("archive", "an archive", _UNPACK)),
    (b"BZh", Look("archive", "an archive", _UNPACK)),
    (b"SQLite format 3", Look("database", "a database", _NO_USE)),
    (b"MZ", Look("program", "a program", _NO_USE)),
    (b"\x7fELF", Look("program", "a program", _NO_USE)),
    (b"ID3", Look("sound", "a sound file", _NO_USE)),
    (b"OggS", Look("sound", "a sound file", _NO_USE)),
)
_SURE = 5
"""Bytes from which a beginning is no accident; a shorter one may be a word of a text."""
_WEBP = Look("picture", "a picture", _PICTURE)
_MOVIE = Look("film", "a film", _NO_USE)
_SPREADSHEET = importable("spreadsheet", "a spreadsheet")
_ARCHIVE = Look("archive", "a ZIP archive", _UNPACK)
_BROKEN = Look("archive", "a ZIP archive or an Office file that is damaged", "save or copy it anew")
_PARTS: tuple[tuple[str, Look], ...] = (
    ("xl/workbook.xml", _SPREADSHEET),
    ("xl/workbook.bin", Look("old-office", "a spreadsheet in Excel's binary form", _OLD_EXCEL)),
    ("word/document.xml", Look("document", "a Word document", _TO_TEXT)),
    ("ppt/presentation.xml", Look("slides", "a presentation", _TO_TEXT)),
    ("META-INF/MANIFEST.MF", Look("program", "a program", _NO_USE)),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": Look(
        "spreadsheet-ods", "a spreadsheet in OpenDocument form", "save it as .xlsx or .csv, and import that"
    ),
    b"application/vnd.oasis.opendocument.text": Look("document", "an OpenDocument text", _TO_TEXT),
    b"application/vnd.oasis.opendocument.presentation": Look("slides", "a presentation", _TO_TEXT),
}
_UNKNOWN = Look("binary", "a file that holds no text", _NO_USE)


def binary_look(raw: bytes) -> Look | None:
    """What bytes that are no text look like; None where they may be text."""
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zipped(raw)
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return _WEBP
    if raw[4:8] == b"ftyp":
        return _MOVIE
    found = next((row for row in _MAGIC if raw.startswith(row[0])), None)
    if found is not None and not (len(found[0]) < _SURE and _is_plain(raw)):
        return found[1]
    return None if _may_be_text(raw) else _UNKNOWN


def _zipped(raw: bytes) -> Look:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _by_parts(archive.namelist()) or _open_document(archive) or _ARCHIVE
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError):
        return _BROKEN


def _by_parts(names: Iterable[str]) -> Look | None:
    held = {name.lstrip("/") for name in names}
    return next((look for part, look in _PARTS if part in held), None)


def _open_document(archive: zipfile.ZipFile) -> Look | None:
    if "mimetype" not in archive.namelist():
        return None
    with archive.open("mimetype") as part:
        return _OPEN_DOCUMENT.get(part.read(200).strip())


def _is_plain(raw: bytes) -> bool:
    """Whether the first bytes are printable, so that a short magic was a word."""
    return all(byte >= 0x20 or byte in b"\t\r\n" for byte in raw[:64])


def _may_be_text(raw: bytes) -> bool:
    head = raw[:4_000]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" not in head:
        return True
    pairs = head[: len(head) // 2 * 2]
    zeros = max(pairs[::2].count(0), pairs[1::2].count(0))
    return zeros >= 0.4 * len(pairs) / 2 and min(pairs[::2].count(0), pairs[1::2].count(0)) < zeros / 4
