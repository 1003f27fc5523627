"""A team written down: a YAML file of timed commands, played as it stands."""

from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from engine import commands as c
from engine.rehearsal.plan import Planned, Team, in_order, seats
from engine.scenario.parts import FilePart, Name
from engine.scenario.resolve import Scenario
from engine.scenario.times import Offset

PlannedAct = Literal[
    "submit_answer",
    "declare_incident",
    "notify_role",
    "request_approval",
    "decide_approval",
    "apply_containment",
    "lift_containment",
    "collect_evidence",
    "send_message",
    "take_recovery_step",
    "run_verification",
    "resolve_incident",
]
"""Commands participants give; the clock and the injects are the rehearsal's."""

_COMMANDS: TypeAdapter[c.Command] = TypeAdapter(c.Command)


class TimedCommand(FilePart):
    """One command at one moment."""

    at: Offset = Field(description="When it is given.")
    role: Name = Field(description="Role of the participant who gives it.")
    do: PlannedAct = Field(description="The command, such as declare_incident.")
    what: dict[str, Any] = Field(
        default_factory=dict,
        validation_alias="with",
        description="Its fields; approvals may be named `level:4` or `message:AUDIENCE`.",
    )

    @model_validator(mode="after")
    def _is_command(self) -> "TimedCommand":
        try:
            self.command("someone")
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"][1:])
            raise ValueError(f"{self.do} can't be read: {place}: {first['msg'].lower()}") from None
        return self

    def command(self, by: str) -> c.Command:
        """The command as this participant gives it."""
        return _COMMANDS.validate_python({"kind": self.do, "by": by, **self.what})


class TeamPlan(FilePart):
    """The top-level key `team`."""

    name: Name = Field(default="file", description="The team's name.")
    commands: tuple[TimedCommand, ...] = Field(description="What it does, in any order.")


class TeamFile(FilePart):
    """A file that holds a team."""

    team: TeamPlan = Field(description="The team.")


def team_from(file: TeamFile, scenario: Scenario) -> Team:
    """The team a file describes, seated in a scenario.

    Raises:
        ValueError: a command is given by a role that nobody holds.

    """
    known = scenario.role_names()
    for item in file.team.commands:
        if item.role not in known:
            raise ValueError(f"{item.role!r} is not a role of this exercise; choose from: {', '.join(known)}")
    plan = (Planned(item.at, item.role, item.command, item.do) for item in file.team.commands)
    return Team(file.team.name, seats(scenario), in_order(plan))
