"""The numbers of exercises as screens ask for them again and again: computed once, kept for a while."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

from engine.after import items_kept, keeping
from engine.after.replay import Replay
from engine.errors import Refused
from engine.log.events import CriterionRated
from engine.snapshot import Snapshot
from engine.views import hides_ratings
from scoring.aar.source import ReportSource
from scoring.exercise import Beside, Method, counted, rating_log
from scoring.history.points import ReadinessPoint
from scoring.judged import Judged, judged
from scoring.people.agreement import Agreement, agreement
from scoring.score import ExerciseScore
from scoring.whatif.compare import WhatIf
from ui.server import process

T = TypeVar("T")

POOL_S = 2.0
"""How old the agreement of evaluators may be; it moves once in many exercises."""

COMPARISONS_KEPT = 8
"""Comparisons kept in memory, a few megabytes each (assumption: more are not looked at in one hour)."""

EXERCISES_KEPT = 2_000
"""Scores kept in memory, a few kilobytes each (assumption: more than one database's screens show)."""


class Kept(Generic[T]):
    """The latest value of each exercise, for the exercises asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, tuple[Hashable, T]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, exercise_id: str, stamp: Hashable, make: Callable[[], T]) -> T:
        """The value kept under this stamp; made anew where the stamp is another one."""
        with self._lock:
            known = self._values.get(exercise_id)
        if known is not None and known[0] == stamp:
            return known[1]
        made = make()
        with self._lock:
            self._values[exercise_id] = (stamp, made)
            self._values.move_to_end(exercise_id)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()


_comparing = threading.Lock()
_comparisons: Kept[WhatIf] = Kept(COMPARISONS_KEPT)
_scores: Kept[ExerciseScore] = Kept(EXERCISES_KEPT)
_ratings: Kept[tuple[CriterionRated, ...]] = Kept(EXERCISES_KEPT)
_pools: list[tuple[float, Agreement]] = []


def forget() -> None:
    """Forget every number, for a process that goes on with another database."""
    for kept in (_comparisons, _scores, _ratings):
        kept.clear()
    _pools.clear()


def ratings() -> dict[str, tuple[CriterionRated, ...]]:
    """The ratings of every exercise that count for its pool of evaluators, by exercise id."""
    session = process.session()
    found = {
        exercise_id: _ratings.of(exercise_id, seq, lambda: rating_log(session.current(exercise_id)))  # noqa: B023
        for exercise_id, seq in session.store.last_seqs().items()
    }
    return {exercise_id: rated for exercise_id, rated in found.items() if rated}


def pool() -> Agreement:
    """How far the evaluators of this database agree, as it was a moment ago."""
    if not _pools or monotonic() - _pools[0][0] >= POOL_S:
        _pools[:] = [(monotonic(), agreement(ratings().values()))]
    return _pools[0][1]


def method() -> Method:
    """What every exercise of this database is judged by."""
    return Method(
        process.content().rubric, pool(), judged=judged_of, library=process.library(), replays=replay_of
    )


def replay_of(exercise_id: str) -> Replay | None:
    """What the team of an exercise reaches on other days, where somebody has asked."""
    return keeping.replay(process.session().store, exercise_id)


def judged_of(exercise_id: str) -> Judged:
    """What people decided about the answers of an exercise, as it stands at this moment."""
    store = process.session().store
    return judged(keeping.point_decisions(store, exercise_id), keeping.question_ratings(store, exercise_id))


def score_for(snapshot: Snapshot, viewer: str | None) -> ExerciseScore:
    """The scores as this person may see them: an evaluator's without ratings they must not know yet.

    Raises:
        Refused: they are not open to them yet.

    """
    if hides_ratings(snapshot.events, snapshot.state, viewer):
        return method().score(snapshot, viewer)
    return score_of(snapshot)


def score_of(snapshot: Snapshot) -> ExerciseScore:
    """The scores of an exercise, for whoever runs this server."""
    chosen = method()
    return _scores.of(snapshot.exercise_id, _stamp(snapshot, chosen), lambda: chosen.score(snapshot))


def _stamp(snapshot: Snapshot, chosen: Method) -> Hashable:
    """What a score rests on: the log, the rubric, decisions about answers, and the evaluators' agreement."""
    decided = chosen.judged(snapshot.exercise_id)
    made = (tuple(sorted(decided.points.items())), decided.questions)
    return snapshot.state.seq, chosen.rubric_for(snapshot).rubric_id, chosen.pool.standard_error, made


def earlier_of(snapshot: Snapshot) -> dict[str, float]:
    """Values by criterion of the same team's exercise before this one; empty where there was none."""
    began, team = snapshot.events[0].recorded_at, snapshot.organisation_team
    before = (
        item
        for item in counted(process.session().exercises())
        if item.organisation_team == team and item.events[0].recorded_at < began
    )
    last = max(before, key=lambda item: item.events[0].recorded_at, default=None)
    found = score_of(last).findings if team and last else ()
    return {item.criterion: item.exact for item in found if item.exact is not None}


def whatif_of(snapshot: Snapshot) -> WhatIf:
    """What other decisions would have done; computed once for all who ask.

    Raises:
        Refused: the exercise has not started, or ended before the AI system's first step.

    """
    with _comparing:
        return _comparisons.of(snapshot.exercise_id, snapshot.state.seq, lambda: method().whatif(snapshot))


def whatif_if_any(snapshot: Snapshot) -> WhatIf | None:
    """The same; None where the AI system has not taken a step."""
    try:
        return whatif_of(snapshot)
    except Refused:
        return None


def point_of(snapshot: Snapshot) -> ReadinessPoint:
    """An exercise on the readiness chart."""
    return method().point(snapshot, score_of(snapshot))


def report_of(snapshot: Snapshot, viewer: str | None) -> ReportSource:
    """What the report is built from, as this person may know it."""
    session = process.session()
    return method().report(
        snapshot,
        score=score_for(snapshot, viewer),
        whatif=whatif_if_any(snapshot),
        beside=Beside(
            created_at=session.clock(),
            names=process.names(snapshot.exercise_id),
            wording=items_kept.wording(session.store, snapshot.exercise_id),
            items=items_kept.items(session.store, snapshot.exercise_id),
        ),
        viewer=viewer,
    )
