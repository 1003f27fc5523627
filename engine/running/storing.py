"""Whether what happens in exercises can be stored, and since when it can't."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.errors import StoreUnavailable

BACKUP_EVERY = timedelta(days=7)
"""How long the result of an exercise may be in no backup before the desk says so (assumption)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Attempts to store something that failed one after the other, with nothing stored between them."""

    since: datetime
    last_at: datetime
    reason: str
    """The database's own words; they name no place."""


class Storing:
    """What became of this process's attempts to store."""

    def __init__(self) -> None:
        self.failure: Failure | None = None
        """What goes wrong now, or None."""
        self.last: Failure | None = None
        """What went wrong last, whether or not it still does."""
        self.backed_up_at: datetime | None = None
        self._ended_at: dict[str, datetime] = {}

    def failed(self, now: datetime, error: StoreUnavailable) -> None:
        """An attempt failed."""
        since = self.failure.since if self.failure else now
        self.failure = self.last = Failure(since, now, error.reason)

    def worked(self) -> None:
        """An attempt succeeded."""
        self.failure = None

    def ended(self, exercise_id: str, at: datetime) -> None:
        """An exercise, and no demonstration, ended at that moment."""
        self._ended_at[exercise_id] = at

    def backup_due_since(self, now: datetime) -> datetime | None:
        """When the first exercise ended that is in no backup, if that was too long ago."""
        last = self.backed_up_at
        waiting = [at for at in self._ended_at.values() if last is None or at > last]
        first = min(waiting, default=now)
        return first if now - first > BACKUP_EVERY else None
