"""The one way from stored exercises to their numbers, for terminal, screens and reports alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from engine.after.items import Item
from engine.after.replay import Replay
from engine.after.wording import Wording
from engine.errors import Refused
from engine.log.canonical import GENESIS, chain_hash, to_text
from engine.log.events import CriterionRated, Event, ObservationRecorded
from engine.log.observations import is_record
from engine.snapshot import Snapshot
from engine.views import blind
from scoring.aar.source import Options, ReportSource
from scoring.case import Case
from scoring.history.change import Change, Spread, are_adjusted, compare, planning, scenario_error, spread
from scoring.history.difficulty import Library
from scoring.history.points import QuarterMean, ReadinessPoint, point, quarters
from scoring.history.replayed import DAYS, replay_key, replayed
from scoring.judged import Judged
from scoring.people.agreement import Agreement, agreement
from scoring.people.agreement import counted as ratings_counted
from scoring.rubric import Rubric, StandardError, rubric_from
from scoring.score import ExerciseScore, score
from scoring.whatif.compare import SEEDS, WhatIf, of_exercise

EVERYTHING: None = None
"""The viewer from whom nothing is hidden: the host, the terminal, and the numbers that stand in a report."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report takes from beside the log."""

    created_at: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of participants by id; empty once they have been erased."""
    wording: Wording = field(default_factory=Wording)
    items: tuple[Item, ...] = ()
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Method:
    """What every exercise of a database is judged by."""

    rubric: Mapping[str, Any]
    """The organisation's rubric file; a scenario may lay thresholds of its own over it."""
    pool: Agreement
    """How far the organisation's evaluators agree."""
    judged: Callable[[str], Judged] = lambda _exercise_id: Judged()
    """What people decided about the answers of an exercise, by its id."""
    library: Library = field(default_factory=Library)
    """How hard scenarios are, as far as it was measured."""
    replays: Callable[[str], Replay | None] = lambda _exercise_id: None
    """What the team of an exercise reaches on other days, where somebody has asked, by its id."""

    def rubric_for(self, snapshot: Snapshot) -> Rubric:
        """The rubric of an exercise."""
        return rubric_from(self.rubric, snapshot.scenario.rubric)

    def case(self, snapshot: Snapshot, viewer: str | None = EVERYTHING) -> Case:
        """The exercise as the criteria see it, without ratings that the viewer must not know yet."""
        seen = snapshot.events if viewer is EVERYTHING else blind(snapshot.events, snapshot.state, viewer)
        return Case(snapshot.scenario, seen, self.rubric_for(snapshot), self.judged(snapshot.exercise_id))

    def by_the_log_alone(self, snapshot: Snapshot) -> tuple[Case, ExerciseScore]:
        """The exercise without evaluators' notes and ratings: raters may still be blind in the hot wash."""
        told = (
            event
            for event in snapshot.events
            if is_record(event) or not isinstance(event, CriterionRated | ObservationRecorded)
        )
        case = Case(snapshot.scenario, tuple(told), self.rubric_for(snapshot))
        return case, score(case)

    def score(self, snapshot: Snapshot, viewer: str | None = EVERYTHING) -> ExerciseScore:
        """The scores, as far as the viewer may know them."""
        return score(self.case(snapshot, viewer), pool=self.pool)

    def point(self, snapshot: Snapshot, scored: ExerciseScore) -> ReadinessPoint:
        """The exercise on the readiness chart, with what reference teams reach in its scenario."""
        return point(
            snapshot,
            scored,
            measured=self.library.of(snapshot.scenario, scored.rubric_id),
            replay=self._standing(snapshot),
        )

    def replay(self, snapshot: Snapshot, *, days: int = DAYS) -> Replay | None:
        """The same team on other days; None where the log does not tell."""
        return replayed(self.case(snapshot), days=days)

    def _standing(self, snapshot: Snapshot) -> Replay | None:
        """The kept replay, if it still is one of this log under this rubric."""
        kept = self.replays(snapshot.exercise_id)
        return kept if kept and kept.key == replay_key(self.case(snapshot)) else None

    def history(self, points: Sequence[ReadinessPoint]) -> "History":
        """Readiness over quarters: means, what changed between them, and what a planner needs to know."""
        found, table = tuple(points), rubric_from(self.rubric).standard_error
        means, spread_ = quarters(found), spread(found, table)
        names = [mean.quarter for mean in means]
        changes = tuple(
            compare(earlier, later, found, found=spread_, table=table) for earlier, later in pairwise(names)
        )
        whole = None
        if len(names) > 2:
            whole = compare(names[0], names[-1], found, found=spread_, table=table)
        return History(found, means, changes, whole, spread_, _planned(found, spread_, table))

    def whatif(self, snapshot: Snapshot, *, seeds: int = SEEDS) -> WhatIf:
        """What other decisions would have done.

        Raises:
            Refused: the exercise has not started, or ended before the AI system's first step.

        """
        return of_exercise(self.case(snapshot), seeds=seeds)

    def whatif_if_any(self, snapshot: Snapshot) -> WhatIf | None:
        """The same; None where the AI system has not taken a step."""
        try:
            return self.whatif(snapshot)
        except Refused:
            return None

    def report(
        self,
        snapshot: Snapshot,
        *,
        score: ExerciseScore,
        whatif: WhatIf | None,
        beside: Beside,
        viewer: str | None = EVERYTHING,
    ) -> ReportSource:
        """What the after-action report is built from, as the viewer may know it.

        `score` and `whatif` are those of this method, for this viewer.
        """
        case = self.case(snapshot, viewer)
        return ReportSource(
            case=case,
            score=score,
            created_at=beside.created_at,
            names=beside.names,
            whatif=whatif,
            wording=beside.wording,
            items=beside.items,
            log_sha256=log_sha256(snapshot),
            options=beside.options,
            is_partial=_ratings(case.events) < _ratings(snapshot.events),
            measured=self.library.of(snapshot.scenario, score.rubric_id),
        )


