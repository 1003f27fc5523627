"""Whether the parts of an exercise fit each other and the organisation's files; no single model sees that."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from engine.checks.authority import approver_warnings, authority_findings, unreachable_warnings
from engine.checks.expectations import artifact_ids, expectation_findings, repeated, unknown
from engine.checks.texts import rule_findings, text_findings
from engine.scenario.exercise import Condition, Exercise, Inject, Question
from engine.scenario.explain import Fault, explain
from engine.scenario.nearest import shown
from engine.scenario.place import Place
from engine.scenario.resolve import Content, find_incident_type
from engine.scenario.times import HOUR_MS, offset_label
from engine.simulation.parameters import AISystem, merge
from engine.simulation.run.catalogue import actions

__all__ = ["Fault", "check", "check_content"]

LONGEST_MS = 7 * 24 * HOUR_MS
_TOP: Place = ("exercise",)
_INJECTS: Place = ("exercise", "scenario", "injects")


def check(exercise: Exercise, content: Content) -> list[Fault]:
    """Everything in an exercise that does not fit, as place, message and remedy."""
    return [
        *_duration(exercise),
        *_participants(exercise),
        *_objectives(exercise),
        *_injects(exercise, content),
        *_questions(exercise, content),
        *_started(exercise, content),
        *text_findings(exercise),
        *_conditions(exercise, content),
        *_named_files(exercise, content),
        *_unreachable(exercise, content),
        *unreachable_warnings(exercise, content),
        *approver_warnings(exercise, content),
        *_expectations(exercise, content),
        *_ai_system(exercise, content),
    ]


def check_content(content: Content) -> list[Fault]:
    """Everything in the organisation's files that does not fit; a place starts with the file's kind."""
    return [
        *_types(content),
        *_artifacts(content),
        *_clocks(content),
        *authority_findings(content),
        *rule_findings(content),
    ]


def _duration(exercise: Exercise) -> Iterator[Fault]:
    if not 0 < exercise.duration <= LONGEST_MS:
        message = (
            "the exercise lasts no time at all" if not exercise.duration else "the exercise lasts too long"
        )
        yield Fault((*_TOP, "duration"), message, 'write a time up to 7 days, for example "90 minutes"')


def _participants(exercise: Exercise) -> Iterator[Fault]:
    roles = [((*_TOP, "participants", n, "role"), item.role) for n, item in enumerate(exercise.participants)]
    yield from repeated(roles, "role")


def _objectives(exercise: Exercise) -> Iterator[Fault]:
    places = [((*_TOP, "objectives", n, "id"), item.id) for n, item in enumerate(exercise.objectives)]
    yield from repeated(places, "objective")


def role_names(exercise: Exercise, content: Content) -> list[str]:
    """Roles that a person can hold in this exercise."""
    return [item.role for item in exercise.participants] + list(content.authority.roles)


def _numbered(exercise: Exercise) -> list[tuple[Place, Inject]]:
    return [((*_INJECTS, n), inject) for n, inject in enumerate(exercise.scenario.injects)]


def _injects(exercise: Exercise, content: Content) -> Iterator[Fault]:
    roles, objectives = role_names(exercise, content), [item.id for item in exercise.objectives]
    numbered = _numbered(exercise)
    ids = [((*place, "id"), inject.id or f"inject-{n}") for n, (place, inject) in enumerate(numbered, 1)]
    yield from repeated(ids, "inject id")
    for place, inject in numbered:
        if inject.time > exercise.duration:
            message = f"{offset_label(inject.time)} is after the end at {offset_label(exercise.duration)}"
            yield Fault((*place, "time"), message, "bring the inject forward, or lengthen `duration`")
        yield from unknown((*place, "to"), inject.to, roles, "a role of this exercise")
        yield from unknown(
            (*place, "objectives"), inject.objectives, objectives, "an objective of this exercise"
        )


def _questions(exercise: Exercise, content: Content) -> Iterator[Fault]:
    roles = role_names(exercise, content)
    ids: list[tuple[Place, str]] = []
    for number, (place, inject) in enumerate(_numbered(exercise), start=1):
        for n, question in enumerate(inject.questions):
            here: Place = (*place, "questions", n)
            ids.append(((*here, "id"), question.id or f"{inject.id or f'inject-{number}'}-q{n + 1}"))
            yield from unknown((*here, "to"), question.to, roles, "a role of this exercise")
            yield from repeated(_points(here, question), "point id")
    yield from repeated(ids, "question id")


def _started(exercise: Exercise, content: Content) -> Iterator[Fault]:
    """Clocks that an organisation's own list may well lack: the exercise is played without them."""
    known = [item.id for item in content.clocks]
    for place, inject in _numbered(exercise):
        for fault in unknown((*place, "starts_clocks"), inject.starts_clocks, known, "a notification clock"):
            yield fault._replace(severity="warning")


