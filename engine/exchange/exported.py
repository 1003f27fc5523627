"""What an export format is: a value that each module of `engine/exchange/exports/` exports as ``FORMAT``."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.exchange.losses import Losses
from engine.scenario.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Whole:
    """A scenario to be written: its text, and the exercise it holds."""

    text: str
    exercise: Exercise


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A kind of file a scenario is written as."""

    id: str
    """What `--to` names it."""
    name: str
    """What it is, for people."""
    suffix: str
    """How its file's name ends, with the dot."""
    media_type: str
    write: Callable[[Whole, Losses], bytes]
    """The file's bytes; says what it does not hold."""
    comes_back: str
    """What an import of the file gives back, for the page on importing."""
