"""Conditions of injects in words, as a facilitator reads them."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.scenario.exercise import Condition, Inject
from engine.scenario.resolve import Scenario

_WORDS: Mapping[str, Callable[[Scenario, Any], str]] = {
    "declared": lambda _s, so: "an incident has been declared" if so else "no incident has been declared",
    "level_at_least": lambda _s, level: f"containment level {level} or a higher one is in force",
    "level_below": lambda _s, level: f"containment level {level} was never reached",
    "told": lambda _s, role: f"{role} has been told",
    "not_told": lambda _s, role: f"{role} has not been told",
    "evidence_missing": lambda scenario, artifact: f"“{named(scenario, artifact)}” has not been captured",
    "message_missing": lambda _s, audience: f"nothing has been sent to {audience}",
    "resolved": lambda _s, so: f"the incident has {'' if so else 'not '}been declared resolved",
}
"""What a condition asks for, in words, by its name."""


def in_words(scenario: Scenario, condition: Condition) -> str:
    """A condition as what must be so, without a full stop."""
    asked = ((say, getattr(condition, name)) for name, say in _WORDS.items())
    return " and ".join(say(scenario, wanted) for say, wanted in asked if wanted is not None)


def label(scenario: Scenario, artifact: str) -> str:
    """What an artifact of the evidence checklist is called."""
    return next((item.label for item in scenario.evidence if item.id == artifact), artifact)


def named(scenario: Scenario, artifact: str) -> str:
    """The same in short."""
    return short(label(scenario, artifact))


def short(text: str) -> str:
    """What something is called, without its description: ``Tool audit trail: name, …`` up to the colon."""
    return text.partition(":")[0]


def manner(scenario: Scenario, inject: Inject) -> str:
    """How an inject comes: by the clock, once something is so, or by hand."""
    if inject.contingency:
        advised = f", advised once {in_words(scenario, inject.release_if)}" if inject.release_if else ""
        return f"in reserve: you deliver it{advised}"
    if inject.when is not None:
        return f"only if {in_words(scenario, inject.when)}"
    return "by the clock"
