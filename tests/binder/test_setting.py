"""What a planner types is read, or refused with everything that does not fit."""

from datetime import UTC, datetime

import pytest

from engine.errors import Refused
from engine.scenario.times import HOUR_MS, MINUTE_MS
from scoring.binder import words
from scoring.binder.marking import MARKINGS, marking
from scoring.binder.setting import LONGEST_ADDRESS, Given, read


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given(tlp="PINK"), "'PINK' is no label"),
        (Given(tlp=""), "'' is no label"),
        (Given(address="example"), "'example' is not one of a web page"),
        (Given(address="ftp://example.org"), "is not one of a web page"),
        (Given(address="http://exa mple"), "is not one of a web page"),
        (Given(address="http://["), "is not one of a web page"),
        (Given(address="http://a/" + "x" * LONGEST_ADDRESS), "too many for a QR code"),
        (Given(code="AB CD"), "is not letters and digits"),
        (Given(code="A" * 25), "is not letters and digits"),
        (Given(date="2027-01-15T10:00"), "has no time zone"),
        (Given(date="15.1.2027", zone="UTC"), "is not a date with a time"),
        (Given(date="2027-02-30T10:00", zone="UTC"), "is not a date with a time"),
        (Given(date="2027-01-15T10:00+01:00", zone="UTC"), "is not a date with a time"),
        (Given(date="0001-01-01T00:00", zone="Asia/Tokyo"), "lies too far away"),
        (Given(date="9999-12-31T23:59", zone="UTC"), "lies too far away"),
        (Given(zone="Berlin"), "'Berlin' is no time zone"),
        (Given(zone="../../etc/passwd"), "is no time zone"),
        (Given(date="2027-03-28T02:30", zone="Europe/Berlin"), "does not exist in Europe/Berlin"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(given: Given, said: str) -> None:
    """The sentence names the value, and what to give instead."""
    with pytest.raises(Refused) as refused:
        read(given)

    assert said in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_all_problems_are_told_at_once() -> None:
    """Label, address, code, zone and date in one refusal, a line each."""
    with pytest.raises(Refused) as refused:
        read(Given(tlp="x", address="x", code="!", date="soon", zone="x"))

    assert len(str(refused.value).splitlines()) == 5


@pytest.mark.parametrize("name", MARKINGS)
def test_a_label_is_found_with_and_without_its_protocol(name: str) -> None:
    """However it is written."""
    assert marking(f" tlp:{name.lower()} ") is MARKINGS[name]


@pytest.mark.parametrize(
    ("address", "code", "link"),
    [
        ("", "ABCDEF", ""),
        ("http://192.0.2.7:8501", "", "http://192.0.2.7:8501"),
        ("http://192.0.2.7:8501/", "ABCDEF", "http://192.0.2.7:8501/join?code=ABCDEF"),
        ("https://example.org/tplus/join", "ABCDEF", "https://example.org/tplus/join?code=ABCDEF"),
        ("https://example.org/join?code=XYZ", "ABCDEF", "https://example.org/join?code=XYZ"),
    ],
)
def test_the_link_leads_straight_in(address: str, code: str, link: str) -> None:
    """Address and code make one link; one that has a code already stays."""
    assert read(Given(address=address, code=code)).join_link == link


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "Thursday, 1 July 2027, 09:05 (Europe/Berlin, UTC+2)"),
        ("Asia/Kathmandu", "Thursday, 1 July 2027, 09:05 (Asia/Kathmandu, UTC+5:45)"),
        ("America/St_Johns", "Thursday, 1 July 2027, 09:05 (America/St_Johns, UTC-2:30)"),
        ("UTC", "Thursday, 1 July 2027, 09:05 (UTC, UTC+0)"),
    ],
)
def test_a_date_stands_in_words_and_in_its_zone(zone: str, said: str) -> None:
    """English words whatever the computer's language, with the distance from UTC that day."""
    assert words.when(read(Given(date="2027-07-01T09:05", zone=zone))) == said


def test_the_wall_clock_follows_real_time_over_a_change_of_clocks() -> None:
    """An exercise over the night in which clocks are put back ends an hour earlier by the wall clock."""
    setting = read(Given(date="2027-10-31T00:50", zone="Europe/Berlin"))
    start, later = setting.at(0), setting.at(4 * HOUR_MS)

    assert start is not None
    assert later is not None
    assert (start.hour, later.hour) == (1, 4)
    assert later.astimezone(UTC) == datetime(2027, 10, 31, 3, 0, tzinfo=UTC)
    assert words.at(setting, -10 * MINUTE_MS) == "T-10:00\n00:50"
    assert words.at(setting, 26 * HOUR_MS) == "T+1560:00\n1 November, 02:00"


@pytest.mark.parametrize(
    ("length_min", "said"),
    [(1, "1 minute"), (90, "90 minutes"), (600, "600 minutes"), (1_440, "24 hours"), (1_445, "1445 minutes")],
)
def test_a_length_is_said_as_people_say_it(length_min: int, said: str) -> None:
    """Minutes, and whole hours once it is a matter of days."""
    assert words.minutes(length_min * MINUTE_MS) == said
