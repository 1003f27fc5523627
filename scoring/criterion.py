"""What a criterion is: a value that a module of `scoring/criteria/` exports and everything iterates over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.after.items import CapabilityElement
from scoring.case import Case
from scoring.finding import Basis, Detail, Finding, Part, seqs_of

Shortfall = Literal["missed", "partly", "harmful"]
"""How a part fell short: not done, late or in part, or so that it cost credit."""


@dataclass(frozen=True, slots=True)
class AreaWords:
    """How an area for improvement is said, and what is proposed."""

    issue: str
    action: str
    element: CapabilityElement


@dataclass(frozen=True, slots=True)
class Words:
    """What a report says of a criterion."""

    section: str
    """The part of a playbook the criterion is measured against."""
    strength: str
    """What precedes the parts that were done in full."""
    whole: AreaWords
    """Of the criterion as a whole, where it has no parts that fell short."""
    areas: Mapping[Shortfall, AreaWords] = field(default_factory=dict)
    """Of parts, by how they fell short; the words of the whole where one is not given."""
    by_topic: bool = False
    """Whether parts are told topic by topic, such as message by message."""

    def area(self, shortfall: Shortfall) -> AreaWords:
        """The words for parts that fell short in this way."""
        return self.areas.get(shortfall, self.whole)


@dataclass(frozen=True, slots=True)
class Acts:
    """What the log's acts say of a criterion."""

    exact: float | None
    """1.0 to 5.0; None where the log can't tell, with the reason in `why`."""
    why: str
    details: tuple[Detail, ...] = ()
    seqs: tuple[int, ...] = ()
    """Events beside those of the details."""
    figures: dict[str, Any] = field(default_factory=dict)
    has_acted: bool = True
    """Whether anybody did anything that this criterion judges."""
    wording: Part | None = None
    """How texts were worded, which people judge; its weight is the share of the acts' own weight."""
    most: float | None = None
    """Highest value of the criterion as a whole, whatever was answered; None where nothing holds it down."""

    @property
    def evidence(self) -> tuple[int, ...]:
        """Numbers of the events that prove it, ascending, each once."""
        return tuple(sorted({*self.seqs, *seqs_of(self.details)}))


def cannot_tell(reason: str, *, figures: dict[str, Any] | None = None) -> Acts:
    """No value, for a reason."""
    return Acts(None, reason, figures=figures or {}, has_acted=False)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the things that are scored."""

    id: str
    order: int
    """Place among the criteria, from the first that is shown."""
    title: str
    capability: str
    """Core capability it belongs to where the scenario's objectives name none."""
    objective: str
    """Objective of a scenario that states none."""
    measure: Literal["minutes", "share"]
    """What its thresholds in the rubric count."""
    words: Words
    score: Callable[[Case], Acts]
    """What the log says."""
    basis: Basis = "measured"
    """How the acts' part of the value comes about."""
    shortfall: Callable[[Case, Finding], str] = lambda _case, _finding: ""
    """What fell short about it as a whole, in a sentence; empty for the words' own."""
