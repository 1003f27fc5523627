"""Every text the log can show: the block's templates, their slots filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from engine.simulation.texts import SLOT, LogTexts

TEXTS_PER_TEMPLATE = 120
"""Most texts made of one template; enough for thousands in all, few enough to judge a pattern at once."""

GOLDEN = 0.6180339887498949
"""(√5 − 1) ÷ 2: steps of this share of a range spread evenly over it."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """One template's texts, as a span of the corpus, and how much of its group they are."""

    start: int
    stop: int
    weight: float  # share of its group; the shares of a group add up to 1


@dataclass(frozen=True, slots=True)
class Corpus:
    """Every text, template by template: customers' first, then each technique's."""

    texts: tuple[str, ...]
    encoded: tuple[bytes, ...]
    customers: tuple[TextSpan, ...]
    techniques: tuple[tuple[TextSpan, ...], ...]


@lru_cache(maxsize=32)
def corpus_of(log: LogTexts) -> Corpus:
    """The corpus of a parameter block."""
    texts: list[str] = []
    share = log.lookalike_share if log.lookalikes else 0.0
    customers = _group(texts, log, log.customers, 1.0 - share) + _group(texts, log, log.lookalikes, share)
    techniques = tuple(_group(texts, log, each, 1.0) for each in log.techniques)
    return Corpus(tuple(texts), tuple(text.encode() for text in texts), customers, techniques)


def _group(texts: list[str], log: LogTexts, templates: Sequence[str], share: float) -> tuple[TextSpan, ...]:
    """The templates of one group, their texts added to the corpus."""
    made = []
    for template in templates:
        start = len(texts)
        texts += _filled(template, log)
        made.append(TextSpan(start, len(texts), share / len(templates)))
    return tuple(made)


def _filled(template: str, log: LogTexts) -> list[str]:
    """The texts of one template: every filling, or as many as fit, spread evenly over all of them."""
    names = list(dict.fromkeys(SLOT.findall(template)))
    whole = 1
    for name in names:
        whole *= len(log.slots[name])
    stride = _stride(whole)
    texts = []
    for number in range(min(whole, TEXTS_PER_TEMPLATE)):
        position, text = number * stride % whole, template
        for name in names:
            fillers = log.slots[name]
            position, filler = divmod(position, len(fillers))
            text = text.replace(f"{{{name}}}", fillers[filler])
        texts.append(" ".join(text.split()))
    return texts


def _stride(whole: int) -> int:
    """A step that visits every number below `whole` once, in an even spread."""
    stride = max(1, int(whole * GOLDEN))
    while gcd(stride, whole) != 1:
        stride += 1
    return stride
