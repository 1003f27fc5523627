"""The answer to "what if?" in sentences, each with its figures and whether they are more than noise."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.scenario.times import MINUTE_MS, offset_label
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision
from engine.simulation.worlds.draws import Floats
from scoring.whatif.band import Band, band
from scoring.whatif.compare import Change, WhatIf

STEP_MIN = 5
"""Minutes of delay whose price is told."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one more minute of waiting cost, by level and the minute waited from."""

    level: int
    minute: int
    per_minute: Band


class Subject(NamedTuple):
    """Who a sentence is about, in the forms it needs."""

    who: str
    whose: str
    whom: str


YOU = Subject("You", "Your", "you")
"""As a screen speaks to the team."""

THE_TEAM = Subject("The team", "The team's", "the team")
"""As a report speaks of it."""


def headline(answer: WhatIf, of: Subject = YOU) -> str:
    """What the team and the playbook avoided; of a scenario nobody played, what is at stake."""
    nothing, playbook = (answer.courses[name].harm_points[-1] for name in ("nothing", "playbook"))
    if "team" not in answer.courses:
        saved = avoided(band(nothing - playbook))
        return f"Doing nothing costs {points(float(nothing.mean()))}; the playbook {saved}."
    team = answer.courses["team"].harm_points[-1]
    until = _until(answer)
    return f"{of.whose} decisions {avoided(band(nothing - team))}{until}; {_beside_playbook(answer)}."


def avoided(saved: Band) -> str:
    """Harm that was avoided against doing nothing, added, or neither."""
    if max(abs(saved.low), abs(saved.high)) < 0.5:
        return "changed no harm point"
    if saved.is_noise:
        return f"made no clear difference ({spread(saved)} harm points)"
    if saved.mean < 0:
        return f"added {points(-saved.mean)} ({spread(_turned(saved))})"
    return f"avoided {points(saved.mean)} ({spread(saved)})"


def _until(answer: WhatIf) -> str:
    """That a running exercise is continued; empty for one that is over."""
    asked = answer.question
    return "" if asked.now_ms is None else f" by {offset_label(asked.until_ms)} if nothing more is decided"


def _beside_playbook(answer: WhatIf) -> str:
    gap = band(answer.courses["team"].harm_points[-1] - answer.courses["playbook"].harm_points[-1])
    if gap.is_noise:
        return f"the playbook would not have been clearly better or worse ({spread(gap)}: noise)"
    if gap.mean > 0:
        return f"the playbook would have done {gap.mean:,.0f} less ({spread(gap)})"
    return f"the playbook would have done {-gap.mean:,.0f} more ({spread(_turned(gap))})"


def luck(answer: WhatIf, of: Subject = YOU) -> str:
    """How much of the team's result was luck; empty for a scenario nobody played."""
    if answer.actual is None:
        return ""
    had, until = float(answer.actual.harm_points[-1, 0]), _until(answer)
    again = answer.outcomes["team"].harm_points
    start = f"{of.who} had {points(had)}." if not until else f"{of.who} will have {points(had)}{until}."
    return (
        f"{start} The same decisions in the same world, with the model's luck re-rolled "
        f"{len(answer.question.worlds)} times, give a median of {again.median:,.0f} ({spread(again)})."
    )


def revealed(answer: WhatIf) -> str:
    """From when anybody could have acted."""
    return f"Nobody could have known before {offset_label(answer.question.revealed_ms)}."


def _first_minute(answer: WhatIf) -> int:
    """First whole minute at which somebody could have acted."""
    return min(-(-answer.question.revealed_ms // MINUTE_MS), len(answer.surface.minutes) - 1)


def crossings(answer: WhatIf, of: Subject = YOU) -> list[str]:
    """Until which minute each level, applied and held, would have done less harm than the team."""
    if "team" not in answer.courses:
        return []
    team, first = answer.courses["team"].harm_points[-1], _first_minute(answer)
    return [
        _crossing(level, answer.surface.harm_points[row, first:] - team, first, of)
        for row, level in enumerate(answer.surface.levels)
    ]


def _crossing(level: int, more_harm: Floats, first: int, of: Subject) -> str:
    low, high = np.percentile(more_harm, (5, 95), axis=1)
    better = np.flatnonzero(high < 0.0) + first
    unclear = np.flatnonzero((low <= 0.0) & (high >= 0.0)) + first
    doubt = f", and until minute {unclear[-1]} no clear difference" if len(unclear) else ""
    if not len(better):
        return f"Level {level}, applied and held, would not clearly have beaten {of.whom} at any minute."
    return f"Level {level}, applied and held, would have beaten {of.whom} until minute {better[-1]}{doubt}."


def mattered_most(answer: WhatIf) -> str:
    """The decision that clearly changed most harm, for better or worse; empty where none was taken."""
    if not answer.left_out:
        return ""
    clear = [pair for pair in answer.left_out if is_clear(pair[1].more_harm)]
    if not clear:
        return "No single decision made a clear difference to the harm done."
    decision, change = max(clear, key=lambda pair: abs(pair[1].more_harm.mean))
    return f"The decision that mattered most: {named(decision)}. Without it, {difference(change.more_harm)}."


def is_clear(more: Band) -> bool:
    """Whether harm clearly changes, by half a point or more at one end of the band."""
    return not more.is_noise and max(abs(more.low), abs(more.high)) >= 0.5


def earlier(minutes: int, change: Change) -> str:
    """What the team's decisions would have changed so many minutes earlier."""
    return f"{minutes} minutes earlier: {difference(change.more_harm)}; {_service(change.more_service)}."


def without(decision: Decision, change: Change) -> str:
    """What leaving out one decision would have changed."""
    return f"Without {named(decision)}: {difference(change.more_harm)}; {_service(change.more_service)}."


def prices(answer: WhatIf) -> list[Price]:
    """Harm points that each minute of delay costs, in steps of five minutes."""
    found = []
    for row, level in enumerate(answer.surface.levels):
        harm = answer.surface.harm_points[row]
        for minute in range(_first_minute(answer), len(answer.surface.minutes) - STEP_MIN, STEP_MIN):
            cost = (harm[minute + STEP_MIN] - harm[minute]) / STEP_MIN
            found.append(Price(level, minute, band(cost)))
    return found


def named(decision: Decision) -> str:
    """A decision with its time, such as ``Restrict mode at T+12:30``."""
    title = actions()[decision.action].title
    return f"{'lifting ' if decision.lifted else ''}{title} at {offset_label(decision.at_ms)}"


def difference(more: Band) -> str:
    """A difference in harm points with its band, or that it is noise."""
    if max(abs(more.low), abs(more.high)) < 0.5:
        return "no harm point more or less"
    if more.is_noise:
        return f"no clear difference in harm ({spread(more)})"
    if more.mean < 0:
        return f"{points(-more.mean)} fewer ({spread(_turned(more))})"
    return f"{points(more.mean)} more ({spread(more)})"


def _turned(of: Band) -> Band:
    return Band(-of.mean, -of.median, -of.high, -of.low)


def points(value: float) -> str:
    """Harm points in words."""
    whole = round(value)
    return f"{whole:,} harm point{'' if whole == 1 else 's'}"


def spread(of: Band) -> str:
    """The band in words."""
    low, high = round(of.low) + 0, round(of.high) + 0
    return f"{low:,} to {high:,} in nine of ten"


def _service(more: Band) -> str:
    if abs(more.mean) < 0.0005:
        return "service as it was"
    return f"service {abs(more.mean) * 100:.1f} percentage points {'better' if more.mean > 0 else 'worse'}"
