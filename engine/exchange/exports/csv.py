"""A scenario's MSEL as CSV, for any spreadsheet program."""

import csv
import io

from engine.exchange.exported import ExportFormat, Whole
from engine.exchange.losses import Losses, counted, listed
from engine.exchange.table.own import HEADINGS, guarded
from engine.exchange.whole.rows import beyond_msel, rows_of


def write(whole: Whole, losses: Losses) -> bytes:
    """The MSEL in UTF-8 with a byte-order mark, which spreadsheet programs need; no cell is a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    rows = rows_of(whole.exercise)
    writer.writerows([guarded(row[heading]) for heading in HEADINGS] for row in rows)
    losses.taken(f"{counted(len(rows), 'inject')} as an MSEL")
    why = "an MSEL as CSV has no place for them; export as xlsx to keep all"
    losses.left_out(listed(beyond_msel(whole.exercise), 30), "", why)
    return target.getvalue().encode("utf-8-sig")


FORMAT = ExportFormat(
    "csv",
    "MSEL as CSV",
    ".csv",
    "text/csv",
    write,
    "what its columns hold: times, kinds, titles, texts, senders, receivers, delivery, expected actions,"
    " questions, notes, controllers and ids of objectives",
)
