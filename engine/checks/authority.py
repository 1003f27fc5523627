"""Whether authorities name roles that exist, and whether an approver can be reached."""

from collections.abc import Iterator

from engine.checks.expectations import unknown
from engine.scenario.content import LevelAuthority
from engine.scenario.exercise import Exercise
from engine.scenario.explain import Fault
from engine.scenario.place import Place
from engine.scenario.resolve import Content, find_incident_type

_LEVELS: Place = ("authority", "levels")


def known_roles(content: Content) -> list[str]:
    """Roles the organisation's files know: those with authority, and those its incident types tell of."""
    told = [
        escalation.role
        for item in content.taxonomy.incident_types
        for escalation in item.expectations.escalations or ()
    ]
    return list(dict.fromkeys([*content.authority.roles, *told]))


def authority_findings(content: Content) -> Iterator[Fault]:
    """Roles and incident types in authority.yml that do not exist."""
    roles, types = known_roles(content), [item.id for item in content.taxonomy.incident_types]
    for n, level in enumerate(content.authority.levels):
        for place, names in _named(level, (*_LEVELS, n)):
            yield from unknown(place, names, roles, "a role of `authority.roles` or of the taxonomy")
        for m, rule in enumerate(level.pre_approved):
            if rule.incident_type is not None:
                here: Place = (*_LEVELS, n, "pre_approved", m, "incident_type")
                yield from unknown(here, (rule.incident_type,), types, "an incident type", one=True)


def _named(level: LevelAuthority, place: Place) -> Iterator[tuple[Place, tuple[str, ...]]]:
    yield (*place, "ordered_by"), level.ordered_by
    yield (*place, "approved_by"), level.approved_by
    for m, rule in enumerate(level.pre_approved):
        yield (*place, "pre_approved", m, "roles"), rule.roles


def unreachable_warnings(exercise: Exercise, content: Content) -> Iterator[Fault]:
    """A warning for every level none of whose approvers can be reached."""
    for level in (1, 2, 3, 4):
        approvers = content.authority.approvers(level)
        if approvers and set(approvers) <= set(exercise.unreachable):
            message = f"nobody who may approve level {level} can be reached: {', '.join(approvers)}"
            remedy = (
                "leave one of them out, unless a level that can't be approved is the point of the exercise"
            )
            yield Fault(("exercise", "unreachable"), message, remedy, "warning")


def approver_warnings(exercise: Exercise, content: Content) -> Iterator[Fault]:
    """A warning for messages of the incident type that nobody in the exercise can hold the role to approve.

    In messages of the exercise's own such a role is a fault, and told as one.
    """
    incident = find_incident_type(exercise, content.taxonomy)
    if incident is None or exercise.expectations.messages is not None:
        return
    roles = {*(role.role for role in exercise.participants), *content.authority.roles}
    waiting: dict[tuple[str, ...], list[str]] = {}
    for item in incident.expectations.messages or ():
        if item.approved_by and not roles & set(item.approved_by):
            waiting.setdefault(item.approved_by, []).append(item.audience)
    for approvers, audiences in waiting.items():
        names = " or ".join(approvers)
        message = f"nobody can hold {names}, who must approve messages to {', '.join(audiences)}"
        remedy = (
            f"add {approvers[0]} to `participants`, or name a role of yours in `approved_by` of the message;"
            " otherwise the facilitator stands in"
        )
        yield Fault(("exercise", "participants"), message, remedy, "warning")
