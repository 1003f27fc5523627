"""Decisions about injects and answers."""

from collections.abc import Callable, Iterator
from typing import Any

from engine import commands as c
from engine.decide.response import taken_back
from engine.errors import Refused
from engine.log import events as e
from engine.log.shown import ShownExhibit, ShownQuestion
from engine.log.state import State
from engine.scenario.exercise import Inject
from engine.scenario.nearest import suggestion
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.schedule import find_inject, msel
from engine.simulation.run.catalogue import actions
from engine.story import FIELDS, figures, filled, unknown_fields


def deliver(scenario: Scenario, state: State, command: c.DeliverInject, at_ms: int) -> tuple[e.Event, ...]:
    """The inject as participants see it; nothing if they have seen it, or it is not due yet."""
    inject_id = command.inject_id
    if inject_id in state.delivered:
        return ()
    if state.phase == "lobby":
        raise Refused("The exercise has not started; injects are delivered once the clock runs.")
    entry = next((item for item in msel(scenario, state, at_ms) if item.inject_id == inject_id), None)
    if entry is None:
        raise Refused(f"There is no inject {inject_id!r} in this exercise.")
    if entry.standing == "dropped":
        raise Refused(f"Inject {inject_id!r} was dropped; add a new one instead.")
    if command.manner == "due" and entry.standing != "due":
        return ()
    manner = "ad_hoc" if inject_id in state.added else command.manner
    inject = filled(entry.inject, lambda: figures(state.timeline(scenario), at_ms))
    return (
        *_ended(scenario, state, inject, command.by, at_ms),
        _shown(inject, command, manner, due_ms=entry.due_ms, at_ms=at_ms),
    )


def _ended(scenario: Scenario, state: State, inject: Inject, by: str, at_ms: int) -> Iterator[e.Event]:
    """What the actions an inject tells of take back."""
    for name in inject.applies or ():
        yield from taken_back(scenario, state, actions()[name], by=by, at_ms=at_ms)


def _shown(
    inject: Inject, command: c.DeliverInject, manner: Any, *, due_ms: int, at_ms: int
) -> e.InjectDelivered:
    return e.InjectDelivered(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        inject_id=command.inject_id,
        title=inject.title,
        text=inject.event,
        due_ms=due_ms,
        manner=manner,
        signals=bool(inject.signals),
        sender=inject.sender,
        delivery=inject.delivery,
        to=inject.to,
        exhibits=tuple(map(ShownExhibit.model_validate, inject.exhibits)),
        questions=tuple(map(ShownQuestion.model_validate, inject.questions)),
        applies=inject.applies or (),
        overwrites={
            name: actions()[name].overwrites for name in inject.applies or () if actions()[name].overwrites
        },
    )


def answer(_scenario: Scenario, state: State, command: c.SubmitAnswer, at_ms: int) -> tuple[e.Event, ...]:
    """The answer; accepted while paused too, so that nothing typed is lost."""
    delivered = state.delivered.get(command.inject_id)
    if delivered is None:
        raise Refused("This inject has not been delivered yet.")
    if command.question_id not in {item.id for item in delivered.questions}:
        raise Refused(f"Inject {delivered.title!r} has no question {command.question_id!r}.")
    return (
        e.AnswerSubmitted(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            inject_id=command.inject_id,
            question_id=command.question_id,
            text=command.text,
        ),
    )


def adjust(scenario: Scenario, state: State, command: c.AdjustSchedule, at_ms: int) -> tuple[e.Event, ...]:
    """A changed schedule; what has happened can't be changed."""
    fields = _ADJUST[command.change](scenario, state, command, at_ms)
    return (e.ScheduleAdjusted(at_ms=at_ms, by=command.by, key=command.key, change=command.change, **fields),)


def _end(_scenario: Scenario, state: State, command: c.AdjustSchedule, at_ms: int) -> dict[str, Any]:
    if command.end_ms is None or command.end_ms <= at_ms:
        raise Refused(f"The end must lie after now ({offset_label(at_ms)}); give a later time.")
    return {"end_ms": command.end_ms}


def _add(_scenario: Scenario, state: State, command: c.AdjustSchedule, at_ms: int) -> dict[str, Any]:
    if not command.text:
        raise Refused("An inject needs a text that participants can read.")
    _check_fields(command)
    due_ms = _future(state, command.due_ms, at_ms)
    inject_id = f"ad-hoc-{len(state.added) + 1}"
    inject: dict[str, Any] = {
        "id": inject_id,
        "title": command.title or "New information",
        "event": command.text,
        "time": due_ms,
        "to": list(command.to),
        "signals": False,
        "questions": [
            {"id": f"{inject_id}-q{number}", "text": text}
            for number, text in enumerate(filter(None, command.questions), start=1)
        ],
    }
    return {"inject_id": inject_id, "due_ms": due_ms, "inject": inject}


def _check_fields(command: c.AdjustSchedule) -> None:
    for name in unknown_fields((command.title, command.text, *command.questions)):
        raise Refused(f"{{{{{name}}}}} is no figure of the AI system; {suggestion(name, FIELDS)}")


def _edit(scenario: Scenario, state: State, command: c.AdjustSchedule, _at_ms: int) -> dict[str, Any]:
    """Another headline, text or addressees of an inject nobody has seen; an empty text stays as it was."""
    _undelivered(scenario, state, command)
    _check_fields(command)
    inject = find_inject(scenario, state, command.inject_id)
    texts = {"title": command.title, "event": command.text}
    given = {name: value for name, value in texts.items() if value} | {"to": command.to}
    if inject is None or inject.model_copy(update=given) == inject:
        raise Refused("Nothing was changed; write another headline or text, or choose other roles.")
    return {"inject_id": command.inject_id, "inject": inject.model_copy(update=given).model_dump(mode="json")}


def _restore(_scenario: Scenario, state: State, command: c.AdjustSchedule, _at_ms: int) -> dict[str, Any]:
    if command.inject_id not in state.dropped:
        raise Refused(f"Inject {command.inject_id!r} was not dropped, so there is nothing to take back.")
    return {"inject_id": command.inject_id}


def _move(scenario: Scenario, state: State, command: c.AdjustSchedule, at_ms: int) -> dict[str, Any]:
    _undelivered(scenario, state, command)
    return {"inject_id": command.inject_id, "due_ms": _future(state, command.due_ms, at_ms)}


def _mark(scenario: Scenario, state: State, command: c.AdjustSchedule, _at_ms: int) -> dict[str, Any]:
    _undelivered(scenario, state, command)
    return {"inject_id": command.inject_id}


def _future(state: State, due_ms: int | None, at_ms: int) -> int:
    due = at_ms if due_ms is None else due_ms
    if due < at_ms:
        raise Refused(f"{offset_label(due)} has passed; it is {offset_label(at_ms)} now.")
    if due > state.end_ms:
        raise Refused(f"The exercise ends at {offset_label(state.end_ms)}; extend the end first.")
    return due


def _undelivered(scenario: Scenario, state: State, command: c.AdjustSchedule) -> None:
    if find_inject(scenario, state, command.inject_id) is None:
        raise Refused(f"There is no inject {command.inject_id!r} in this exercise.")
    if command.inject_id in state.delivered:
        raise Refused("This inject has been delivered already; add a new one to correct it.")


_ADJUST: dict[str, Callable[[Scenario, State, c.AdjustSchedule, int], dict[str, Any]]] = {
    "end": _end,
    "add": _add,
    "move": _move,
    "hold": _mark,
    "release": _mark,
    "drop": _mark,
    "edit": _edit,
    "restore": _restore,
}
