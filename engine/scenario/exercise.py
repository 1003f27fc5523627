"""The exercise file: background, injects and questions, in the published form and its extensions."""

import re
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from engine.scenario.parts import CriterionId, Expectations, FilePart, Level, Name, Origin, Slug, Text
from engine.scenario.times import Duration, Offset

_INJECT_KEY = re.compile(r"inject_([0-9]{1,6})")


class ExpectedPoint(FilePart):
    """A point an answer should make."""

    id: Slug = Field(description="Short name of the point.")
    description: Text = Field(description="The point in one sentence.")
    cues: tuple[Text, ...] = Field(
        default=(), description="Phrases that usually show it; six, three of them plain."
    )
    examples: tuple[Text, ...] = Field(
        default=(), description="What a participant would say who makes it; checked, never matched with."
    )
    criterion: CriterionId | None = Field(
        default=None, description="Criterion it counts for; its question's if absent."
    )


class Question(FilePart):
    """A question put to participants with an inject."""

    text: Text = Field(description="The question as participants read it.")
    id: Slug | None = Field(default=None, description="Short name; made from its place if absent.")
    to: tuple[Name, ...] = Field(default=(), description="Roles it is put to; everyone if empty.")
    points: tuple[ExpectedPoint, ...] = Field(default=(), description="Points a good answer makes.")
    anti_points: tuple[ExpectedPoint, ...] = Field(default=(), description="Points that harm.")
    list_answer_ok: bool = Field(default=False, description="Whether a bare list is a fair answer.")
    criterion: CriterionId | None = Field(
        default=None, description="Criterion its points count for; found from its words if absent."
    )
    core: bool = Field(
        default=True,
        description="Whether the exercise rests on it; one that it doesn't rest on counts only if answered.",
    )


