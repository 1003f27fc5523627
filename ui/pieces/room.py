"""A person in an exercise: the present state, and the seat that looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.identity import Seat
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.snapshot import Snapshot
from ui.server import process


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
    def names(self) -> Mapping[str, str]:
        """Names of participants by id, this moment's: one's own must be there at once."""
        return process.session().names(self.snapshot.exercise_id)

    @property
    def at_ms(self) -> int:
        """Exercise time at this moment."""
        return process.now_ms(self.snapshot)


def room_of(seat: Seat) -> Room:
    """The room of a seat, as its log says now."""
    return Room(process.session().current(seat.exercise_id), seat)
