"""The scenario as it is played: an exercise file completed from the organisation's other files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from engine.scenario.content import (
    Artifact,
    Authority,
    EvidenceWindows,
    IncidentKind,
    IncidentType,
    NotificationClock,
    QuestionRule,
    SeverityLevel,
    StoryRule,
    Taxonomy,
    Template,
    WatchRule,
)
from engine.scenario.exercise import Exercise, Inject, Objective, Question, Role
from engine.scenario.parts import (
    Escalation,
    Expectations,
    FilePart,
    IncidentSeverity,
    Level,
    Name,
    Origin,
    RecoveryStep,
    RequiredEvidence,
    RequiredMessage,
    Restriction,
    Slug,
    Text,
    Verification,
)
from engine.scenario.playbook import Playbook
from engine.scenario.times import HOUR_MS, MINUTE_MS, STORED
from engine.simulation.parameters import AISystem, described, merge

OUTAGE_WEIGHT = 0.5
"""How bad an outage throughout is beside the harm of doing nothing, where no file says (assumption)."""

CRITERIA: tuple[str, ...] = (
    "detection", "escalation", "containment", "communication", "evidence", "recovery",
)  # fmt: skip
"""Criteria of exercises stored before the rubric's own were recorded: those of the seed document."""

Window = Literal["immediate", "within_one_hour", "within_24_hours"]
DescribedSystem = Annotated[AISystem, BeforeValidator(described), PlainSerializer(AISystem.written)]
"""An AI system that a log holds as the block it was described by."""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything an organisation's content folder holds, beside the exercises themselves."""

    taxonomy: Taxonomy
    evidence: EvidenceWindows
    authority: Authority
    playbooks: Mapping[str, Playbook]
    templates: Mapping[str, Template]
    clocks: tuple[NotificationClock, ...]
    rubric: Mapping[str, Any]

    def playbook(self, name: str | None) -> Playbook | None:
        """The playbook of that short name or alias, or None."""
        others = (book for book in self.playbooks.values() if name in book.aliases)
        return self.playbooks.get(name or "") or next(others, None)

    def playbook_names(self) -> tuple[str, ...]:
        """Every short name and alias of a playbook."""
        return (*self.playbooks, *(alias for book in self.playbooks.values() for alias in book.aliases))


class Checklist(FilePart):
    """An artifact of the evidence checklist with its window."""

    id: Slug = Field(description="Short name of the artifact.")
    label: Text = Field(description="What it is.")
    location: Text = Field(description="Where it lies.")
    preservation: Text = Field(description="How it is preserved.")
    volatility: Literal["low", "medium", "high"] = Field(description="How quickly it is lost.")
    window: Window = Field(description="The collection window it belongs to.")
    window_ms: int = Field(description="Time allowed after the first signal, in exercise time.")
    required: bool = Field(description="Whether this scenario asks for it.")


class Scenario(FilePart):
    """One scenario, complete: nothing in it depends on another file."""

    id: Slug
    name: Name
    duration_ms: int
    background: Text
    roles: tuple[Role, ...]
    injects: tuple[Inject, ...]
    objectives: tuple[Objective, ...]
    incident_type: Slug
    incident_types: dict[str, str]
    incident_kinds: tuple[IncidentKind, ...] = ()
    origin: Origin = "attack"
    detections: tuple[WatchRule, ...] = ()
    severities: tuple[SeverityLevel, ...]
    difficulty: int | None
    based_on: tuple[str, ...]
    severity: IncidentSeverity
    escalations: tuple[Escalation, ...]
    restrictions: tuple[Restriction, ...]
    messages: tuple[RequiredMessage, ...]
    evidence: tuple[Checklist, ...]
    recovery: tuple[RecoveryStep, ...]
    verification: tuple[Verification, ...]
    needed_level: Level
    contained_below: float
    outage_weight: float = OUTAGE_WEIGHT
    contained_for_ms: int
    recovery_from_ms: int
    playbook: Playbook | None
    authority: Authority
    templates: tuple[Template, ...]
    clocks: tuple[NotificationClock, ...] = ()
    unreachable: tuple[str, ...]
    ai_system: DescribedSystem
    rubric: dict[str, Any]
    criteria: tuple[str, ...] = CRITERIA
    version: str = ""

    def inject(self, inject_id: str) -> Inject | None:
        """The inject of that id, or None."""
        return next((item for item in self.injects if item.id == inject_id), None)

    def role_names(self) -> tuple[str, ...]:
        """Roles a participant can hold: the scenario's own first, then those with authority."""
        own = tuple(role.role for role in self.roles)
        return own + tuple(role for role in self.authority.roles if role not in own)

    def audiences(self) -> tuple[str, ...]:
        """Everybody who can be told or written to, in alphabetical order, which gives nothing away."""
        outside = {item.role for item in self.restrictions} | {item.audience for item in self.messages}
        return tuple(sorted({*self.role_names(), *(item.role for item in self.escalations), *outside}))


