"""The log as columns: one array a field, in order of time, so that a search costs milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from engine.simulation.corpus import corpus_of
from engine.simulation.texts import LogTexts

LoggedOutcome = Literal["answered", "degraded", "refused", "blocked", "handed_over", "unserved"]
Guardrail = Literal["pass", "block", "none"]  # none: the request never came to the guardrail

OUTCOMES: tuple[LoggedOutcome, ...] = get_args(LoggedOutcome)
"""What the service logs of a request; it can't know which answers were harmful."""

GUARDRAILS: tuple[Guardrail, ...] = get_args(Guardrail)
ANSWERED, DEGRADED, REFUSED, BLOCKED, HANDED_OVER, UNSERVED = range(len(OUTCOMES))
PASS, BLOCK, NONE = range(len(GUARDRAILS))
REFUSAL_TOKENS = 28
"""Output tokens of a refusal (assumption)."""

SCRIPTED = 2
"""Number of the stand-in for a model in the column `model` where no model answered."""

CONVERSATION_PRIME = 281_474_976_710_597
"""2⁴⁸ − 59: conversation numbers are spread over the numbers below this prime."""

CONVERSATION_FACTOR = 173_961_102_589_771
"""About 0.618 of the prime, so that neighbouring conversations look nothing alike."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One request as the service logged it: no technique, no true outcome."""

    number: int  # from 1, in order of time
    at_ms: int  # negative before StartEx
    user_id: str
    conversation_id: str
    text: str
    guardrail: Guardrail
    outcome: LoggedOutcome
    input_tokens: int
    output_tokens: int
    tool_calls: int
    model: str
    config_version: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of the log field by field; numbers stand for users, texts and words."""

    at_ms: NDArray[np.int64]
    user: NDArray[np.int64]
    conversation: NDArray[np.int64]
    text: NDArray[np.int64]  # number of the text in the corpus
    guardrail: NDArray[np.int64]
    outcome: NDArray[np.int64]
    input_tokens: NDArray[np.int64]
    output_tokens: NDArray[np.int64]
    tool_calls: NDArray[np.int64]
    model: NDArray[np.int64]
    config: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.at_ms)

    def take(self, places: Any) -> Columns:
        """Some of the rows, by their places or as a slice."""
        return Columns(*(getattr(self, field.name)[places] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one timeline, in order of time."""

    texts: LogTexts
    columns: Columns

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.columns)

    def until(self, at_ms: int) -> Log:
        """The rows before a time."""
        end = int(np.searchsorted(self.columns.at_ms, at_ms, side="left"))
        return replace(self, columns=self.columns.take(slice(0, end)))

    def rows(self, places: NDArray[np.int64]) -> Iterator[LogRow]:
        """The rows at these places, counted from 0, in the order given."""
        texts, models = corpus_of(self.texts).texts, (*self.texts.models, *self.texts.models)
        names = (*models[:SCRIPTED], "none")
        chosen = self.columns.take(places)
        listed = [getattr(chosen, field.name).tolist() for field in fields(chosen)]
        for place, at_ms, user, talk, text, guardrail, outcome, put, said, tools, model, config in zip(
            places.tolist(), *listed, strict=True
        ):
            yield LogRow(
                number=place + 1,
                at_ms=at_ms,
                user_id=f"u-{user}",
                conversation_id=f"c-{talk * CONVERSATION_FACTOR % CONVERSATION_PRIME:012x}",
                text=texts[text],
                guardrail=GUARDRAILS[guardrail],
                outcome=OUTCOMES[outcome],
                input_tokens=put,
                output_tokens=said,
                tool_calls=tools,
                model=names[model],
                config_version=f"{self.texts.configuration}.{config}",
            )


def empty_log(texts: LogTexts) -> Log:
    """The log of a block without texts: no row."""
    nothing = np.zeros(0, np.int64)
    return Log(texts, Columns(*(nothing for _ in fields(Columns))))


def joined(parts: list[Columns]) -> Columns:
    """The rows of several parts in order of time."""
    whole = Columns(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Columns)))
    return whole.take(np.argsort(whole.at_ms, kind="stable"))