def _points(place: Place, question: Question) -> list[tuple[Place, str]]:
    good = [((*place, "points", n, "id"), item.id) for n, item in enumerate(question.points)]
    return good + [((*place, "anti_points", n, "id"), item.id) for n, item in enumerate(question.anti_points)]


def _conditions(exercise: Exercise, content: Content) -> Iterator[Fault]:
    for place, inject in _numbered(exercise):
        for name, condition in (("when", inject.when), ("release_if", inject.release_if)):
            if condition is not None:
                yield from _contradictions((*place, name), condition)
                yield from _condition_names((*place, name), condition, exercise, content)


def _contradictions(place: Place, condition: Condition) -> Iterator[Fault]:
    low, high = condition.level_at_least, condition.level_below
    if low is not None and high is not None and low >= high:
        message = f"no level is at least {low} and below {high}"
        yield Fault(
            (*place, "level_at_least"), message, f"write a `level_below` above {low}, or leave one out"
        )
    if condition.told is not None and condition.told == condition.not_told:
        message = f"{shown(condition.told)} cannot be both told and not told"
        yield Fault((*place, "not_told"), message, "leave one of the two out")
    if condition.resolved and condition.declared is False:
        message = "an incident that is not declared is never resolved"
        yield Fault((*place, "resolved"), message, "leave `declared` or `resolved` out")


def _condition_names(
    place: Place, condition: Condition, exercise: Exercise, content: Content
) -> Iterator[Fault]:
    people = [*role_names(exercise, content), *_told_outside(exercise, content)]
    for name in ("told", "not_told", "message_missing"):
        role = getattr(condition, name)
        if role is not None:
            what = "a role or an audience this exercise knows"
            yield from unknown((*place, name), (role,), people, what, one=True)
    if condition.evidence_missing is not None:
        known = artifact_ids(content)
        yield from unknown(
            (*place, "evidence_missing"), (condition.evidence_missing,), known, "in evidence.yml", one=True
        )


def _told_outside(exercise: Exercise, content: Content) -> list[str]:
    """Roles and audiences that the expectations name, whether the exercise's own or its type's."""
    incident = find_incident_type(exercise, content.taxonomy)
    both = [exercise.expectations] + ([incident.expectations] if incident else [])
    names = [item.role for one in both for item in one.escalations or ()]
    names += [item.role for one in both for item in one.restrictions or ()]
    return names + [item.audience for one in both for item in one.messages or ()]


def _named_files(exercise: Exercise, content: Content) -> Iterator[Fault]:
    types = [item.id for item in content.taxonomy.incident_types]
    names = [*types, *(alias for item in content.taxonomy.incident_types for alias in item.aliases)]
    if exercise.playbook is not None:
        known = content.playbook_names()
        yield from unknown((*_TOP, "playbook"), (exercise.playbook,), known, "a playbook", one=True)
    if exercise.incident_type is not None:
        yield from unknown(
            (*_TOP, "incident_type"), (exercise.incident_type,), names, "an incident type", one=True
        )
    elif find_incident_type(exercise, content.taxonomy) is None:
        message = "the incident type can't be found from the wording"
        yield Fault((*_TOP, "incident_type"), message, f"add `incident_type:` with one of {', '.join(types)}")


