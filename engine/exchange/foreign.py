"""What an importer is: a value that each module of `engine/exchange/formats/` exports as ``FORMAT``."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.exchange.draft import Draft, Kept
from engine.exchange.losses import Losses
from engine.exchange.source import Options, Source


@dataclass(frozen=True, slots=True)
class ForeignFormat:
    """A kind of file that can be imported."""

    id: str
    """What `--from` names it."""
    name: str
    """What it is, for people."""
    fits: Callable[[Source], int]
    """How surely a file is of this kind: 0 not at all, 1 by its shape, 2 by names, 3 and more by a mark."""
    read: Callable[[Source, Options, Losses], Draft | Kept]
    """The scenario as the file tells it; raises `ScenarioInvalid` where it tells none."""
    takes: str
    """What is taken from it, for the page on importing."""
