"""The calendar entry is what RFC 5545 asks for, checked line by line."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.binder.calendar import OCTETS, calendar, meeting_ms
from scoring.binder.paper import Source
from scoring.binder.setting import Given
from tests.binder.made import GIVEN, rich

STAMP = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
ONCE = {"BEGIN", "END", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "VERSION", "PRODID"}


def lines_of(data: bytes) -> list[str]:
    """The content lines, unfolded, after what every line must be was checked."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    assert [line for line in raw if len(line) > OCTETS or b"\r" in line or b"\n" in line] == []
    assert all(line.decode() for line in raw)
    return b"\r\n".join(raw).replace(b"\r\n ", b"").decode().split("\r\n")


def parsed(data: bytes) -> dict[str, str]:
    """The properties of the one event with their values as they were meant."""
    lines = lines_of(data)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert [line for line in lines if re.fullmatch("(BEGIN|END):VEVENT", line)] == [
        "BEGIN:VEVENT",
        "END:VEVENT",
    ]
    named = [line.partition(":") for line in lines]
    assert all(re.fullmatch("[A-Z-]+", name) for name, _, _ in named)
    names = [name for name, _, _ in named]
    assert all(names.count(name) == (2 if name in ("BEGIN", "END") else 1) for name in {*names, *ONCE})
    return {name: unescaped(value) for name, _, value in named}


def unescaped(value: str) -> str:
    """A text value as it was meant; a comma or semicolon that is not marked is an error."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    assert not re.search(r"\\(?![\\;,nN])", re.sub(r"\\\\", "", value)), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def entry(made: Source) -> dict[str, str]:
    """The event of an exercise as a calendar reads it."""
    data = calendar(made, STAMP)
    assert data is not None
    return parsed(data)


def test_the_entry_says_when_where_and_how() -> None:
    """Times in UTC from the welcome to the end of the hot wash, and the exercise's own time in words."""
    found = entry(rich())

    assert found["DTSTART"] == "20270115T090000Z"
    assert found["DTEND"] == "20270115T105800Z"
    assert found["DTSTAMP"] == "20261201T083000Z"
    assert found["SUMMARY"] == "EXERCISE: Winter exercise"
    assert found["LOCATION"] == "Room 2.14"
    assert (
        "Friday, 15 January 2027, 10:00 (Europe/Berlin, UTC+1), 118 minutes in all." in found["DESCRIPTION"]
    )
    assert "Join at http://192.0.2.7:8501/join?code=KPWQRT" in found["DESCRIPTION"]
    assert meeting_ms(rich()) == 118 * 60_000


def test_without_a_date_there_is_no_entry() -> None:
    """An event needs a beginning."""
    assert calendar(rich(Given()), STAMP) is None


def test_a_new_date_moves_the_entry() -> None:
    """The same exercise keeps its id; another one has another."""
    moved = replace(GIVEN, date="2027-02-01T09:00")
    other = replace(GIVEN, key="exercise-2")

    assert entry(rich(moved))["UID"] == entry(rich())["UID"]
    assert entry(rich(moved))["DTSTART"] != entry(rich())["DTSTART"]
    assert entry(rich(other))["UID"] != entry(rich())["UID"]
    assert re.fullmatch(r"[0-9a-f]{32}@tplus\.invalid", entry(rich())["UID"])


@pytest.mark.parametrize(
    "title",
    [
        "a;b,c\\d",
        "line\nbreak",
        "ü" * 60,
        "🔥" * 40,
        "BEGIN:VEVENT",
        "x" * 200,
        "\x00\x07tab\tbell",
        "a\r\nEND:VCALENDAR",
    ],
)
def test_an_ugly_title_stays_one_value(title: str) -> None:
    """Whatever stands in it, it is escaped, folded between letters, and begins no line of its own."""
    found = entry(rich(replace(GIVEN, title=title)))
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f]", "�", title.replace("\r\n", "\n"))

    assert found["SUMMARY"] == f"EXERCISE: {kept}"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_gives_a_valid_entry(title: str, place: str) -> None:
    """Titles and places of any characters."""
    found = entry(rich(replace(GIVEN, title=title, place=place)))

    assert found["SUMMARY"].startswith("EXERCISE: ")
