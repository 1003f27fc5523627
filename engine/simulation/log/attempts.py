"""Attack attempts as the service logged them, with a stand-in text that fits what stopped them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.simulation.corpus import corpus_of
from engine.simulation.log import columns as logged
from engine.simulation.log.choosing import choose
from engine.simulation.log.force import NO_LIMIT, Force
from engine.simulation.log.history import EarlierUse
from engine.simulation.log.requests import SLOTS, Chances, Numbers, sizes
from engine.simulation.model import Attempt
from engine.simulation.parameters import AISystem
from engine.simulation.pattern import found_by_any, share
from engine.simulation.run.trajectory import Trajectory
from engine.simulation.tape import World

LUCK = 5
"""Numbers of the log's stream one attempt uses: text, rule or list, input, output, script."""

TALK_MIN = 15
"""Minutes after which an attacker begins a new conversation (assumption)."""

ANY, FOUND, OTHER = range(3)
"""Which texts fit an attempt: any, one that the patterns match, one that they don't."""

LOGGED = {"harmful": logged.ANSWERED, "model_refused": logged.REFUSED, "blocked": logged.BLOCKED}


@dataclass(frozen=True, slots=True)
class _Made:
    """What decides how attempts are logged, one entry an attempt."""

    at_ms: Numbers
    user: Numbers
    outcome: Numbers
    text: Numbers
    chance: Chances  # input and output
    tools: Numbers
    limit: Numbers
    model: Numbers
    config: Numbers
    burst: Numbers  # tokens of one that succeeds


def attempts_columns(trajectory: Trajectory, force: Force) -> logged.Columns:
    """A row for every attempt of the timeline."""
    system, attempts = trajectory.system, trajectory.attempts
    numbers = np.array([attempt.number for attempt in attempts], np.int64)
    most = int(numbers.max()) + 1 if len(numbers) else 0
    chance = trajectory.world.uniforms("log.attempt", most * LUCK).reshape(most, LUCK)[numbers]
    at_ms = np.array([attempt.at_ms for attempt in attempts], np.int64)
    place = at_ms // system.tick_ms + 1
    outcome = _outcomes(attempts, force, place, chance[:, 4])
    kinds = _fitting(trajectory, attempts, force, place, chance[:, 1])
    made = _Made(
        at_ms=at_ms,
        user=_users(attempts),
        outcome=outcome,
        text=_texts(system, attempts, force, place, kinds, chance[:, 0]),
        chance=chance[:, 2:4],
        tools=_tools(trajectory, force),
        limit=force.limit[place],
        model=force.model[place],
        config=force.config[place],
        burst=_bursts(system, force)[place],
    )
    return _columns(system, made)


def history_columns(system: AISystem, world: World, earlier: tuple[EarlierUse, ...]) -> logged.Columns:
    """A row for every use before StartEx."""
    count = len(earlier)
    chance = world.uniforms("log.history.row", count * 3).reshape(count, 3)
    whole = int(system.attack.tokens_per_request * system.attack.requests_per_attempt)
    made = _Made(
        at_ms=np.array([use.at_ms for use in earlier], np.int64),
        user=_users(earlier),
        outcome=np.array([LOGGED[use.outcome] for use in earlier], np.int64),
        text=choose(corpus_of(system.log).techniques[0], None, chance[:, 0]),
        chance=chance[:, 1:],
        tools=np.zeros(count, np.int64),
        limit=np.full(count, NO_LIMIT),
        model=np.zeros(count, np.int64),
        config=np.ones(count, np.int64),
        burst=np.full(count, whole),
    )
    return _columns(system, made)


def _columns(system: AISystem, made: _Made) -> logged.Columns:
    outcome = made.outcome
    is_model = (outcome == logged.ANSWERED) | (outcome == logged.REFUSED) | (outcome == logged.BLOCKED)
    put = np.where(is_model, sizes(system.log.input_tokens, made.chance[:, 0]), 0)
    said = sizes(system.log.output_tokens, made.chance[:, 1])
    if system.attack.requests_per_attempt > 1:  # one row for a whole burst, which nobody could overlook
        said = np.maximum(said, made.burst - put)
    said = np.where(
        outcome == logged.ANSWERED, said, np.where(outcome == logged.REFUSED, logged.REFUSAL_TOKENS, 0)
    )
    return logged.Columns(
        at_ms=made.at_ms,
        user=made.user,
        conversation=_conversations(made.at_ms, made.user),
        text=made.text,
        guardrail=np.where(
            outcome == logged.BLOCKED, logged.BLOCK, np.where(is_model, logged.PASS, logged.NONE)
        ),
        outcome=outcome,
        input_tokens=put,
        output_tokens=np.minimum(said, made.limit * system.attack.requests_per_attempt),
        tool_calls=made.tools,
        model=np.where(is_model, made.model, logged.SCRIPTED),
        config=made.config,
    )


