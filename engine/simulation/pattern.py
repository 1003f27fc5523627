"""A written pattern, judged on the texts of the log.

Plain words are that phrase anywhere in a message, in any case and spacing; ``*`` is any text between; ``/…/``
is a regular expression in RE2 syntax, whose time grows with the text and never with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import re2
from numpy.typing import NDArray

from engine.simulation.action import Effect
from engine.simulation.corpus import Corpus, TextSpan, corpus_of
from engine.simulation.parameters import AISystem
from engine.simulation.texts import LogTexts

MAX_LENGTH = 200
"""Longest pattern, in characters (assumption)."""

MAX_MEMORY = 1 << 16
"""Bytes one compiled pattern may take (assumption); beyond it a pattern is refused, not slow."""

MAX_REPEATS = 40
"""Largest sum of counted repetitions in a regular expression (assumption): more cost seconds of search."""

_REASONS = (
    ("invalid perl operator: (?=", "looks ahead", "write the words themselves with .* between them"),
    ("invalid perl operator: (?!", "looks ahead", "write the words themselves with .* between them"),
    ("invalid perl operator: (?<", "looks behind", "write the words themselves with .* between them"),
    ("invalid perl operator", "is no group of RE2", "write (…) or (?:…)"),
    ("invalid named capture", "is an unfinished name of a group", "write (…)"),
    ("missing ]", "opens a list that is never closed", "add ], or write \\[ for the bracket itself"),
    (
        "no argument for repetition",
        "has nothing before it to repeat",
        "put a backslash before it, or leave it",
    ),
    ("bad repetition operator", "repeats a repetition", "write one of the two signs"),
    ("invalid repetition size", "is too large or runs backwards", "write at most 1000, or + or *"),
    ("invalid character class range", "is no range of characters", "write it upwards, such as a-z"),
)
"""Start of RE2's own words, what is wrong with the part it names, and what to write instead."""


