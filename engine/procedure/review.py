"""Whether a playbook is due for review."""

from datetime import date, timedelta
from typing import Final

from engine.scenario.playbook import Playbook

REVIEWED_WITHIN: Final = timedelta(days=365)
"""How long a review holds: a year, as NIST SP 800-53 IR-8 has plans reviewed at a frequency the organisation
sets, and a year is the usual one (assumption)."""


def review_due(book: Playbook, today: date) -> date | None:
    """The day on which a playbook's review fell due, if that is past; None for one without a date too."""
    try:
        due = date.fromisoformat(book.last_reviewed) + REVIEWED_WITHIN
    except (ValueError, OverflowError):
        return None
    return due if due < today else None
