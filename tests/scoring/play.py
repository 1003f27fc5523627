"""Short exercises for scoring tests: a few commands at given minutes."""

from collections.abc import Callable
from dataclasses import replace

from engine import commands as c
from engine.files.loader import LoadedScenario
from engine.log.events import Event
from engine.rehearsal.plan import Planned, Team, in_order, seats
from engine.rehearsal.play import rehearse
from scoring.case import Case
from scoring.score import ExerciseScore, score
from tests.world import create_command, rubric, seed_exercise

Step = tuple[float, str, Callable[[str], c.Command]]


def log(*steps: Step, loaded: LoadedScenario | None = None, seed: int = 1) -> tuple[Event, ...]:
    """The log of an exercise in which exactly these commands are given, by minute and role."""
    loaded = loaded or seed_exercise()
    plan = in_order(Planned(int(minute * 60_000), role, build) for minute, role, build in steps)
    fielded = Team("test", seats(loaded.scenario), plan)
    return rehearse(create_command(loaded, seed=seed), loaded.scenario, fielded).events


def scored(*steps: Step, loaded: LoadedScenario | None = None, seed: int = 1) -> ExerciseScore:
    """The scores of such an exercise."""
    loaded = loaded or seed_exercise()
    return score(Case(loaded.scenario, log(*steps, loaded=loaded, seed=seed), rubric()))


def changed(loaded: LoadedScenario, **fields: object) -> LoadedScenario:
    """The same scenario with other expectations."""
    return replace(loaded, scenario=loaded.scenario.model_copy(update=fields))


def step(minute: float, giver: str, kind: type[c.Request], **fields: object) -> Step:
    """One command at a minute."""
    return minute, giver, lambda by: kind(by=by, **fields)  # type: ignore[arg-type,return-value]


def declare(minute: float, incident_type: str = "jailbreak", severity: str = "SEV2") -> Step:
    """A declaration."""
    fields = {"incident_type": incident_type, "severity": severity}
    return step(minute, "Incident commander", c.DeclareIncident, **fields)


def tell(minute: float, role: str) -> Step:
    """A notification."""
    return step(minute, "Incident commander", c.NotifyRole, role=role)


def contain(minute: float, action: str, reason: str = "Needed.", **params: object) -> Step:
    """A containment action."""
    fields = {"action": action, "reason": reason, "params": params}
    return step(minute, "Incident commander", c.ApplyContainment, **fields)


def collect(minute: float, artifact: str) -> Step:
    """A collected artifact."""
    return step(minute, "Security operations", c.CollectEvidence, artifact=artifact)


def send(minute: float, audience: str, text: str, approval: str = "") -> Step:
    """A message."""
    fields = {"audience": audience, "text": text, "approval_id": approval}
    return step(minute, "Communications/PR", c.SendMessage, **fields)
