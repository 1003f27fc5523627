"""How the figures of a report came about, and what they can't tell."""

from collections.abc import Iterator

from engine.log.events import CriterionRated
from scoring.aar.source import ReportSource
from scoring.finding import Finding
from scoring.people.agreement import agreement
from scoring.people.evaluation import evaluation, standing
from scoring.people.rating import ratings_of
from scoring.score import in_words
from scoring.writing.document import Block, Bullets, Cell, Paragraph, Section, Table

LIMITS = (
    "Measured values are computed from the log and the simulated AI system by the rubric's thresholds. The"
    " thresholds are assumptions placed around published yardsticks; an organisation may replace them.",
    "Suggested values come from text checks of messages. They read words, not meaning, until a person rates.",
    "Rated values are judgements of people. One rater agrees with another only moderately, so the band is"
    " wider the more a value rests on a single person.",
    "Strengths, areas for improvement, corrective actions and pitfalls are drafted by rules over the log;"
    " people may have edited the summary, the strengths and the areas of the first section.",
    "The simulated AI system is a model with stated assumptions. Its figures compare decisions with each"
    " other; they predict nothing about a real system.",
    "One exercise is one sample. Differences between exercises smaller than the band are noise.",
)


def method(source: ReportSource) -> Section:
    """Appendix G."""
    blocks = (
        Table("method", "What this report rests on", ("Item", "Content"), tuple(_rows(source)), (26, 74)),
        _came_about(source),
        _ratings(source),
        *_agreed(source),
        Paragraph("", "Limits"),
        Bullets((*LIMITS, *_names_limit(source))),
    )
    return Section("method", "Appendix G: Method and limits", blocks)


def _rows(source: ReportSource) -> Iterator[tuple[Cell, ...]]:
    created = source.case.state.created
    coverage = source.score.coverage
    yield "Rubric", source.score.rubric_id
    yield "Engine version", created.engine_version if created else "unknown"
    yield "Scenario", source.case.scenario.name
    yield "Scenario file, SHA-256", created.scenario_sha256 if created else "unknown"
    yield "Seed of the AI system", source.case.state.seed
    yield "Events in the log", len(source.case.events)
    yield "Log, SHA-256 of its chain", source.log_sha256 or "not computed"
    yield (
        "Coverage",
        f"{coverage.scored} of {coverage.of} criteria scored: {coverage.measured:.0%} of the value measured,"
        f" {coverage.suggested:.0%} suggested by matching texts, {coverage.rated:.0%} decided by people",
    )
    found = evaluation(source.score.findings, source.case.events, is_partial=source.is_partial)
    yield "Evaluation", standing(found)
    error = source.score.standard_error
    yield (
        "Readiness",
        "not scored: too few criteria"
        if source.score.readiness is None
        else f"{in_words(source.score)} (standard error {error:.2f}: how values came about, another day, and"
        " the scenario, added in squares)",
    )


def _came_about(source: ReportSource) -> Table:
    rated = source.case.all(CriterionRated)
    rows = tuple(_value_row(item, rated) for item in source.score.findings)
    columns = ("Criterion", "Measured or suggested", "Raw ratings", "Reconciled", "In this report")
    return Table("values", "How each value came about", columns, rows, (28, 18, 22, 14, 18))


def _value_row(item: Finding, rated: tuple[CriterionRated, ...]) -> tuple[Cell, ...]:
    found = ratings_of(item.criterion, rated)
    raw = ", ".join(str(event.value) for event in found.raw) or "none"
    reconciled = str(found.reconciled.value) if found.reconciled else "no"
    if found.needs_reconciling:
        reconciled = "still to be reconciled"
    value = "not scored" if item.value is None else f"{item.value}, {item.kind}"
    before = item.computed if item.computed is not None else "not scored"
    return item.title, before, raw, reconciled, value


def _ratings(source: ReportSource) -> Table:
    """Every rating ever given, the earlier ones of a person included."""
    rows = tuple(
        (
            event.seq,
            source.score.finding(event.criterion).title,
            source.who(event.by),
            event.value,
            "reconciled" if event.reconciles else "rated",
            event.reason,
            ", ".join(map(str, event.cites)),
        )
        for event in source.case.all(CriterionRated)
    )
    columns = ("Event", "Criterion", "Who", "Value", "How", "Reason", "Cites")
    return Table("ratings", "Ratings", columns, rows, (8, 20, 17, 8, 13, 24, 10), "Nobody rated a criterion.")


def _agreed(source: ReportSource) -> Iterator[Block]:
    found = agreement([source.case.all(CriterionRated)])
    if found.exact is None:
        return
    kappa = "" if found.kappa is None else f", weighted kappa {found.kappa:.2f}"
    yield Paragraph(
        f"{found.double_rated} criteria were rated by two or more people; {found.exact:.0%} of the pairs of"
        f" first ratings are equal{kappa}.",
        "Agreement of raters",
    )


def _names_limit(source: ReportSource) -> tuple[str, ...]:
    if source.options.has_names:
        return ()
    return (
        "Names of seats are left out and replaced by roles, also in people's own words; names that people"
        " wrote of others who had no seat can't be known and may stand in quoted texts.",
    )
