"""Groups of words of like meaning, and what negating one of them asserts."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from scoring.answers.reading.vocabulary import listed
from scoring.answers.rubric.groups import WRITTEN


def _groups(text: str) -> Mapping[str, tuple[str, ...]]:
    found = re.findall(r"^(\w+): (.*(?:\n .*)*)", text, re.MULTILINE)
    return MappingProxyType(
        {name: tuple(" ".join(phrase.split()) for phrase in listing.split(",")) for name, listing in found}
    )


GROUPS = _groups(WRITTEN)
"""Phrases by the name of their group. A phrase may stand in several groups."""

OPPOSITES = MappingProxyType(
    {
        "delete": ("preserve", "retention"),
        "touch": ("preserve", "integrity"),
        "keeprunning": ("disable",),
        "exceed": ("restrict", "throttle"),
        "allow": ("restrict", "block"),
        "speak": ("single",),
        "speculate": ("nospeculation",),
        "cause": ("nospeculation",),
        "blame": ("blameless",),
    }
)
"""What a negated word of a group asserts: "nobody deletes a log" keeps the logs (assumption)."""

ABOUT_THEIR_OBJECT = listed("delete exceed keeprunning")
"""Of these, what is negated is kept as it is: "nobody deletes the logs" keeps the logs (assumption)."""
