"""Why a text is not read as a time, and what it may mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is said of a text that is not read as one time."""

    why: str
    """What follows the text in a sentence, such as "is a date"; empty where nothing better is known."""
    meant: tuple[int, ...] = ()
    """What the text may mean, in milliseconds; empty where nobody can tell."""
