"""The tables of docs/import.md, made from the code."""

from engine.exchange.catalogue import foreign_formats
from engine.exchange.exporting import export_formats
from engine.exchange.reading import limits
from engine.exchange.table.columns import NAMES

SHOWN = 6
"""Names of a column that the page gives."""
CALLED = {
    "id": "number",
    "sender": "simulated sender",
    "to": "receiving roles",
    "expected": "expected actions",
    "question": "questions",
    "kind": "kind of inject",
    "exhibit": "exhibits",
    "picture": "pictures (left out)",
    "technical": "what is carried out (left out)",
    "score": "scores (left out)",
}


def formats() -> str:
    """What is read."""
    rows = sorted(foreign_formats().values(), key=lambda item: item.id)
    return "\n".join(f"| `{item.id}` | {item.name} | {item.takes} |" for item in rows)


def columns() -> str:
    """What the columns of an MSEL may be called."""
    head = "| What | Headings, among others |\n|---|---|\n"
    return head + "\n".join(
        f"| {CALLED.get(field, field)} | {', '.join(names[:SHOWN])} |" for field, names in NAMES.items()
    )


def sizes() -> str:
    """The limits of a foreign file."""
    rows = (
        ("a file", f"{limits.MAX_BYTES:,} bytes"),
        ("a spreadsheet, unpacked", f"{limits.MAX_UNPACKED:,} bytes, {limits.MAX_PARTS:,} parts"),
        (
            "a part of it, unpacked",
            f"{limits.MAX_RATIO} times its packed size, from {limits.SMALL:,} bytes on",
        ),
        ("a table", f"{limits.MAX_ROWS:,} rows or entries, {limits.MAX_COLUMNS} columns"),
        ("a scenario", f"{limits.MAX_INJECTS} injects; later ones are named in the report"),
    )
    return "\n".join(f"| {name} | {most} |" for name, most in rows)


def exports() -> str:
    """What is written."""
    rows = export_formats().values()
    return "\n".join(f"| `{item.id}` | {item.name} | `{item.suffix}` | {item.comes_back} |" for item in rows)


TABLES = {"formats": formats, "columns": columns, "limits": sizes, "exports": exports}

if __name__ == "__main__":
    for name, table in TABLES.items():
        print(f"<!-- {name} -->\n{table()}\n")
