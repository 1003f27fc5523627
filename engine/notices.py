"""What is meant for somebody: what their roles were told, messages to them, decisions for them; pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.log import events as e
from engine.log.state import State

Addressed = e.RoleNotified | e.MessageSent | e.ApprovalDecided
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
    for approval in state.approvals.values():
        decided = approval.decision
        if decided and approval.request.by == participant_id and decided.by != participant_id:
            yield Notice(decided, decided.reason)
