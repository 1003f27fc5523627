"""What a facilitator checks before the start and while people answer; pure."""

from urllib.parse import urlsplit

from engine.log.events import InjectDelivered
from engine.log.shown import ShownExhibit
from engine.log.state import State
from engine.preparing import checks
from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.story import filled


def is_local(address: str) -> bool:
    """Whether an address leads to the computer it is opened on, and nowhere else."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def beyond_end(scenario: Scenario, state: State) -> list[str]:
    """Planned injects that are due after the end, with their times."""
    late = checks.beyond_end(scenario, state)
    return [f"{offset_label(entry.due_ms)} {entry.inject.title}" for entry in late]


def as_delivered(inject: Inject) -> InjectDelivered:
    """A planned inject as it would be shown, with the names of its figures marked."""
    shown = filled(inject, dict)
    return InjectDelivered(
        at_ms=inject.time,
        inject_id=inject.id or "",
        title=shown.title,
        text=shown.event,
        due_ms=inject.time,
        manner="due",
        sender=inject.sender,
        delivery=inject.delivery,
        to=inject.to,
        exhibits=tuple(map(ShownExhibit.model_validate, shown.exhibits)),
    )


def silent_roles(state: State) -> tuple[str, ...]:
    """Roles present who were asked by the newest inject with questions and have not answered any of them."""
    asking = [event for event in state.delivered.values() if event.questions]
    newest = max(asking, key=lambda event: event.seq, default=None)
    if newest is None:
        return ()
    answered = {item.by for item in state.answers if item.inject_id == newest.inject_id}
    waiting = [
        role
        for seat in state.participants.values()
        if seat.app_role == "participant" and seat.id not in answered
        for role in seat.roles
        if not newest.to or role in newest.to
    ]
    return tuple(dict.fromkeys(waiting))