def scenario_from_stored(stored: Mapping[str, Any]) -> Scenario:
    """The scenario recorded in a log's first event."""
    return Scenario.model_validate(stored, context=STORED)


def slug(text: str) -> str:
    """A short name made from a text: ``Customer Chatbot Jailbreak`` gives ``customer-chatbot-jailbreak``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64].strip("-") or "unnamed"


def find_incident_type(exercise: Exercise, taxonomy: Taxonomy) -> IncidentType | None:
    """The incident type named in the file, or the one whose wording occurs most often in its text."""
    if exercise.incident_type is not None:
        kinds, name = taxonomy.incident_types, exercise.incident_type
        return next((item for item in kinds if item.id == name), None) or next(
            (item for item in kinds if name in item.aliases), None
        )
    parts = [exercise.name, exercise.scenario.background, *(i.event for i in exercise.scenario.injects)]
    text = " ".join(" ".join(part.lower().split()) for part in parts)
    counts = [
        (sum(text.count(word.lower()) for word in item.wording), -place, item)
        for place, item in enumerate(taxonomy.incident_types)
    ]
    best = max(counts, key=lambda row: row[:2])
    return best[2] if best[0] > 0 else None


def resolve(exercise: Exercise, content: Content) -> Scenario:
    """The complete scenario; the exercise's own values win over its incident type's.

    Raises:
        ValueError: no incident type was named or could be found from the wording.

    """
    incident = find_incident_type(exercise, content.taxonomy)
    if incident is None:
        raise ValueError("the incident type can't be found from the wording; add `incident_type`")
    expected = _expected(incident.expectations, exercise.expectations)
    return Scenario(
        id=exercise.id or slug(exercise.name),
        name=exercise.name,
        duration_ms=exercise.duration,
        background=exercise.scenario.background,
        roles=exercise.participants,
        injects=_injects(
            exercise.scenario.injects,
            (*content.taxonomy.story, *incident.story),
            content.taxonomy.questions,
        ),
        objectives=exercise.objectives,
        incident_type=incident.id,
        incident_types={item.id: item.name for item in content.taxonomy.incident_types},
        incident_kinds=tuple(item.kind for item in content.taxonomy.incident_types),
        origin=exercise.origin or incident.origin,
        detections=incident.detections,
        severities=content.taxonomy.severities,
        difficulty=exercise.difficulty,
        based_on=exercise.based_on,
        severity=expected.severity or "SEV2",
        escalations=expected.escalations or (),
        restrictions=expected.restrictions or (),
        messages=_within(expected.messages or (), exercise.duration),
        evidence=_checklist(content.evidence, expected.evidence),
        recovery=expected.recovery or (),
        verification=expected.verification or (),
        needed_level=1 if expected.needed_level is None else expected.needed_level,
        contained_below=1.0 if expected.contained_below is None else expected.contained_below,
        outage_weight=OUTAGE_WEIGHT if expected.outage_weight is None else expected.outage_weight,
        contained_for_ms=expected.contained_for or 5 * MINUTE_MS,
        recovery_from_ms=min(expected.recovery_from or 0, exercise.duration),
        playbook=content.playbook(exercise.playbook or incident.playbook),
        authority=content.authority,
        templates=tuple(content.templates.values()),
        clocks=content.clocks,
        unreachable=exercise.unreachable,
        ai_system=described(merge(content.taxonomy.base, incident.ai_system, exercise.ai_system)),
        rubric=exercise.rubric,
        criteria=criteria_of(content.rubric),
        version=exercise.version,
    )


def _expected(default: Expectations, own: Expectations) -> Expectations:
    return default.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _within(messages: Iterable[RequiredMessage], duration_ms: int) -> tuple[RequiredMessage, ...]:
    """An incident type's messages, due no later than the end of a shorter exercise."""
    return tuple(item.model_copy(update={"by": min(item.by, duration_ms)}) for item in messages)