def _unreachable(exercise: Exercise, content: Content) -> Iterator[Fault]:
    known = role_names(exercise, content)
    levels = (1, 2, 3, 4)
    known += [role for level in levels for role in content.authority.approvers(level)]
    yield from unknown((*_TOP, "unreachable"), exercise.unreachable, known, "a role of this exercise")


def _expectations(exercise: Exercise, content: Content) -> Iterator[Fault]:
    own, place = exercise.expectations, (*_TOP, "expectations")
    roles = role_names(exercise, content)
    yield from expectation_findings(own, place, content)
    for n, message in enumerate(own.messages or ()):
        here: Place = (*place, "messages", n)
        yield from unknown((*here, "approved_by"), message.approved_by, roles, "a role of this exercise")
        if message.by > exercise.duration:
            text = f"{offset_label(message.by)} is after the end at {offset_label(exercise.duration)}"
            yield Fault((*here, "by"), text, "make the message due earlier, or lengthen `duration`")


def _ai_system(exercise: Exercise, content: Content) -> Iterator[Fault]:
    incident = find_incident_type(exercise, content.taxonomy)
    if incident is not None:
        merged = merge(content.taxonomy.base, incident.ai_system, exercise.ai_system)
        yield from _parameters(merged, (*_TOP, "ai_system"))
    yield from _actions(exercise.ai_system, (*_TOP, "ai_system"))


def _actions(block: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Effects of actions that do not exist would move nothing, and nobody would notice."""
    named = block.get("controls", {})
    for name in named if isinstance(named, Mapping) else ():
        yield from unknown((*place, "controls", name), (name,), actions(), "an action", one=True)


def _parameters(merged: dict[str, object], place: Place) -> Iterator[Fault]:
    try:
        AISystem.model_validate(merged)
    except ValidationError as error:
        for fault in explain(error, AISystem):
            yield fault._replace(place=(*place, *fault.place))


def _types(content: Content) -> Iterator[Fault]:
    types = content.taxonomy.incident_types
    top: Place = ("taxonomy", "incident_types")
    if not types:
        yield Fault(
            top[:1], "there is no incident type", "add a file to `incidents/`, such as `incidents/leak.yml`"
        )
    yield from repeated([((*top, n, "id"), item.id) for n, item in enumerate(types)], "incident type")
    called = [((*top, n, "aliases"), alias) for n, item in enumerate(types) for alias in item.aliases]
    yield from repeated(called, "alias")
    yield from _actions(content.taxonomy.base, ("taxonomy", "base"))
    for n, item in enumerate(types):
        if item.playbook is not None:
            yield from unknown(
                (*top, n, "playbook"), (item.playbook,), content.playbook_names(), "a playbook", one=True
            )
        for fault in expectation_findings(item.expectations, (*top, n, "expectations"), content):
            yield _as_of_a_type(fault)
        yield from _parameters(merge(content.taxonomy.base, item.ai_system), (*top, n, "ai_system"))
        yield from _actions(item.ai_system, (*top, n, "ai_system"))


def _as_of_a_type(fault: Fault) -> Fault:
    """A type may ask for evidence that an organisation's own checklist lacks: it is left out there."""
    is_evidence = "evidence" in fault.place and fault.message.endswith("is not in evidence.yml")
    return fault._replace(severity="warning") if is_evidence else fault


def _artifacts(content: Content) -> Iterator[Fault]:
    windows = ("immediate_collection", "within_one_hour", "within_24_hours")
    yield from repeated(
        [
            (("evidence", window, n, "id"), item.id)
            for window in windows
            for n, item in enumerate(getattr(content.evidence, window))
        ],
        "artifact",
    )


def _clocks(content: Content) -> Iterator[Fault]:
    places = [(("notification_clocks", n, "id"), item.id) for n, item in enumerate(content.clocks)]
    yield from repeated(places, "clock")
