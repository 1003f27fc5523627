"""The organisation's other files: taxonomy, evidence checklist, authority, clocks and templates."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from engine.scenario.parts import (
    CriterionId,
    Expectations,
    FilePart,
    IncidentSeverity,
    Name,
    Origin,
    Slug,
    Text,
)
from engine.scenario.times import Duration


class SeverityLevel(FilePart):
    """One severity and when it applies."""

    id: IncidentSeverity = Field(description="The severity.")
    when: Text = Field(description="When it applies.")


class StoryRule(FilePart):
    """What an inject's words do to the simulated AI system."""

    says: tuple[Text, ...] = Field(min_length=1, description="Phrases any of which an inject's text holds.")
    applies: Slug = Field(description="The action that is then in force at once.")


class QuestionRule(FilePart):
    """Which criterion the answers to a question count for, by the question's words."""

    says: tuple[Text, ...] = Field(min_length=1, description="Phrases any of which the question holds.")
    criterion: CriterionId = Field(description="The criterion.")


class IncidentKind(FilePart):
    """An incident type as participants choose it."""

    id: Slug = Field(description="Short name of the type.")
    name: Name = Field(description="Its name.")
    description: Text = Field(description="What happens.")
    indicators: tuple[Text, ...] = Field(default=(), description="What people notice of it.")


class WatchRule(FilePart):
    """A detection that would have shown the incident: which log to watch, and for what."""

    of: Text = Field(description="Technique it shows, such as `AML.T0054 LLM Jailbreak`.")
    source: Text = Field(description="Log or metric that holds it.")
    looks_for: Text = Field(description="What the rule looks for.")


class IncidentType(FilePart):
    """One way an AI system goes wrong."""

    id: Slug = Field(description="Short name of the type.")
    order: int = Field(default=100, description="Place in lists, from the first.")
    name: Name = Field(description="Its name.")
    description: Text = Field(description="What happens.")
    aliases: tuple[Slug, ...] = Field(default=(), description="Other short names it is found by.")
    origin: Origin = Field(
        default="attack", description="Where it usually comes from: `attack`, `malfunction` or `misuse`."
    )
    severity_range: str = Field(default="", description="From which to which severity it ranges, in words.")
    containment_urgency: Literal["low", "medium", "high", "critical"] | None = Field(
        default=None, description="How urgent containment is."
    )
    indicators: tuple[Text, ...] = Field(
        default=(), description="What people notice of it; shown where they choose a type."
    )
    wording: tuple[Text, ...] = Field(default=(), description="Words in a scenario that point to it.")
    references: tuple[Text, ...] = Field(default=(), description="Entries of public catalogues.")
    detections: tuple[WatchRule, ...] = Field(
        default=(), description="Detections that would have shown it; told after the exercise."
    )
    playbook: Slug | None = Field(default=None, description="Playbook that applies.")
    expectations: Expectations = Field(description="What a good response contains.")
    ai_system: dict[str, Any] = Field(default_factory=dict, description="Parameters that differ from base.")

    @property
    def kind(self) -> IncidentKind:
        """The type as participants choose it."""
        return IncidentKind(
            id=self.id, name=self.name, description=self.description, indicators=self.indicators
        )

    story: tuple[StoryRule, ...] = Field(
        default=(), description="Rules beside the taxonomy's own, for injects that do not state `applies`."
    )


class Taxonomy(FilePart):
    """Severities and incident types: the top-level key `taxonomy`."""

    severities: tuple[SeverityLevel, ...] = Field(min_length=1, description="Severities, highest first.")
    base: dict[str, Any] = Field(description="Parameters of the simulated AI system common to all types.")
    incident_types: tuple[IncidentType, ...] = Field(
        default=(), description="Incident types; those of the folder `incidents/` are added to them."
    )
    story: tuple[StoryRule, ...] = Field(
        default=(), description="What injects do to the simulated AI system that do not state `applies`."
    )
    questions: tuple[QuestionRule, ...] = Field(
        default=(),
        description="Which criterion answers count for where a question states none; the first rule that"
        " fits holds.",
    )


class IncidentFile(FilePart):
    """A file that holds one incident type."""

    incident: IncidentType = Field(description="The incident type.")


class TaxonomyFile(FilePart):
    """A file that holds the taxonomy."""

    taxonomy: Taxonomy = Field(description="The taxonomy.")


