"""Who may read a paper: the labels of the Traffic Light Protocol 2.0, and what every page says."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.errors import Refused

REPEATED = "EXERCISE EXERCISE EXERCISE"
"""Stands on every page, so that nobody who finds one takes it for a real incident."""


@dataclass(frozen=True, slots=True)
class Marking:
    """A label, its colour on black as the protocol sets it, and what it allows."""

    label: str
    colour: str
    meaning: str


MARKINGS: Mapping[str, Marking] = MappingProxyType(
    {
        "RED": Marking("TLP:RED", "#FF2B2B", "Only for those it is handed to; it goes to nobody else."),
        "AMBER+STRICT": Marking(
            "TLP:AMBER+STRICT",
            "#FFC000",
            "For people of this organisation who need it; it does not leave the organisation.",
        ),
        "AMBER": Marking(
            "TLP:AMBER",
            "#FFC000",
            "For people of this organisation and of its clients who need it, and for nobody else.",
        ),
        "GREEN": Marking(
            "TLP:GREEN", "#33FF00", "For this organisation's wider community; it is not published."
        ),
        "CLEAR": Marking("TLP:CLEAR", "#FFFFFF", "It may be passed on without limit."),
    }
)
"""The labels by their names (FIRST, Traffic Light Protocol 2.0, August 2022)."""

USUAL = "AMBER"
"""The label of a binder whose planner chose none."""


def marking(name: str) -> Marking:
    """The label of that name, with or without ``TLP:`` and in any case.

    Raises:
        Refused: there is no such label.

    """
    plain = name.strip().upper().removeprefix("TLP:").strip()
    if plain not in MARKINGS:
        raise Refused(f"{name!r} is no label of the Traffic Light Protocol; choose {', '.join(MARKINGS)}.")
    return MARKINGS[plain]
