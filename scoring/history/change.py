"""Whether readiness changed between two periods: each team beside itself, with everything that may err."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from scoring.history.points import ReadinessPoint
from scoring.rubric import StandardError

Z_CLEAR, Z_LIKELY = 1.96, 1.28
"""Standard normal quantiles from which a difference is called clear (two-sided 95 %) and likely (80 %)."""

PRIOR = 4
"""How many degrees of freedom of the organisation's own spread the floor is worth (assumption)."""

USUAL = 3
"""Other exercises of a team from which on one of them can be called unusual (assumption)."""

Verdict = Literal["not comparable", "within noise", "likely change", "clear change"]


@dataclass(frozen=True, slots=True)
class Spread:
    """The same team on another day: one standard deviation of readiness, and what it rests on."""

    sd: float
    own: int
    """Degrees of freedom of the organisation's own exercises in it; 0 where it is the floor alone."""


@dataclass(frozen=True, slots=True)
class TeamChange:
    """One team in two periods."""

    team: str
    difference: float
    error: float
    """One standard error of the difference."""


@dataclass(frozen=True, slots=True)
class Change:
    """Two periods set side by side, like with like."""

    earlier: str
    later: str
    verdict: Verdict
    difference: float | None
    """Mean difference of the teams that played in both periods; None where none did."""
    error: float | None
    teams: tuple[TeamChange, ...]
    absent: tuple[str, ...]
    """Why the others are not compared, in sentences without a full stop."""
    is_adjusted: bool
    """Whether differences of the scenarios' measured difficulty are taken out."""
    cautions: tuple[str, ...]

    @property
    def smallest_detectable(self) -> float | None:
        """The least difference that would be called clear."""
        return None if self.error is None else Z_CLEAR * self.error


def spread(points: Iterable[ReadinessPoint], table: StandardError) -> Spread:
    """How much one team's readiness varies within a year: the floor, shrunk towards what it was.

    Variance = (4·floor² + sum of squares) ÷ (4 + degrees of freedom), pooled over teams and years. Where a
    replay of teams' own logs on other days is wider than that, it is used.
    """
    listed = [item for item in points if item.readiness is not None]
    groups: dict[tuple[str, int], list[ReadinessPoint]] = {}
    for item in listed:
        groups.setdefault((item.organisation_team, item.held_at.year), []).append(item)
    squares, freedom = 0.0, 0
    for held in groups.values():
        values = [_level(item, is_adjusted=are_adjusted(held)) for item in held]
        mean = sum(values) / len(values)
        squares += sum((value - mean) ** 2 for value in values)
        freedom += len(values) - 1
    own = sqrt((PRIOR * table.occasion**2 + squares) / (PRIOR + freedom))
    replays = [item.replay.sd for item in listed if item.replay is not None]
    replayed = sqrt(sum(value**2 for value in replays) / len(replays)) if replays else 0.0
    return Spread(max(own, replayed), freedom)


def compare(
    earlier: str, later: str, points: Sequence[ReadinessPoint], *, found: Spread, table: StandardError
) -> Change:
    """Whether readiness changed between two quarters by more than everything that may err."""
    periods = {
        name: [item for item in points if item.quarter == name and item.readiness is not None]
        for name in (earlier, later)
    }
    is_adjusted = are_adjusted([*periods[earlier], *periods[later]])
    played = {name: {item.organisation_team for item in held} for name, held in periods.items()}
    common = sorted(played[earlier] & played[later])
    teams = tuple(
        _team(team, periods[earlier], periods[later], found=found, table=table, is_adjusted=is_adjusted)
        for team in common
    )
    absent = tuple(_absent(earlier, later, played))
    if not teams:
        return Change(earlier, later, "not comparable", None, None, (), absent, is_adjusted, ())
    difference = sum(item.difference for item in teams) / len(teams)
    error = sqrt(sum(item.error**2 for item in teams)) / len(teams)
    cautions = tuple(_cautions(common, earlier, later, points, found))
    verdict = _verdict(abs(difference), error)
    return Change(earlier, later, verdict, difference, error, teams, absent, is_adjusted, cautions)


def are_adjusted(points: Sequence[ReadinessPoint]) -> bool:
    """Whether the difficulty of all their scenarios is known, so that it can be taken out."""
    return bool(points) and all(item.adjusted is not None for item in points)


def _level(item: ReadinessPoint, *, is_adjusted: bool) -> float:
    return (item.adjusted if is_adjusted else item.readiness) or 0.0


