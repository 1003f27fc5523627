"""One team on other days: its own log played again with its delays redrawn from its own distribution.

The world stays the exercise's own, because user ids and figures that people wrote belong to it; the model's
luck is no part of a value anyhow. Every act keeps its words, its author and what made it possible. How long
it took is drawn anew around what it took, as far as this team's delays scatter, part of it common to a day.
"""

import hashlib
from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist, median

from engine.after.replay import Replay
from engine.commands import CreateExercise
from engine.log.events import AnswerSubmitted, Event
from engine.rehearsal.play import rehearse
from engine.rehearsal.reference import DAY_SHARE, LOG_SD
from engine.rehearsal.retold import Act, acts_of, as_delivered, replanned
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.tape import World
from scoring.case import Case
from scoring.judged import Judged
from scoring.score import score

DAYS = 200
"""Other days a team is played on."""

PRIOR = 4
"""How many degrees of freedom of a team's own spread of delays the usual one is worth (assumption)."""

LEAST_MIN = 1 / 60
"""Shortest delay that is told apart from none, in minutes."""

NORMAL_MAD = 1.4826
"""Standard deviations of a normal law in the median of its absolute deviations."""


def replayed(case: Case, *, days: int = DAYS) -> Replay | None:
    """The team of a finished exercise on other days; None where nobody acted or readiness is not scored."""
    acts = _acts(case)
    if not (acts and case.has_ended):
        return None
    scenario, spread, found = as_delivered(case.scenario, case.state), spread_of(acts), []
    create = _again(case, scenario)
    for day in range(days):
        team = replanned(acts, case.state, times_of(acts, spread, day), create.team)
        events = rehearse(create, scenario, team).events
        again = Case(scenario, events, case.rubric, _judged_again(case, events), case.luck)
        found.append(score(again).readiness)
    values = sorted(value for value in found if value is not None)
    return _summary(replay_key(case), values) if len(values) > 1 else None


def replay_key(case: Case) -> str:
    """What a replay rests on: the rubric, and everything that people did when."""
    plain = [case.rubric.rubric_id, *((act.topic, act.at_ms) for act in _acts(case)), case.until_ms]
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:12]


def _acts(case: Case) -> tuple[Act, ...]:
    if case.signal_ms is None:
        return ()
    return acts_of(case.scenario, case.state, case.events, signal_ms=case.signal_ms)


def _again(case: Case, scenario: Scenario) -> CreateExercise:
    """The command that begins the same exercise once more."""
    conditions = case.state.conditions
    created = case.state.created
    return CreateExercise(
        scenario_sha256=created.scenario_sha256 if created else "",
        scenario_text="",
        scenario=scenario.model_dump(mode="json"),
        seed=case.state.seed,
        team=created.team if created else "",
        play=conditions.play,
        aids=conditions.aids,
    )


def _summary(key: str, values: Sequence[float]) -> Replay:
    mean = sum(values) / len(values)
    sd = sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
    tenth = len(values) // 10
    return Replay(
        key=key,
        days=len(values),
        mean=round(mean, 3),
        sd=round(sd, 3),
        low=values[tenth],
        high=values[-1 - tenth],
    )


def spread_of(acts: Sequence[Act]) -> float:
    """How far the team's delays scatter: standard deviation of their logarithm within a matter.

    Made from the median of deviations, because some matters have deadlines of their own, and pooled with the
    usual spread, because one exercise shows few delays.
    """
    logs: dict[str, list[float]] = {}
    for act in acts:
        if not act.is_at_once:
            logs.setdefault(act.topic, []).append(log(_delay_min(acts, act)))
    off = [abs(value - median(values)) for values in logs.values() if len(values) > 1 for value in values]
    own = NORMAL_MAD * median(off) if off else 0.0
    return sqrt((PRIOR * LOG_SD**2 + len(off) * own**2) / (PRIOR + len(off)))


def _delay_min(acts: Sequence[Act], act: Act) -> float:
    since_ms = act.possible_ms if act.follows is None else acts[act.follows].at_ms
    return max(LEAST_MIN, (act.at_ms - since_ms) / MINUTE_MS)


def times_of(acts: Sequence[Act], spread: float, day: int) -> list[int]:
    """When the acts come on another day; acts that were done together stay together."""
    draws = World.of(day).uniforms("replayed.delays", len(acts) + 1).tolist()
    common = _normal(draws[0])
    times: list[int] = []
    for act, draw in zip(acts, draws[1:], strict=True):
        since_ms = act.possible_ms if act.follows is None else times[act.follows]
        if act.is_at_once and act.follows is not None:
            times.append(since_ms + act.at_ms - acts[act.follows].at_ms)
            continue
        z = sqrt(DAY_SHARE) * common + sqrt(1.0 - DAY_SHARE) * _normal(draw)
        times.append(since_ms + round(_delay_min(acts, act) * exp(spread * z) * MINUTE_MS))
    return times


def _normal(uniform: float) -> float:
    return NormalDist().inv_cdf(min(max(uniform, 1e-9), 1.0 - 1e-9))


def _judged_again(case: Case, events: Sequence[Event]) -> Judged:
    """What people decided about answers, for the same answers under other numbers."""
    decided: dict[tuple[str, str], dict[str, bool]] = {}
    texts = {event.seq: (event.question_id, event.text) for event in case.state.answers}
    for (seq, point), is_made in case.judged.points.items():
        if seq in texts:
            decided.setdefault(texts[seq], {})[point] = is_made
    again = {
        (event.seq, point): is_made
        for event in events
        if isinstance(event, AnswerSubmitted)
        for point, is_made in decided.get((event.question_id, event.text), {}).items()
    }
    return Judged(again, case.judged.questions)
