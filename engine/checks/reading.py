"""How hard the texts of a scenario are to read, by the lengths of their words and sentences."""

import re
from collections.abc import Iterator

from engine.scenario.resolve import Scenario

SPOKEN = ("text", "post", "mail", "chat", "ticket")
"""Kinds of exhibits that are prose; logs and dashboards are read by their columns."""

SCHOOL_AGE = 5
"""Years between a grade of American schools and the age of its pupils, as usual beside the index."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n")


def reading_age(scenario: Scenario) -> float:
    """Age in years at which what participants read is understood at school; 0 where they read nothing.

    The automated readability index (Smith and Senter 1967) gives the grade: 4.71 times letters a word, and
    half the words a sentence, less 21.43. It knows nothing of meaning; scenarios are compared by it.
    """
    words = sentences = letters = 0
    for text in _read(scenario):
        found = _WORD.findall(text)
        words += len(found)
        letters += sum(map(len, found))
        sentences += sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    if not words:
        return 0.0
    return 4.71 * letters / words + 0.5 * words / sentences - 21.43 + SCHOOL_AGE


def _read(scenario: Scenario) -> Iterator[str]:
    """Every text in sentences that is put before participants."""
    yield scenario.background
    yield from (role.briefing for role in scenario.roles)
    for inject in scenario.injects:
        yield from (inject.event, *(question.text for question in inject.questions))
        yield from (item.text for item in inject.exhibits if item.kind in SPOKEN)
