"""Agreement of evaluators: known results, and nothing told from too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import CriterionRated
from scoring.agreement import agreement, first_ratings, icc, weighted_kappa

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Six targets rated by four judges: table 2 of Shrout and Fleiss (1979)."""

values = st.integers(1, 5)


def rated(by, value, criterion="detection", *, reconciles=False):
    """One rating."""
    return CriterionRated(at_ms=0, by=by, criterion=criterion, value=value, reconciles=reconciles)


def test_the_intraclass_correlation_is_the_published_one():
    """On the table of the paper that defines it, ICC(2,1) is 0.29."""
    assert icc(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


@given(st.lists(values, min_size=2, max_size=20))
def test_raters_who_always_agree_agree_fully(given_values):
    """Kappa is 1 where every pair is equal, and not told where all gave the same single value."""
    kappa = weighted_kappa([(value, value) for value in given_values])

    assert kappa == (None if len(set(given_values)) == 1 else pytest.approx(1.0))


@given(st.lists(st.tuples(values, values), min_size=1, max_size=30))
def test_kappa_does_not_depend_on_who_is_named_first(pairs):
    """Swapping the two raters of every pair changes nothing, and kappa never exceeds 1."""
    kappa, swapped = weighted_kappa(pairs), weighted_kappa([(b, a) for a, b in pairs])

    assert kappa == pytest.approx(swapped) if kappa is not None else swapped is None
    assert kappa is None or kappa <= 1.0 + 1e-9


def test_raters_who_turn_the_scale_round_disagree():
    """Kappa is −1 where one says 1 whenever the other says 5."""
    assert weighted_kappa([(1, 5), (5, 1), (1, 5)]) == pytest.approx(-1.0)


def test_a_distant_disagreement_weighs_more_than_a_near_one():
    """Being off by three costs more than being off by one."""
    near, far = [(1, 2), (3, 3), (5, 5)], [(1, 4), (3, 3), (5, 5)]

    assert weighted_kappa(near) > weighted_kappa(far)


def test_only_the_first_blind_rating_of_each_person_counts():
    """A rating changed after others were seen, and a reconciled one, say nothing about agreement."""
    events = [rated("a", 2), rated("b", 4), rated("a", 4), rated("a", 3, reconciles=True)]

    assert first_ratings(events) == {"detection": {"a": 2, "b": 4}}
    assert agreement([events]).exact == 0.0


def test_nothing_is_told_from_too_little():
    """Without a double rating there is no figure, and no intraclass correlation below ten."""
    alone = agreement([[rated("a", 3)]])
    nine = agreement([[rated("a", n % 5 + 1), rated("b", n % 5 + 1)] for n in range(9)])
    ten = agreement([[rated("a", n % 5 + 1), rated("b", n % 5 + 1)] for n in range(10)])

    assert (alone.double_rated, alone.exact, alone.kappa, alone.icc) == (0, None, None, None)
    assert (nine.double_rated, nine.exact, nine.icc) == (9, 1.0, None)
    assert ten.icc == pytest.approx(1.0)
