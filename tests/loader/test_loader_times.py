"""Times as people write them: read where one reading is possible, refused with what to write otherwise."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import ScenarioInvalid
from engine.files.loader import load_exercise_text
from engine.scenario.resolve import Content
from engine.scenario.spelling.units import DAY_MS, UNITS
from engine.scenario.times import (
    HOUR_MS,
    LONGEST_READ_MS,
    MINUTE_MS,
    SECOND_MS,
    duration_text,
    offset_text,
    parse_duration,
    parse_offset,
)
from tests.loader.test_loader_mutations import SEED

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")

READ: dict[str, int] = {
    "90 minutes": 5400,
    "90": 5400,
    "0": 0,
    "15 MIN": 900,
    "15min.": 900,
    "15mins": 900,
    "15 mn": 900,
    "90 s": 90,
    "90 sec.": 90,
    "1h30m": 5400,
    "1h 5m": 3900,
    "1h05": 3900,
    "1h5": 3900,
    "10m30": 630,
    "10m30s": 630,
    "1 hour 30 min": 5400,
    "1 hour and 30 minutes": 5400,
    "1 hour, 30 min": 5400,
    "3 h 20 m 15 s": 12015,
    "2 hrs": 7200,
    "1 hr": 3600,
    "1d12h": 129600,
    "1 week": 604800,
    "1.5 h": 5400,
    "1,5 h": 5400,
    "2,5 hours": 9000,
    "7,5 minutes": 450,
    "2.75 h": 9900,
    "1.00 h": 3600,
    "1.5h 30m": 7200,
    "0.5 days": 43200,
    "15'": 900,
    "15′": 900,
    "5'30\"": 330,
    "5’30”": 330,
    "5'30": 330,
    "1:30 h": 5400,
    "0:15 h": 900,
    "5:30 min": 330,
    "0:00 h": 0,
    "PT15M": 900,
    "pt1h30m": 5400,
    "PT90S": 90,
    "PT1.5H": 5400,
    "PT0,25H": 900,
    "P1DT2H": 93600,
    "P1W": 604800,
    "90 Minuten": 5400,
    "2 Std.": 7200,
    "1 Stunde und 30 Min": 5400,
    "1 Tag": 86400,
    "3 heures": 10800,
    "1 heure et 5 minutes": 3900,
    "90 minutos": 5400,
    "1 hora y 30 minutos": 5400,
    "2 días": 172800,
    "2 ore": 7200,
    "2 uur": 7200,
    "15\u00a0min": 900,
    "1\u202fh\u200930\u2003min": 5400,
    " 15  min\t": 900,
    "1\u200b5 min": 900,
    "\ufeff15 min": 900,
    "１５　ｍｉｎ": 900,
    "٣٠": 1800,
    "۳۰ min": 1800,
    "३० min": 1800,
    "604800 s": 604800,
    "05": 300,
    "1080": 64800,
    "0090 min": 5400,
}
"""Durations by how people write them, in seconds; each reads the same behind ``T+``."""

REFUSED: dict[str, tuple[int, ...]] = {
    "0:15": (15, 900),
    "90:00": (5400, 324000),
    "1:75": (),
    "1:2:3": (),
    "1:02:03:04": (),
    "90 90": (5400,),
    "1 30": (5400, 90),
    "1h 5 30": (3600, 300, 1800),
    "1h90": (3600, 5400),
    "2d3": (172800, 180),
    "30m 1h": (5400,),
    "5 minutes 1 hour": (3900,),
    "5m 5m": (300, 600),
    "1h, 30": (3600, 1800),
    "1,500 s": (1500, 1, 2),
    "1.500 min": (90000, 90),
    "1'000 s": (1000, 60),
    "1\u202f000 s": (1000, 60),
    "2.30 h": (8280, 9000),
    "0.25 hours": (900, 1500),
    "1.5": (90, 5400),
    "1,5": (90, 5400),
    "1.5 s": (1, 2),
    "0.3333 h": (1199, 1200),
    "500 ms": (),
    "2 months": (),
    "1 year": (),
    "15 minuts": (900,),
    "15 minuters": (900,),
    "15 parsecs": (15,),
    "1430": (85800, 52200),
    "0930": (55800, 34200),
    "0800 hrs": (28800, 2880000),
    "013000": (780000,),
    "1e3": (60000,),
    "1E3 s": (1000,),
    "½ hour": (1800,),
    "1½ h": (5400,),
    "1 1/2 h": (5400,),
    "1/3 h": (1200,),
    "15-20 min": (900, 1200),
    "15–20": (900, 1200),
    "15 to 20 min": (900, 1200),
    "15/30": (900, 1800),
    "~15 min": (900,),
    "about 15 minutes": (900,),
    "15 minutes after start": (900,),
    "-5": (300,),
    "-5 min": (300,),
    "−5 min": (300,),
    "-PT15M": (900,),
    "P15M": (900,),
    "P1Y2M": (),
    "PT": (),
    "8:10 AM": (),
    "8 p.m.": (),
    "14.30 Uhr": (),
    "noon": (),
    "1430Z": (),
    "2026-03-15T10:30:00Z": (),
    "15.03.2026": (),
    "ninety minutes": (),
    "soon": (),
    "": (),
    " \u00a0": (),
    "4²": (),
    "\u202e51": (3060,),
    "99999999999 min": (),
    "367 days": (),
    "15.": (900,),
    "T15": (900,),
    "1 h" + " " * 100 + "x": (3600,),
    "9" * 61: (),
}
"""Texts that are no one duration by what they may mean, in seconds; nobody can tell where nothing stands."""

AS_TIMES: dict[str, int | tuple[int, ...]] = {
    "T+15 minutes": 900,
    "t+15": 900,
    "T + 15": 900,
    "T +15": 900,
    "Ｔ＋１５": 900,
    "T+٣٠": 1800,
    "+15": 900,
    "15 minutes": 900,
    "15": 900,
    "T+0": 0,
    "T+1h05": 3900,
    "T+14h30": 52200,
    "T+00:15:00": 900,
    "T+1:30:00": 5400,
    "T+PT15M": 900,
    "T+15:00": (900, 54000),
    "T+15 T+30": (900, 1800),
    "T+15,T+30": (900, 1800),
    "T+15 / T+30": (900, 1800),
    "T+15..T+20": (900, 1200),
    "T-5": (300,),
    "T−5 min": (300,),
    "T–5": (300,),
    "T+-5": (300,),
    "T+": (),
    "T": (),
    "T+T+5": (300,),
    "H+1 h": (3600,),
    "0:15": (15, 900),
    "14:30": (870, 52200),
    "14:30 h": (52200,),
    "14h30": (52200,),
    "00:15:00": (900,),
    "10:30:00 AM": (),
    "StartEx": (),
    "Т+15": (900,),
}
"""Times since StartEx by how people write them, in seconds: what each is, or may mean."""

AS_DURATIONS: dict[str, int | tuple[int, ...]] = {
    "+15 min": 900,
    "00:15:00": 900,
    "1:30:00": 5400,
    "14h30": 52200,
    "T+15 minutes": (900,),
    "T+15:00": (900, 54000),
    "T-5": (300,),
    "8:10 AM": (),
}
"""The same for durations, where they differ from times."""

QUOTED = re.compile(r'"([^"]+)"')


def answer(parse: Any, text: str) -> int | tuple[int, ...]:
    """Seconds of a text; where it is refused, what the sentence offers instead, which must be readable."""
    try:
        ms = parse(text)
    except ValueError as error:
        message, remedy = str(error).rsplit("; ", 1)
        assert remedy.startswith("write ")
        offered = [parse(item) for item in QUOTED.findall(remedy)]
        assert offered, remedy
        assert message[:1] in "'\""
        return () if "for example" in remedy else tuple(item // SECOND_MS for item in offered)
    assert ms % SECOND_MS == 0
    return ms // SECOND_MS


@pytest.mark.parametrize(("text", "seconds"), READ.items())
def test_what_can_be_read_in_one_way_is_read(text: str, seconds: int) -> None:
    """Units in several languages, decimals, ISO 8601 and digits of any script, alone or behind `T+`."""
    assert answer(parse_duration, text) == seconds
    assert answer(parse_offset, f"T+{text}") == seconds


@pytest.mark.parametrize(("text", "meant"), REFUSED.items())
def test_what_can_be_read_in_two_ways_is_refused_with_each(text: str, meant: tuple[int, ...]) -> None:
    """The sentence says how to write each meaning, and shows an example where there is none."""
    assert answer(parse_duration, text) == meant


@pytest.mark.parametrize(("text", "found"), AS_TIMES.items())
def test_times_count_from_startex(text: str, found: int | tuple[int, ...]) -> None:
    """`T+` may be left out, except where a time of day can be meant."""
    assert answer(parse_offset, text) == found


@pytest.mark.parametrize(("text", "found"), AS_DURATIONS.items())
def test_durations_do_not_count_from_startex(text: str, found: int | tuple[int, ...]) -> None:
    """A time where a duration is wanted is refused, as its start may be another one."""
    assert answer(parse_duration, text) == found


def test_the_table_is_long() -> None:
    """At least eighty spellings have an answer here."""
    assert len({*READ, *REFUSED, *AS_TIMES, *AS_DURATIONS}) >= 80


@given(st.integers(0, LONGEST_READ_MS // SECOND_MS))
def test_what_is_printed_is_read_again(seconds: int) -> None:
    """Every whole second up to the longest time that is read has a spelling that means it."""
    ms = seconds * SECOND_MS

    assert parse_duration(duration_text(ms)) == ms
    assert parse_offset(offset_text(ms)) == ms


NUMBERS = st.integers(0, 100_000).map(str) | st.from_regex(r"\d{1,2}[.,]\d{1,3}", fullmatch=True)
PIECES = st.one_of(
    NUMBERS,
    st.sampled_from(
        [*UNITS, "T+", "T", "+", "-", ":", ",", " ", "'", '"', "P", "PT", "½", "/", "e", "and", "٣"]
    ),
)
SPELT = st.lists(PIECES, max_size=6).map("".join) | st.lists(PIECES, max_size=4).map(" ".join)


@given(SPELT | st.text(max_size=70))
@example("1/0 h")
@example("²")
@example("\ud800")
@example("p\u0661m")
@example("T+" * 60)
def test_any_text_is_read_or_refused_with_what_to_write(text: str) -> None:
    """No text raises anything but a sentence with a spelling that is read; what is read can be printed."""
    for parse, printed in ((parse_duration, duration_text), (parse_offset, offset_text)):
        found = answer(parse, text)
        if isinstance(found, int):
            assert parse(printed(found * SECOND_MS)) == found * SECOND_MS


@given(st.integers(0, 999), st.sampled_from(sorted(UNITS)), st.sampled_from(["", " ", "\u00a0", "\u2009"]))
def test_a_whole_number_with_a_unit_is_always_read(number: int, unit: str, space: str) -> None:
    """Every unit stands behind any number, with any space or none."""
    expected = number * UNITS[unit] if number * UNITS[unit] <= LONGEST_READ_MS else None

    if expected is not None:
        assert parse_duration(f"{number}{space}{unit.upper()}") == expected


def problems_with(content: Content, written: str, key: str = "time") -> list[str]:
    """The problems of the published exercise with another time or duration, as its author reads them."""
    old = '"T+30 minutes"' if key == "time" else '"90 minutes"'
    text = SEED.replace(old, written)
    with pytest.raises(ScenarioInvalid) as caught:
        load_exercise_text(text, "x.yml", content)
    return [f"{item.message}; {item.remedy}" for item in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "key", "said"),
    [
        ("30", "time", '30 is not text; write it in quotes with a unit, "T+30 minutes" or "T+30 s"'),
        ("90", "duration", '90 is not text; write it in quotes with a unit, "90 minutes" or "1m30s"'),
        ("1.5", "duration", '1.5 is not text; write it in quotes with a unit, for example "45 minutes"'),
        ("true", "time", 'true is not text; write it in quotes with a unit, for example "T+45 minutes"'),
        ("[15]", "time", 'a list is not text; write it in quotes with a unit, for example "T+45 minutes"'),
        (
            '"0:15"',
            "duration",
            'can mean minutes and seconds, or hours and minutes; write "15 s" or "15 minutes"',
        ),
    ],
)
def test_a_value_of_another_kind_is_told_what_it_may_mean(
    content: Content, written: str, key: str, said: str
) -> None:
    """A number without quotes is shown with each unit; anything else with an example."""
    (problem,) = problems_with(content, written, key)

    assert said in problem


def test_hours_and_minutes_without_quotes_are_shown_both_ways(content: Content) -> None:
    """YAML makes one number of `0:15`; the remedy shows both times it can mean."""
    (problem,) = problems_with(content, "0:15")

    assert '"15 s"' in problem
    assert '"15 minutes"' in problem


def test_the_page_of_the_format_tells_the_truth() -> None:
    """Every spelling in the tables of the page is read as it says, or refused with what it says."""
    part = PAGE.split("## Times\n")[1].split("\n## ")[0]
    rows = [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| `.*", part, re.M)]

    assert len(rows) > 15
    for written, meaning in rows:
        for spelling in written.split("`, `"):
            parse = parse_offset if spelling.startswith(("T", "14:")) else parse_duration
            found = answer(parse, spelling)
            shown = (found,) if isinstance(found, int) else found
            words = [duration_text(item * SECOND_MS) for item in shown] or ["refused"]
            assert all(word in meaning for word in words), (spelling, words, meaning)


def test_the_longest_time_read_is_a_year() -> None:
    """What is longer is a slip of the keyboard."""
    assert answer(parse_duration, "366 days") == 366 * DAY_MS // SECOND_MS
    assert answer(parse_duration, f"{366 * 24 * 60 + 1} min") == ()
    assert HOUR_MS == 60 * MINUTE_MS