def _question(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Exhibit(FilePart):
    """Something shown with an inject, as participants would meet it."""

    kind: Literal["text", "log", "image", "post", "mail", "chat", "dashboard", "ticket"] = Field(
        default="text", description="How it is shown."
    )
    title: str = Field(default="", max_length=200, description="Heading, subject or file name.")
    text: str = Field(default="", max_length=20_000, description="Its text or log lines.")
    author: str = Field(default="", max_length=120, description="Who it seems to come from.")
    path: str | None = Field(default=None, description="Picture beside the scenario file; only for images.")
    alt: str = Field(default="", description="What the picture shows, for people who cannot see it.")
    reach: str = Field(default="", max_length=80, description='Visible reach, such as "500 reposts".')

    @model_validator(mode="after")
    def _has_content(self) -> "Exhibit":
        if self.kind == "image" and not (self.path and self.alt):
            raise ValueError("an image needs a path and an alt text")
        if self.kind != "image" and not self.text:
            raise ValueError(f"an exhibit of kind {self.kind} needs a text")
        return self


class Condition(FilePart):
    """Facts of the exercise that must all hold; an absent one is not asked for."""

    declared: bool | None = Field(default=None, description="Whether an incident has been declared.")
    level_at_least: Level | None = Field(default=None, description="Containment level in force.")
    level_below: Annotated[int, Field(ge=1, le=4)] | None = Field(
        default=None, description="Containment level that was never reached, stepped down since or not."
    )
    told: Name | None = Field(default=None, description="A role that has been told.")
    not_told: Name | None = Field(default=None, description="A role that has not been told.")
    evidence_missing: Slug | None = Field(default=None, description="An artifact not yet collected.")
    message_missing: Name | None = Field(default=None, description="An audience nothing was sent to.")
    resolved: bool | None = Field(default=None, description="Whether the incident was declared resolved.")

    @model_validator(mode="after")
    def _asks_something(self) -> "Condition":
        if not self.model_fields_set:
            raise ValueError("a condition must ask for something, for example `declared: false`")
        return self


Delivery = Literal[
    "email", "phone", "slide", "chat", "dashboard", "handout", "verbal", "social", "alert", "ticket", "press"
]


class Inject(FilePart):
    """One scripted stimulus of the exercise."""

    time: Offset = Field(description='When it is due, such as "T+15 minutes".')
    event: Text = Field(description="What happens, as participants read it.")
    questions: tuple[Annotated[Question, BeforeValidator(_question)], ...] = Field(
        default=(), description="Questions put to participants: plain text, or a mapping."
    )
    id: Slug | None = Field(default=None, description="Short name; inject-1, inject-2 … if absent.")
    title: str = Field(default="", max_length=120, description="Headline; made from the text if absent.")
    to: tuple[Name, ...] = Field(default=(), description="Roles that receive it; everyone if empty.")
    sender: str = Field(
        default="",
        validation_alias=AliasChoices("from", "sender"),
        max_length=120,
        description="Simulated originator.",
    )
    delivery: Delivery = Field(default="slide", description="How it reaches participants.")
    exhibits: tuple[Exhibit, ...] = Field(
        default=(),
        validation_alias=AliasChoices("exhibits", "artefacts"),
        description="What is shown with it.",
    )
    expected_actions: tuple[Text, ...] = Field(default=(), description="What a good team does.")
    objectives: tuple[Slug, ...] = Field(default=(), description="Objectives it gives a chance to show.")
    controller: str = Field(default="", max_length=120, description="Who delivers it and how.")
    notes: str = Field(default="", max_length=4_000, description="For the facilitator and evaluators only.")
    signals: bool | None = Field(
        default=None, description="Whether it tells participants of the incident; by default the first does."
    )
    applies: tuple[Slug, ...] | None = Field(
        default=None,
        description="Actions in force at once when it is delivered, because the organisation's engineers took"
        " them; found by the taxonomy's `story` if absent, none if empty.",
    )
    starts_clocks: tuple[Slug, ...] = Field(
        default=(), description="Notification clocks that really start when it is delivered; nobody is told."
    )
    contingency: bool = Field(
        default=False, description="Held in reserve; the facilitator delivers it if needed."
    )
    release_if: Condition | None = Field(
        default=None, description="When the facilitator is advised to deliver a contingency inject."
    )
    when: Condition | None = Field(
        default=None, description="Delivered only once this holds, at its time or as soon as it does."
    )

    @model_validator(mode="after")
    def _one_trigger(self) -> "Inject":
        if self.release_if is not None and not self.contingency:
            raise ValueError(
                "release_if belongs to a contingency inject; add `contingency: true` or use `when`"
            )
        if self.when is not None and self.contingency:
            raise ValueError("a contingency inject is delivered by hand; use release_if instead of when")
        return self


def _numbered(value: Any) -> Any:
    """`inject_1 … inject_n` mappings as the list `injects`."""
    if not isinstance(value, dict):
        return value
    numbered = sorted(
        (int(match.group(1)), key) for key in value if (match := _INJECT_KEY.fullmatch(str(key)))
    )
    if not numbered:
        return value
    if "injects" in value:
        raise ValueError("give injects either as a list or as inject_1 … inject_n, not both")
    keys = {key for _, key in numbered}
    rest = {key: item for key, item in value.items() if key not in keys}
    return {**rest, "injects": [value[key] for _, key in numbered]}


class Story(FilePart):
    """Background and injects."""

    background: Text = Field(description="The situation at StartEx.")
    injects: tuple[Inject, ...] = Field(
        min_length=1,
        max_length=200,
        description="The MSEL, in any order: a list, or mappings named inject_1 … inject_n beside it.",
    )


class Role(FilePart):
    """A role that takes part."""

    role: Name = Field(description="The role's name, such as Legal.")
    briefing: str = Field(
        default="", max_length=4_000, description="What only this role is told at the start."
    )


def _role(value: Any) -> Any:
    return {"role": value} if isinstance(value, str) else value


class Objective(FilePart):
    """What the exercise is to test."""

    id: Slug = Field(description="Short name of the objective.")
    text: Text = Field(description="The objective in one sentence.")
    capability: str = Field(default="", max_length=120, description="Core capability it belongs to.")
    criteria: tuple[CriterionId, ...] = Field(default=(), description="Criteria that show it.")


class Exercise(FilePart):
    """One exercise scenario: the top-level key `exercise`."""

    name: Name = Field(description="The exercise's name.")
    duration: Duration = Field(description='Length from StartEx to EndEx, such as "90 minutes".')
    participants: tuple[Annotated[Role, BeforeValidator(_role)], ...] = Field(
        min_length=1, max_length=40, description="Roles that take part: plain text, or a mapping."
    )
    scenario: Annotated[Story, BeforeValidator(_numbered)] = Field(description="Background and injects.")
    id: Slug | None = Field(default=None, description="Short name; made from the name if absent.")
    version: str = Field(default="", max_length=40, description="Version of the file.")
    incident_type: Slug | None = Field(
        default=None, description="Type of taxonomy.yml; found from the wording if absent."
    )
    origin: Origin | None = Field(
        default=None,
        description="Where it comes from: `attack`, `malfunction` or `misuse`; the type's if absent.",
    )
    difficulty: Annotated[int, Field(ge=1, le=3)] | None = Field(
        default=None, description="1 easy, 2 medium, 3 hard, as its author sees it."
    )
    based_on: tuple[Text, ...] = Field(default=(), description="Public incidents or sources it draws on.")
    objectives: tuple[Objective, ...] = Field(default=(), description="What the exercise is to test.")
    expectations: Expectations = Field(
        default=Expectations(), description="What a good response contains; the incident type's otherwise."
    )
    playbook: Slug | None = Field(default=None, description="Playbook that applies; the type's otherwise.")
    ai_system: dict[str, Any] = Field(
        default_factory=dict, description="Parameters of the simulated AI system that differ from the type's."
    )
    rubric: dict[str, Any] = Field(
        default_factory=dict, description="Thresholds of rubric.yml that differ for this scenario."
    )
    unreachable: tuple[Name, ...] = Field(
        default=(), description="Approvers that cannot be reached in this scenario."
    )


class ExerciseFile(FilePart):
    """A file that holds an exercise scenario."""

    exercise: Exercise = Field(description="The exercise.")
