"""The only maker of ids, join codes, secrets and seat tokens."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from engine.log.fact import AppRole

_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters of join codes: none that is mistaken for another when read aloud or from a projector."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a seat token says: which exercise, which participant, which application role."""

    exercise_id: str
    participant_id: str
    app_role: AppRole


def new_id(prefix: str) -> str:
    """A fresh id such as ``x-5f2c81d09b3e`` (48 random bits)."""
    return f"{prefix}-{secrets.token_hex(6)}"


def new_seed() -> int:
    """A fresh seed for the simulated AI system, below 2**31 so that people can copy it."""
    return secrets.randbelow(2**31)


def new_join_code() -> str:
    """A fresh join code of six letters (about 30 bits)."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(6))


def new_secret() -> str:
    """A fresh secret of 128 random bits, for links and for signing."""
    return secrets.token_urlsafe(16)


def sign_seat(seat: Seat, secret: str) -> str:
    """A token the browser keeps; it can be read by anyone and made only with the secret."""
    body = json.dumps([seat.exercise_id, seat.participant_id, seat.app_role], separators=(",", ":"))
    payload = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    return f"{payload}.{_signature(payload, secret)}"


def read_seat(token: str, secret: str) -> Seat | None:
    """The seat in a token, or None if the token was not made with this secret."""
    payload, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(payload, secret).encode()):
        return None
    body = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    exercise_id, participant_id, app_role = json.loads(body)
    return Seat(exercise_id, participant_id, app_role)


def is_same_secret(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), expected.encode())


def _signature(payload: str, secret: str) -> str:
    return hmac.new(secret.encode(), payload.encode(), hashlib.sha256).hexdigest()[:32]
