"""What opens an exercise: its join code and its secrets, made when first needed, replaced when asked to."""

from dataclasses import dataclass
from typing import Literal

from engine.errors import Refused
from engine.log.fact import AppRole
from engine.seats import identity
from engine.store import Document, EventStore

KeyName = Literal["code", "facilitator", "evaluator", "observer", "projector"]

WITH_SECRET: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer")
"""Application roles that a secret opens; participants come with the code."""

REPLACED = "key"
"""Kind of the documents that hold a key which took the place of an earlier one."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens an exercise: a code for participants, secrets for those who run, rate, watch and project."""

    exercise_id: str
    join_code: str
    facilitator: str
    evaluator: str
    observer: str
    projector: str


def keys_of(store: EventStore, exercise_id: str) -> Keys:
    """The keys of an exercise."""
    code = _held(store, exercise_id, "code") or _new_code(store, exercise_id)
    names: tuple[KeyName, ...] = ("facilitator", "evaluator", "observer", "projector")
    return Keys(exercise_id, code, *(_secret(store, exercise_id, name) for name in names))


def replace_key(store: EventStore, exercise_id: str, name: KeyName) -> None:
    """Make a key anew; from now on the earlier one opens nothing. Seats that were taken with it stay."""
    key = _claimed_code(store, exercise_id) if name == "code" else identity.new_secret()
    store.put(Document(REPLACED, exercise_id, name, key))


def _held(store: EventStore, exercise_id: str, name: str) -> str:
    """The key that counts now; empty where none was made."""
    return store.get(REPLACED, exercise_id, name) or store.setting(f"{name}:{exercise_id}") or ""


def _secret(store: EventStore, exercise_id: str, name: str) -> str:
    made = _held(store, exercise_id, name)
    return made or store.put_setting(f"{name}:{exercise_id}", identity.new_secret())


def _new_code(store: EventStore, exercise_id: str) -> str:
    return store.put_setting(f"code:{exercise_id}", _claimed_code(store, exercise_id))


def _claimed_code(store: EventStore, exercise_id: str) -> str:
    """A code that no exercise has or had."""
    while True:
        code = identity.new_join_code()
        name = f"exercise:{code}"
        if store.setting(name) is None and store.put_setting(name, exercise_id) == exercise_id:
            return code


def exercise_of(store: EventStore, join_code: str) -> str:
    """The exercise that a join code opens.

    Raises:
        Refused: no exercise has this code.

    """
    code = "".join(join_code.split()).upper()
    exercise_id = store.setting(f"exercise:{code}") if code else None
    if exercise_id is None or _held(store, exercise_id, "code") != code:
        raise Refused(f"No exercise has the code {code or '(empty)'}; check it with the facilitator.")
    return exercise_id


def role_of(store: EventStore, exercise_id: str, secret: str) -> AppRole | None:
    """The application role a secret opens, or None."""
    return next((role for role in WITH_SECRET if _is_key(store, exercise_id, role, secret)), None)


def opens_projector(store: EventStore, exercise_id: str, secret: str) -> bool:
    """Whether a secret opens the presenter view: its own, or the observers' that older links hold."""
    names: tuple[KeyName, ...] = ("projector", "observer")
    return any(_is_key(store, exercise_id, name, secret) for name in names)


def _is_key(store: EventStore, exercise_id: str, name: KeyName | AppRole, given: str) -> bool:
    key = _held(store, exercise_id, name)
    return bool(key) and identity.is_same_secret(given, key)


def signing_secret(store: EventStore) -> str:
    """What seat tokens of this database are signed with."""
    return store.setting("signing") or store.put_setting("signing", identity.new_secret())