_COUNTED = re.compile(r"[{,]([0-9]{1,9})(?=[,}])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that texts can be held against."""

    text: str
    expression: Any  # re2 has no types

    def matches(self, text: str) -> bool:
        """Whether the pattern is found in a message."""
        return self.matches_line(" ".join(text.split()).encode(errors="replace"))

    def matches_line(self, line: bytes) -> bool:
        """The same for a message on one line, single-spaced and encoded already."""
        return self.expression.search(line) is not None


MOST_KEPT = 1024
"""Patterns compiled and judged that are kept: beyond those of twenty rooms at their limit."""


@lru_cache(maxsize=MOST_KEPT)
def compile_pattern(text: str) -> Pattern:
    """The pattern that a text stands for.

    Raises:
        ValueError: the text is no pattern; says where, what is wrong and what to write instead.

    """
    written = " ".join(text.split()).encode(errors="replace").decode()
    if not written.strip("*/ "):
        raise ValueError("The pattern is empty, so it would match every message; write at least one word.")
    if len(written) > MAX_LENGTH:
        raise ValueError(f"The pattern has {len(written)} characters; shorten it to {MAX_LENGTH}.")
    if not written.startswith("/"):
        return Pattern(text, _compiled(".*".join(_phrases(written))))
    if not written.endswith("/"):
        raise ValueError("The regular expression is not closed; end it with /, or leave out the first /.")
    try:
        compiled = _compiled(written[1:-1])
    except re2.error as error:
        raise ValueError(_explained(written[1:-1], _words(error))) from error
    repeats = sum(int(number) for number in _COUNTED.findall(written))
    if repeats > MAX_REPEATS:
        raise ValueError(f"It repeats {repeats} times in all; write at most {MAX_REPEATS}, or + or *.")
    return Pattern(text, compiled)


def _phrases(written: str) -> Iterable[str]:
    """The phrases between the stars, every sign taken for itself."""
    phrases = (phrase.strip() for phrase in written.split("*"))
    return (re2.escape(phrase) for phrase in phrases if phrase)


def _compiled(expression: str) -> Any:
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    return re2.compile(expression.encode(errors="replace"), options)


def _words(error: Exception) -> str:
    raw = error.args[0] if error.args else b""
    return raw.decode(errors="replace") if isinstance(raw, bytes) else str(raw)


def _explained(expression: str, said: str) -> str:
    """RE2's complaint as a sentence about what the person wrote."""
    part = said.partition(": ")[2] or said
    for start, wrong, remedy in _REASONS:
        if said.startswith(start):
            return f"{_place(expression, part)} {wrong}; {remedy}."
    if said.startswith("invalid escape sequence") and part[1:2].isdigit():
        return f"{_place(expression, part)} points back to a group; write the words again instead."
    if said.startswith("invalid escape sequence"):
        return f"{_place(expression, part)} is no sign of RE2; leave out the backslash."
    if said.startswith("trailing"):
        return (
            "The regular expression ends with a lone backslash; write \\\\ for a backslash, or leave it out."
        )
    if said.startswith(("missing )", "unexpected )")):
        return _bracket(expression)
    return f"The regular expression does not work ({said}); make it shorter and simpler."


def _place(expression: str, part: str) -> str:
    at = expression.find(part)
    return f"{part!r}" if at < 0 else f"{part!r} at character {at + 1} of the regular expression"


def _bracket(expression: str) -> str:
    """Which round bracket has no partner."""
    opened: list[int] = []
    skip, is_list = False, False
    for at, sign in enumerate(expression):
        if skip or sign == "\\":
            skip = not skip
        elif is_list or sign == "[":
            is_list = sign != "]"
        elif sign == "(":
            opened.append(at)
        elif sign == ")" and opened:
            opened.pop()
        elif sign == ")":
            return f"The bracket ) at character {at + 1} closes nothing; remove it, or write \\) for itself."
    where = f" at character {opened[-1] + 1}" if opened else ""
    return f"The bracket ({where} is not closed; add ), or write \\( for the bracket itself."


@lru_cache(maxsize=MOST_KEPT)
def found_in(log: LogTexts, pattern_text: str) -> NDArray[np.bool_]:
    """Which texts of the block's corpus the pattern matches, in the order of the corpus."""
    pattern = compile_pattern(pattern_text)
    lines = corpus_of(log).encoded
    found = np.fromiter((pattern.matches_line(line) for line in lines), np.bool_, len(lines))
    found.setflags(write=False)
    return found


@lru_cache(maxsize=MOST_KEPT)
def found_by_any(log: LogTexts, pattern_texts: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which texts at least one of the patterns matches.

    A union is made of two that are kept: one more pattern costs a few unions, not as many as there are.
    """
    if len(pattern_texts) == 1:
        return found_in(log, pattern_texts[0])
    if not pattern_texts:
        found = np.zeros(len(corpus_of(log).texts), np.bool_)
    else:
        middle = 1 << (len(pattern_texts) - 1).bit_length() - 1
        found = found_by_any(log, pattern_texts[:middle]) | found_by_any(log, pattern_texts[middle:])
    found.setflags(write=False)
    return found


def share(templates: Sequence[TextSpan], found: NDArray[np.bool_]) -> float:
    """Share of a group of texts that was found, each template by its weight."""
    total = 0.0
    for template in templates:
        hits = int(np.count_nonzero(found[template.start : template.stop]))
        total = total + template.weight * hits / (template.stop - template.start)
    return min(1.0, total)


def measure(system: AISystem, *pattern_texts: str) -> Effect:
    """What the patterns together stop, technique by technique, and of customers; on every text of the block.

    Raises:
        ValueError: one of them is no pattern.

    """
    return _measured(system.log, pattern_texts)


@lru_cache(maxsize=MOST_KEPT)
def _measured(log: LogTexts, pattern_texts: tuple[str, ...]) -> Effect:
    corpus: Corpus = corpus_of(log)
    found = found_by_any(log, pattern_texts)
    caught = tuple(share(templates, found) for templates in corpus.techniques)
    return (("block", caught), ("false_positive", share(corpus.customers, found)))


def measured(system: AISystem, uses: Sequence[Mapping[str, Any]]) -> Effect:
    """What uses of an action whose parameter is a pattern stop together.

    Empty, so that the block's own figures hold, where none names a pattern or the block has no texts.
    """
    patterns = [str(use["pattern"]) for use in uses if "pattern" in use]
    return measure(system, *patterns) if patterns and system.log.is_complete else ()
