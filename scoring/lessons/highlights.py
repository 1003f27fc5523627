"""Three sentences a debrief begins with: what saved most, what cost most, and what to do first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.simulation.run.decisions import Decision
from scoring.catalogue import TITLES
from scoring.lessons.draft import Area, DraftedLessons, areas
from scoring.whatif.compare import Change, WhatIf
from scoring.whatif.words import difference, is_clear, named

LISTED = 2
"""How many shortfalls of a kind are told before the others are counted."""

Topic = Literal["saved", "cost", "first"]


@dataclass(frozen=True, slots=True)
class Highlight:
    """One of the three, in a line and in a sentence."""

    topic: Topic
    title: str
    text: str


def highlights(drafts: Sequence[DraftedLessons], answer: WhatIf | None) -> tuple[Highlight, ...]:
    """What clearly saved and cost most, and the most pressing step; what nothing tells is left out.

    A decision is named where leaving it out would clearly have changed the harm done. Where none cost any,
    the most pressing shortfall of the weakest criterion stands for what cost most.
    """
    left_out = [pair for pair in answer.left_out if is_clear(pair[1].more_harm)] if answer else []
    pressing = _pressing(drafts)
    found = (_saved(left_out), _cost(left_out, pressing), _first(pressing))
    return tuple(item for item in found if item is not None)


def _pressing(drafts: Sequence[DraftedLessons]) -> Area | None:
    """The first shortfall of the criterion with the lowest value; the lowest in order where several are."""
    scored = [item for item in drafts if item.finding.exact is not None and item.areas]
    weakest = min(scored, key=lambda item: item.finding.exact or 0.0, default=None)
    return areas([weakest])[0] if weakest else None


def _saved(left_out: Sequence[tuple[Decision, Change]]) -> Highlight | None:
    helped = [pair for pair in left_out if pair[1].more_harm.mean > 0]
    if not helped:
        return None
    decision, change = max(helped, key=lambda pair: pair[1].more_harm.mean)
    return Highlight("saved", named(decision), f"Without it, {difference(change.more_harm)}.")


def _cost(left_out: Sequence[tuple[Decision, Change]], pressing: Area | None) -> Highlight | None:
    hurt = [pair for pair in left_out if pair[1].more_harm.mean < 0]
    if hurt:
        decision, change = min(hurt, key=lambda pair: pair[1].more_harm.mean)
        return Highlight("cost", named(decision), f"Without it, {difference(change.more_harm)}.")
    if pressing is None:
        return None
    return Highlight("cost", TITLES[pressing.criterion], _shortly(pressing.issue))


def _first(pressing: Area | None) -> Highlight | None:
    if pressing is None:
        return None
    return Highlight("first", pressing.action, f"Measured against: {pressing.reference}.")


def _shortly(issue: str) -> str:
    """The first of what was listed, and how many more there are."""
    listed = issue.rstrip(".").split("; ")
    rest = len(listed) - LISTED
    return f"{'; '.join(listed[:LISTED])}{f'; and {rest} more' if rest > 0 else ''}."
