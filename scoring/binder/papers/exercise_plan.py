"""The exercise plan: purpose, scope, objectives, people, schedule, rules and evaluation, for planners."""

from engine.scenario.times import offset_label
from scoring import catalogue
from scoring.binder import words
from scoring.binder.paper import Paper, Source
from scoring.binder.show.run import reserve, scheduled, stretches
from scoring.writing.document import Blank, Bullets, Paragraph, Section, Table

REPORT_DAYS = (("draft report", 30), ("corrective actions agreed", 60), ("final report", 90))
"""Days after the exercise by which each is usually there (assumption: the usual calendar of reports)."""


def _sections(source: Source) -> tuple[Section, ...]:
    return (
        _purpose(source),
        _objectives(source),
        _people(source),
        _schedule(source),
        _rules(source),
        _evaluation(source),
        _go(source),
    )


def _purpose(source: Source) -> Section:
    scenario = source.scenario
    kind = scenario.incident_types.get(scenario.incident_type, scenario.incident_type)
    number = f"{len(scheduled(scenario))} injects planned, {len(reserve(scenario))} in reserve"
    rows = (
        (
            "Scenario",
            " ".join(filter(None, (scenario.name, scenario.version and f"version {scenario.version}"))),
        ),
        ("SHA-256", source.sha256),
        ("Type", "Inject-driven tabletop exercise with a simulated AI system"),
        ("Threat or hazard", f"{kind}, {scenario.severity}"),
        ("Scope", f"{words.minutes(scenario.duration_ms)} of play; {number}; one room, no real system"),
        ("Based on", "; ".join(scenario.based_on) or "no named incident"),
        ("Sponsor", words.LINE),
        ("Exercise director", words.LINE),
        ("Point of contact", words.LINE),
    )
    return Section(
        "purpose",
        "Purpose and scope",
        (
            Paragraph(
                "To rehearse the response to an incident of an AI system, to find out what plans, people"
                " and tools lack, and to compare readiness over time."
            ),
            words.listed("overview", rows),
            Blank("What this exercise is to find out for us", 3),
        ),
    )


def _objectives(source: Source) -> Section:
    rows = tuple(
        (
            str(number),
            words.one_line(item.text),
            item.capability,
            ", ".join(catalogue.TITLES[name] for name in item.criteria if name in catalogue.TITLES),
        )
        for number, item in enumerate(source.objectives, start=1)
    )
    columns = ("No.", "Objective", "Core capability", "Shown by")
    table = Table("objectives", "Objectives", columns, rows, (6, 46, 24, 24))
    return Section("objectives", "Objectives and core capabilities", (table,))


def _people(source: Source) -> Section:
    scenario = source.scenario
    levels = {
        role: [str(level) for level in words.LEVELS if role in scenario.authority.approvers(level)]
        for role in scenario.role_names()
    }
    own = [role.role for role in scenario.roles]
    approvers = [role for role, approved in levels.items() if approved and role not in own]
    rows = tuple((role, words.LINE, _note(source, role, levels.get(role, []))) for role in (*own, *approvers))
    staff = tuple(
        (part, words.LINE, told)
        for part, told in (
            ("Facilitator", "leads the room, releases injects, keeps time"),
            ("Evaluator", "watches and rates, does not help"),
            ("Evaluator", "watches and rates, does not help"),
            ("Note taker", "writes down decisions with their time"),
            ("Observer", "watches, takes no part"),
        )
    )
    columns = ("Role or part", "Name", "Note")
    return Section(
        "people",
        "Who takes part",
        (
            Table("players", "Participants", columns, rows, (34, 40, 26)),
            Table("staff", "Those who run and rate it", columns, staff, (34, 40, 26)),
        ),
    )


def _note(source: Source, role: str, levels: list[str]) -> str:
    approved = f"approves level {', '.join(levels)}" if levels else ""
    away = "cannot be reached in this scenario" if role in source.scenario.unreachable else ""
    return "; ".join(filter(None, (approved, away)))


def _schedule(source: Source) -> Section:
    rows = tuple(
        (
            words.at(source.setting, part.at_ms),
            part.title,
            words.minutes(part.length_ms),
            part.told,
            part.asked,
        )
        for part in stretches(source)
    )
    columns = ("Time", "Part", "Length", "What happens", "Who runs it does")
    return Section(
        "schedule", "Schedule", (Table("schedule", "Schedule", columns, rows, (13, 14, 14, 28, 31)),)
    )


def _rules(source: Source) -> Section:
    mark = source.setting.marking
    return Section(
        "rules",
        "Rules, safety and handling",
        (
            Paragraph("", "Ground rules"),
            Bullets(words.GROUND_RULES),
            Paragraph("", "What is not as in life"),
            Bullets(words.ARTIFICIALITIES),
            Paragraph("", "Safety"),
            Bullets(words.SAFETY),
            Paragraph(
                f"Papers are marked {mark.label}. {mark.meaning} Participants get the situation manual,"
                " their role card, the join poster, the feedback form, the attendance sheet and the"
                " invitation; the rest holds what is to come and stays with those who run and rate the"
                " exercise.",
                "Handling",
            ),
        ),
    )


def _evaluation(source: Source) -> Section:
    rows = tuple(
        (item.title, catalogue.capability(source.scenario, item.id), f"{source.rubric.weight(item.id):g}")
        for item in catalogue.ALL
        if item.id in source.rubric.criteria
    )
    days = "; ".join(f"{what} within {number} days" for what, number in REPORT_DAYS)
    return Section(
        "evaluation",
        "Evaluation and what follows",
        (
            Table(
                "criteria",
                "What is rated from 1 to 5",
                ("Criterion", "Core capability", "Weight"),
                rows,
                (40, 46, 14),
            ),
            Paragraph(
                "Scores are derived from the log; evaluators rate blind and reconcile. The rubric is"
                f" {source.rubric.rubric_id}. Hot wash right after EndEx; {days}.",
                "Afterwards",
            ),
        ),
    )


def _go(source: Source) -> Section:
    scenario = source.scenario
    there = [role for role in scenario.authority.approvers(4) if role not in scenario.unreachable]
    checks = (
        "Every role is held by somebody who is coming.",
        f"Somebody holds {words.either(there)}, or is left out on purpose." if there else "",
        "An evaluator is there for every two or three roles.",
        "A rehearsal of the scenario has passed without a refusal.",
        f"The end, {offset_label(scenario.duration_ms)}, and the hot wash fit the room's booking.",
        "Every phone reaches the join address from the room's network.",
        "The projector shows the presenter view; exhibits open on it.",
        "Label, recording and use of the log are agreed with whoever has to agree.",
        "Whoever must know that this is an exercise has been told: service desk, reception, on-call staff.",
    )
    rows = tuple((f"{words.BOX} {text}", "", "") for text in checks if text)
    return Section(
        "go",
        "Go or no-go",
        (
            Table("go", "Checked on the day", ("Check", "By", "At"), rows, (72, 16, 12)),
            Blank("Go or no-go, decided by", 1),
        ),
    )


PAPER = Paper(id="exercise-plan", order=10, title="Exercise plan", for_participants=False, sections=_sections)
