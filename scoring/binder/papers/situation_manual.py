"""The situation manual: what participants read beforehand, without anything of what is to come."""

from scoring.binder import words
from scoring.binder.paper import Paper, Source
from scoring.binder.show.run import stretches
from scoring.catalogue import ALL
from scoring.writing.document import Blank, Bullets, Paragraph, Section, Table


def _sections(source: Source) -> tuple[Section, ...]:
    return (_purpose(source), _agenda(source), _rules(), _situation(source), _authority(source), _notes())


def _purpose(source: Source) -> Section:
    judged = ", ".join(item.title.lower() for item in ALL if item.id in source.rubric.criteria)
    return Section(
        "purpose",
        "What this is for",
        (
            Paragraph(
                "This exercise rehearses how we recognise, contain and recover from an incident of an AI"
                " system, and how we decide and talk while it lasts. It tests plans and tools; it"
                " examines nobody."
            ),
            Paragraph(f"{words.raised(judged)}.", "What evaluators watch"),
            Paragraph(
                f"{words.minutes(source.scenario.duration_ms)} of play, in one room, on screens that show"
                " the simulated AI system.",
                "Scope",
            ),
            Paragraph(", ".join(role.role for role in source.scenario.roles), "Roles"),
        ),
    )


def _agenda(source: Source) -> Section:
    rows = tuple(
        (words.at(source.setting, part.at_ms), part.title, words.minutes(part.length_ms), part.told)
        for part in stretches(source)
    )
    said = "T is the start of play, StartEx. Wall-clock times move if the exercise is paused."
    columns = ("Time", "Part", "Length", "What happens")
    return Section(
        "agenda", "Agenda", (Paragraph(said), Table("agenda", "Agenda", columns, rows, (14, 16, 16, 54)))
    )


def _rules() -> Section:
    return Section(
        "rules",
        "Ground rules",
        (
            Bullets(words.GROUND_RULES),
            Paragraph("", "What is not as in life"),
            Bullets(words.ARTIFICIALITIES),
            Paragraph("", "Words that stop the exercise"),
            Bullets(words.SAFETY),
        ),
    )


def _situation(source: Source) -> Section:
    return Section(
        "situation",
        "The situation at the start",
        (
            Paragraph(words.one_line(source.scenario.background)),
            Paragraph(
                "More is told as the exercise goes on, to everybody or to single roles. Your role card"
                " holds what only you know at the start."
            ),
        ),
    )


def _authority(source: Source) -> Section:
    """Severities and containment levels, as the organisation has agreed them."""
    rules = source.scenario.authority
    severities = tuple((item.id, words.one_line(item.when)) for item in source.scenario.severities)
    levels = tuple(
        (
            str(level),
            meaning,
            ", ".join(rules.orderers(level)) or "anybody",
            words.either(rules.approvers(level)) or "nobody needs to",
        )
        for level, meaning in words.LEVELS.items()
    )
    columns = ("Level", "What it does", "May be ordered by", "Must be approved by")
    return Section(
        "authority",
        "What has been agreed",
        (
            Table("levels", "Containment levels", columns, levels, (8, 32, 36, 24)),
            Table("severities", "Severities", ("Severity", "When it applies"), severities, (14, 86)),
        ),
    )


def _notes() -> Section:
    return Section(
        "notes",
        "Questions to take with you",
        (
            Bullets(
                (
                    "Who declares an incident here, and who is then in charge?",
                    "Whom do you have to tell, in what order, and who tells them?",
                    "What must be kept before anything is changed?",
                    "Who speaks for us outside, and who reads it first?",
                    "How would you know that it is over?",
                )
            ),
            Blank("Notes", 8),
        ),
    )


PAPER = Paper(
    id="situation-manual", order=20, title="Situation manual", for_participants=True, sections=_sections
)
