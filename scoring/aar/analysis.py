"""Analysis of core capabilities: for each criterion its strengths, areas for improvement and details."""

from collections.abc import Iterator

from engine.scenario.times import offset_label
from scoring.aar.overview import evidence_note
from scoring.aar.source import ReportSource, cited
from scoring.facts.clocks import WORDS, clock_facts
from scoring.finding import Finding, heading
from scoring.lessons.draft import Area, DraftedLessons, general_observations
from scoring.writing.document import Block, Bullets, Cell, Paragraph, Section, Table


def analysis(source: ReportSource) -> tuple[Section, ...]:
    """A section for each criterion, then observations without one, then the pitfalls."""
    intro = Paragraph(
        "Each criterion stands with its value, the reason for it and the numbers of the events that show it;"
        " the timeline lists the events by these numbers."
    )
    general = tuple(cited(point.text, point.seqs) for point in general_observations(source.case))
    blocks: tuple[Block, ...] = (intro,)
    if general:
        blocks = (intro, Paragraph("", "Observations that concern no single criterion"), Bullets(general))
    head = Section("analysis", "Analysis of core capabilities", blocks)
    return (
        head,
        *(_criterion(source, item) for item in source.drafts),
        _pitfalls(source),
        *_clocks(source),
        *_detections(source),
    )


def _clocks(source: ReportSource) -> Iterator[Section]:
    """Notification clocks that began in the exercise, beside what the team said; nothing where none did."""
    facts = clock_facts(source.case)
    if facts:
        intro = Paragraph("Exercise content, not legal advice. Each clock counts from its own event.")
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                fact.true.clock.regime,
                f"{offset_label(fact.true.since_ms)}, with “{fact.true.title}”",
                "" if fact.counted_ms is None else offset_label(fact.counted_ms),
                fact.true.clock.deadline,
                WORDS[fact.standing],
            )
            for fact in facts
        )
        heads = ("Clock", "Began", "Team counts from", "What is due", "How it was kept")
        table = Table("clocks", "Notification clocks", heads, rows, (22, 20, 12, 28, 18))
        yield Section("clocks", "Notification clocks", (intro, table), level=2)


def _detections(source: ReportSource) -> Iterator[Section]:
    """Which logs would have shown the incident; nothing where the scenario knows of none."""
    rules = source.case.scenario.detections
    if rules:
        intro = Paragraph("Rules to have in place before it happens. Each names the technique it shows.")
        rows: tuple[tuple[Cell, ...], ...] = tuple((item.of, item.source, item.looks_for) for item in rules)
        heads = ("Technique", "Log or metric", "What to look for")
        table = Table("detections", "Detections you should have had", heads, rows, (26, 30, 44))
        yield Section("detections", "Detections you should have had", (intro, table), level=2)


def _criterion(source: ReportSource, item: DraftedLessons) -> Section:
    finding = item.finding
    blocks = (
        Paragraph(source.capability(finding.criterion), "Core capability"),
        Paragraph(cited(finding.why, finding.evidence)),
        *_before_rating(finding),
        Paragraph("", "Strengths"),
        *_points([cited(point.text, point.seqs) for point in item.strengths], "The log shows nothing."),
        Paragraph("", "Areas for improvement"),
        *_areas(item.areas),
        *_observed(item),
        *_details(finding),
    )
    return Section(f"analysis-{finding.criterion}", heading(finding), blocks, level=2)


def _before_rating(finding: Finding) -> Iterator[Block]:
    if finding.kind != "rated":
        return
    before = "not scored" if finding.computed is None else f"{finding.computed} of 5"
    yield Paragraph(before, "Before people rated")


def _points(items: list[str], empty: str) -> Iterator[Block]:
    yield Bullets(tuple(items)) if items else Paragraph(empty)


def _areas(found: tuple[Area, ...]) -> Iterator[Block]:
    if not found:
        yield Paragraph("The log shows nothing.")
    for number, area in enumerate(found, start=1):
        yield Paragraph(area.issue, f"Area {number}")
        yield Paragraph(f"{area.reference}. {evidence_note(area.seqs)}", "Reference")
        yield Paragraph(area.analysis, "Analysis")
        yield Paragraph(f"{area.action} ({area.element}, priority {area.priority})", "Corrective action")


def _observed(item: DraftedLessons) -> Iterator[Block]:
    if item.observations:
        yield Paragraph("", "Observations")
        yield Bullets(tuple(cited(point.text, point.seqs) for point in item.observations))


def _details(finding: Finding) -> Iterator[Block]:
    if not finding.details:
        return
    rows = tuple(
        (
            part.label,
            "does not count" if part.credit is None else _credit(part.credit),
            part.note,
            ", ".join(map(str, part.seqs)),
        )
        for part in finding.details
    )
    columns = ("What was looked at", "Credit", "Why", "Events")
    yield Table(f"details_{finding.criterion}", f"{finding.title}: details", columns, rows, (42, 10, 36, 12))


def _credit(credit: float) -> Cell:
    """Credit as a number, whole where it is."""
    return int(credit) if credit.is_integer() else credit


def _pitfalls(source: ReportSource) -> Section:
    intro = Paragraph(
        "Looked for in the log: treating an AI incident as an ordinary bug, no authority agreed in advance,"
        " external communication forgotten or late, waiting for the model's provider, a notification clock"
        " missed."
    )
    found: list[Block] = []
    for item in source.pitfalls:
        found.append(Paragraph(f"{item.why} {evidence_note(item.seqs)}", item.title))
        found.append(Paragraph(item.remedy, "Remedy"))
    none = Paragraph("The log shows no pitfall of these.")
    return Section("pitfalls", "Pitfalls", (intro, *(found or [none])), level=2)
