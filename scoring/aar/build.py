"""The whole report of an exercise."""

import re
from typing import Any

from scoring.aar import account, analysis, method, overview, plan, registers
from scoring.aar.source import ReportSource
from scoring.writing.document import Report, Section
from scoring.writing.text import Say, clean, said, without_names

TITLE = "After-action report and improvement plan"


def build(source: ReportSource) -> Report:
    """The report, with every text in it fit for a file and, if names are left out, without them."""
    report = Report(
        title=TITLE,
        exercise=source.title,
        facts=overview.facts(source),
        sections=_sections(source),
        created_at=source.created_at,
        data=_data(source),
    )
    return said(report, _say(source))


def _sections(source: ReportSource) -> tuple[Section, ...]:
    optional = (registers.answers(source),) if source.options.has_answers else ()
    return (
        overview.summary(source),
        overview.overview(source),
        overview.performance(source),
        *analysis.analysis(source),
        account.account(source),
        plan.plan(source),
        registers.participants(source),
        registers.events(source),
        registers.evidence(source),
        registers.messages(source),
        *optional,
        method.method(source),
    )


def _data(source: ReportSource) -> dict[str, Any]:
    hidden = {"item_id", "exercise_id"} | (set() if source.options.has_names else {"owner"})
    return {
        "score": source.score.to_json(),
        "what_if": None if source.whatif is None else source.whatif.to_json(),
        "improvement_items": [item.model_dump(mode="json", exclude=hidden) for item in source.items],
        "log_sha256": source.log_sha256,
        "has_names": source.options.has_names,
    }


def _say(source: ReportSource) -> Say:
    if source.options.has_names:
        return clean
    hide = without_names(
        (clean(name), source.roles.get(seat, "somebody")) for seat, name in source.names.items()
    )
    return lambda text: hide(clean(text))


def file_name(source: ReportSource, suffix: str) -> str:
    """A name for the file: exercise, day and suffix, in letters every system takes."""
    words = re.sub(r"[^a-z0-9]+", "-", _say(source)(source.title).lower()).strip("-")[:60].strip("-")
    return f"{words or 'exercise'}-{source.created_at:%Y-%m-%d}.{suffix}"