def criteria_of(rubric: Mapping[str, Any]) -> tuple[str, ...]:
    """The criteria of a rubric file: its parts that have thresholds."""
    return tuple(name for name, part in rubric.items() if isinstance(part, Mapping) and "thresholds" in part)


def _injects(
    injects: Iterable[Inject], rules: Sequence[StoryRule], asked: Sequence[QuestionRule]
) -> tuple[Inject, ...]:
    """Injects by time with every id, title, signal and effect on the AI system filled in."""
    ordered = sorted(enumerate(injects, start=1), key=lambda pair: (pair[1].time, pair[0]))
    named = [_named(inject, inject.id or f"inject-{number}", rules, asked) for number, inject in ordered]
    first = next((item.id for item in named if not item.contingency and item.when is None), named[0].id)
    return tuple(
        item.model_copy(update={"signals": item.id == first}) if item.signals is None else item
        for item in named
    )


def _named(
    inject: Inject, inject_id: str, rules: Sequence[StoryRule], asked: Sequence[QuestionRule]
) -> Inject:
    questions = tuple(
        _completed(question, f"{inject_id}-q{number}", asked)
        for number, question in enumerate(inject.questions, 1)
    )
    title = inject.title or _headline(inject.event)
    applies = applied_by(inject.event, rules) if inject.applies is None else inject.applies
    changed = {"id": inject_id, "title": title, "questions": questions, "applies": applies}
    return inject.model_copy(update=changed)


def applied_by(text: str, rules: Iterable[StoryRule]) -> tuple[str, ...]:
    """The actions an inject's text tells of, by the taxonomy's rules."""
    said = " ".join(text.lower().split())
    found = (rule.applies for rule in rules if any(phrase.lower() in said for phrase in rule.says))
    return tuple(dict.fromkeys(found))


def _completed(question: Question, question_id: str, asked: Sequence[QuestionRule]) -> Question:
    criterion = question.criterion or criterion_asked(question.text, asked)
    return question.model_copy(update={"id": question.id or question_id, "criterion": criterion})


def criterion_asked(text: str, rules: Iterable[QuestionRule]) -> str | None:
    """The criterion a question asks about, by the first rule that fits its words."""
    said = " ".join(text.lower().split())
    fits = (rule.criterion for rule in rules if any(phrase.lower() in said for phrase in rule.says))
    return next(fits, None)


def _headline(text: str) -> str:
    sentence = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return sentence if len(sentence) <= 80 else sentence[:79].rsplit(" ", 1)[0] + "…"


def _checklist(
    windows: EvidenceWindows, required: tuple[RequiredEvidence, ...] | None
) -> tuple[Checklist, ...]:
    asked = None if required is None else {item.artifact: item.within for item in required}
    groups: tuple[tuple[Window, int, tuple[Artifact, ...]], ...] = (
        ("immediate", windows.immediate_window, windows.immediate_collection),
        ("within_one_hour", HOUR_MS, windows.within_one_hour),
        ("within_24_hours", 24 * HOUR_MS, windows.within_24_hours),
    )
    return tuple(
        Checklist(
            id=item.id,
            label=item.artifact,
            location=item.location,
            preservation=item.preservation,
            volatility=item.volatility,
            window=window,
            window_ms=(asked or {}).get(item.id) or window_ms,
            required=asked is None or item.id in asked,
        )
        for window, window_ms, items in groups
        for item in items
        if not item.is_specific or (asked is not None and item.id in asked)
    )
