"""An exercise without a web server: the conductor on the real clock, a simulated team, and what happens."""

from collections.abc import Callable, Iterator
from pathlib import Path

from engine import commands as c
from engine.clock import wait
from engine.errors import Refused
from engine.files.loader import LoadedScenario
from engine.log.describe import describe
from engine.rehearsal.live import play_due
from engine.rehearsal.plan import FACILITATOR, names_of
from engine.rehearsal.play import lobby
from engine.rehearsal.teams import TEAMS, team
from engine.running.conductor import Conductor
from engine.running.session import Session
from engine.scenario.times import offset_label
from engine.snapshot import Snapshot
from engine.store.memory import MemoryStore
from engine.store.places import open_store, sqlite_url


class Nobody:
    """Who listens where there are no browsers."""

    def seen(self, snapshot: Snapshot) -> None:
        """Nothing to do."""

    def ticked(self, snapshot: Snapshot) -> None:
        """Nothing to do."""


def session_in(data: Path | None) -> Session:
    """The exercises of a folder's database, made where there is none; of memory where no folder is given."""
    return Session(open_store(sqlite_url(data)) if data else MemoryStore())


def begin(session: Session, loaded: LoadedScenario, team_name: str, *, seed: int, rate: float) -> str:
    """A new exercise whose clock runs, played by a simulated team; its id.

    Raises:
        Refused: there is no team of that name.

    """
    if team_name not in TEAMS:
        raise Refused(f"There is no team {team_name!r}; choose from: {', '.join(TEAMS)}.")
    scenario = loaded.scenario
    fielded = team(team_name, scenario, seed=seed)
    create = loaded.creation(seed=seed, simulated=team_name).model_copy(update={"demo": True})
    opening = lobby(create, scenario, fielded, start=session.clock())
    exercise_id = session.add(opening, names_of(fielded, facilitator="Simulated facilitator"))
    session.execute(exercise_id, c.StartClock(by=FACILITATOR, rate=rate))
    return exercise_id


def follow(session: Session, exercise_id: str, *, pause: Callable[[float], object] = wait) -> Iterator[str]:
    """What happens in an exercise, a line each, conducting it until it has ended."""
    conductor = Conductor(session, Nobody(), play=play_due)
    conductor.look()
    told = 0
    while True:
        pause_s = conductor.conduct()
        snapshot = session.current(exercise_id)
        for event in snapshot.events[told:]:
            yield f"{offset_label(event.at_ms)}  {describe(snapshot.scenario, event)}"
        told = len(snapshot.events)
        if snapshot.has_ended:
            return
        pause(pause_s)
