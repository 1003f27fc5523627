"""Binders to look at: shipped scenarios, one in German, and one of everything that is hard to print."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import yaml

from engine.files.loader import LoadedScenario, load_exercise, load_exercise_text
from scoring.binder.paper import Source
from scoring.binder.setting import Given, Setting, read
from scoring.rubric import rubric_from
from tests.world import SEED_EXERCISE, SHIPPED, content, rubric

HERE = Path(__file__).parent
PLAIN = Setting()
GIVEN = Given(
    title="Winter exercise",
    address="http://192.0.2.7:8501",
    code="KPWQRT",
    date="2027-01-15T10:00",
    zone="Europe/Berlin",
    place="Room 2.14",
    key="exercise-1",
)
FILES = (SEED_EXERCISE, HERE / "german.yml", *sorted(SHIPPED.glob("*.yml")))
"""Every shipped scenario, the published one and the German one."""


@cache
def loaded(path: Path) -> LoadedScenario:
    """A scenario of a file."""
    return load_exercise(path, content())


def source(path: Path, setting: Setting = PLAIN) -> Source:
    """What the papers of a file's scenario are made from."""
    return of(loaded(path), setting)


def of(found: LoadedScenario, setting: Setting = PLAIN) -> Source:
    """What the papers of a scenario are made from."""
    own = found.scenario.rubric
    return Source(
        found.scenario, found.sha256, rubric_from(content().rubric, own) if own else rubric(), setting
    )


def rich(given: Given = GIVEN) -> Source:
    """Our own rendition of the published exercise, with everything given."""
    return source(SHIPPED / "customer-chatbot-jailbreak.yml", read(given))


def from_mapping(exercise: dict[str, object]) -> LoadedScenario:
    """The scenario a mapping describes, as if it had been a file."""
    return load_exercise_text(yaml.safe_dump({"exercise": exercise}, allow_unicode=True), "made", content())


LONG = "The Extraordinarily Long Role Name That Nobody Could Possibly Say In One Breath, No. "
ARABIC = "فريق الاستجابة للحوادث"
UNBROKEN = "x" * 120
ROLES = ("🔥 Brandwache", ARABIC, "Ü" * 60, *(f"{LONG}{number}"[:120] for number in range(37)))


@cache
def ugly() -> LoadedScenario:
    """Forty roles with long and foreign names, ten injects of three exhibits each, optional fields empty."""
    briefed = [{"role": role, "briefing": "Long. " * 400} for role in ROLES[:2]]
    return from_mapping(
        {
            "name": f"Übung 🔥 {ARABIC} <b>&amp;</b> " + "very long name " * 4,
            "duration": "90 minutes",
            "incident_type": "jailbreak",
            "participants": [*briefed, *ROLES[2:]],
            "scenario": {
                "background": f"{UNBROKEN} " * 9,
                "injects": [_inject(number) for number in range(10)],
            },
        }
    )


def _inject(number: int) -> dict[str, object]:
    return {
        "time": f"T+{number * 9} minutes",
        "event": f"Event {number}: {UNBROKEN} 🔥 {ARABIC} " + "and so it goes on " * 20,
        "to": list(ROLES) if number == 1 else [],
        "notes": "A note. " * 200 if number == 3 else "",
        "questions": [f"Question {number}.{place}? " + "Why? " * 20 for place in range(number % 4)],
        "exhibits": [
            {"kind": "log", "title": f"log {number}", "text": "12:00  a\tb  c\n" * 20},
            {"kind": "mail", "text": f"Hello {ARABIC}"},
            {"kind": "dashboard", "title": "d" * 180, "text": f"{UNBROKEN}  1\n"},
        ],
    }


def texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in texts(item))
    elif isinstance(value, tuple | list):
        yield from (text for item in value for text in texts(item))
    elif is_dataclass(value):
        yield from (text for item in fields(value) for text in texts(getattr(value, item.name)))


def squeezed(text: str) -> str:
    """A text without white space and in small letters, because papers break lines where they like."""
    return re.sub(r"[\s\u2060]", "", text).lower()