def _users(attempts: Sequence[Attempt | EarlierUse]) -> Numbers:
    return np.array([int(attempt.user_id[2:]) for attempt in attempts], np.int64)


def _conversations(at_ms: Numbers, user: Numbers) -> Numbers:
    """Numbers of an attacker's conversations, apart from those of customers."""
    return (user + SLOTS) * SLOTS * SLOTS + at_ms // (TALK_MIN * 60_000) + SLOTS


def _outcomes(attempts: Sequence[Attempt], force: Force, place: Numbers, chance: Chances) -> Numbers:
    """What the service logged; an attempt that met no model is logged like any request then."""
    known = np.array([LOGGED.get(attempt.outcome, -1) for attempt in attempts], np.int64)
    scripted = np.where(chance < force.script[place, 0], logged.DEGRADED, logged.HANDED_OVER)
    elsewhere = np.where(force.is_off[place] == 1, logged.UNSERVED, scripted)
    return np.where(known >= 0, known, elsewhere)


def _bursts(system: AISystem, force: Force) -> Numbers:
    """Tokens of a successful attempt, by step."""
    whole = system.attack.tokens_per_request * system.attack.requests_per_attempt
    return np.array([int(whole * controls.attack_tokens) for controls in force.controls], np.int64)


def _tools(trajectory: Trajectory, force: Force) -> Numbers:
    """Tool actions of the attempts that succeeded, decided by the tape as in the simulation."""
    probability = trajectory.system.attack.tool_probability
    called = [
        outcome == "harmful" and draw[7] < probability * controls.tools
        for (active, ends), controls in zip(trajectory.tried, force.controls[1:], strict=True)
        for draw, (outcome, _) in zip(active, ends, strict=True)
    ]
    return np.array(called, np.int64)


def _fitting(
    trajectory: Trajectory, attempts: Sequence[Attempt], force: Force, place: Numbers, chance: Chances
) -> list[int]:
    """Which texts fit each attempt.

    One that got past the guardrail shows none that a pattern matches. One that the guardrail stopped shows
    a match as often as the written patterns, and no other rule, were what stopped it.
    """
    listed, texts = _listed(trajectory), trajectory.system.log
    shares = [
        [share(group, found_by_any(texts, patterns)) for group in corpus_of(texts).techniques]
        for patterns in force.patterns
    ]
    return [
        _fit(attempt, force, step, shares[rule][attempt.technique], luck, listed[attempt.user_id])
        for attempt, step, rule, luck in zip(
            attempts, place.tolist(), force.rules[place].tolist(), chance.tolist(), strict=True
        )
    ]


def _listed(trajectory: Trajectory) -> dict[str, float]:
    """Coverage of a block list above which each attacker is on it."""
    tape = trajectory.tape
    return dict(zip(tape.user_ids, tape.listed_from, strict=True))


def _fit(attempt: Attempt, force: Force, step: int, caught: float, luck: float, listed_from: float) -> int:
    controls = force.controls[step]
    if attempt.outcome == "not_reached":
        return ANY
    if attempt.outcome != "blocked":
        return OTHER
    if listed_from < controls.user_coverage or attempt.user_id in controls.blocked_users:
        return ANY
    stopped = 1.0 - controls.miss_of(attempt.technique)
    return FOUND if caught >= stopped * (1.0 - 1e-9) or luck < caught / stopped else OTHER


def _texts(
    system: AISystem,
    attempts: Sequence[Attempt],
    force: Force,
    place: Numbers,
    kinds: Sequence[int],
    chance: Chances,
) -> Numbers:
    """A text for each attempt, from those of its technique that fit."""
    corpus, rules = corpus_of(system.log), force.rules[place]
    techniques = np.array([attempt.technique for attempt in attempts], np.int64)
    code = (rules * len(corpus.techniques) + techniques) * 3 + np.array(kinds, np.int64)
    texts = np.zeros(len(attempts), np.int64)
    for each in np.unique(code).tolist():
        rest, kind = divmod(each, 3)
        rule, technique = divmod(rest, len(corpus.techniques))
        chosen = code == each
        allowed = _allowed(system, force.patterns[rule], kind)
        texts[chosen] = choose(corpus.techniques[technique], allowed, chance[chosen])
    return texts


def _allowed(system: AISystem, patterns: tuple[str, ...], kind: int) -> NDArray[np.bool_] | None:
    found = found_by_any(system.log, patterns)
    return {ANY: None, FOUND: found, OTHER: ~found}[kind]
