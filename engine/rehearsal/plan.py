"""A plan: who will ask for what, and when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.commands import Command
from engine.scenario.resolve import Scenario

SIMULATED = "sim-"
"""Start of the participant id of everybody who is simulated."""

FACILITATOR = f"{SIMULATED}facilitator"
"""Participant id of the simulated facilitator."""

CommandFor = Callable[[str], Command]
"""Makes the command for the participant who gives it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One command, when it is given and by which scenario role."""

    at_ms: int
    role: str
    build: CommandFor
    topic: str = ""
    """What it is about, such as ``evidence``; lets a team leave a whole topic out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Steps of a plan that belong together, such as a request, its decision and what was asked for."""

    topic: str
    steps: tuple[Planned, ...]
    possible_ms: int | None = None
    """From when on it could be done; None: once an incident is declared."""


@dataclass(frozen=True, slots=True)
class Team:
    """Simulated participants and what they will do."""

    name: str
    seats: tuple[tuple[str, str], ...]
    """Participant ids with the role each holds."""
    plan: tuple[Planned, ...]

    def participant(self, role: str) -> str:
        """The participant who holds a role; the first where nobody does."""
        return next((seat for seat, held in self.seats if held == role), self.seats[0][0])


def names_of(team: Team, *, facilitator: str) -> dict[str, str]:
    """What simulated people are called on screens, by participant id."""
    return {FACILITATOR: facilitator, **{seat: f"Simulated {role}" for seat, role in team.seats}}


def seats(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """One simulated participant for every role of the scenario."""
    names = enumerate(scenario.role_names(), start=1)
    return tuple((f"{SIMULATED}{number}", role) for number, role in names)


def lead(scenario: Scenario) -> str:
    """The role that leads the response: the incident commander where there is one."""
    names = scenario.role_names()
    return "Incident commander" if "Incident commander" in names else names[0]


def is_simulated(participant_id: str) -> bool:
    """Whether nobody of flesh and blood sits in this seat."""
    return participant_id.startswith(SIMULATED)


def in_order(plan: Iterable[Planned]) -> tuple[Planned, ...]:
    """The plan by time; equal times keep their order."""
    return tuple(sorted(plan, key=lambda item: item.at_ms))
