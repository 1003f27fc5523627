"""The report's opening: cover, executive summary, exercise overview and summary of performance."""

from collections.abc import Iterator

from engine.after.wording import Wording
from engine.log.fact import Conditions
from engine.scenario.exercise import Objective
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.aar.source import ReportSource, cited, numbered
from scoring.catalogue import TITLES
from scoring.catalogue import objectives as objectives_of
from scoring.finding import HSEEP, Finding, heading
from scoring.lessons.draft import areas
from scoring.score import in_words
from scoring.whatif.words import THE_TEAM, headline
from scoring.writing.document import Bar, Block, Bullets, Cell, Chart, Paragraph, Scores, Section, Table


def facts(source: ReportSource) -> tuple[tuple[str, str], ...]:
    """What stands on the cover."""
    created = source.case.state.created
    found = [
        ("Exercise", source.title),
        ("Held on", f"{source.held_on:%Y-%m-%d}"),
        ("Team", source.team or "not named"),
        ("Readiness", readiness(source)),
        ("Played", played(source.score.conditions)),
        ("Report created", f"{source.created_at:%Y-%m-%d %H:%M} UTC"),
    ]
    if created and created.demo:
        found.append(("Note", "Demonstration: simulated participants, invented organisation."))
    return tuple(found)


def played(conditions: Conditions) -> str:
    """The conditions of the exercise, which every score is printed with."""
    how = (
        "people talked, a scribe recorded decisions"
        if conditions.play == "discuss"
        else "people acted in the app"
    )
    aids = "guided: seats listed what was expected" if conditions.aids == "guided" else "unaided"
    return f"{how}; {aids}"


def readiness(source: ReportSource) -> str:
    """Readiness with the band it likely lies in, as the results screen shows it."""
    return in_words(source.score)


