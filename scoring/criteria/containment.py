"""Containment speed: how much of what could be saved was saved, harm and outage together.

Both are means over the exercise's own world with the model's luck re-rolled, so that a value describes
decisions and not luck. What was lost is the harm, as share of the harm of doing nothing, and the outage,
weighed by the scenario; everything counts from the first signal on.
"""

from dataclasses import dataclass

from engine.log import events as e
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.case import Case
from scoring.criterion import Acts, AreaWords, Criterion, Words, cannot_tell
from scoring.finding import Finding
from scoring.luck import NOTHING, TEAM, Courses
from scoring.scale import BEST, WORST, by_share

TOO_SIMPLE = 0.05
"""Least that can be saved for a scenario to tell anything about containment (assumption)."""

HELD_RATE, LEAKY_RATE, MOST_LEAKY = 1.0, 1.25, 3.4
"""Harm rate under containment, in the scenario's `contained_below`, up to which no level is too low; the rate
from which one plainly is; and the highest value then, falling evenly between the two (assumption)."""

SHORTEST_HOLD_MS = MINUTE_MS
"""An order given later than this before the end says nothing about whether a level holds (assumption)."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What was lost from the first signal on, and what had to be."""

    team: float
    nothing: float
    best: float
    best_course: str

    @property
    def share(self) -> float:
        """Share of what could be saved that was; above 1 for a team better than every course compared."""
        return (self.nothing - self.team) / (self.nothing - self.best)


def score(case: Case) -> Acts:
    """What the log says of containment speed."""
    if not case.has_started:
        return cannot_tell("The exercise has not started.")
    if case.signal_ms is None or case.courses is None:
        return cannot_tell("No signal has reached the participants yet.")
    orders = orders_of(case)
    if not orders and not case.has_ended:
        return cannot_tell("Nothing was ordered of the AI system yet.")
    losses = losses_of(case, case.courses, case.signal_ms)
    if losses is None or losses.nothing - losses.best < TOO_SIMPLE:
        return cannot_tell("So little can be saved in this scenario that containment tells nothing.")
    figures = _figures(case, case.courses, case.signal_ms, losses)
    if not orders:
        why = "Nothing was ordered of the AI system: harm ran as if nobody had acted."
        return Acts(WORST, why, figures=figures, has_acted=False)
    rate = held_rate(case, case.courses)
    return Acts(
        min(by_share(losses.share, case.rubric.of("containment").limits), most_for(rate)),
        _why(case, losses, rate, figures),
        seqs=tuple(event.seq for event in orders),
        figures=figures | {"held_rate": rate},
    )


def orders_of(case: Case) -> tuple[e.ContainmentApplied | e.ContainmentLifted | e.RecoveryStepTaken, ...]:
    """Everything the team ordered of the AI system."""
    return tuple(event for event in case.state.actions if event.action)


def losses_of(case: Case, found: Courses, signal_ms: int) -> Losses | None:
    """Harm and outage of the team, of nobody acting and of the best course; None where there is no harm."""
    until_ms, weight = case.until_ms, case.scenario.outage_weight
    idle = found.harm_between(NOTHING, signal_ms, until_ms)
    if idle <= 0:
        return None
    lost = {
        name: found.harm_between(name, signal_ms, until_ms) / idle
        + weight * (1.0 - found.service_between(name, signal_ms, until_ms))
        for name in found.harm
    }
    compared = {name: value for name, value in lost.items() if name not in (TEAM, NOTHING)}
    best = min(compared, key=lambda name: compared[name])
    return Losses(lost[TEAM], lost[NOTHING], compared[best], best)


