"""The values that the present of an exercise is made of: the clock's anchor, a seat, an approval."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine.log import events as e
from engine.log.fact import NEVER_RECORDED, AppRole


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where exercise time stood at a wall-clock moment, and how fast it has run since."""

    at_ms: int = 0
    recorded_at: datetime = NEVER_RECORDED
    rate: float = 1.0
    is_running: bool = False

    def exercise_ms(self, now: datetime) -> int:
        """Exercise time at a wall-clock moment, in milliseconds; never before the anchor."""
        if not self.is_running:
            return self.at_ms
        micros = max(0, (now - self.recorded_at) // timedelta(microseconds=1))
        return self.at_ms + micros * round(self.rate * 1_000) // 1_000_000


@dataclass(frozen=True, slots=True)
class Participant:
    """A seat: an application role and the scenario roles it holds."""

    id: str
    app_role: AppRole
    roles: tuple[str, ...]
    is_ready: bool = False
    """Whether its device has answered."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A request for approval and its decision."""

    request: e.ApprovalRequested
    decision: e.ApprovalDecided | None = None

    @property
    def status(self) -> Literal["pending", "granted", "refused"]:
        """Where the request stands."""
        if self.decision is None:
            return "pending"
        return "granted" if self.decision.granted else "refused"