def drafted(source: ReportSource) -> Wording:
    """What stands in the editable fields before anybody has edited them."""
    strengths = [
        cited(f"{item.finding.title}. {point.text}", point.seqs)
        for item in source.drafts
        for point in item.strengths
    ]
    improvements = [
        cited(f"{TITLES[area.criterion]}. {area.issue}", area.seqs) for area in areas(source.drafts)
    ]
    return Wording(
        summary=" ".join(_sentences(source)),
        strengths="\n".join(map(_one_line, strengths)),
        improvements="\n".join(map(_one_line, improvements)),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentences(source: ReportSource) -> Iterator[str]:
    team = f" by {source.team}" if source.team else ""
    length = source.case.until_ms // MINUTE_MS
    yield f"{source.title} was exercised on {source.held_on:%Y-%m-%d}{team}, for {length} exercise minutes."
    coverage = source.score.coverage
    yield f"Readiness is {readiness(source)}, on {coverage.scored} of {coverage.of} criteria."
    yield from _extremes(source.score.findings)
    if source.whatif is not None:
        yield headline(source.whatif, THE_TEAM)
    found = areas(source.drafts)
    urgent = sum(area.priority == "high" for area in found)
    yield f"{len(found)} areas for improvement were found, {urgent} of them of high priority."
    if source.pitfalls:
        yield f"Known pitfalls: {'; '.join(item.title for item in source.pitfalls)}."


def _extremes(findings: tuple[Finding, ...]) -> Iterator[str]:
    scored = [item for item in findings if item.value is not None]
    values = sorted({item.value for item in scored if item.value is not None})
    if len(values) < 2:
        return
    for word, value in (("Strongest", values[-1]), ("Weakest", values[0])):
        titles = [item.title for item in scored if item.value == value]
        yield f"{word}: {', '.join(titles)} ({value} of 5)."


def summary(source: ReportSource) -> Section:
    """The executive summary with strengths and areas, as drafted or as people edited them."""
    default, own = drafted(source), source.wording
    return Section(
        "summary",
        "Executive summary",
        (
            *(Paragraph(text) for text in _lines(own.summary or default.summary)),
            _scores(source),
            Paragraph("", "Strengths"),
            _list(own.strengths or default.strengths, "Nothing was drafted."),
            Paragraph("", "Areas for improvement"),
            _list(own.improvements or default.improvements, "Nothing was drafted."),
        ),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _list(text: str, empty: str) -> Block:
    items = tuple(line.lstrip("-•* ") for line in _lines(text))
    return Bullets(items) if items else Paragraph(empty)


def _scores(source: ReportSource) -> Chart:
    bars = tuple(
        Bar(item.title, item.value, "not scored" if item.value is None else item.kind)
        for item in source.score.findings
    )
    alt = "; ".join(heading(item) for item in source.score.findings)
    caption = f"The six criteria, 1 to 5. Readiness {readiness(source)}."
    return Chart("scores", f"{alt}.", caption, Scores(bars))


def overview(source: ReportSource) -> Section:
    """HSEEP's exercise overview."""
    rows = tuple(_overview_rows(source))
    return Section(
        "overview",
        "Exercise overview",
        (Table("overview", "Exercise overview", ("Item", "Content"), rows, (22, 78)),),
    )


def _overview_rows(source: ReportSource) -> Iterator[tuple[Cell, ...]]:
    case, scenario = source.case, source.case.scenario
    objectives = objectives_of(source.case.scenario)
    yield "Exercise name", source.title
    yield "Exercise dates", f"{source.held_on:%Y-%m-%d}"
    yield "Scope", _scope(source)
    yield "Mission area", "Response; Recovery"
    capabilities = (part.strip() for item in objectives for part in item.capability.split(";"))
    yield "Core capabilities", "; ".join(dict.fromkeys(filter(None, capabilities)))
    yield "Objectives", "\n".join(f"{number}. {item.text}" for number, item in enumerate(objectives, 1))
    kind = scenario.incident_types.get(scenario.incident_type, "")
    yield "Threat or hazard", f"{kind}, {scenario.severity}"
    yield "Scenario", scenario.background.strip()
    yield "Participating organizations", _participation(source)
    leads = [seat.id for seat in case.state.participants.values() if seat.app_role == "facilitator"]
    yield "Point of contact", "; ".join(map(source.who, leads)) or "no facilitator was seated"


def _scope(source: ReportSource) -> str:
    case = source.case
    planned = case.scenario.duration_ms // MINUTE_MS
    return (
        f"Tabletop exercise with a simulated AI system; planned for {planned} exercise minutes,"
        f" ended at {offset_label(case.until_ms)}; {len(case.state.delivered)} injects delivered."
    )


def _participation(source: ReportSource) -> str:
    seats = [seat.app_role for seat in source.case.state.participants.values()]
    counted = [f"{seats.count(role)} {role}{'s' * (seats.count(role) != 1)}" for role in dict.fromkeys(seats)]
    return f"{source.team or 'Team not named'}: {', '.join(counted) or 'nobody seated'}"


def performance(source: ReportSource) -> Section:
    """HSEEP's table of objectives, and the criteria behind it."""
    objectives = tuple(_objective_row(source, item) for item in objectives_of(source.case.scenario))
    columns = ("Objective", "Core capability", "Criteria, 1 to 5", "P", "S", "M", "U")
    return Section(
        "performance",
        "Summary of core capability performance",
        (
            Table("objectives", "Objectives and capabilities", columns, objectives, (35, 22, 27, 4, 4, 4, 4)),
            Paragraph(
                "P: performed without challenges (5). S: performed with some challenges (4 or 3)."
                " M: performed with major challenges (2). U: unable to be performed (1)."
                " An objective takes the lowest of its criteria."
            ),
            _criteria(source),
        ),
    )


def _objective_row(source: ReportSource, item: Objective) -> tuple[Cell, ...]:
    found = [source.score.finding(criterion) for criterion in item.criteria]
    values = [finding.value for finding in found if finding.value is not None]
    shown = "\n".join(f"{finding.title}: {_value(finding)}" for finding in found)
    letter = HSEEP[min(values)] if values else ""
    marks = tuple("X" if mark == letter else "" for mark in ("P", "S", "M", "U"))
    return (item.text, item.capability, shown, *marks)


def _value(finding: Finding) -> str:
    return "not scored" if finding.value is None else f"{finding.value} ({HSEEP[finding.value]})"


def _criteria(source: ReportSource) -> Table:
    rows = tuple(
        (
            item.title,
            "not scored" if item.value is None else item.value,
            "" if item.value is None else HSEEP[item.value],
            item.kind,
            item.why,
            ", ".join(map(str, item.evidence)),
        )
        for item in source.score.findings
    )
    columns = ("Criterion", "Value", "HSEEP", "How", "Why", "Events")
    return Table("criteria", "The criteria", columns, rows, (17, 7, 9, 12, 42, 13))


def evidence_note(seqs: tuple[int, ...]) -> str:
    """Event numbers as a sentence of their own, or that none shows it."""
    return f"{numbered(seqs).capitalize()}." if seqs else "No event shows it, because it never happened."
