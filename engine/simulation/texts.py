"""What the inference log is made of: harmless texts with slots, sizes, and who was there before StartEx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

SLOT = re.compile(r"\{([^{}]*)\}")
"""A place in a template that a filler takes."""

LineText = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
SlotName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,31}$")]
Sizes = Annotated[
    tuple[Annotated[int, Field(ge=0, le=1_000_000)], ...], Field(min_length=5, max_length=5)
]  # at SIZE_SHARES


class LogBlock(BaseModel):
    """A frozen part of the log's parameters; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class History(LogBlock):
    """The hours before StartEx, and how many people had used the first technique by then."""

    lookback_min: Annotated[int, Field(ge=0, le=1440)] = Field(
        default=165, description="Minutes of log before T+0 that can be searched."
    )
    affected_users: Annotated[int, Field(ge=0, le=5000)] = Field(
        default=0,
        description="Users with a successful use of the first technique by `affected_by_min` if nobody acts; "
        "0: nobody used it before T+0.",
    )
    affected_by_min: Annotated[int, Field(ge=0)] = Field(
        default=15, description="Exercise minute at which `affected_users` are counted."
    )
    affected_within_min: Annotated[int, Field(ge=1)] = Field(
        default=180, description="Minutes before that moment over which users count as affected."
    )

    @model_validator(mode="after")
    def _reaches_back(self) -> History:
        if self.affected_users and self.affected_within_min <= self.affected_by_min:
            raise ValueError(
                f"affected_within_min {self.affected_within_min} leaves no time before T+0; "
                f"write more than affected_by_min {self.affected_by_min}"
            )
        return self


class LogTexts(LogBlock):
    """Stand-ins for what people write to the service, and how the service logs it; no texts: no log."""

    slots: dict[SlotName, Annotated[tuple[LineText, ...], Field(min_length=1)]] = Field(
        default_factory=dict, description="Fillers by name; a text may hold `{name}`."
    )
    customers: tuple[LineText, ...] = Field(
        default=(), description="What customers write; a text given twice is twice as frequent."
    )
    lookalikes: tuple[LineText, ...] = Field(
        default=(), description="What innocent customers write in words that attackers use too."
    )
    lookalike_share: Annotated[float, Field(ge=0.0, le=1.0)] = Field(
        default=0.0, description="Share of customers' requests that are look-alikes."
    )
    techniques: tuple[Annotated[tuple[LineText, ...], Field(min_length=1)], ...] = Field(
        default=(), description="Harmless stand-ins for attacks, one list for each technique of the attack."
    )
    input_tokens: Sizes = Field(
        default=(100, 1020, 2734, 4142, 6000),
        description="Input tokens of a request at 0, 50, 90, 99 and 100 % of requests.",
    )
    output_tokens: Sizes = Field(
        default=(20, 129, 424, 601, 900),
        description="Output tokens of an answer at 0, 50, 90, 99 and 100 % of answers.",
    )
    models: Annotated[tuple[LineText, ...], Field(min_length=1, max_length=2)] = Field(
        default=("assistant-2", "assistant-1"),
        description="Name of the model deployed at T+0, and of the one a roll-back returns to.",
    )
    configuration: LineText = Field(default="config", description="Name of the service's configuration.")
    history: History = Field(default=History(), description="The hours before StartEx.")

    _hash: int | None = PrivateAttr(default=None)

    def __hash__(self) -> int:
        """A hash over the texts, computed once, so that what is made of them can be kept."""
        if self._hash is None:
            texts = (tuple(self.slots.items()), self.customers, self.lookalikes, self.techniques)
            self._hash = hash(texts)
        return self._hash

    def __eq__(self, other: object) -> bool:
        """Whether the texts and all that belongs to them are the same."""
        return self is other or (isinstance(other, LogTexts) and self.__dict__ == other.__dict__)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, whose texts may be others."""
        copy = super().model_copy(update=update, deep=deep)
        copy._hash = None
        return copy

    @property
    def is_complete(self) -> bool:
        """Whether there are texts of customers and of attacks: only then is there a log."""
        return bool(self.customers and self.techniques)

    @model_validator(mode="after")
    def _slots_known(self) -> LogTexts:
        problems = [problem for place, text in self._places() for problem in self._unknown(place, text)]
        if problems:
            raise ValueError("; ".join(problems))
        for name in ("input_tokens", "output_tokens"):
            sizes = getattr(self, name)
            if list(sizes) != sorted(sizes):
                raise ValueError(f"{name} {list(sizes)} falls; write five numbers that rise")
        return self

    def _places(self) -> Iterator[tuple[str, str]]:
        """Every text with its place in the block."""
        for name in ("customers", "lookalikes"):
            yield from ((f"{name}[{n}]", text) for n, text in enumerate(getattr(self, name)))
        for v, texts in enumerate(self.techniques):
            yield from ((f"techniques[{v}][{n}]", text) for n, text in enumerate(texts))

    def _unknown(self, place: str, text: str) -> list[str]:
        known = ", ".join(self.slots) or "nothing yet"
        names = [name for name in SLOT.findall(text) if name not in self.slots]
        problems = [f"{place}: {{{name}}} is not a slot; add it to `slots` or use {known}" for name in names]
        if set(SLOT.sub("", text)) & {"{", "}"}:
            problems.append(f"{place}: {text!r} has a lone brace; write a slot as {{name}}")
        return problems
