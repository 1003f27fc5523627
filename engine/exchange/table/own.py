"""The MSEL that Tplus writes: its columns, and how a cell lists several entries."""

HEADINGS = (
    "Inject ID",
    "Time",
    "Inject type",
    "Title",
    "Message",
    "From",
    "To",
    "Delivery",
    "Expected actions",
    "Questions",
    "Notes",
    "Controller",
    "Objectives",
)
"""Columns of an MSEL written by Tplus; a table with exactly these is read without any guess."""
KINDS = ("Inject", "Conditional inject", "Contingency inject")
"""What stands in the column Inject type."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that let spreadsheet programs take a text for a formula."""


def joined(entries: tuple[str, ...]) -> str:
    """Entries in one cell: a line each, with bullets; further lines of an entry are indented."""
    return "\n".join("• " + entry.replace("\n", "\n  ") for entry in entries)


def parted(cell: str) -> tuple[str, ...]:
    """The entries of such a cell."""
    found: list[str] = []
    for line in cell.split("\n"):
        if line.startswith("• ") or not found:
            found.append(line.removeprefix("• "))
        else:
            found[-1] += "\n" + line.removeprefix("  ")
    return tuple(entry for entry in found if entry.strip())


def time_cell(at_ms: int) -> str:
    """A time since StartEx as every reader takes it: ``T+65 min 30 s``."""
    minutes, seconds = divmod(at_ms // 1_000, 60)
    return f"T+{minutes} min{f' {seconds} s' if seconds else ''}"


def guarded(cell: str) -> str:
    """A cell of CSV that no program takes for a formula: an apostrophe stands before it."""
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def unguarded(cell: str) -> str:
    """The cell without that apostrophe."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*FORMULA, "'")) else cell
