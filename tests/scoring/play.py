"""Short exercises for scoring tests: a few commands at given minutes."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

from engine import commands as c
from engine.files.loader import LoadedScenario
from engine.log.events import Event
from engine.rehearsal.plan import Planned, Team, in_order, seats
from engine.rehearsal.play import rehearse
from engine.request import Request
from scoring.case import Case
from scoring.criterion import Acts
from scoring.judged import Judged
from scoring.score import ExerciseScore, score
from tests.world import create_command, rubric, seed_exercise

Step = tuple[float, str, Callable[[str], c.Command]]

MINUTE = 60_000


def log(
    *steps: Step, loaded: LoadedScenario | None = None, seed: int = 1, play: str = "respond"
) -> tuple[Event, ...]:
    """The log of an exercise in which exactly these commands are given, by minute and role."""
    loaded = loaded or seed_exercise()
    plan = in_order(Planned(round(minute * MINUTE), role, build) for minute, role, build in steps)
    fielded = Team("test", seats(loaded.scenario), plan)
    create = create_command(loaded, seed=seed).model_copy(update={"play": play})
    return rehearse(create, loaded.scenario, fielded).events


def case_of(*steps: Step, judged: Judged | None = None, luck: int = 0, **how: object) -> Case:
    """Such an exercise as the criteria see it."""
    loaded = how.get("loaded") or seed_exercise()
    return Case(loaded.scenario, log(*steps, **how), rubric(), judged or Judged(), luck)


def acts(criterion: ModuleType, *steps: Step, **how: object) -> Acts:
    """What the log of such an exercise says of one criterion, without answers and ratings."""
    return criterion.score(case_of(*steps, **how))


def scored(*steps: Step, **how: object) -> ExerciseScore:
    """The scores of such an exercise."""
    return score(case_of(*steps, **how))


def changed(loaded: LoadedScenario, **fields: object) -> LoadedScenario:
    """The same scenario with other expectations."""
    return replace(loaded, scenario=loaded.scenario.model_copy(update=fields))


def step(minute: float, giver: str, kind: type[Request], **fields: object) -> Step:
    """One command at a minute."""
    return minute, giver, lambda by: kind(by=by, **fields)  # type: ignore[arg-type,return-value]


def moved(given: Step, minutes: float) -> Step:
    """The same command so many minutes later."""
    return (given[0] + minutes, *given[1:])


def declare(minute: float, incident_type: str = "jailbreak", severity: str = "SEV1") -> Step:
    """A declaration; of the right type and severity if nothing else is said."""
    fields = {"incident_type": incident_type, "severity": severity}
    return step(minute, "Incident commander", c.DeclareIncident, **fields)


def tell(minute: float, role: str, by: str = "Incident commander") -> Step:
    """A notification."""
    return step(minute, by, c.NotifyRole, role=role)


def answer(minute: float, by: str, inject: str, question: str, text: str) -> Step:
    """An answer to a question."""
    return step(minute, by, c.SubmitAnswer, inject_id=inject, question_id=question, text=text)


def contain(minute: float, action: str, reason: str = "Needed.", **params: object) -> Step:
    """A containment action."""
    fields = {"action": action, "reason": reason, "params": params}
    return step(minute, "Incident commander", c.ApplyContainment, **fields)


def lift(minute: float, action: str) -> Step:
    """A containment action taken back."""
    return step(minute, "Incident commander", c.LiftContainment, action=action)


LEVELS = {
    1: ("block_user", "add_block_pattern"),
    2: ("disable_tools", "set_mode", "reduce_max_tokens"),
    3: ("enable_fallback_mode",),
}
"""Containment actions by their level, without approval."""


def level(minute: float, highest: int) -> list[Step]:
    """Every action up to a level."""
    return [contain(minute, name) for number in range(1, highest + 1) for name in LEVELS[number]]


def lift_level(minute: float, highest: int) -> list[Step]:
    """The same taken back."""
    return [lift(minute, name) for number in range(1, highest + 1) for name in LEVELS[number]]


def shut_down(minute: float, asker: str = "Incident commander", approver: str = "CISO") -> list[Step]:
    """Level 4 asked for, granted and ordered."""
    fields = {"about": "containment", "level": 4, "action": "shutdown", "reason": "Harm goes on."}
    order = {"action": "shutdown", "approval_id": "level:4", "reason": "Harm goes on."}
    return [
        step(minute - 0.2, asker, c.RequestApproval, **fields),
        step(minute - 0.1, approver, c.DecideApproval, approval_id="level:4", granted=True),
        step(minute, "Incident commander", c.ApplyContainment, **order),
    ]


def collect(minute: float, artifact: str, by: str = "Security operations") -> Step:
    """A collected artifact."""
    return step(minute, by, c.CollectEvidence, artifact=artifact)


def assign(minute: float, artifact: str, owner: str, due: str) -> Step:
    """An artifact with an owner and a time it is due."""
    fields = {"artifact": artifact, "manner": "assigned", "owner": owner, "due": due}
    return step(minute, "Security operations", c.CollectEvidence, **fields)


def send(minute: float, audience: str, text: str, approval: str = "", by: str = "Communications/PR") -> Step:
    """A message."""
    return step(minute, by, c.SendMessage, audience=audience, text=text, approval_id=approval)


def approve(
    minute: float, audience: str, text: str, asker: str = "Communications/PR", approver: str = "Legal"
) -> list[Step]:
    """A message's approval asked for and granted."""
    asked = {"about": "message", "audience": audience, "text": text}
    granted = {"approval_id": f"message:{audience}", "granted": True}
    return [
        step(minute, asker, c.RequestApproval, **asked),
        step(minute, approver, c.DecideApproval, **granted),
    ]


def send_approved(minute: float, audience: str, text: str, approved: str = "") -> list[Step]:
    """A message approved by Legal and sent by communications a minute later."""
    return [
        *approve(minute - 1, audience, approved or text),
        send(minute, audience, text, f"message:{audience}"),
    ]


def take(minute: float, step_id: str, **fields: object) -> Step:
    """A recovery step."""
    fields = {"owner": "AI engineering team", **fields}
    return step(minute, "Incident commander", c.TakeRecoveryStep, step_id=step_id, **fields)


def verify(minute: float, check_id: str) -> Step:
    """A check of recovery."""
    return step(minute, "Incident commander", c.RunVerification, check_id=check_id)


def resolve(minute: float, owner: str = "Product owner") -> Step:
    """The incident declared resolved."""
    return step(minute, "Incident commander", c.ResolveIncident, follow_up_owner=owner)
