"""The picture of readiness and criteria shows what was scored, and nothing that was not."""

from dataclasses import replace

import pytest

from scoring.case import Case
from scoring.lessons.highlights import Highlight
from scoring.score import ExerciseScore, score
from tests.world import played, point_of, rubric, seed_exercise
from ui.shown import scoreboard
from ui.shown.scoreboard import Band, place


def scored(team: str = "playbook") -> ExerciseScore:
    """The scores of a rehearsed team."""
    return score(Case(seed_exercise().scenario, played(team).events, rubric()))


@pytest.mark.parametrize(("value", "at"), [(1.0, 0.0), (3.0, 50.0), (5.0, 100.0), (0.4, 0.0), (5.3, 100.0)])
def test_a_value_has_its_place_on_the_line(value: float, at: float) -> None:
    """1 stands at the start and 5 at the end; a band that reaches beyond is cut off there."""
    assert place(value) == at


def test_readiness_shows_its_band_and_the_reference_team() -> None:
    """The figure, both ends of the band, and the reference where it was measured."""
    with_reference = scoreboard.readiness(Band(3.44, 2.51, 4.32, 3.6), ("Proof grade B",))
    without = scoreboard.readiness(Band(3.44, 2.51, 4.32, None), ())

    assert ">3.4 <small>of 5</small>" in with_reference
    assert "between 2.5 and 4.3." in with_reference
    assert "A trained reference team reaches 3.6 here." in with_reference
    assert "tplus-mark" in with_reference
    assert "reference team" not in without
    assert "tplus-mark" not in without


def test_what_was_not_scored_has_no_figure_and_no_bar() -> None:
    """An exercise with too few criteria shows a dash, and a criterion that was not scored an empty line."""
    point = point_of(played("playbook").events)
    finding = scored().findings[0]
    unscored = replace(finding, exact=None, parts=())

    assert scoreboard.band_of(replace(scored(), readiness=None), point) is None
    assert "Fewer criteria are scored than readiness needs." in scoreboard.readiness(None, ())
    shown = scoreboard.criteria([unscored], {})
    assert "not scored" in shown
    assert "tplus-value" not in shown


def test_bars_follow_values_and_ticks_the_last_exercise() -> None:
    """Each criterion has its value, exact value and colour, and a tick where there was an exercise before."""
    findings = scored().findings
    shown = scoreboard.criteria(findings, {"detection": 2.0})

    for finding in findings:
        assert f"<b>{finding.value}</b> <small>{finding.exact:.1f} · " in shown
        assert f"tplus-value-{finding.value}" in shown
    assert shown.count("tplus-tick") == 1
    assert "the last exercise" in shown
    assert "the last exercise" not in scoreboard.criteria(findings, {})


def test_what_nobody_has_read_is_hatched_and_said() -> None:
    """A bar that rests on suggestions looks unlike one that was measured, and says so in words."""
    measured = scored().findings[0]
    part = replace(measured.parts[0], basis="suggested", weight=1.0)
    suggested = replace(measured, parts=(part,))

    assert "tplus-hatched" not in scoreboard.criteria([measured], {})
    shown = scoreboard.criteria([suggested], {})
    assert "tplus-hatched" in shown
    assert "nobody has read it yet" in shown


def test_people_and_scenarios_put_no_markup_into_the_picture() -> None:
    """Titles, teams and sentences are shown as they were written."""
    ugly = "<b>x</b>"

    assert "<b>x" not in scoreboard.head(ugly, ugly)
    assert "<b>x" not in scoreboard.highlight(Highlight("cost", ugly, ugly))
    assert "<b>x" not in scoreboard.readiness(None, (ugly,))
