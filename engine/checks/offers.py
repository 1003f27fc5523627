"""Whether an exercise asks only for what its AI system has: actions it offers, and work of an agent."""

from collections.abc import Iterator

from engine.scenario.exercise import Exercise
from engine.scenario.explain import Fault
from engine.scenario.place import Place
from engine.scenario.resolve import Scenario
from engine.simulation.run.catalogue import actions, offered

OF_AN_AGENT = ("calls_pending", "calls_after_stop", "stop_latency")
"""What can be measured of an agent's tool calls only."""


def offer_warnings(exercise: Exercise, scenario: Scenario) -> Iterator[Fault]:
    """A warning for each action that changes nothing in this AI system, and each check that always passes."""
    lacking = set(actions()) - set(offered(scenario.ai_system))
    yield from (_changes_nothing(place, name) for place, name in _named(exercise) if name in lacking)
    if scenario.ai_system.calls is None:
        yield from _always_pass(exercise)


def _named(exercise: Exercise) -> Iterator[tuple[Place, str]]:
    """The actions that an exercise names itself, with their places."""
    for n, step in enumerate(exercise.expectations.recovery or ()):
        yield ("exercise", "expectations", "recovery", n, "action"), step.action or ""
    for n, inject in enumerate(exercise.scenario.injects):
        for m, name in enumerate(inject.applies or ()):
            yield ("exercise", "scenario", "injects", n, "applies", m), name


def _always_pass(exercise: Exercise) -> Iterator[Fault]:
    for n, check in enumerate(exercise.expectations.verification or ()):
        if check.measures in OF_AN_AGENT:
            place: Place = ("exercise", "expectations", "verification", n, "measures")
            message = f"`{check.measures}` always passes: this AI system has no agent that makes calls"
            yield Fault(place, message, "measure something else, or give `ai_system.calls`", "warning")


def _changes_nothing(place: Place, name: str) -> Fault:
    message = f"`{name}` changes nothing: this AI system does not offer it"
    return Fault(place, message, f"leave it out, or name `{name}` in `ai_system.controls`", "warning")
