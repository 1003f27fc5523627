"""Names of people as others read them: one line, nothing unseen, at least one letter or digit."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from engine.errors import Refused

LONGEST = 80
"""Characters of the longest name."""


def cleaned(name: str) -> str:
    """A name without characters that nobody sees or that turn the text around it.

    Raises:
        Refused: nothing is left that can be read.

    """
    seen = "".join(" " if char.isspace() else char for char in name if not _is_unseen(char))
    found = " ".join(unicodedata.normalize("NFC", seen).split())[:LONGEST].strip()
    if not any(char.isalnum() and not _is_blank(char) for char in found):
        raise Refused("Give the name that others in the room will see, with a letter or digit in it.")
    return found


def told_apart(names: Mapping[str, str], in_order: Iterable[str]) -> Mapping[str, str]:
    """Names by participant id; who has the name of somebody before them, in this order, gets a number."""
    order = [item for item in in_order if item in names]
    counted: Counter[str] = Counter()
    found = dict(names)
    for participant_id in order:
        name = names[participant_id].casefold()
        counted[name] += 1
        if counted[name] > 1:
            found[participant_id] = f"{names[participant_id]} ({counted[name]})"
    return found


def _is_unseen(char: str) -> bool:
    """Controls, format characters such as bidirectional ones, and what no text may hold."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and not char.isspace()


BLANK = "\u115f\u1160\u3164\uffa0"
"""Letters of Hangul that show nothing."""


def _is_blank(char: str) -> bool:
    return char in BLANK
