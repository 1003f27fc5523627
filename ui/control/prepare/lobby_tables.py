"""What a facilitator checks before the start and while people answer; pure."""

from urllib.parse import urlsplit

from engine.decide.approval import can_be_held
from engine.log.events import InjectDelivered
from engine.log.shown import ShownExhibit
from engine.log.state import State
from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.schedule import msel
from engine.story import filled
from ui.language.words import either, many, t


def is_local(address: str) -> bool:
    """Whether an address leads to the computer it is opened on, and nowhere else."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def checklist(scenario: Scenario, state: State) -> list[tuple[bool, str]]:
    """What should be so before StartEx, by whether it is."""
    held = {role for seat in state.participants.values() for role in seat.roles}
    here = sum(seat.app_role == "participant" for seat in state.participants.values())
    missing = [role.role for role in scenario.roles if role.role not in held]
    held_by = t("every role is held")
    if missing:
        held_by = t("nobody holds {roles} yet", roles=", ".join(missing))
    approvers = [role for role in scenario.authority.approvers(4) if role not in scenario.unreachable]
    whom = either(approvers) or t("nobody can")
    return [
        (here > 0, many("{number} participant is here", "{number} participants are here", here)),
        (not missing, held_by),
        (bool(held & set(approvers)), t("somebody can approve level 4 ({whom})", whom=whom)),
        *_stand_in(scenario),
        (not beyond_end(scenario, state), t("every planned inject lies before the end")),
    ]


def _stand_in(scenario: Scenario) -> list[tuple[bool, str]]:
    """Requests that only the facilitator will be able to decide, where there are any."""
    asked = [item for item in scenario.messages if item.approved_by]
    left = [item for item in asked if not can_be_held(scenario, item.approved_by)]
    if not left:
        return []
    roles = either(list(dict.fromkeys(role for item in left for role in item.approved_by)))
    audiences = ", ".join(item.audience for item in left)
    text = t("nobody can hold {roles}: you stand in for messages to {to}", roles=roles, to=audiences)
    return [(False, text)]


def beyond_end(scenario: Scenario, state: State) -> list[str]:
    """Planned injects that are due after the end, with their times."""
    return [
        f"{offset_label(entry.due_ms)} {entry.inject.title}"
        for entry in msel(scenario, state, state.at_ms)
        if entry.due_ms >= state.end_ms and entry.standing == "coming"
    ]


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
