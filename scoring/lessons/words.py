"""Sentences that drafts of strengths and areas begin with, and the corrective action each area asks for.

Actions are proposals of this product; the people of an exercise replace them with their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from engine.after.items import CapabilityElement
from engine.scenario.parts import CriterionId

Shortfall = Literal["missed", "partly", "harmful"]
"""How a part fell short: not done, late or in part, or so that it cost credit."""

KINDS: tuple[Shortfall, ...] = get_args(Shortfall)


@dataclass(frozen=True, slots=True)
class AreaWords:
    """How an area is said, and what is proposed."""

    issue: str
    action: str
    element: CapabilityElement


STRENGTHS: Mapping[CriterionId, str] = MappingProxyType(
    {
        "detection": "Recognised in time,",
        "escalation": "Told in time,",
        "containment": "Done as needed,",
        "communication": "Every check on the message is met:",
        "evidence": "Preserved in time and whole,",
        "recovery": "Complete,",
    }
)
"""What precedes the parts of a criterion that were done in full."""

SECTIONS: Mapping[CriterionId, str] = MappingProxyType(
    {
        "detection": "detection",
        "escalation": "escalation and authority",
        "containment": "containment",
        "communication": "communication",
        "evidence": "evidence to collect",
        "recovery": "recovery and verification",
    }
)
"""The part of a playbook a criterion is measured against."""

PLAIN: Mapping[CriterionId, AreaWords] = MappingProxyType(
    {
        "detection": AreaWords(
            "The incident was declared late, with the wrong type, or not at all.",
            "Agree which signals of the AI system open an incident, show them to whoever is on call, and let"
            " anybody declare.",
            "Training",
        ),
        "escalation": AreaWords(
            "Escalation fell short.", "Put the list of who is told by when into the playbook.", "Planning"
        ),
        "containment": AreaWords(
            "Harm was contained late, not in proportion, or not at all.",
            "Rehearse choosing the lowest level that works, and approve levels 1 and 2 in advance for the"
            " people on call.",
            "Training",
        ),
        "communication": AreaWords(
            "Communication fell short.", "Prepare a template and an owner for each audience.", "Planning"
        ),
        "evidence": AreaWords(
            "Evidence was not preserved in time.",
            "Put evidence first in the containment checklist, with a named collector.",
            "Planning",
        ),
        "recovery": AreaWords(
            "Recovery was due and fell short.",
            "Write conditions for reopening and closing into the playbook, with an owner.",
            "Planning",
        ),
    }
)
"""Of a criterion as a whole, where it has no parts."""

_LATE_CONTAINMENT = PLAIN["containment"]
_LATE_DETECTION = PLAIN["detection"]

AREAS: Mapping[CriterionId, Mapping[Shortfall, AreaWords]] = MappingProxyType(
    {
        "detection": dict.fromkeys(("missed", "partly", "harmful"), _LATE_DETECTION),
        "containment": dict.fromkeys(("missed", "partly", "harmful"), _LATE_CONTAINMENT),
        "escalation": {
            "missed": AreaWords(
                "Not told, or told far too late:",
                "Put role, channel and time allowed into a call list that opens with the declaration.",
                "Planning",
            ),
            "partly": AreaWords(
                "Told late:",
                "Name one person who makes the calls while others respond.",
                "Organization",
            ),
            "harmful": AreaWords(
                "Told too early or needlessly, or rated with the wrong severity:",
                "Train the order of telling (inside before outside) and the severity table on past cases.",
                "Training",
            ),
        },
        "communication": {
            "missed": AreaWords(
                "Nothing was sent to an audience that waited for word:",
                "Prepare a template for {audience}, with an owner and a deadline.",
                "Planning",
            ),
            "partly": AreaWords(
                "The message was late, unapproved or incomplete:",
                "Complete the template for {audience} and rehearse its approval.",
                "Training",
            ),
            "harmful": AreaWords(
                "The message did harm:", "Review the template for {audience} with Legal.", "Planning"
            ),
        },
        "evidence": {
            "missed": AreaWords(
                "Lost or never preserved:",
                "Put these artifacts before the first change in the containment checklist, and script their"
                " capture.",
                "Equipment",
            ),
            "partly": AreaWords(
                "Preserved late or in part:",
                "Name a collector who is free of other tasks during the first hour.",
                "Organization",
            ),
            "harmful": AreaWords(
                "Handled so that it lost value:", "Train the chain of custody on these artifacts.", "Training"
            ),
        },
        "recovery": {
            "missed": AreaWords(
                "Left undone:",
                "Make these steps and checks conditions for closing an incident, each with an owner.",
                "Planning",
            ),
            "partly": AreaWords(
                "Done in part or out of order:",
                "Rehearse stepping back level by level, with the authority that stepped up.",
                "Exercises",
            ),
            "harmful": AreaWords(
                "Done so that it cost:", "Review the order of recovery steps in the playbook.", "Planning"
            ),
        },
    }
)
"""By how far the parts of a criterion fell short."""
