"""A person in an exercise: the present state, and the seat that looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from engine.log.fact import SCRIBE
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from ui.server import process

SPOKEN_ROLE = "speaks:for"
"""Where in the session the role is kept in whose name a scribe acts."""


@dataclass(frozen=True, slots=True)
class Room:
    """What every part of a seat's screen is drawn from."""

    snapshot: Snapshot
    seat: Seat

    @property
    def scenario(self) -> Scenario:
        """The scenario that is played."""
        return self.snapshot.scenario

    @property
    def state(self) -> State:
        """Where the exercise stands."""
        return self.snapshot.state

    @property
    def speaks_for_others(self) -> bool:
        """Whether this person may record what the room decides, in the name of its roles."""
        is_scribe = SCRIBE in self.state.holds(self.seat.participant_id)
        return self.state.is_discussed and (is_scribe or self.seat.app_role == "facilitator")

    @property
    def spoken_role(self) -> str:
        """The role in whose name a scribe acts now; empty for everybody else."""
        chosen = str(st.session_state.get(SPOKEN_ROLE) or "")
        return chosen if self.speaks_for_others and chosen in self.scenario.role_names() else ""

    @property
    def acting_roles(self) -> tuple[str, ...]:
        """The roles whose authority counts for what this person does now."""
        return self.state.acts_as(self.seat.participant_id, self.spoken_role)

    @property
    def names(self) -> Mapping[str, str]:
        """Names of participants by id, this moment's: one's own must be there at once."""
        return process.names_now(self.snapshot)

    @property
    def at_ms(self) -> int:
        """Exercise time at this moment."""
        return process.now_ms(self.snapshot)


def room_of(seat: Seat) -> Room:
    """The room of a seat, as its log says now."""
    return Room(process.session().current(seat.exercise_id), seat)
