"""What the import of an MSEL of a thousand rows costs, beside the usual way to read one.

Run it with ``python -m bench.exchange``. Milliseconds are the 95th percentile of rounds on one machine.
The usual way opens the spreadsheet for editing, with its formats, and checks the whole scenario anew after
every row; as that takes long, one check is timed and multiplied.
"""

import gc
import io
import re
import time
import zipfile
from collections.abc import Callable

from openpyxl import Workbook, load_workbook

from engine.checks.whole import check
from engine.exchange.exporting import export_scenario
from engine.exchange.importing import import_scenario
from engine.files.loader import load_content
from engine.files.models import validate
from engine.files.yaml.reader import read_yaml
from engine.scenario.exercise import ExerciseFile

ROWS = 1_000
ROUNDS = 15
GOAL_MS = 300.0
INLINE = re.compile(rb'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
LISTED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = (
    "Event #",
    "Time",
    "Title",
    "Description",
    "From",
    "To",
    "Delivery method",
    "Expected actions",
    "Notes",
)


def rows() -> list[tuple[str, ...]]:
    """An MSEL of a thousand injects, a third of a minute apart."""
    text = "A customer of the made-up parcel firm writes that the assistant told her another's address. "
    return [
        (
            str(number),
            f"T+{number // 3} min {number % 3 * 20} s",
            f"Customer {number} complains",
            text * 2,
            "A customer",
            "Security operations; Legal",
            "Email",
            "Open a ticket\nTell the incident commander",
            "Watch who answers",
        )
        for number in range(ROWS)
    ]


def as_xlsx(table: list[tuple[str, ...]]) -> bytes:
    """The rows as a spreadsheet."""
    book = Workbook()
    sheet = book.create_sheet("MSEL", 0)
    sheet.append(HEADINGS)
    for row in table:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_excel(raw: bytes) -> bytes:
    """The same spreadsheet with its texts in a table of their own, as Excel and LibreOffice write them."""
    texts: dict[bytes, int] = {}

    def shared(found: re.Match[bytes]) -> bytes:
        return found[1] + b' t="s"><v>%d</v></c>' % texts.setdefault(found[2], len(texts))

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = INLINE.sub(shared, old.read(name)) if name.startswith("xl/worksheets/") else old.read(name)
            new.writestr(name, part.replace(b"</Types>", LISTED) if name == "[Content_Types].xml" else part)
        rows = b"".join(b"<si>%s</si>" % text for text in texts)
        new.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (NAMESPACE, rows))
    return target.getvalue()


def as_csv(table: list[tuple[str, ...]]) -> bytes:
    """The rows as CSV."""
    quoted = (",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *table))
    return "\r\n".join(quoted).encode("utf-8-sig")


def p95_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The 95th percentile of the times of some rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1_000)
    return sorted(times)[round(0.95 * len(times)) - 1]


def main() -> None:
    """Print the table."""
    content, table = load_content(), rows()
    spreadsheet, text = as_xlsx(table), as_csv(table)
    scenario = import_scenario(text, "msel.csv", content).text

    def usual() -> None:
        load_workbook(io.BytesIO(spreadsheet))

    def checked() -> None:
        held, _ = validate(read_yaml(scenario, "scenario.yml"), ExerciseFile)
        if held is not None:
            check(held.exercise, content)

    excel = as_excel(spreadsheet)
    gc.collect()
    gc.freeze()  # as the server does with what was loaded before
    excel_ms = p95_ms(lambda: import_scenario(excel, "msel.xlsx", content))
    xlsx_ms = p95_ms(lambda: import_scenario(spreadsheet, "msel.xlsx", content))
    csv_ms = p95_ms(lambda: import_scenario(text, "msel.csv", content))
    export_ms = p95_ms(lambda: export_scenario(scenario, "xlsx"))
    naive_ms = p95_ms(usual, 5) + ROWS * p95_ms(checked, 5)
    print(f"{ROWS:,} rows, p95 of {ROUNDS} rounds; the goal is {GOAL_MS:.0f} ms\n")
    print("| Work | ms | times as fast as the usual way |\n|---|---|---|")
    named = (("import xlsx of Excel", excel_ms), ("import xlsx of openpyxl", xlsx_ms), ("import csv", csv_ms))
    for name, ms in named:
        print(f"| {name} | {ms:.0f} | {naive_ms / ms:.0f} |")
    print(f"| the usual way | {naive_ms:.0f} | 1 |")
    print(f"| export xlsx, 200 injects | {export_ms:.0f} | |")


if __name__ == "__main__":
    main()
