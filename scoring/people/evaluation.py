"""Where the evaluation of an exercise stands: a draft as long as ratings wait to be reconciled."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.log.events import CriterionRated, Event
from engine.log.observations import observations
from engine.log.state import has_ended
from engine.scenario.parts import CriterionId
from scoring.catalogue import CRITERIA, TITLES
from scoring.finding import Finding
from scoring.people.rating import ratings_of


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is still open before the evaluation of an exercise is final."""

    has_ended: bool
    reconciling: tuple[CriterionId, ...]
    """Criteria whose ratings lie too far apart, and nobody has settled it."""
    suggested: tuple[CriterionId, ...]
    """Criteria whose value rests mostly on suggestions of text matching that no person has decided."""
    untold: int
    """Moments marked by evaluators without words yet."""
    is_partial: bool
    """Whether ratings are hidden from whoever asks, who has yet to give their own."""

    @property
    def is_final(self) -> bool:
        """Whether the exercise has ended and no rating waits to be reconciled, as far as can be seen."""
        return self.has_ended and not self.reconciling and not self.is_partial


def evaluation(
    findings: Iterable[Finding], events: Iterable[Event], *, is_partial: bool = False
) -> Evaluation:
    """Where the evaluation stands by this log; `is_partial` where ratings were left out of it."""
    log = tuple(events)
    rated = tuple(event for event in log if isinstance(event, CriterionRated))
    return Evaluation(
        has_ended=has_ended(log),
        reconciling=tuple(name for name in CRITERIA if ratings_of(name, rated).needs_reconciling),
        suggested=tuple(item.criterion for item in findings if item.kind == "suggested" and item.value),
        untold=sum(not item.is_told for item in observations(log)),
        is_partial=is_partial,
    )


def standing(found: Evaluation) -> str:
    """The evaluation's state in one sentence."""
    if not found.has_ended:
        return "The exercise has not ended, so its evaluation is not finished."
    if found.reconciling:
        count = len(found.reconciling)
        waits = "criterion waits" if count == 1 else "criteria wait"
        return f"Draft: {count} {waits} for reconciling ({_titles(found.reconciling)})."
    if found.is_partial:
        return "Others have rated criteria that you have not; rate them to see whether you agree."
    return "Final: no rating waits for reconciling."


def also_open(found: Evaluation) -> tuple[str, ...]:
    """What else a careful evaluator would close, in sentences; none of it holds the evaluation up."""
    lines = []
    if found.suggested:
        rests = "Rests mostly on suggestions of text matching that no person has decided"
        lines.append(f"{rests}: {_titles(found.suggested)}.")
    if found.untold:
        moments = "marked moment has" if found.untold == 1 else "marked moments have"
        lines.append(f"{found.untold} {moments} no words yet.")
    return tuple(lines)


def _titles(criteria: Iterable[CriterionId]) -> str:
    return ", ".join(TITLES[name] for name in criteria)