def _ratings(events: Iterable[Event]) -> int:
    return sum(isinstance(event, CriterionRated) for event in events)


@dataclass(frozen=True, slots=True)
class History:
    """Readiness over quarters, and every exercise it rests on."""

    points: tuple[ReadinessPoint, ...]
    """Finished exercises that count, in the order they were given."""
    quarters: tuple[QuarterMean, ...]
    changes: tuple[Change, ...]
    """Each quarter beside the one before it that has readiness, earliest first."""
    whole: Change | None
    """The latest quarter beside the first; None where that is one of the others already."""
    spread: Spread
    """The same team on another day."""
    planning: str
    """Which change would be seen with how many exercises a quarter; empty where nothing is scored yet."""

    @property
    def is_baseline(self) -> bool:
        """Whether there is nothing yet that a quarter could be compared with."""
        return len(self.quarters) == 1


def _planned(points: tuple[ReadinessPoint, ...], found: Spread, table: StandardError) -> str:
    errors = [item.score.precision for item in points if item.score.precision is not None]
    if not errors:
        return ""
    counts = Counter((item.organisation_team, item.quarter) for item in points)
    usual = round(sum(counts.values()) / len(counts))
    precision = sum(errors) / len(errors)
    left = scenario_error(table, are_adjusted(points))
    return planning(max(1, usual), found=found, precision=precision, scenario=left)


def counted(exercises: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Exercises readiness rests on: finished, and no trial.

    Real ones where there is one; in a database that holds demonstrations alone, the demonstrations.
    """
    ended = [item for item in exercises if item.has_ended and not item.is_trial]
    real = [item for item in ended if not item.is_demo]
    return tuple(real or ended)


def pool_of(exercises: Iterable[Snapshot]) -> Agreement:
    """How far the evaluators of these exercises agree."""
    return agreement(rating_log(item) for item in exercises)


def rating_log(exercise: Snapshot) -> tuple[CriterionRated, ...]:
    """The ratings of an exercise that tell of its raters: none of a demonstration, and none before EndEx."""
    return ratings_counted(exercise.events)


def log_sha256(snapshot: Snapshot) -> str:
    """The hash that binds the whole log: that of its last event (`engine.log.canonical.chain_hash`)."""
    last = GENESIS
    for event in snapshot.events:
        last = chain_hash(last, to_text(event))
    return last
