"""Readiness, ratings, rubric, history, and what must not change a score."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from engine.log.events import CriterionRated
from scoring.catalogue import TITLES
from scoring.finding import Finding
from scoring.history.points import QuarterMean, compare, quarters, sentence
from scoring.people.agreement import agreement
from scoring.people.rating import apply, ratings_of
from scoring.rubric import rubric_from
from scoring.score import score
from scoring.whatif.courses import avoidable_share
from tests.scoring.play import declare, log
from tests.world import content, played, point_of, rubric, seed_exercise

SCENARIO = seed_exercise().scenario


def rated(value, by="eve", criterion="communication", seq=100, **fields):
    """A rating as it stands in a log."""
    return CriterionRated(at_ms=0, by=by, seq=seq, criterion=criterion, value=value, **fields)


def suggested(value=3):
    """A suggested finding."""
    return Finding("communication", value, "suggested", "Checklist.", (4,))


def measured(value=3):
    """A measured finding."""
    return Finding("detection", value, "measured", "Minutes.", (4,))


def values(events):
    """The six values of a log."""
    return [finding.value for finding in score(SCENARIO, tuple(events), rubric()).findings]


def test_readiness_is_the_mean_with_its_coverage():
    """Six scored criteria of equal weight give their mean, and say how many rest on a suggestion."""
    found = score(SCENARIO, played("random").events, rubric())
    numbers = [finding.value for finding in found.findings]

    assert found.readiness == round(sum(numbers) / 6, 2)
    assert (found.coverage.scored, found.coverage.of, found.coverage.suggested) == (6, 6, 1)
    assert 0 < found.standard_error < 0.5


def test_readiness_needs_four_criteria():
    """On fewer criteria than the rubric asks for there is no readiness."""
    few = replace_rubric(minimum_criteria=6)
    events = played("nothing").events[:12]

    assert score(SCENARIO, events, few).readiness is None
    assert score(SCENARIO, events, few).standard_error is None


def replace_rubric(**fields):
    """The shipped rubric with other values."""
    return rubric().model_copy(update=fields)


def test_the_rubric_id_follows_every_threshold():
    """Another threshold, weight or anchor gives another id; the same content the same."""
    plain = dict(content().rubric)
    again = rubric_from(plain)
    other = rubric_from(plain, {"detection": {"thresholds": {"minutes": [1, 2, 3, 4]}}})

    assert again.rubric_id == rubric().rubric_id != other.rubric_id
    assert other.detection.minutes == (1, 2, 3, 4)
    assert set(rubric().anchors("recovery")) == {"1", "2", "3", "4", "5"}
    with pytest.raises(ValidationError):
        rubric_from(plain, {"detection": {"surprise": 1}})


def test_a_scenario_may_set_its_own_thresholds():
    """A stricter rubric gives a lower value for the same log."""
    strict = rubric_from(content().rubric, {"detection": {"thresholds": {"minutes": [0, 1, 2, 3]}}})

    assert score(SCENARIO, log(declare(2.5)), strict).finding("detection").value == 2


def test_a_suggested_value_gives_way_to_a_rating():
    """One person's rating replaces the checklist, which stays visible."""
    finding = apply(suggested(), (rated(5, reason="Clear and calm."),))

    assert (finding.value, finding.kind, finding.computed) == (5, "rated", 3)
    assert finding.evidence == (4, 100)
    assert "Clear and calm." in finding.why


def test_a_measured_value_is_overridden_only_with_reason_and_evidence():
    """A bare rating leaves a measured value; a reasoned one that cites events replaces it."""
    bare = apply(measured(), (rated(5, criterion="detection"),))
    reasoned = apply(measured(), (rated(5, criterion="detection", reason="Told by phone.", cites=(7,)),))

    assert (bare.value, bare.kind) == (3, "measured")
    assert (reasoned.value, reasoned.kind, reasoned.computed) == (5, "rated", 3)
    assert reasoned.evidence == (4, 7, 100)


def test_ratings_far_apart_wait_for_reconciliation():
    """Two ratings that differ by two change nothing until somebody settles them with a note."""
    apart = (rated(2, "eve"), rated(4, "bo", seq=101))
    settled = (*apart, rated(3, "eve", seq=102, reason="Agreed.", reconciles=True))

    assert ratings_of("communication", apart).needs_reconciling
    assert apply(suggested(), apart).kind == "suggested"
    assert (apply(suggested(), settled).value, apply(suggested(), settled).kind) == (3, "rated")
    assert ratings_of("communication", (*settled, rated(5, "bo", seq=103))).needs_reconciling


def test_near_ratings_give_their_middle():
    """Ratings one apart give the more careful one; a person's later rating replaces the earlier."""
    near = (rated(1, "eve"), rated(3, "eve", seq=101), rated(4, "bo", seq=102))

    assert apply(suggested(), near).value == 3
    assert len(ratings_of("communication", near).raw) == 2


