"""Reference teams of three skills: the playbook's steps with human delays, omissions and texts of a quality.

They measure how hard a scenario is, and how far one team's readiness varies from day to day. They are no
model of any real team; that a skilled one is quicker, leaves out less and writes more is all that they say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from statistics import NormalDist

from engine.commands import Command, RequestApproval, SendMessage, SubmitAnswer
from engine.rehearsal.plan import CommandFor, Group, Planned, Team, in_order, seats
from engine.rehearsal.playbook import playbook_groups
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.tape import World

DAY_SHARE = 0.3
"""Share of the variance of delays that is common to a day (assumption)."""

LOG_SD = 0.6
"""Standard deviation of the logarithm of delays (assumption)."""

SPACING = 0.5
"""Time between the steps of a group, beside what the playbook gives them (assumption)."""

CLOSING = 0.5
"""Delay before the end of recovery, beside that of a step: a team at work on it comes to it sooner
(assumption)."""


@dataclass(frozen=True, slots=True)
class Skill:
    """How quickly a team acts, how much it leaves out, and how much of a text it writes."""

    name: str
    median_min: float
    """Median delay from the moment something becomes possible (assumption)."""
    left_out: float
    """Share of what is to be done that is never done (assumption)."""
    written: float
    """Share of the sentences of a message or an answer that are written (assumption)."""


SKILLS: tuple[Skill, ...] = (
    Skill("novice", 15.0, 0.30, 0.4),
    Skill("trained", 8.0, 0.15, 0.7),
    Skill("expert", 4.0, 0.05, 1.0),
)
"""From the least to the most skilled."""

Law = Callable[[float, float, float], float]
"""A delay in minutes from its median and two uniform draws: the day's, and its own."""


def log_normal(median_min: float, day: float, own: float) -> float:
    """A delay of log-normal law, part of it common to the day."""
    z = sqrt(DAY_SHARE) * _normal(day) + sqrt(1.0 - DAY_SHARE) * _normal(own)
    return median_min * exp(LOG_SD * z)


def exponential(median_min: float, _day: float, own: float) -> float:
    """A delay of exponential law with the same median, nothing of it common to the day."""
    return -median_min / log(2.0) * log(max(1e-12, 1.0 - own))


def _normal(uniform: float) -> float:
    return NormalDist().inv_cdf(min(max(uniform, 1e-9), 1.0 - 1e-9))


def reference_team(skill: Skill, scenario: Scenario, *, seed: int, law: Law = log_normal) -> Team:
    """A team of this skill on one day; the same arguments give the same team."""
    groups = playbook_groups(scenario)
    name = f"reference.{skill.name}"
    chance = World.of(seed)
    day = float(chance.uniforms(f"{name}.day", 1)[0])
    draws = chance.uniforms(f"{name}.groups", 3 * len(groups)).reshape(-1, 3).tolist()
    planned: list[Planned] = []
    declared_ms = 0
    for group, (keep, delay, text) in zip(groups, draws, strict=True):
        if keep < skill.left_out and group.topic != "declare":
            continue
        wait_ms = round(law(skill.median_min, day, delay) * MINUTE_MS)
        start_ms = _possible_ms(group, planned, declared_ms, wait_ms) + wait_ms
        if group.topic == "declare":
            declared_ms = start_ms
        planned += _spaced(group, start_ms, share=skill.written, draw=text)
    return Team(skill.name, seats(scenario), in_order(planned))


def _possible_ms(group: Group, planned: list[Planned], declared_ms: int, wait_ms: int) -> int:
    """From when on a team could begin with a group."""
    if group.possible_ms is None:
        return declared_ms
    if group.topic == "close":
        last_ms = max((step.at_ms for step in planned if step.topic == "recover"), default=group.possible_ms)
        return max(last_ms, group.possible_ms) - round((1.0 - CLOSING) * wait_ms)
    if group.topic in ("answer", "declare"):
        return group.possible_ms
    return max(group.possible_ms, declared_ms)


def _spaced(group: Group, start_ms: int, *, share: float, draw: float) -> Iterator[Planned]:
    """The steps of a group from a moment on, with as much of their texts as the team writes."""
    first_ms = group.steps[0].at_ms if group.steps else 0
    for step in group.steps:
        at_ms = start_ms + round(SPACING * (step.at_ms - first_ms))
        yield replace(step, at_ms=at_ms, build=_written(step.build, share, draw))


def _written(build: CommandFor, share: float, draw: float) -> CommandFor:
    """The command with as much of its text as the team writes."""

    def shortened(by: str) -> Command:
        command = build(by)
        if isinstance(command, SubmitAnswer | SendMessage | RequestApproval) and command.text:
            return command.model_copy(update={"text": _part(command.text, share, draw)})
        return command

    return shortened


def _part(text: str, share: float, draw: float) -> str:
    """Some of a text's sentences, from a place that the draw decides."""
    sentences = [item for item in text.split(". ") if item]
    count = max(1, round(share * len(sentences)))
    start = int(draw * len(sentences))
    kept = {(start + number) % len(sentences) for number in range(count)}
    return ". ".join(item for number, item in enumerate(sentences) if number in kept)
