"""What opens an exercise: its join code and its secrets, made when first asked for."""

from dataclasses import dataclass

from engine import identity
from engine.errors import Refused
from engine.log.fact import AppRole
from engine.store import EventStore

WITH_SECRET: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer")
"""Application roles that a secret opens; participants come with the code."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens an exercise: a code for participants, secrets for those who run and rate it."""

    exercise_id: str
    join_code: str
    facilitator: str
    evaluator: str
    observer: str


def keys_of(store: EventStore, exercise_id: str) -> Keys:
    """The keys of an exercise."""
    code = store.setting(f"code:{exercise_id}") or _new_code(store, exercise_id)
    names = [f"{role}:{exercise_id}" for role in WITH_SECRET]
    secrets = [store.setting(name) or store.put_setting(name, identity.new_secret()) for name in names]
    return Keys(exercise_id, code, *secrets)


def _new_code(store: EventStore, exercise_id: str) -> str:
    code = identity.new_join_code()
    while store.put_setting(f"exercise:{code}", exercise_id) != exercise_id:
        code = identity.new_join_code()
    return store.put_setting(f"code:{exercise_id}", code)


def exercise_of(store: EventStore, join_code: str) -> str:
    """The exercise that a join code opens.

    Raises:
        Refused: no exercise has this code.

    """
    code = "".join(join_code.split()).upper()
    exercise_id = store.setting(f"exercise:{code}") if code else None
    if exercise_id is None:
        raise Refused(f"No exercise has the code {code or '(empty)'}; check it with the facilitator.")
    return exercise_id


def role_of(store: EventStore, exercise_id: str, secret: str) -> AppRole | None:
    """The application role a secret opens, or None."""
    held = ((role, store.setting(f"{role}:{exercise_id}") or "") for role in WITH_SECRET)
    return next((role for role, key in held if key and identity.is_same_secret(secret, key)), None)


def signing_secret(store: EventStore) -> str:
    """What seat tokens of this database are signed with."""
    return store.setting("signing") or store.put_setting("signing", identity.new_secret())
