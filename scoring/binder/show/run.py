"""The run of show: what happens at which minute, from the doors to the hot wash."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.story import filled
from scoring.binder.paper import Source
from scoring.binder.setting import BRIEFING_MS, HOT_WASH_MS, RATING_MS, WELCOME_MS
from scoring.binder.show.due import Due, between, due
from scoring.binder.words import minutes

DOORS_MS = 15 * MINUTE_MS
"""How long before the welcome the room is ready (assumption)."""
READ_MS, ANSWER_MS, RECORD_MS = 2 * MINUTE_MS, 3 * MINUTE_MS, 1 * MINUTE_MS
"""Time an inject takes: to read it, for each question, and to note what was decided (assumption: the usual
ten to twelve minutes for an inject of three questions)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the meeting; times count from StartEx."""

    at_ms: int
    length_ms: int
    title: str
    told: str
    """What happens in it, as participants may know it."""
    asked: str = ""
    """What the facilitator does in it beside that."""


@dataclass(frozen=True, slots=True)
class Beat:
    """An inject in its place: what is due by then, and how much time there is until the next."""

    number: int
    inject: Inject
    until_ms: int
    """When the next inject comes, or EndEx."""
    done: tuple[Due, ...]
    """What a trained team has done since the inject before, up to this one."""
    coming: tuple[Due, ...]
    """What falls due before the next inject."""

    @property
    def room_ms(self) -> int:
        """Time until the next inject."""
        return self.until_ms - self.inject.time

    @property
    def needed_ms(self) -> int:
        """Time that reading it, talking about its questions and noting the decisions takes."""
        asked = sum(item.core for item in self.inject.questions)
        return READ_MS + asked * ANSWER_MS + (RECORD_MS if asked else 0)

    @property
    def pause(self) -> str:
        """When to stop the clock here; empty where there is time enough."""
        if not self.inject.questions or self.needed_ms <= self.room_ms:
            return ""
        return (
            f"The questions need about {minutes(self.needed_ms)} and the next inject comes after"
            f" {minutes(self.room_ms)}. Pause the clock while the room is still deciding."
        )


def stretches(source: Source) -> tuple[Stretch, ...]:
    """The parts of the meeting before StartEx, play, and after EndEx; no inject is named."""
    end_ms = source.scenario.duration_ms
    welcome_ms = -WELCOME_MS - BRIEFING_MS
    return (
        Stretch(
            welcome_ms - DOORS_MS,
            DOORS_MS,
            "Doors",
            "People arrive, join on their phones and choose their roles.",
            "Projector and control room are open; every phone shows its seat; attendance sheet and role"
            " cards are handed out; evaluators know whom they watch.",
        ),
        Stretch(
            welcome_ms,
            WELCOME_MS,
            "Welcome",
            "Purpose, ground rules, words that stop the exercise.",
            "Read the ground rules out. Say who takes notes, who rates, and what becomes of both.",
        ),
        Stretch(
            -BRIEFING_MS,
            BRIEFING_MS,
            "Situation",
            "The situation at the start, and time to read the role cards.",
            "Read the situation out. Ask who may approve what, and let the room answer.",
        ),
        Stretch(0, end_ms, "Play", "The exercise runs on its own clock.", "Start the clock: StartEx."),
        Stretch(
            end_ms,
            RATING_MS,
            "End",
            "The exercise ends; feedback forms are filled in.",
            "EndEx. Evaluators give their ratings before anybody compares.",
        ),
        Stretch(
            end_ms + RATING_MS,
            HOT_WASH_MS,
            "Hot wash",
            "What went well, what to improve, who takes it on.",
            "Everybody speaks once before anybody speaks twice; write down an owner for each point.",
        ),
    )


def scheduled(scenario: Scenario) -> tuple[Inject, ...]:
    """Injects that the clock or a condition delivers, in the order of time, figures marked by their names."""
    return tuple(filled(item, dict) for item in scenario.injects if not item.contingency)


def reserve(scenario: Scenario) -> tuple[Inject, ...]:
    """Injects that the facilitator holds back."""
    return tuple(filled(item, dict) for item in scenario.injects if item.contingency)


def beats(source: Source) -> tuple[Beat, ...]:
    """Every scheduled inject in its place."""
    return tuple(_beats(source))


def _beats(source: Source) -> Iterator[Beat]:
    found, injects = due(source), scheduled(source.scenario)
    before_ms = -1
    for number, inject in enumerate(injects, start=1):
        until_ms = _next_ms(source.scenario, injects, inject.time)
        yield Beat(
            number,
            inject,
            until_ms,
            between(found, before_ms, inject.time),
            between(found, inject.time, until_ms),
        )
        before_ms = max(before_ms, inject.time)


def _next_ms(scenario: Scenario, injects: tuple[Inject, ...], after_ms: int) -> int:
    """When the next inject that the clock delivers comes; EndEx after the last."""
    coming = (item.time for item in injects if item.time > after_ms and item.when is None)
    return min(coming, default=scenario.duration_ms)
