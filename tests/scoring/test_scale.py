"""The scale without cliffs: what every share and every number of minutes is worth, to the last digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scale import BEST, LIMITS, WORST, by_minutes, by_share, by_time, printed
from tests.world import rubric

SHARES = (0.9, 0.75, 0.5, 0.25)
MINUTES = (5, 15, 30, 60)


@pytest.mark.parametrize(
    ("exact", "value"),
    [
        (1.0, 1),
        (1.4999, 1),
        (1.5, 2),
        (2.4999, 2),
        (2.5, 3),
        (3.4999, 3),
        (3.5, 4),
        (4.4999, 4),
        (4.5, 5),
        (5, 5),
    ],
)
def test_the_printed_value_is_the_exact_one_rounded_half_up(exact, value):
    """Thresholds are where rounding turns."""
    assert printed(exact) == value


@pytest.mark.parametrize(
    ("share", "exact"),
    [
        (0.0, 1.0),
        (0.125, 1.25),
        (0.25, 1.5),
        (0.375, 2.0),
        (0.5, 2.5),
        (0.625, 3.0),
        (0.75, 3.5),
        (0.825, 4.0),
        (0.9, 4.5),
        (0.95, 4.75),
        (1.0, 5.0),
        (1.2, 5.0),
        (-0.1, 1.0),
    ],
)
def test_a_share_lies_on_the_line_between_its_limits(share, exact):
    """4.5, 3.5, 2.5 and 1.5 at the limits, 5.0 at the whole, 1.0 at nothing, straight lines between."""
    assert by_share(share, SHARES) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize(
    ("minutes", "exact"),
    [
        (0, 5.0),
        (2.5, 4.75),
        (5, 4.5),
        (10, 4.0),
        (15, 3.5),
        (22.5, 3.0),
        (30, 2.5),
        (45, 2.0),
        (60, 1.5),
        (90, 1.25),
        (120, 1.0),
        (500, 1.0),
        (-1, 5.0),
    ],
)
def test_minutes_lie_on_the_line_between_their_limits(minutes, exact):
    """5.0 at none, 4.5 to 1.5 at the limits, 1.0 from twice the last limit on."""
    assert by_minutes(minutes, MINUTES) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize(
    ("taken", "credit"), [(0, 1.0), (10, 1.0), (15, 0.75), (20, 0.5), (29, 0.05), (30, 0.0), (99, 0.0)]
)
def test_credit_for_a_time_allowed_falls_evenly_to_three_times_it(taken, credit):
    """Whole within the time allowed, half at twice, nothing from three times on."""
    assert by_time(taken, 10) == pytest.approx(credit, abs=1e-12)


def test_no_time_allowed_means_at_once():
    """Where nothing is allowed, only what comes at once counts."""
    assert (by_time(0, 0), by_time(1, 0)) == (1.0, 0.0)


@pytest.mark.parametrize("name", sorted(rubric().criteria))
def test_every_threshold_of_the_rubric_is_where_its_value_turns(name):
    """Just below, at and just above each limit of the shipped rubric: one printed value apart, no cliff."""
    part = rubric().of(name)
    curve, sign = (by_minutes, 1) if part.minutes else (by_share, -1)
    for limit, exact in zip(part.limits, LIMITS, strict=True):
        better, worse = (curve(limit + sign * off, part.limits) for off in (-1e-6, 1e-6))

        assert curve(limit, part.limits) == pytest.approx(exact, abs=1e-12)
        assert printed(better) == printed(exact) == printed(worse) + 1
        assert 0 < better - worse < 1e-3


@given(share=st.floats(0, 1), more=st.floats(0, 0.01))
def test_a_greater_share_is_never_worth_less_and_never_jumps(share, more):
    """The scale rises with the share, at most by its steepest line."""
    low, high = by_share(share, SHARES), by_share(min(1.0, share + more), SHARES)

    assert WORST <= low <= high <= BEST
    assert high - low <= more / 0.1 + 1e-9
