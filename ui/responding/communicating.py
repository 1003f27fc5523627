"""Messages: a template to start from, approval where it is wanted, and sending."""

from ui import panels, result_frames
from ui.live import outbox
from ui.live.outbox import Box, Button, Choice, Draft
from ui.responding.audiences import audiences
from ui.room import Room

BUTTONS = (Button("message", "Send the message"), Button("request", "Ask for its approval"))


def draw(room: Room) -> None:
    """A message to an audience, from a template or from scratch."""
    outbox.draw(
        room.seat, Box("message", "Message", BUTTONS, 8, choices=_choices(room), templates=_templates(room))
    )
    panels.table(result_frames.message_rows(room.state, room.names), "No message has been sent yet.")


def _choices(room: Room) -> tuple[Choice, ...]:
    asked = (item.request for item in room.state.approvals.values())
    references = tuple(request.approval_id for request in asked if request.about == "message")
    return (
        Choice("audience", "To", tuple(audiences(room.scenario)), "Choose an audience"),
        Choice("approval_id", "Reference of its approval", references, "None"),
    )


def _templates(room: Room) -> tuple[Draft, ...]:
    return tuple(Draft(item.id, item.name, item.text) for item in room.scenario.templates)
