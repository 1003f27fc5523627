"""The binder as files: each paper in each format, workbook and calendar entry, alone or as one pack."""

from collections.abc import Iterator, Sequence
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
INVITED = "invitation"
"""The paper that the calendar entry goes with."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the binder: its name and its bytes."""

    name: str
    content: bytes


def files(
    source: Source,
    papers: Sequence[Paper] = catalogue.ALL,
    formats: Sequence[str] = FORMATS,
    *,
    stamped_at: datetime,
) -> Iterator[File]:
    """The files of these papers, in order; `stamped_at` is the moment in UTC the calendar entry is made.

    Everything but the calendar entry is the same bytes for the same scenario and setting.
    """
    for paper in papers:
        document = paper.document(source)
        kinds = (*formats, WORKBOOK) if paper.has_workbook else formats
        for name in kinds:
            yield File(file_name(paper, name), reports.load(name).render(document))
        entry = calendar(source, stamped_at) if paper.id == INVITED else None
        if entry is not None:
            yield File(file_name(paper, CALENDAR), entry)


def file_name(paper: Paper, suffix: str) -> str:
    """A file's name: its place in the binder, the paper and the format."""
    place = catalogue.IDS.index(paper.id) + 1
    return f"{place:02d}-{paper.id}.{suffix}"


def packed(found: Iterator[File] | Sequence[File]) -> bytes:
    """The files in one ZIP archive, the same bytes for the same files."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for file in found:
            entry = ZipInfo(file.name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, file.content)
    return target.getvalue()
