"""What participants and facilitators said to each other beside the exercise; pure."""

from engine.log.events import ObservationRecorded
from engine.log.fact import EVERYBODY, FACILITATOR
from engine.log.state import State

Said = tuple[ObservationRecorded, ...]


def dialogue(state: State, participant_id: str) -> Said:
    """What this participant asked, and what was said to them or to everybody, in order; nobody else's."""
    if state.app_role(participant_id) != "participant":
        return ()
    return tuple(
        item for item in state.line if item.by == participant_id or item.to in (participant_id, EVERYBODY)
    )


def open_questions(state: State, viewer: str) -> Said:
    """Questions that nobody has answered, the oldest first: all for a facilitator, for others their own."""
    leads = state.app_role(viewer) == "facilitator"
    answered = {item.answers for item in state.line}
    asked = (item for item in state.line if item.to == FACILITATOR and item.seq not in answered)
    return tuple(item for item in asked if leads or item.by == viewer)