class Artifact(FilePart):
    """Something worth preserving as evidence."""

    id: Slug = Field(description="Short name of the artifact.")
    artifact: Text = Field(description="What it is.")
    location: Text = Field(description="Where it lies.")
    preservation: Text = Field(description="How it is preserved.")
    volatility: Literal["low", "medium", "high"] = Field(description="How quickly it is lost.")
    note: str = Field(default="", description="Why it is volatile, or what to mind.")
    is_specific: bool = Field(
        default=False, description="Whether it exists only where a scenario or its type asks for it."
    )


class EvidenceWindows(FilePart):
    """The checklist by collection window: the top-level key `evidence`."""

    immediate_window: Duration = Field(description="Length of the first window after the first signal.")
    immediate_collection: tuple[Artifact, ...] = Field(description="Collected at once.")
    within_one_hour: tuple[Artifact, ...] = Field(description="Collected within the hour.")
    within_24_hours: tuple[Artifact, ...] = Field(description="Collected or assigned within the day.")


class EvidenceFile(FilePart):
    """A file that holds the evidence checklist."""

    evidence: EvidenceWindows = Field(description="The checklist.")


class PreApproval(FilePart):
    """A condition under which a level needs no separate approval."""

    roles: tuple[Name, ...] = Field(
        min_length=1, description="Roles that may order the level at once; whoever holds one of them."
    )
    severity: IncidentSeverity | None = Field(
        default=None, description="Only while an incident of this severity is declared."
    )
    incident_type: Slug | None = Field(
        default=None, description="Only while an incident of this type is declared."
    )


class LevelAuthority(FilePart):
    """Who may order a containment level."""

    level: Annotated[int, Field(ge=1, le=4)] = Field(description="The containment level.")
    ordered_by: tuple[Name, ...] = Field(default=(), description="Roles that may order it; any if empty.")
    approved_by: tuple[Name, ...] = Field(
        default=(), description="Roles any of which must approve it first; none needed if empty."
    )
    pre_approved: tuple[PreApproval, ...] = Field(
        default=(), description="Who needs no separate approval, and when."
    )


class Authority(FilePart):
    """Roles with authority: the top-level key `authority`."""

    roles: tuple[Name, ...] = Field(min_length=1, description="Roles anyone may hold beside their own.")
    levels: tuple[LevelAuthority, ...] = Field(min_length=4, max_length=4, description="Levels 1 to 4.")

    @model_validator(mode="after")
    def _each_level_once(self) -> "Authority":
        if [item.level for item in self.levels] != [1, 2, 3, 4]:
            raise ValueError("give levels 1, 2, 3 and 4 once each, in order")
        return self

    def approvers(self, level: int) -> tuple[str, ...]:
        """Roles any of which must approve this level; empty where none is needed."""
        return self.levels[level - 1].approved_by if 1 <= level <= 4 else ()

    def pre_approvals(self, level: int) -> tuple[PreApproval, ...]:
        """Conditions under which this level is approved in advance."""
        return self.levels[level - 1].pre_approved if 1 <= level <= 4 else ()

    def orderers(self, level: int) -> tuple[str, ...]:
        """Roles that may order this level; empty where anyone may."""
        return self.levels[level - 1].ordered_by if 1 <= level <= 4 else ()


class AuthorityFile(FilePart):
    """A file that holds authorities."""

    authority: Authority = Field(description="The authorities.")


class Template(FilePart):
    """A communication template: front matter and text of a Markdown file."""

    id: Slug = Field(description="Short name; the file's name.")
    name: Name = Field(description="The template's name.")
    audience: Name = Field(description="Who it is for.")
    text: Text = Field(description="The text, with fields in square brackets.")


class NotificationClock(FilePart):
    """A legal or contractual deadline."""

    id: Slug = Field(description="Short name of the clock.")
    regime: Name = Field(description="The rule it comes from.")
    starts_when: Text = Field(description="What starts it.")
    deadline: Text = Field(description="What is due and when.")
    hours: float | None = Field(default=None, gt=0, description="Hours, where the rule gives hours.")
    to: Text = Field(description="Who must be notified.")
    kept_by: Name = Field(default="Legal", description="Role whose seat starts it and watches it.")
    note: str = Field(default="", description="A trap or an exception.")
    checked_on: Text = Field(description="When the entry was last checked, in quotes.")


class NotificationClocksFile(FilePart):
    """A file that holds notification clocks; exercise content, not legal advice."""

    notification_clocks: tuple[NotificationClock, ...] = Field(description="The clocks.")


class RubricFile(FilePart):
    """A file that holds the rubric; its inside is read by scoring.rubric."""

    rubric: dict[str, Any] = Field(description="Thresholds, weights and anchors of the six criteria.")
