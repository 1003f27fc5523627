"""Agreement of evaluators: known results, and nothing told from too little."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.log.events import CriterionRated
from scoring.people.agreement import agreement, errors_of, first_ratings, icc, pair_agreements, weighted_kappa
from tests.world import rubric

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


def test_the_standard_error_of_a_pool_comes_from_ten_double_ratings():
    """Two raters one point apart throughout err by 0.71 of a point each; nine such ratings say nothing."""
    pairs = [[rated("a", 2 + n % 2), rated("b", 3 + n % 2)] for n in range(10)]

    assert agreement(pairs[:9]).standard_error is None
    assert agreement(pairs).standard_error == pytest.approx(sqrt(0.5))


def test_the_pools_errors_replace_those_of_raters_only():
    """One, two and three raters err by the pool's error over the root of their number."""
    pool = agreement([[rated("a", 1), rated("b", 3)] for _ in range(10)])
    table = rubric().standard_error

    own = errors_of(pool, table)

    assert (own.one_rater, own.two_raters) == pytest.approx((sqrt(2), 1.0))
    assert own.three_raters == pytest.approx(sqrt(2 / 3))
    assert (own.measured, own.suggested) == (table.measured, table.suggested)
    assert errors_of(None, table) == errors_of(agreement([]), table) == table


def test_ten_ratings_that_agree_do_not_prove_raters_free_of_error():
    """The pool's error is never taken to be below that of a measured value."""
    pool = agreement([[rated("a", 3), rated("b", 3)] for _ in range(10)])

    assert errors_of(pool, rubric().standard_error).one_rater == rubric().standard_error.measured


def test_agreement_of_two_people_runs_across_exercises():
    """A person is the same in every exercise, whatever their id there; the order of rating means nothing."""
    first = [rated("p-1", 4), rated("p-2", 4), rated("p-3", 1)]
    second = [rated("q-2", 2), rated("q-1", 3)]
    people = {"p-1": "Eve", "q-1": "Eve", "p-2": "Ned", "q-2": "Ned"}

    rows = pair_agreements([first, second], people)

    assert [(row.people, row.double_rated, row.exact) for row in rows] == [
        (("Eve", "Ned"), 2, 0.5),
        (("Eve", "p-3"), 1, 0.0),
        (("Ned", "p-3"), 1, 0.0),
    ]
    assert rows[0].kappa == weighted_kappa([(4, 4), (3, 2)])
