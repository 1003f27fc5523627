"""What people decided about answers beside the log: points that were made, and questions without points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.after.points import PointDecision, PointKey, QuestionRating


@dataclass(frozen=True, slots=True)
class Judged:
    """People's decisions about the answers of one exercise."""

    points: Mapping[PointKey, bool] = field(default_factory=dict)
    """Whether an answer makes a point, by the number of its event and the point, as decided last."""
    questions: tuple[QuestionRating, ...] = ()


def judged(decisions: Iterable[PointDecision], ratings: Iterable[QuestionRating] = ()) -> Judged:
    """Standing decisions as scoring reads them.

    Where people decided differently about one point of one answer, more of them decide; of equally many, the
    point counts as made, as it was for whoever saw it.
    """
    votes: dict[PointKey, list[bool]] = {}
    for item in decisions:
        if item.is_made is not None:
            votes.setdefault(item.key, []).append(item.is_made)
    points = {key: 2 * sum(given) >= len(given) for key, given in votes.items()}
    return Judged(points, tuple(ratings))