def held_rate(case: Case, found: Courses) -> float | None:
    """Harm a minute until the end, in the scenario's limit, from whichever order left least of it.

    None where nothing was contained long enough before the end to tell.
    """
    moments = [event.at_ms for event in case.all(e.ContainmentApplied)]
    rates = [
        found.harm_between(TEAM, at_ms, case.until_ms) * MINUTE_MS / (case.until_ms - at_ms)
        for at_ms in moments
        if case.until_ms - at_ms >= SHORTEST_HOLD_MS
    ]
    if not rates or case.scenario.contained_below <= 0:
        return None
    return round(min(rates) / case.scenario.contained_below, 4)


def most_for(rate: float | None) -> float:
    """The highest value where harm goes on at this rate under containment: a level too low holds it down."""
    if rate is None:
        return BEST
    share = min(1.0, max(0.0, (rate - HELD_RATE) / (LEAKY_RATE - HELD_RATE)))
    return BEST - share * (BEST - MOST_LEAKY)


def _why(case: Case, losses: Losses, rate: float | None, figures: dict[str, object]) -> str:
    first = next(iter(case.all(e.ContainmentApplied)), None)
    minutes = figures["minutes_signal_to_ordered"]
    if first is None:
        text = "No containment was ordered, only steps of recovery."
    else:
        text = (
            f"First contained from {offset_label(first.at_ms)}, {minutes:.1f} minutes after the first signal."
        )
    text += (
        f" Of what could be saved, {losses.share:.0%} was: {figures['harm_avoided_share']:.0%} of the harm"
        f" avoided, {figures['service_share']:.0%} of the service kept."
    )
    if rate is not None and rate > HELD_RATE:
        text += (
            f" Harm went on at {rate:.2f} times the limit under containment: the level was too low to hold."
        )
    return text


def _figures(case: Case, found: Courses, signal_ms: int, losses: Losses) -> dict[str, object]:
    """Every figure of the value, rounded; harm points and requests are means over the re-rolled worlds."""
    until_ms = case.until_ms
    first = next(iter(case.all(e.ContainmentApplied)), None)
    harm = {
        name: round(found.harm_between(name, signal_ms, until_ms), 1)
        for name in (TEAM, NOTHING, losses.best_course)
    }
    idle = found.harm_between(NOTHING, signal_ms, until_ms)
    service = found.service_between(TEAM, signal_ms, until_ms)
    asked = found.arrived_between(signal_ms, until_ms)
    needed = case.scenario.needed_level
    return {
        "minutes_signal_to_ordered": None
        if first is None
        else round((first.at_ms - signal_ms) / MINUTE_MS, 2),
        "saved_share": round(losses.share, 4),
        "lost": {
            "team": round(losses.team, 4),
            "nothing": round(losses.nothing, 4),
            "best": round(losses.best, 4),
        },
        "best_course": losses.best_course,
        "outage_weight": case.scenario.outage_weight,
        "harm_points": harm,
        "harm_avoided_share": round(1.0 - found.harm_between(TEAM, signal_ms, until_ms) / idle, 4),
        "service_share": round(service, 4),
        "requests_not_served": round((1.0 - service) * asked),
        "needed_level": needed,
        "highest_level": max((event.level for event in case.all(e.ContainmentApplied)), default=0),
        "reasons": [event.reason for event in case.all(e.ContainmentApplied) if event.reason][:5],
    }


def _shortfall(_case: Case, finding: Finding) -> str:
    if finding.figures.get("minutes_signal_to_ordered") is None:
        return "Harm was not contained."
    share = finding.figures.get("saved_share", 0.0)
    return f"Only {share:.0%} of what could be saved was saved."


CRITERION = Criterion(
    id="containment",
    order=3,
    title="Containment speed",
    capability="Cybersecurity",
    objective="Limit the harm quickly, in proportion and with recorded authority.",
    measure="share",
    words=Words(
        section="containment",
        strength="Done as needed,",
        whole=AreaWords(
            "Harm was contained late, not in proportion, or not at all.",
            "Rehearse choosing the lowest level that works, and approve levels 1 and 2 in advance for the"
            " people on call.",
            "Training",
        ),
    ),
    score=score,
    shortfall=_shortfall,
)
