"""What every command of the terminal prints with, and the options many of them share."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.errors import Refused, ScenarioInvalid, StoreUnavailable
from terminal import telling

Json = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the SQLite database; ./data if not given.")
]

HighContrast = Annotated[
    bool,
    typer.Option(
        "--high-contrast", envvar="TPLUS_HIGH_CONTRAST", help="Strong text, links and borders for all."
    ),
]

AllowedHosts = Annotated[
    list[str] | None,
    typer.Option(
        "--allowed-host",
        metavar="NAME",
        help="A name people reach this server by, such as tplus.example.org; repeat it for more.",
    ),
]

Lan = Annotated[bool, typer.Option("--lan", help="For a room: every network, a key, addresses to join by.")]


def say(text: str = "") -> None:
    """Print a line."""
    print(text)


def say_json(value: Any) -> None:
    """Print a value as JSON with sorted keys, the same bytes on every machine."""
    print(json.dumps(value, indent=2, sort_keys=True, ensure_ascii=True))


def stop(message: str) -> typer.Exit:
    """An end with an error that a person can mend."""
    print(message, file=sys.stderr)
    return typer.Exit(1)


@contextmanager
def people_errors() -> Iterator[None]:
    """Turn the errors meant for people into a message and exit code 1."""
    try:
        yield
    except StoreUnavailable as error:
        raise stop(error.detail) from error
    except (ScenarioInvalid, Refused, ValueError) as error:
        raise stop(str(error)) from error


def print_scores(report: dict[str, Any]) -> None:
    """The scores of an exercise as lines for people."""
    for line in telling.in_words(report):
        say(line)
