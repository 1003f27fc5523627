"""What many tests need: the shipped content, the seed's exercise, a clock that obeys and a quick play."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from engine import commands as c
from engine.files.loader import LoadedScenario, load_content, load_exercise
from engine.files.shelf import Shelf, open_shelf
from engine.log.events import Event
from engine.log.state import fold
from engine.rehearsal.play import Rehearsal, rehearse
from engine.rehearsal.teams import team
from engine.running.session import Session
from engine.scenario.resolve import Content, scenario_from_stored
from engine.snapshot import Snapshot
from engine.store import EventStore
from engine.store.memory import MemoryStore
from scoring.case import Case
from scoring.history.points import ReadinessPoint, point
from scoring.rubric import Rubric, rubric_from
from scoring.score import score

SEED_FOLDER = Path(__file__).parent / "seed"
SEED_EXERCISE = SEED_FOLDER / "tabletop_scenario_1.yml"
SHIPPED = Path(__file__).parent.parent / "scenarios" / "exercises"
RICH_EXERCISE = SHIPPED / "customer-chatbot-jailbreak.yml"
START = datetime(2026, 3, 3, 14, 15, tzinfo=UTC)
PATIENCE_S = 90
"""Far more than a busy machine needs; every wait ends as soon as what it waits for is there."""


class ManualClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The present moment."""
        return self.now

    def advance(self, **by: float) -> None:
        """Let time pass, for example ``advance(minutes=5)``."""
        self.now += timedelta(**by)


@cache
def content() -> Content:
    """The shipped content."""
    return load_content()


@cache
def shelf() -> Shelf:
    """What can be used of the shipped files."""
    return open_shelf()


@cache
def seed_exercise() -> LoadedScenario:
    """The published exercise, unchanged."""
    return load_exercise(SEED_EXERCISE, content())


@cache
def rich_exercise() -> LoadedScenario:
    """Our own rendition of it."""
    return load_exercise(RICH_EXERCISE, content())


@cache
def rubric() -> Rubric:
    """The shipped rubric."""
    return rubric_from(content().rubric)


def create_command(loaded: LoadedScenario, *, seed: int = 1, team_name: str = "") -> c.CreateExercise:
    """The command that begins an exercise of this scenario."""
    return loaded.creation(seed=seed, simulated=team_name)


@cache
def played(name: str = "playbook", *, seed: int = 1, is_rich: bool = False) -> Rehearsal:
    """A whole exercise as a simulated team plays it."""
    loaded = rich_exercise() if is_rich else seed_exercise()
    fielded = team(name, loaded.scenario, seed=seed)
    return rehearse(create_command(loaded, seed=seed, team_name=name), loaded.scenario, fielded)


def snapshot_of(events: tuple[Event, ...], exercise_id: str = "x-1") -> Snapshot:
    """An exercise as a store would give it."""
    state = fold(events)
    assert state.created is not None
    return Snapshot(exercise_id, scenario_from_stored(state.created.scenario), state, events)


def point_of(events: tuple[Event, ...], exercise_id: str = "x-1") -> ReadinessPoint:
    """An exercise on the readiness chart, scored under the shipped rubric."""
    snapshot = snapshot_of(events, exercise_id)
    return point(snapshot, score(Case(snapshot.scenario, events, rubric())))


class Room:
    """A live exercise with a facilitator, a responder and a CISO, on a clock that obeys."""

    def __init__(
        self,
        loaded: LoadedScenario | None = None,
        store: EventStore | None = None,
        *,
        seats: tuple[str, str] = ("Incident commander", "CISO"),
    ) -> None:
        self.clock = ManualClock()
        self.session = Session(store or MemoryStore(), clock=self.clock)
        self.keys = self.session.create(loaded or seed_exercise(), seed=1)
        self.id = self.keys.exercise_id
        self.facilitator = self.join("Fay Example", app_role="facilitator")
        self.responder = self.join("Sam Example", *filter(self._is_role, ("Security operations", seats[0])))
        self.ciso = self.join("Cleo Example", seats[1])

    def _is_role(self, role: str) -> bool:
        return role in self.session.current(self.id).scenario.role_names()

    def join(self, name: str, *roles: str, app_role: str = "participant") -> str:
        """Take a seat; the participant's id."""
        token = self.session.join(self.id, name, roles, app_role=app_role)  # type: ignore[arg-type]
        seat = self.session.seat(token)
        assert seat is not None
        return seat.participant_id

    def start(self, **fields: float) -> "Room":
        """StartEx, with everything that is due delivered."""
        self.session.execute(self.id, c.StartClock(by=self.facilitator, **fields))
        self.session.conduct(self.id)
        return self

    def after(self, **by: float) -> "Room":
        """Let wall-clock time pass and deliver what is due."""
        self.clock.advance(**by)
        self.session.conduct(self.id)
        return self

    def do(self, command: c.Command) -> tuple[object, ...]:
        """Give a command; its events."""
        return self.session.execute(self.id, command)

    @property
    def state(self):  # the engine's State
        """The present state."""
        return self.session.current(self.id).state
