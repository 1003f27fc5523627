"""The invitation: when, where, for how long, what to bring, and what not to expect."""

from scoring.binder import words
from scoring.binder.calendar import meeting_ms
from scoring.binder.paper import Facts, Paper, Source
from scoring.writing.document import Blank, Bullets, Paragraph, Section, Table


def _facts(source: Source) -> Facts:
    setting = source.setting
    return (
        ("To", words.LINE),
        ("Exercise", source.title),
        ("When", words.when(setting)),
        ("How long", words.minutes(meeting_ms(source))),
        ("Where", words.or_line(setting.place)),
        ("Join at", words.or_line(setting.join_link)),
        ("Handling", f"{setting.marking.label}: {setting.marking.meaning}"),
    )


def _sections(source: Source) -> tuple[Section, ...]:
    roles = tuple((role.role, "") for role in source.scenario.roles)
    return (
        Section(
            "invitation",
            "You are invited",
            (
                Paragraph(
                    "You are invited to a tabletop exercise: a rehearsal, in one room, of how we respond"
                    " when an AI system of ours goes wrong. A facilitator tells what happens, you decide"
                    " and act in your own role, and a simulated AI system reacts."
                ),
                Bullets(
                    (
                        "Nothing needs to be prepared. Bring a phone or laptop, and the plans and"
                        " contact lists that you would use.",
                        "Come as what you are: you play your own role or the one named below.",
                        "Nobody is examined. What is learned is about plans and tools.",
                        "What happens is not told beforehand; that is part of it.",
                        "If you can't come, send somebody who may decide what you decide.",
                    )
                ),
                Table("roles", "Who is asked for", ("Role", "Name"), roles, (50, 50)),
                Blank("Answer to, and by when", 2),
            ),
        ),
    )


PAPER = Paper(
    id="invitation", order=100, title="Invitation", for_participants=True, sections=_sections, facts=_facts
)
