"""What the AI system did, beside what it would have done under other decisions."""

from collections.abc import Iterator

import numpy as np

from engine.scenario.times import MINUTE_MS, offset_label
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision
from scoring.aar.source import ReportSource
from scoring.whatif import words
from scoring.whatif.band import HIGH, LOW
from scoring.whatif.compare import Course, CourseOutcome, WhatIf
from scoring.writing.document import Block, Bullets, Chart, Courses, Curve, Paragraph, Section, Table

COURSES = {
    "nothing": ("Nobody acts", "#b3541e", "dashed"),
    "playbook": ("Playbook", "#2e7d32", "dotted"),
    "team": ("The team", "#0b6e99", "solid"),
}
"""Name, colour and line of each course, the same as on the results screen."""


def account(source: ReportSource) -> Section:
    """The AI-system account."""
    answer = source.whatif
    if answer is None:
        none = Paragraph("The AI system did not run long enough for an account.")
        return Section("ai-system", "What the AI system did", (none,))
    blocks: tuple[Block, ...] = (
        Paragraph(words.headline(answer, words.THE_TEAM)),
        Paragraph(f"{words.luck(answer, words.THE_TEAM)} {words.revealed(answer)}".strip()),
        _chart(source, answer),
        *_acts(source),
        _outcomes(answer),
        Paragraph(
            f"{len(answer.question.worlds)} replays in the exercise's own world with the model's luck"
            " re-rolled; bands hold nine in ten. A level is applied and held to the end, with all actions of"
            " the levels below it. In this model, with its stated assumptions; harm points are a weighted sum"
            " of the channels, a value judgement of whoever owns the exercise."
        ),
        *_levels(answer),
        *_decisions(answer),
        _moments(source),
    )
    return Section("ai-system", "What the AI system did", blocks)


def _chart(source: ReportSource, answer: WhatIf) -> Chart:
    marks = tuple((use.at_ms / MINUTE_MS, _act(use)) for use in source.case.state.decisions)
    curves = tuple(_curve(name, course) for name, course in answer.courses.items())
    told = "; ".join(
        f"{COURSES[name][0]}: {outcome.harm_points.mean:,.0f} harm points, {outcome.service.mean:.1%} of"
        " service kept"
        for name, outcome in answer.outcomes.items()
    )
    caption = (
        "Harm points so far and service, with bands that hold nine in ten worlds. The numbers are decisions."
    )
    return Chart("courses", f"At the end: {told}.", caption, Courses(curves, marks))


def _act(use: Decision) -> str:
    known = actions().get(use.action)
    return ("Lifted: " if use.lifted else "") + (known.title if known else use.action)


def _acts(source: ReportSource) -> Iterator[Block]:
    """What acted on the AI system, by the numbers in the chart."""
    acts = source.case.state.decisions
    rows = tuple((number, offset_label(use.at_ms), _act(use)) for number, use in enumerate(acts, start=1))
    if rows:
        yield Table("acts", "Decisions in the chart", ("Number", "Time", "Decision"), rows, (12, 12, 76))


def _curve(name: str, course: Course) -> Curve:
    title, colour, dash = COURSES[name]
    low, high = np.percentile(course.harm_points, (LOW, HIGH), axis=1)
    return Curve(
        title,
        colour,
        dash,
        *(
            tuple(round(float(value), 3) for value in values)
            for values in (course.harm_points.mean(axis=1), low, high, course.served.mean(axis=1))
        ),
    )


def _outcomes(answer: WhatIf) -> Table:
    columns = (
        "Course",
        "Harm points",
        "5 to 95 %",
        "Harmful answers",
        "Records leaked",
        "Tool actions",
        "Attack tokens",
        "Service kept",
    )
    rows = tuple(_outcome(name, outcome) for name, outcome in answer.outcomes.items())
    return Table("courses", "Courses of action", columns, rows, (16, 11, 16, 11, 11, 11, 12, 12))


def _outcome(name: str, outcome: CourseOutcome) -> tuple[str, ...]:
    channels = outcome.channels
    return (
        COURSES[name][0],
        f"{outcome.harm_points.mean:,.0f}",
        f"{outcome.harm_points.low:,.0f} to {outcome.harm_points.high:,.0f}",
        f"{channels['outputs'] + channels['ambient']:,.0f}",
        f"{channels['records']:,.0f}",
        f"{channels['tool_actions']:,.0f}",
        f"{channels['attack_tokens']:,.0f}",
        f"{outcome.service.mean:.1%}",
    )


def _levels(answer: WhatIf) -> Iterator[Block]:
    found = words.crossings(answer, words.THE_TEAM)
    if found:
        yield Paragraph("", "Each level, applied and held")
        yield Bullets(tuple(found))


def _decisions(answer: WhatIf) -> Iterator[Block]:
    if not answer.left_out:
        yield Paragraph("The team took no decision about the AI system.")
        return
    yield Paragraph("", "The team's own decisions")
    changed = [words.earlier(minutes, change) for minutes, change in answer.earlier]
    left_out = [words.without(decision, change) for decision, change in answer.left_out]
    yield Bullets((words.mattered_most(answer), *changed, *left_out))


def _moments(source: ReportSource) -> Table:
    """The moments scores rest on, and the figures of what really happened."""
    moments = source.score.simulation
    names = {
        "first_harm_ms": "First adverse effect",
        "first_signal_ms": "First signal people could see",
        "contained_ms": "Contained from",
    }
    rows = [
        (label, "never" if moments.get(name) is None else offset_label(moments[name]))
        for name, label in names.items()
    ]
    rows += [
        (name.replace("_", " ").capitalize(), f"{value:,.0f}")
        for name, value in moments.items()
        if name not in names
    ]
    return Table("ai_system", "What really happened", ("Measure", "Value"), tuple(rows), (60, 40))
