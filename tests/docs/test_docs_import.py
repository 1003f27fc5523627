"""The page on files of other tools says what the code does."""

from pathlib import Path

import pytest

from engine.exchange.times.column import CHOICES
from tests.docs.import_tables import TABLES
from tests.exchange.look_alikes import minutes, scenario

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_fresh(name: str) -> None:
    """The tables are those of the code; print them with `python -m tests.docs.import_tables`."""
    assert TABLES[name]() in PAGE


def test_every_way_to_read_times_is_explained() -> None:
    """Each value of `--times` has its row."""
    assert [choice for choice in CHOICES if choice != "auto" and f"| `{choice}` |" not in PAGE] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("T+0", "T+1h05", "PT15M", "15 minutes"), [0, 15, 15, 65]),
        (("D+1 H+2 M+30", "J+1", "H+2", "M-5"), [0, 125, 1445, 1595]),
        (("8:10 AM", "09h05", "1400 hrs", "14.05 Uhr"), [0, 55, 350, 355]),
        (("2026-03-01T09:00:00Z", "2026-03-01T09:30:00Z"), [0, 30]),
        (("T+5 – T+10", "T+15"), [5, 15]),
    ],
)
def test_times_are_read_as_the_page_says(written: tuple[str, ...], expected: list[float]) -> None:
    """The examples of the page, in a table of their own."""
    rows = "".join(f"{time};Title;Text\n" for time in written)

    assert all(time in PAGE or time == "T+0" or time.startswith("2026") for time in written)
    assert minutes(scenario(f"Time;Title;Text\n{rows}".encode())) == expected
