"""Whether a stored exercise can be played again as it was; where it can't, a sentence says why.

The AI system is computed anew from what the log recorded of each act: its parameters, the effect that was
measured, the evidence it overwrote. What the log can't hold is the code of an action and of the engine.
"""

from collections.abc import Iterator, Sequence

from engine.errors import Unplayable
from engine.log import events as e
from engine.log.acts import Act, decisions_of
from engine.log.fact import FORMAT_VERSION
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.simulation.action import check_params
from engine.simulation.controls import Controls
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision
from engine.simulation.tape import ENGINE_VERSION
from engine.timeline import Decisions

FOLDER = "engine/simulation/containment"
"""Where the file of an action belongs."""

OLD = "use the Tplus it was played with."


def check_version(created: e.ExerciseCreated) -> None:
    """Refuse a log that another Tplus wrote in a way this one does not know.

    Raises:
        Unplayable: the version of the log's format or of its engine is unknown.

    """
    for name, version, known in (
        ("log format", created.format_version, FORMAT_VERSION),
        ("engine version", created.engine_version, ENGINE_VERSION),
    ):
        if not 1 <= version <= known:
            raise Unplayable(
                f"The exercise has {name} {version}, and this Tplus knows {name} {known} at most; "
                "open it with the Tplus that created it, or a later one."
            )


def check_actions(scenario: Scenario, state: State) -> None:
    """Refuse an exercise that rests on an action this Tplus has not.

    Raises:
        Unplayable: the log or its scenario names an action that the catalogue lacks.

    """
    for problem in _missing(scenario, state):
        raise Unplayable(problem)


def problems(scenario: Scenario, state: State, events: Sequence[e.Event]) -> Iterator[str]:
    """Everything in which the exercise, played again, differs from what its events recorded."""
    missing = tuple(_missing(scenario, state))
    yield from missing
    if not missing:
        yield from _other_switches(scenario, state)
        yield from _other_telemetry(scenario, state, events)


def _missing(scenario: Scenario, state: State) -> Iterator[str]:
    for act in state.acts:
        for decision in decisions_of(act):
            yield from (f"{_event(act)} {problem}" for problem in _problems_of(decision))
    lacking = [name for name in scenario.ai_system.controls if name not in actions()]
    yield from (f"Event 1 holds a scenario with {_lacks(name)}" for name in lacking)


def _problems_of(decision: Decision) -> Iterator[str]:
    """Why a decision has no effect, or another one, today; what an inject tells has no parameters."""
    action = actions().get(decision.action)
    if action is None:
        yield f"applied or lifted {_lacks(decision.action)}"
    elif decision.params and not decision.lifted:
        yield from (f"no longer fits: {problem}." for problem in check_params(action, dict(decision.params)))


def _lacks(action_id: str) -> str:
    return f"the action {action_id!r}, which this Tplus has not; put {FOLDER}/{action_id}.py back to open it."


def _other_switches(scenario: Scenario, state: State) -> Iterator[str]:
    """The first act after which the switches are not those it recorded."""
    timeline, until_now = state.timeline(scenario), Decisions()
    for act in state.acts:
        until_now += decisions_of(act)
        recorded = None if isinstance(act, e.InjectDelivered) else act.controls_after
        if recorded is not None and Controls.from_json(recorded) != timeline.under(until_now).last_controls:
            name = until_now[-1].action
            yield f"{_event(act)} recorded other switches after {name!r} than the actions set today; {OLD}"
            return


def _other_telemetry(scenario: Scenario, state: State, events: Sequence[e.Event]) -> Iterator[str]:
    """The first event whose moment does not look as it did; later decisions change nothing about it."""
    timeline = state.timeline(scenario)
    for event in events:
        recorded = getattr(event, "telemetry", None) or {}
        now = timeline.telemetry(event.at_ms).to_json() if recorded else {}
        if any(now.get(name, value) != value for name, value in recorded.items()):
            yield f"{_event(event)} recorded other telemetry than is computed today; {OLD}"
            return


def _event(event: e.Event | Act) -> str:
    return f"Event {event.seq} ({offset_label(event.at_ms)})"
