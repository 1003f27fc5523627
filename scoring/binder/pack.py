"""The binder as files: each paper in each format, workbook and calendar entry, alone or as one pack."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scoring import reports
from scoring.binder import catalogue
from scoring.binder.calendar import calendar
from scoring.binder.paper import Paper, Source
from scoring.writing.archive import EPOCH

FORMATS = ("docx", "pdf")
"""What every paper is written as; a format of the report each."""
WORKBOOK, CALENDAR = "xlsx", "ics"
PACK = "binder.zip"
INVITED = "invitation"
"""The paper that the calendar entry goes with."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the binder: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are wanted, and as what."""

    papers: Sequence[Paper] = catalogue.ALL
    formats: Sequence[str] = FORMATS


def files(source: Source, wanted: Wanted, *, stamped_at: datetime) -> Iterator[File]:
    """The files in the order of the binder; `stamped_at` is the moment in UTC the calendar entry is made.

    Everything but the calendar entry is the same bytes for the same scenario and setting.
    """
    for paper in wanted.papers:
        document = paper.document(source)
        for suffix in _suffixes(source, paper, wanted):
            if suffix == CALENDAR:
                yield File(file_name(paper, suffix), calendar(source, stamped_at) or b"")
            else:
                yield File(file_name(paper, suffix), reports.load(suffix).render(document))


def _suffixes(source: Source, paper: Paper, wanted: Wanted) -> tuple[str, ...]:
    book = (WORKBOOK,) if paper.has_workbook else ()
    entry = (CALENDAR,) if paper.id == INVITED and source.setting.meets_at else ()
    return (*wanted.formats, *book, *entry)


def names(source: Source, wanted: Wanted) -> tuple[str, ...]:
    """The names of the files, without making any."""
    return tuple(
        file_name(paper, suffix) for paper in wanted.papers for suffix in _suffixes(source, paper, wanted)
    )


def bundle_name(source: Source, wanted: Wanted) -> str:
    """What somebody takes away is called: the one file, or the pack of several."""
    found = names(source, wanted)
    return found[0] if len(found) == 1 else PACK


def bundle(source: Source, wanted: Wanted, *, stamped_at: datetime) -> bytes:
    """The one file, or the pack of several."""
    found = list(files(source, wanted, stamped_at=stamped_at))
    return found[0].content if len(found) == 1 else packed(found)


def file_name(paper: Paper, suffix: str) -> str:
    """A file's name: its place in the binder, the paper and the format."""
    place = catalogue.IDS.index(paper.id) + 1
    return f"{place:02d}-{paper.id}.{suffix}"


def packed(found: Iterable[File]) -> bytes:
    """The files in one ZIP archive, the same bytes for the same files."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for file in found:
            entry = ZipInfo(file.name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, file.content)
    return target.getvalue()
