"""Messages: a template to start from, approval where it is wanted, and sending."""

from ui.language.words import t
from ui.live import outbox
from ui.live.outbox import Box, Button, Choice, StartingText
from ui.pieces import panels
from ui.pieces.room import Room
from ui.shown import result_tables

BUTTONS = (Button("message", t("Send the message")), Button("request", t("Ask for its approval")))


def draw(room: Room) -> None:
    """A message to an audience, from a template or from scratch."""
    outbox.draw(
        room.seat,
        Box("message", t("Message"), BUTTONS, 8, choices=_choices(room), templates=_templates(room)),
    )
    rows = result_tables.message_rows(room.state, room.names)
    panels.latest(rows[::-1], t("No message has been sent yet."), "messages")


def _choices(room: Room) -> tuple[Choice, ...]:
    asked = (item.request for item in room.state.approvals.values())
    references = tuple(request.approval_id for request in asked if request.about == "message")
    return (
        Choice("audience", t("To"), room.scenario.audiences(), t("Choose an audience")),
        Choice("approval_id", t("Reference of its approval"), references, t("None")),
    )


def _templates(room: Room) -> tuple[StartingText, ...]:
    return tuple(StartingText(item.id, item.name, item.text) for item in room.scenario.templates)
