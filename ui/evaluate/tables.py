"""The evaluator's room as plain rows and sentences; pure."""

from collections.abc import Iterable, Mapping, Sequence

from engine.log.events import CriterionRated
from engine.log.observations import Observation
from engine.scenario.times import offset_label
from engine.views import Line
from scoring.catalogue import TITLES
from scoring.finding import Finding
from scoring.people.agreement import ENOUGH, Agreement, PairAgreement
from scoring.people.rating import RECONCILE_FROM, Ratings, ratings_of
from ui.language import columns
from ui.language.words import many, t

SHOWN = 90
"""Characters of an event shown where events are chosen from."""


def overview_rows(
    findings: Iterable[Finding], rated: tuple[CriterionRated, ...], person: str
) -> list[columns.Row]:
    """Every criterion: what the log says, one's own rating, and where the raters stand."""
    return [
        {
            columns.CRITERION: finding.title,
            columns.BY_THE_LOG: _computed(finding),
            columns.YOUR_RATING: own_value(ratings_of(finding.criterion, rated), person) or "",
            columns.STATE: state_of(ratings_of(finding.criterion, rated), person),
        }
        for finding in findings
    ]


def _computed(finding: Finding) -> str:
    value = finding.computed if finding.computed is not None else finding.value
    if value is None or (finding.kind == "rated" and finding.computed is None):
        return t("not scored")
    return t("{value} suggested", value=value) if finding.kind == "suggested" else str(value)


def own_value(ratings: Ratings, person: str) -> int | None:
    """What this person rated last."""
    return next((event.value for event in ratings.raw if event.by == person), None)


def state_of(ratings: Ratings, person: str) -> str:
    """Where the ratings of a criterion stand, as far as this person may know."""
    if ratings.reconciled is not None:
        return t("reconciled: {value}", value=ratings.reconciled.value)
    if ratings.needs_reconciling:
        return t("waits for reconciling")
    if own_value(ratings, person) is None:
        return t("not rated by you")
    others = len(ratings.raw) - 1
    if not others:
        return t("no other rating yet")
    same = len({event.value for event in ratings.raw}) == 1
    return t("agreed") if same else t("less than {limit} apart", limit=RECONCILE_FROM)


def told_rows(found: Iterable[Observation]) -> list[columns.Row]:
    """Observations with words, latest moment first."""
    told = [item for item in found if item.is_told]
    return [
        {
            columns.TIME: offset_label(item.at_ms),
            columns.CRITERION: TITLES.get(item.criterion, t("none")),
            columns.WHAT: item.text,
            columns.EVENT: str(item.seq),
        }
        for item in reversed(told)
    ]


def observation_label(item: Observation) -> str:
    """An observation where one is chosen from several."""
    words = _cut(item.text) or t("no words yet")
    return f"{offset_label(item.at_ms)} · {words}"


def event_options(lines: Iterable[Line]) -> dict[int, str]:
    """Events that a rating may rest on, by number; ratings themselves prove nothing."""
    return {
        line.seq: f"{line.seq} · {offset_label(line.at_ms)} · {_cut(line.text)}"
        for line in lines
        if line.kind not in ("criterion_rated", "exercise_created")
    }


def _cut(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= SHOWN else f"{short[:SHOWN].rstrip()}…"


def pool_sentences(pool: Agreement) -> list[str]:
    """How far the pool of evaluators agrees, in plain words with its n."""
    if not pool.double_rated:
        return [t("No criterion of a finished exercise has been rated by two people yet.")]
    exact = f"{pool.exact:.0%}" if pool.exact is not None else t("none")
    lines = [
        many(
            "{number} criterion of finished exercises was rated by two or more people ({pairs} of ratings)."
            " In {exact} of the pairs both gave the same value.",
            "{number} criteria of finished exercises were rated by two or more people ({pairs} of ratings)."
            " In {exact} of the pairs both gave the same value.",
            pool.double_rated,
            pairs=many("{number} pair", "{number} pairs", pool.pairs),
            exact=exact,
        )
    ]
    if pool.kappa is not None:
        lines.append(
            t(
                "Weighted kappa {kappa:.2f}: {strength} (1 is full agreement, 0 what chance gives).",
                kappa=pool.kappa,
                strength=_strength(pool.kappa),
            )
        )
    return [*lines, *_beyond_ten(pool)]


def _beyond_ten(pool: Agreement) -> list[str]:
    if pool.standard_error is None:
        left = ENOUGH - pool.double_rated
        return [
            many(
                "After {number} more double rating the intraclass correlation is told, and readiness"
                " takes its band from your own evaluators instead of published figures.",
                "After {number} more double ratings the intraclass correlation is told, and readiness"
                " takes its band from your own evaluators instead of published figures.",
                left,
            )
        ]
    icc = t("can't be told, because nothing varies") if pool.icc is None else f"{pool.icc:.2f}"
    return [
        t("Intraclass correlation of one rater (n = {count}): {icc}.", count=pool.double_rated, icc=icc),
        t(
            "One person's rating errs by about {error:.2f} of a point; readiness takes its band from that.",
            error=pool.standard_error,
        ),
    ]


def _strength(kappa: float) -> str:
    """Landis and Koch's words (1977)."""
    words = (
        (0.81, t("almost perfect")),
        (0.61, t("substantial")),
        (0.41, t("moderate")),
        (0.21, t("fair")),
    )
    return next((word for floor, word in words if kappa >= floor), t("slight or none"))


def people_of(names: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Who a participant is in every exercise: people of one name are one person, however it is typed."""
    found: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for by_id in names:
        for participant_id, name in by_id.items():
            shown = " ".join(name.split())
            found[participant_id] = spelt.setdefault(shown.casefold(), shown)
    return found


def pair_rows(pairs: Sequence[PairAgreement]) -> list[columns.Row]:
    """Agreement of every two people."""
    return [
        {
            columns.RATERS: t("{one} and {other}", one=pair.people[0], other=pair.people[1]),
            columns.RATED_BY_BOTH: pair.double_rated,
            columns.SAME_VALUE: f"{pair.exact:.0%}",
            columns.WEIGHTED_KAPPA: t("can't be told") if pair.kappa is None else f"{pair.kappa:.2f}",
        }
        for pair in pairs
    ]
