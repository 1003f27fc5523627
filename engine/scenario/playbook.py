"""A response playbook: how an incident is noticed, contained, understood, recovered from and told."""

from pydantic import Field

from engine.scenario.exercise import Condition
from engine.scenario.parts import FilePart, Name, Slug, Text
from engine.scenario.times import Duration


class PlaybookAction(FilePart):
    """A step of a playbook."""

    action: Text = Field(description="What is done.")
    who: Name = Field(description="Who does it.")
    time_target: Duration | None = Field(default=None, description="Time allowed for it.")
    details: str = Field(default="", description="How to do it.")


class DecisionPoint(FilePart):
    """A fork in a playbook."""

    condition: Text = Field(description="What is the case.")
    then: Text = Field(description="What to do then.")
    approval_required: str = Field(default="", description="Who must approve it.")
    when: Condition | None = Field(
        default=None, description="When seats are asked to decide it; never by itself if absent."
    )
    after: Duration | None = Field(
        default=None, description="Time since the declaration before seats are asked; at once if absent."
    )


class Detection(FilePart):
    """How the incident is noticed."""

    automated_triggers: tuple[Text, ...] = Field(default=(), description="Monitoring rules that detect it.")
    manual_indicators: tuple[Text, ...] = Field(default=(), description="What a user or operator observes.")
    escalation_criteria: tuple[Text, ...] = Field(default=(), description="When to escalate.")


class Containment(FilePart):
    """How the incident is contained."""

    declare_within: Duration | None = Field(
        default=None,
        description="From the first signal to the declaration, where nothing is lost; 2 minutes.",
    )
    contain_within: Duration | None = Field(
        default=None,
        description="From the first signal to the needed level, where nothing is lost; 5 minutes. Scores hold"
        " a team against it.",
    )
    immediate_actions: tuple[PlaybookAction, ...] = Field(default=(), description="First steps, in order.")
    decision_points: tuple[DecisionPoint, ...] = Field(default=(), description="Forks and their approval.")


class Investigation(FilePart):
    """How the incident is understood."""

    evidence_to_collect: tuple[Text, ...] = Field(default=(), description="Artifacts to preserve.")
    analysis_steps: tuple[Text, ...] = Field(default=(), description="Steps of analysis.")
    tools_needed: tuple[Text, ...] = Field(default=(), description="Tools and their purpose.")


class RecoveryPlan(FilePart):
    """How service is restored and checked."""

    steps: tuple[Text, ...] = Field(default=(), description="Steps of recovery.")
    verification: tuple[Text, ...] = Field(default=(), description="Checks that recovery is complete.")


class PlannedMessage(FilePart):
    """A message a playbook plans."""

    audience: Name = Field(description="Who receives it.")
    template: str = Field(default="", description="Template to start from.")
    timing: str = Field(default="", description="When it is sent.")
    approval: str = Field(default="", description="Who approves it.")


class CommunicationPlan(FilePart):
    """Who is told inside and outside."""

    internal: tuple[PlannedMessage, ...] = Field(default=(), description="Messages inside.")
    external: tuple[PlannedMessage, ...] = Field(default=(), description="Messages outside.")


class Playbook(FilePart):
    """A response playbook: the top-level key `playbook`."""

    name: Name = Field(description="The playbook's name.")
    id: Slug | None = Field(default=None, description="Short name; the file's name if absent.")
    version: str = Field(default="", description="Its version.")
    last_reviewed: str = Field(default="", description="Date of the last review, in quotes.")
    owner: str = Field(default="", description="Team that owns it.")
    aliases: tuple[Slug, ...] = Field(default=(), description="Other short names it is found by.")
    detection: Detection = Field(default=Detection(), description="How the incident is noticed.")
    containment: Containment = Field(default=Containment(), description="How it is contained.")
    investigation: Investigation = Field(default=Investigation(), description="How it is understood.")
    recovery: RecoveryPlan = Field(default=RecoveryPlan(), description="How service is restored.")
    communication: CommunicationPlan = Field(default=CommunicationPlan(), description="Who is told.")


class PlaybookFile(FilePart):
    """A file that holds a playbook."""

    playbook: Playbook = Field(description="The playbook.")
