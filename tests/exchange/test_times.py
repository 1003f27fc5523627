"""Times as people write them in MSELs: read, counted from StartEx, or asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exchange.table.own import time_cell
from engine.exchange.times.cells import is_loose, read_time
from engine.exchange.times.column import Hints, Undecided, exercise_times
from engine.exchange.times.reading import MINUTE_MS, Clock, Colons, DayMonth, Offset, Stamp
from engine.scenario.times import parse_offset


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("T+15", 15),
        ("t + 15 min", 15),
        ("T+1h05", 65),
        ("T+1,5 h", 90),
        ("T+90 s", 1.5),
        ("StartEx", 0),
        ("T0", 0),
        ("D+1 H+2 M+30", 1590),
        ("J+1 H+2 M-5", 1555),
        ("J-60", -86_400),
        ("M-5", -5),
        ("H+4", 240),
        ("PT15M", 15),
        ("15 minutes", 15),
        ("1 hour 30 min", 90),
        ("2h30m", 150),
        ("T+5 – T+10", 5),
        ("ca. T+20", 20),
        ("T+\u00a015\u00a0min", 15),
    ],
)
def test_a_time_since_startex_is_read(text: str, minutes: float) -> None:
    """Offsets in every usual form, also in French, before StartEx, and as ranges, which begin then."""
    assert read_time(text) == Offset(round(minutes * MINUTE_MS))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8:10 AM", 490),
        ("12:05 am", 5),
        ("9 pm", 1260),
        ("09h05", 545),
        ("14.05 Uhr", 845),
        ("1400 hrs", 840),
        ("0810", 490),
    ],
)
def test_a_time_of_day_is_read(text: str, minutes: int) -> None:
    """Times of day in the forms of several countries."""
    assert read_time(text) == Clock(minutes * MINUTE_MS)


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-26T09:00:00Z",
        "2024-06-26T11:00+02:00",
        "26/06/2024 09h00",
        "26.06.2024 09:00",
        "26 June 2024, 09:00",
        "June 26, 2024 9:00 AM",
    ],
)
def test_a_date_with_a_time_of_day_is_read(text: str) -> None:
    """The same moment in six forms, one of them in another zone."""
    assert read_time(text) == Stamp(739_063, 540 * MINUTE_MS)


@pytest.mark.parametrize(
    "text", ["later", "T+soon", "90 90", "25:99 pm", "", "31/02/2026 09:00", "T plus 5", "x" * 200]
)
def test_what_is_no_time_is_none(text: str) -> None:
    """A word, an impossible date and a long text are no times."""
    assert read_time(text) is None


def test_two_readings_stay_open() -> None:
    """Colons and dates that can be read in two ways are kept as they are."""
    assert read_time("05:00") == Colons((5, 0))
    assert read_time("T+0:15") == Colons((0, 15), is_offset=True)
    assert read_time("03/04/2026") == DayMonth(3, 4, 2026)
    assert [is_loose(text) for text in ("T+5 - T+10", "about 9:00", "T+5", 5)] == [True, True, False, False]


def timed(*texts: str, choice="auto", hints=Hints()):  # noqa: B008
    """The minutes of a column."""
    found = exercise_times([read_time(text) for text in texts], hints, choice)
    return [None if ms is None else ms / MINUTE_MS for ms in found.at_ms]


@pytest.mark.parametrize("texts", [("05:00", "10:00"), ("0:00", "0:15", "1:30"), ("T+0:15", "T+0:30")])
def test_minutes_or_hours_are_asked_about(texts: tuple[str, ...]) -> None:
    """Where nothing tells `mm:ss` from `hh:mm`, both readings are named with the option that chooses."""
    with pytest.raises(Undecided, match=r"mm:ss.*hh:mm") as caught:
        timed(*texts)

    assert "--times mm:ss" in caught.value.remedy


def test_the_person_who_imports_chooses() -> None:
    """Each choice gives its own times."""
    assert timed("05:00", "10:00", choice="mm:ss") == [5, 10]
    assert timed("05:00", "10:00", choice="hh:mm") == [300, 600]
    assert timed("05:00", "10:00", choice="clock") == [0, 300]


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        (("09:00", "09:20", "10:05"), [0, 20, 65]),
        (("T+05:00", "T+75:00"), [5, 75]),
        (("0:05:00", "0:20:30"), [5, 20.5]),
        (("8:10 AM", "09:00"), [0, 50]),
        (("23:50", "00:10 am"), [0, 20]),
    ],
)
def test_what_the_column_tells_is_not_asked(texts: tuple[str, ...], minutes: list[float]) -> None:
    """Times of a working day, more than 24 before the colon, three numbers, and AM or PM decide."""
    found = [text.replace("00:10 am", "12:10 am") for text in texts]

    assert timed(*found) == minutes


def test_dates_are_asked_about_only_if_it_matters() -> None:
    """Day and month may change places where the times stay the same."""
    assert timed("03/04/2026 09:00", "03/04/2026 09:30") == [0, 30]
    with pytest.raises(Undecided, match="day and month"):
        timed("03/04/2026 09:00", "04/04/2026 09:00")
    assert timed("03/04/2026 09:00", "04/04/2026 09:00", choice="dmy") == [0, 1440]


def test_times_before_startex_move_the_whole_column() -> None:
    """The first inject comes at T+0, and the report says by how much all were moved."""
    found = exercise_times([read_time("M-5"), read_time("T+10"), None], Hints())

    assert found.at_ms == (0, 15 * MINUTE_MS, None)
    assert "5 minutes later" in found.guesses[0]


@given(st.integers(0, 7 * 24 * 60 * 60))
def test_what_is_written_is_read_again(seconds: int) -> None:
    """A time as Tplus writes it is read the same by the importers and by scenario files."""
    text = time_cell(seconds * 1_000)

    assert read_time(text) == Offset(seconds * 1_000)
    assert parse_offset(text) == seconds * 1_000


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever stands in a cell, it is a time or none; and a column of it is times or a question."""
    reading = read_time(text)
    try:
        found = exercise_times([reading, reading], Hints())
    except Undecided:
        return

    assert len(found.at_ms) == 2
    assert all(ms is None or ms >= 0 for ms in found.at_ms)
