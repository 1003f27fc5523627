"""A demonstration: finished exercises of two teams over five quarters, and one that is live now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands import CreateExercise
from engine.files.loader import LoadedScenario
from engine.log.events import Event
from engine.log.fact import Aids, Conditions
from engine.rehearsal.plan import names_of
from engine.rehearsal.play import rehearse
from engine.rehearsal.reference import SKILLS, reference_team
from engine.rehearsal.teams import team
from engine.running.session import Session
from engine.scenario.times import MINUTE_MS

QUARTER = timedelta(days=91)
"""A quarter of a year, as far as the demonstration goes."""


@dataclass(frozen=True, slots=True)
class Past:
    """A finished exercise of the demonstration."""

    quarters_ago: int
    days: int
    """Days before the quarter's own day, so that two of a quarter lie apart."""
    scenario: int
    """Place in `PLAYED`."""
    skill: str
    """Skill of the reference team that plays it (`engine.rehearsal.reference`)."""
    seed: int
    team: str
    aids: Aids = "guided"


PLAYED = ("customer-chatbot-jailbreak", "helpful-summary-leak")
"""The scenarios of the demonstration: two, so that teams can be compared like with like."""

FINISHED: tuple[Past, ...] = (
    Past(4, 2, 0, "novice", 11, "Blue team"),
    Past(4, 20, 1, "novice", 23, "Blue team"),
    Past(4, 9, 1, "trained", 31, "Green team"),
    Past(3, 2, 1, "novice", 5, "Blue team"),
    Past(3, 20, 0, "novice", 37, "Blue team"),
    Past(3, 9, 0, "trained", 7, "Green team"),
    Past(2, 2, 0, "trained", 8, "Blue team"),
    Past(2, 20, 1, "trained", 41, "Blue team"),
    Past(2, 9, 1, "trained", 13, "Green team", "unaided"),
    Past(1, 2, 1, "trained", 19, "Blue team", "unaided"),
    Past(1, 20, 0, "trained", 17, "Blue team", "unaided"),
    Past(0, 2, 0, "expert", 29, "Blue team", "unaided"),
    Past(0, 20, 1, "expert", 43, "Blue team", "unaided"),
    Past(0, 9, 0, "trained", 47, "Green team", "unaided"),
)
"""Blue grows from novice to expert, two exercises a quarter; Green stays as it is and misses one quarter."""

LIVE_AT_MS = 17 * MINUTE_MS
"""Exercise time at which the live exercise is handed over: two injects have been delivered."""


def fill(session: Session, scenarios: Sequence[LoadedScenario]) -> str:
    """Store the demonstration; the id of the exercise that is live.

    Raises:
        ValueError: the store holds exercises already.

    """
    if session.store.last_seqs():
        raise ValueError("The database holds exercises already; use an empty one for the demonstration.")
    now = session.clock()
    known = {loaded.scenario.id: loaded for loaded in scenarios}
    played = [known.get(name, scenarios[n % len(scenarios)]) for n, name in enumerate(PLAYED)]
    for past in FINISHED:
        start = now - QUARTER * past.quarters_ago - timedelta(days=past.days)
        _store_finished(session, played[past.scenario], past, start=start)
    return _start_live(session, played[0])


def _store_finished(session: Session, loaded: LoadedScenario, past: Past, *, start: datetime) -> None:
    create = _shown(
        loaded.creation(
            seed=past.seed,
            simulated=past.skill,
            organisation_team=past.team,
            conditions=Conditions(aids=past.aids),
        )
    )
    skill = next(item for item in SKILLS if item.name == past.skill)
    fielded = reference_team(skill, loaded.scenario, seed=past.seed)
    played = rehearse(create, loaded.scenario, fielded, start=start)
    _store(session, loaded, played.events)


def _shown(create: CreateExercise) -> CreateExercise:
    """The same, marked as a demonstration."""
    return create.model_copy(update={"demo": True})


def _store(session: Session, loaded: LoadedScenario, events: Sequence[Event]) -> str:
    seated = team("nothing", loaded.scenario, seed=0)
    exercise_id = session.add(events, names_of(seated, facilitator="Demo facilitator"))
    session.keys(exercise_id)
    return exercise_id


def _start_live(session: Session, loaded: LoadedScenario) -> str:
    """The opening of a rehearsal, its clock running on from now."""
    create = _shown(loaded.creation(seed=7, simulated="playbook", organisation_team="Blue team"))
    fielded = team("playbook", loaded.scenario, seed=7)
    now = session.clock()
    played = rehearse(create, loaded.scenario, fielded, start=now - timedelta(milliseconds=LIVE_AT_MS))
    opening = [event for event in played.events if event.at_ms <= LIVE_AT_MS]
    return _store(session, loaded, opening)