def _team(
    team: str,
    earlier: Sequence[ReadinessPoint],
    later: Sequence[ReadinessPoint],
    *,
    found: Spread,
    table: StandardError,
    is_adjusted: bool,
) -> TeamChange:
    means: list[float] = []
    squares, shares = 0.0, dict[str, float]()
    for sign, held in ((-1.0, earlier), (1.0, later)):
        mine = [item for item in held if item.organisation_team == team]
        levels = [_level(item, is_adjusted=is_adjusted) for item in mine]
        means.append(sum(levels) / len(levels))
        squares += sum((item.score.precision or 0.0) ** 2 + found.sd**2 for item in mine) / len(mine) ** 2
        for item in mine:
            shares[item.scenario_id] = shares.get(item.scenario_id, 0.0) + sign / len(mine)
    # a scenario played in both periods to the same share cancels out
    squares += scenario_error(table, is_adjusted) ** 2 * sum(share**2 for share in shares.values())
    return TeamChange(team, means[1] - means[0], sqrt(squares))


def scenario_error(table: StandardError, is_adjusted: bool) -> float:
    """What scenarios of different difficulty leave over, known and taken out or not."""
    return table.scenario if is_adjusted else table.unmeasured


def _absent(earlier: str, later: str, played: dict[str, set[str]]) -> Iterable[str]:
    for name, other in ((later, earlier), (earlier, later)):
        for team in sorted(played[other] - played[name]):
            yield f"{named(team)} did not play in {name}"


def named(team: str) -> str:
    """A team by its name, or a word for exercises that name none."""
    return team or "The team without a name"


def _verdict(difference: float, error: float) -> Verdict:
    if difference >= Z_CLEAR * error:
        return "clear change"
    return "likely change" if difference >= Z_LIKELY * error else "within noise"


def _cautions(
    teams: Sequence[str], earlier: str, later: str, points: Sequence[ReadinessPoint], found: Spread
) -> Iterable[str]:
    for team in teams:
        mine = [item for item in points if item.organisation_team == team and item.readiness is not None]
        first = [item for item in mine if item.quarter == earlier]
        again = {item.scenario_id for item in mine if item.quarter <= earlier} & {
            item.scenario_id for item in mine if item.quarter == later
        }
        if again:
            yield f"{named(team)} has played this scenario before, so some of the change may be practice."
        others = [item.readiness or 0.0 for item in mine if item.quarter != earlier]
        if len(others) >= USUAL:
            off = sum(item.readiness or 0.0 for item in first) / len(first) - sum(others) / len(others)
            if abs(off) > Z_LIKELY * found.sd / sqrt(len(first)):
                word = "low" if off < 0 else "high"
                yield (
                    f"{earlier} was unusually {word} for {named(team)}; part of the way back to the usual is"
                    " to be expected after that."
                )


def detectable(exercises: int, *, found: Spread, precision: float, scenario: float) -> float:
    """The change between two quarters that would be called clear with so many exercises in each.

    The exercises are taken to be of different scenarios, whose error is `scenario`.
    """
    return Z_CLEAR * sqrt(2.0 * (precision**2 + found.sd**2 + scenario**2) / exercises)


def sentence(change: Change) -> str:
    """A change in words: the verdict first, then the number with what it rests on."""
    head = f"{change.earlier} to {change.later}: {change.verdict}"
    if change.difference is None or change.error is None:
        return f"{head}. {_joined(change.absent)}"
    who = named(change.teams[0].team) if len(change.teams) == 1 else f"Mean of {len(change.teams)} teams"
    adjusted = ", difficulty taken out" if change.is_adjusted else ""
    text = f"{head}. {who}: {change.difference:+.2f} points{adjusted}."
    if change.verdict == "within noise":
        text += f" Under {change.smallest_detectable:.2f} nothing can be told from noise with certainty."
    return " ".join(filter(None, (text, _joined(change.absent), *change.cautions)))


def planning(exercises: int, *, found: Spread, precision: float, scenario: float) -> str:
    """What a planner needs to know: which change would be seen with how many exercises."""
    now = detectable(exercises, found=found, precision=precision, scenario=scenario)
    more = detectable(2 * exercises, found=found, precision=precision, scenario=scenario)
    word = "exercise" if exercises == 1 else "exercises"
    return (
        f"With {exercises} {word} a quarter you would see a change of {now:.1f}; with {2 * exercises}, of"
        f" {more:.1f}."
    )


def _joined(texts: Sequence[str]) -> str:
    return f"{'; '.join(texts)}." if texts else ""
