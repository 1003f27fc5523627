"""Readiness and the six criteria as a picture that is read at a glance, as HTML; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from scoring.finding import Finding
from scoring.history.points import ReadinessPoint
from scoring.lessons.highlights import Highlight
from scoring.score import ExerciseScore
from ui.language.text import html
from ui.language.words import t

HSEEP: Mapping[int, str] = {
    5: t("no challenges"),
    4: t("some challenges"),
    3: t("some challenges"),
    2: t("major challenges"),
    1: t("could not be performed"),
}
"""What HSEEP's rating says of a value, in its own words (P, S, M and U)."""

TOPICS = {
    "saved": ("▲", t("What saved most")),
    "cost": ("▼", t("What cost most")),
    "first": ("➜", t("What to do first")),
}
"""A sign and a heading for each of the sentences that stand on top."""


@dataclass(frozen=True, slots=True)
class Band:
    """A value from 1 to 5 with what it may as well be."""

    value: float
    low: float
    high: float
    reference: float | None
    """What a trained reference team reaches; None where nobody has measured it."""


def place(value: float) -> float:
    """Where a value from 1 to 5 stands on its line, in per cent; what lies outside stands at the end."""
    return round(100.0 * (min(5.0, max(1.0, value)) - 1.0) / 4.0, 1)


def chips(words: Iterable[str]) -> str:
    """Short facts side by side."""
    return "".join(f'<span class="tplus-chip">{html(word)}</span>' for word in words if word)


def band_of(score: ExerciseScore, point: ReadinessPoint) -> Band | None:
    """Readiness with its likely band; None where too little was scored."""
    if score.readiness is None or score.likely is None:
        return None
    reference = point.measured.trained if point.measured else None
    return Band(score.readiness, *score.likely, reference)


def head(title: str, facts: str) -> str:
    """The band at the top: whose exercise this is."""
    return f'<header class="tplus-head"><h1>{html(title)}</h1><p>{html(facts)}</p></header>'


def readiness(band: Band | None, facts: Iterable[str]) -> str:
    """The card on the left: the figure, its band in words and as a line, and the conditions of play."""
    title, of = html(t("Readiness")), html(t("of 5"))
    figure, words, line = "–", t("Fewer criteria are scored than readiness needs."), ""
    if band is not None:
        figure, words, line = f"{band.value:.1f} <small>{of}</small>", _in_words(band), _line(band)
    return (
        f'<section class="tplus-card"><h2>{title}</h2><p class="tplus-figure">{figure}</p>'
        f'<p>{html(words)}</p>{line}<div class="tplus-chips">{chips(facts)}</div></section>'
    )


def _in_words(band: Band) -> str:
    low, high, reference = band.low, band.high, band.reference
    said = t("On another day this team would be between {low:.1f} and {high:.1f}.", low=low, high=high)
    if reference is None:
        return said
    return " ".join((said, t("A trained reference team reaches {value:.1f} here.", value=reference)))


def _line(band: Band) -> str:
    low, high = place(band.low), place(band.high)
    mark = (
        "" if band.reference is None else f'<i class="tplus-mark" style="left:{place(band.reference)}%"></i>'
    )
    return (
        '<div class="tplus-band" aria-hidden="true">'
        f'<i class="tplus-span" style="left:{low}%;width:{high - low:.1f}%"></i>'
        f"{_at('tplus-dot', band.value)}{mark}"
        "<span>1</span><span>5</span></div>"
    )


def _at(kind: str, value: float) -> str:
    """A mark at a value's place on its line."""
    return f'<i class="{kind}" style="left:{place(value)}%"></i>'


def criteria(findings: Iterable[Finding], earlier: Mapping[str, float]) -> str:
    """The card on the right: a bar a criterion on one ramp, with a tick where the last exercise stood.

    A bar is hatched where most of its value rests on suggestions that nobody has decided.
    """
    title, last = html(t("Six criteria, 1 to 5")), html(t("the last exercise"))
    ticked = f" <small>▌ {last}</small>" if earlier else ""
    rows = "".join(_criterion(finding, earlier.get(finding.criterion)) for finding in findings)
    return f'<section class="tplus-card"><h2>{title}{ticked}</h2><dl class="tplus-bars">{rows}</dl></section>'


def _criterion(finding: Finding, earlier: float | None) -> str:
    name = f"<dt>{html(finding.title)}</dt>"
    if finding.value is None or finding.exact is None:
        said = html(t("not scored"))
        return f'{name}<dd class="tplus-bar"></dd><dd>{said}</dd>'
    look = f"tplus-value-{finding.value}{' tplus-hatched' if finding.kind == 'suggested' else ''}"
    width = max(2, ceil(place(finding.exact)))
    tick = "" if earlier is None else _at("tplus-tick", earlier)
    bar = f'<i class="{look}" style="width:{width}%"></i>{tick}'
    said = HSEEP[finding.value]
    if finding.kind == "suggested":
        said = t("{words}, suggested: nobody has read it yet", words=said)
    return (
        f'{name}<dd class="tplus-bar" aria-hidden="true">{bar}</dd>'
        f"<dd><b>{finding.value}</b> <small>{finding.exact:.1f} · {html(said)}</small></dd>"
    )


def highlight(item: Highlight) -> str:
    """One of the three sentences that a debrief begins with."""
    sign, heading = TOPICS[item.topic]
    return (
        f'<section class="tplus-card tplus-topic-{item.topic}"><h2>{sign} {html(heading)}</h2>'
        f"<h3>{html(item.title)}</h3><p>{html(item.text)}</p></section>"
    )
