"""What still works against the AI system at a moment: whatever was checked, and whatever the model's luck."""

from itertools import pairwise

from engine.scenario.times import MINUTE_MS
from engine.simulation.run.switches import controls_in_force
from scoring.case import Case

HELD_MS = 5 * MINUTE_MS
"""How long what works is looked at, so that nothing has to hold for the last second alone (assumption)."""


def working(case: Case, at_ms: int) -> tuple[float, float]:
    """Success per attempt of the known technique, and of the best variant there is, at a moment."""
    controls, _ = controls_in_force(case.timeline.system, case.timeline.uses, at_ms)
    emerged = zip(case.timeline.system.attack.techniques, case.trajectory.tape.emerges_ms, strict=True)
    let_through = controls.success * controls.reaches_model
    known, *variants = (
        technique.success * controls.miss_of(number) * let_through if known_ms <= at_ms else 0.0
        for number, (technique, known_ms) in enumerate(emerged)
    )
    return known, max(variants, default=0.0)


def residual(case: Case, at_ms: int) -> tuple[float, float]:
    """The same in the mean of the five minutes before a moment."""
    since_ms = max(0, at_ms - HELD_MS)
    turns = {moment for use in case.timeline.uses for moment in (use.from_ms, use.until_ms) if moment}
    turns |= set(case.trajectory.tape.emerges_ms)
    edges = sorted({since_ms, at_ms, *(moment for moment in turns if since_ms < moment < at_ms)})
    if len(edges) == 1:
        return working(case, at_ms)
    known = variants = 0.0
    for first_ms, last_ms in pairwise(edges):
        one, other = working(case, first_ms)
        known += one * (last_ms - first_ms)
        variants += other * (last_ms - first_ms)
    return known / (at_ms - since_ms), variants / (at_ms - since_ms)