def test_raters_lower_the_uncertainty_of_a_rated_value():
    """One rater is less certain than two, and two than three."""
    events = played("random").events
    errors = []
    for people in (1, 2, 3):
        ratings = tuple(rated(3, f"p{n}", seq=900 + n) for n in range(people))
        errors.append(score(SCENARIO, (*events, *ratings), rubric()).standard_error)

    assert errors[0] > errors[1] > errors[2]


def test_scores_are_plain_data():
    """Everything printed is plain JSON with a title people know."""
    plain = score(SCENARIO, played("playbook").events, rubric()).to_json()

    assert set(plain["scores"]) == set(TITLES)
    assert plain["simulation"]["harm_points"] > 0


def test_avoidable_harm_needs_something_to_avoid():
    """Where the playbook avoids nothing there is no share to state."""
    assert avoidable_share(50, 100, 20) == 0.375
    assert avoidable_share(50, 20, 20) is None


def points():
    """An idle exercise in the first quarter and a good one in the second."""
    idle = point_of(played("nothing").events, "x-1")
    good = point_of(played("playbook").events, "x-2")
    later = good.held_at + timedelta(days=91)
    return replace(idle, organisation_team="Blue"), replace(good, held_at=later, organisation_team="Blue")


def test_a_large_change_is_clear_and_a_small_one_noise():
    """From idle to playbook is a clear change; a fifth of a point is not."""
    first, second = quarters(points())
    near = replace(first, quarter="2026-Q3", readiness=first.readiness + 0.2)
    likely = replace(
        first, quarter="2026-Q3", readiness=first.readiness + 1.5 * 2**0.5 * first.standard_error
    )

    assert compare(first, second, points()).verdict == "clear change"
    assert compare(first, near, points()).verdict == "within noise"
    assert compare(first, likely, points()).verdict == "likely change"


def test_unlike_exercises_are_cautioned():
    """A comparison names other scenarios, difficulties or teams, and practice."""
    idle, good = points()
    other = replace(good, scenario_id="another", organisation_team="Green")
    means = quarters((idle, other))

    same = compare(*quarters((idle, good)), (idle, good)).cautions
    unlike = compare(*means, (idle, other)).cautions

    assert any("practice" in text for text in same)
    assert any("scenarios differ" in text for text in unlike)
    assert any("teams differ" in text for text in unlike)
    assert "can't be told from noise" in sentence(compare(*means, (idle, other)))


def test_unscored_exercises_are_left_out_of_a_quarter():
    """A quarter of exercises without readiness has no mean."""
    idle, _ = points()
    unscored = replace(idle, score=replace(idle.score, readiness=None, standard_error=None))

    assert quarters((unscored,)) == ()
    assert isinstance(quarters((idle,))[0], QuarterMean)


def test_a_rating_stands_where_the_log_gave_no_value():
    """What could not be measured is not overridden: one rating without events gives it a value."""
    blank = Finding("recovery", None, "measured", "EndEx came first.")

    found = apply(blank, (rated(4, criterion="recovery"),))

    assert (found.value, found.kind, found.computed) == (4, "rated", None)


def test_a_reconciled_rating_rests_on_the_events_of_those_it_settles():
    """Settling two overrides that cite events needs a note and no second list of events."""
    fields = {"criterion": "detection"}
    apart = (rated(1, "eve", cites=(7,), **fields), rated(4, "bo", seq=101, cites=(8,), **fields))
    bare = tuple(event.model_copy(update={"cites": ()}) for event in apart)
    note = rated(2, "eve", seq=102, reason="Agreed.", reconciles=True, **fields)

    found = apply(measured(), (*apart, note))

    assert (found.value, found.kind) == (2, "rated")
    assert set(found.evidence) >= {7, 8, 102}
    assert apply(measured(), (*bare, note)).value == 3


def test_a_pool_with_ten_double_ratings_gives_readiness_its_band():
    """A pool that agrees well narrows the band of what it rated; one too small changes nothing."""
    events = played("random").events
    ratings = tuple(rated(3, name, seq=900 + n) for n, name in enumerate(("eve", "bo")))
    log_ = (*events, *ratings)
    double = [[rated(3 + n % 2, "eve"), rated(3, "bo")] for n in range(10)]

    by_default = score(SCENARIO, log_, rubric())
    own = score(SCENARIO, log_, rubric(), pool=agreement(double))
    few = score(SCENARIO, log_, rubric(), pool=agreement(double[:9]))

    assert own.standard_error < by_default.standard_error
    assert (own.pool_ratings, own.readiness, own.rubric_id) == (
        10,
        by_default.readiness,
        by_default.rubric_id,
    )
    assert (few.standard_error, few.pool_ratings) == (by_default.standard_error, 0)
