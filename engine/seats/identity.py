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


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token says beside its seat: which issue of the seat it is of, and when it was made.

    A token of an earlier version says neither, and reads as 0.
    """

    seat: Seat
    issue: int = 0
    made_s: int = 0
    """Unix time in seconds."""
    is_link: bool = False
    """Whether it is a link that opens the seat once, and no seat yet."""


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


def sign_pass(held: Pass, secret: str) -> str:
    """A token the browser keeps; it can be read by anyone and made only with the secret."""
    seat = held.seat
    said = [seat.exercise_id, seat.participant_id, seat.app_role, held.issue, held.made_s]
    body = json.dumps(said, separators=(",", ":"))
    payload = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    return f"{payload}.{_signature(payload, secret, held.is_link)}"


def read_pass(token: str, secret: str, *, is_link: bool = False) -> Pass | None:
    """What a token says, or None if it was not made with this secret or for this use."""
    payload, _, signature = token.partition(".")
    if not is_same_secret(signature, _signature(payload, secret, is_link)):
        return None
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    exercise_id, participant_id, app_role, issue, made_s = (*said, 0, 0)[:5]
    return Pass(Seat(exercise_id, participant_id, app_role), issue, made_s, is_link)


def is_same_secret(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(_bytes(given), _bytes(expected))


def sealed(use: str, text: str, secret: str) -> str:
    """Proof of a text without the text, which nobody can make or check without the secret."""
    return hmac.new(_bytes(secret), _bytes(f"{use}:{text}"), hashlib.sha256).hexdigest()


def _signature(payload: str, secret: str, is_link: bool) -> str:
    signed = f"link:{payload}" if is_link else payload
    return hmac.new(_bytes(secret), _bytes(signed), hashlib.sha256).hexdigest()[:32]


def _bytes(text: str) -> bytes:
    """UTF-8, also of what came in over the network and is none."""
    return text.encode(errors="surrogatepass")
