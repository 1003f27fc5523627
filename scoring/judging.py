"""How acts, answers and ratings become one finding about a criterion, each with its weight."""

from collections.abc import Iterator
from dataclasses import replace

from engine.log.events import CriterionRated
from scoring.case import Case
from scoring.criterion import Acts, Criterion
from scoring.finding import Finding, Part
from scoring.people.answered import answers_part
from scoring.people.rating import rating_part, ratings_of
from scoring.scale import BEST, WORST

TALKED = "Nobody recorded an act in the app; the room discussed, and its answers are what counts."


def judge(criterion: Criterion, case: Case) -> Finding:
    """The finding of a criterion: what each source said, and what they come to."""
    acts = criterion.score(case)
    own = _own_parts(criterion, case, acts)
    ratings = ratings_of(criterion.id, case.all(CriterionRated))
    rating = rating_part(ratings, overrides=_is_measured(own))
    unrated = _combined(own, acts.most)
    parts = _with_rating(own, rating) if rating else own
    weighed = _weighed(parts)
    exact = _combined(parts, None if rating and acts.wording is None else acts.most)
    return Finding(
        criterion=criterion.id,
        title=criterion.title,
        exact=exact,
        why=" ".join(_sentences(criterion, acts, weighed, rating)),
        parts=weighed,
        figures=acts.figures,
        unrated=unrated,
    )


def _own_parts(criterion: Criterion, case: Case, acts: Acts) -> tuple[Part, ...]:
    """Acts, wording and answers with the weights the rubric gives them, before anything is missing."""
    share = case.rubric.sources.acts[case.state.conditions.play]
    answers = answers_part(case, criterion.id, weight=1.0 - share)
    exact, why = acts.exact, acts.why
    if case.is_discussed and not acts.has_acted and exact is not None:
        exact, why = None, TALKED
    wording = acts.wording if exact is not None else None
    worded = wording.weight if wording else 0.0
    parts = [Part("acts", exact, share * (1.0 - worded), criterion.basis, why, acts.evidence, acts.details)]
    if exact is None:
        parts[0] = replace(parts[0], details=(), seqs=())
    if wording:
        parts.append(replace(wording, weight=share * worded))
    if answers:
        parts.append(answers)
    return tuple(parts)


def _is_measured(parts: tuple[Part, ...]) -> bool:
    """Whether a rating would override what was computed from the log, rather than judge words."""
    has_words = any(part.source == "wording" for part in parts)
    return not has_words and any(part.basis == "measured" and part.exact is not None for part in parts)


def _with_rating(parts: tuple[Part, ...], rating: Part) -> tuple[Part, ...]:
    """A person's rating in place of the wording where there is some, of everything otherwise."""
    if any(part.source == "wording" for part in parts):
        return tuple(
            replace(rating, weight=part.weight, details=part.details) if part.source == "wording" else part
            for part in parts
        )
    return (*(replace(part, weight=0.0) for part in parts), rating)


def _weighed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts whose weights add up to 1: one that has nothing to say leaves its weight to the others."""
    whole = sum(part.weight for part in parts if part.exact is not None)
    return tuple(
        replace(part, weight=round(part.weight / whole, 6) if whole and part.exact is not None else 0.0)
        for part in parts
    )


def _combined(parts: tuple[Part, ...], most: float | None) -> float | None:
    said = [(part.exact, part.weight) for part in parts if part.exact is not None and part.weight > 0]
    whole = sum(weight for _, weight in said)
    if whole <= 0:
        return None
    exact = sum(value * weight for value, weight in said) / whole
    return round(min(max(exact, WORST), BEST if most is None else most), 4)


def _sentences(
    criterion: Criterion, acts: Acts, parts: tuple[Part, ...], rating: Part | None
) -> Iterator[str]:
    """What each source said, the one that decides first."""
    if rating:
        yield rating.why
    for part in parts:
        if part.source != "rating" and part.why:
            yield part.why
