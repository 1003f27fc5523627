"""The tables of the scenario reference, made from the models' descriptions."""

import re
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.scenario.content import (
    Artifact,
    Authority,
    EvidenceWindows,
    IncidentType,
    LevelAuthority,
    NotificationClock,
    PreApproval,
    SeverityLevel,
    StoryRule,
    Taxonomy,
    Template,
    WatchRule,
)
from engine.scenario.exercise import (
    Condition,
    Exercise,
    Exhibit,
    ExpectedPoint,
    Inject,
    Objective,
    Question,
    Role,
    Story,
)
from engine.scenario.model_tree import allowed_keys
from engine.scenario.parts import (
    Escalation,
    Expectations,
    MessageElement,
    RecoveryStep,
    RequiredEvidence,
    RequiredMessage,
    Restriction,
    Verification,
)
from engine.scenario.playbook import Playbook, PlaybookAction

_SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("exercise", Exercise),
    ("exercise.participants[]", Role),
    ("exercise.scenario", Story),
    ("exercise.scenario.inject_1", Inject),
    ("…inject_1.questions[]", Question),
    ("…questions[].points[] and anti_points[]", ExpectedPoint),
    ("…inject_1.exhibits[]", Exhibit),
    ("…inject_1.when and release_if", Condition),
    ("exercise.objectives[]", Objective),
    ("exercise.expectations", Expectations),
    ("exercise.expectations.escalations[]", Escalation),
    ("exercise.expectations.restrictions[]", Restriction),
    ("exercise.expectations.messages[]", RequiredMessage),
    ("exercise.expectations.messages[].elements[]", MessageElement),
    ("exercise.expectations.evidence[]", RequiredEvidence),
    ("exercise.expectations.recovery[]", RecoveryStep),
    ("exercise.expectations.verification[]", Verification),
    ("playbook", Playbook),
    ("playbook.containment.immediate_actions[]", PlaybookAction),
    ("taxonomy", Taxonomy),
    ("taxonomy.severities[]", SeverityLevel),
    ("taxonomy.incident_types[]", IncidentType),
    ("taxonomy.incident_types[].detections[]", WatchRule),
    ("taxonomy.story[] and taxonomy.incident_types[].story[]", StoryRule),
    ("evidence", EvidenceWindows),
    ("evidence.immediate_collection[] and the other windows", Artifact),
    ("authority", Authority),
    ("authority.levels[]", LevelAuthority),
    ("authority.levels[].pre_approved[]", PreApproval),
    ("notification_clocks[]", NotificationClock),
    ("Front matter and text of templates/*.md", Template),
)
_TIMES = {"time", "by", "recovery_from"}
_DURATIONS = {"duration", "within", "contained_for", "time_target", "immediate_window"}
_PLAIN: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    Any: "any",
}


def reference_tables() -> str:
    """One Markdown table for every mapping an author can write."""
    return "\n".join(line for title, model in _SECTIONS for line in _section(title, model))


def _section(title: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"### `{title}`" if " " not in title else f"### {title}"
    yield ""
    yield "| Key | Value | Default | Meaning |"
    yield "|---|---|---|---|"
    for key, field in zip(allowed_keys(model), model.model_fields.values(), strict=True):
        meaning = (field.description or "").replace("|", "\\|")
        yield f"| `{key}` | {_value(key, field)} | {_default(field)} | {meaning} |"
    yield ""


def _value(key: str, field: FieldInfo) -> str:
    if key in _TIMES:
        return "time"
    return "duration" if key in _DURATIONS else _words(field.annotation, field.metadata)


def _words(annotation: Any, metadata: list[Any]) -> str:
    """What to write for a type, in words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(arguments[0], [*arguments[1:], *metadata])
    if origin in (Union, UnionType):
        return _words(next(item for item in arguments if item is not NoneType), metadata)
    if origin is Literal:
        return ", ".join(f"`{item}`" for item in arguments)
    if origin is tuple:
        return f"list of {_words(arguments[0], [])}"
    if origin is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return "mapping"
    return _limited(_PLAIN[annotation], str(metadata))


def _limited(words: str, metadata: str) -> str:
    """Words with the limits that matter to an author."""
    if words == "text":
        return "short name" if "pattern='" in metadata else words
    low, high = re.search(r"ge=(-?[\d.]+)", metadata), re.search(r"le=(-?[\d.]+)", metadata)
    if low and high:
        return f"{words} {low.group(1)} to {high.group(1)}"
    return words


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (str, int, float)) and value != "":
        return f"`{value}`"
    return "–"
