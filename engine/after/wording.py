"""What people wrote into a report in place of what was drafted."""

import json
from dataclasses import asdict, dataclass

LONGEST = 20_000
"""Letters of one field (assumption: a summary of ten pages)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The report's editable fields; an empty one stands for its draft."""

    summary: str = ""
    strengths: str = ""
    """Strengths, one a line."""
    improvements: str = ""
    """Areas for improvement, one a line."""


def to_text(wording: Wording) -> str:
    """The fields as they are stored."""
    return json.dumps(asdict(wording), sort_keys=True)


def from_text(text: str | None) -> Wording:
    """The fields as stored; all empty where nothing was."""
    held = json.loads(text) if text else {}
    return Wording(*(str(held.get(name, ""))[:LONGEST] for name in Wording.__slots__))
