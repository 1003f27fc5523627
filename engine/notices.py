"""What is meant for somebody: what they and their roles were told, messages and decisions for them; pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.log import events as e
from engine.log.fact import EVERYBODY
from engine.log.state import State

Addressed = e.RoleNotified | e.MessageSent | e.ApprovalDecided | e.ObservationRecorded
"""Kinds of event that are meant for somebody."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should read, and say that they have."""

    event: Addressed
    text: str
    """What was said; empty where nothing was."""


def notices_for(
    state: State, participant_id: str, read: Collection[int] = (), *, for_role: str = ""
) -> tuple[Notice, ...]:
    """What is meant for this person and not among the events they have `read`, latest first.

    Nothing that they said themselves; with `for_role`, what is meant for the role a scribe speaks for.
    """
    held = frozenset(state.acts_as(participant_id, for_role))
    waiting = (item for item in _addressed(state, participant_id, held) if item.event.seq not in read)
    return tuple(sorted(waiting, key=lambda notice: -notice.event.seq))


def _addressed(state: State, participant_id: str, held: frozenset[str]) -> Iterator[Notice]:
    for told in state.notified:
        if told.role in held and told.by != participant_id:
            yield Notice(told, told.text)
    for sent in state.messages:
        if sent.audience in held and sent.by != participant_id:
            yield Notice(sent, sent.text)
    yield from _said(state, participant_id)
    for approval in state.approvals.values():
        decided = approval.decision
        if decided and approval.request.by == participant_id and decided.by != participant_id:
            yield Notice(decided, decided.reason)


def _said(state: State, participant_id: str) -> Iterator[Notice]:
    """What the facilitator said to a participant, or to everybody."""
    if state.app_role(participant_id) == "participant":
        for said in state.line:
            if said.to in (participant_id, EVERYBODY):
                yield Notice(said, said.text)
