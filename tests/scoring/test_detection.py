"""Time to detection (scoring.md, 1): from the first signal to the declaration of the right type."""

import pytest

from scoring.criteria import detection
from scoring.scale import by_minutes
from tests.scoring.play import acts, case_of, changed, declare, scored
from tests.world import rubric, seed_exercise

LIMITS = rubric().of("detection").limits
SECOND = 1 / 60


def exact(*steps, **how):
    """What the acts are worth, uncapped."""
    return acts(detection, *steps, **how).exact


def later(minutes):
    """The published exercise with its first inject so many minutes later, and nothing to see before."""
    scenario = seed_exercise().scenario
    injects = tuple(
        item.model_copy(update={"time": item.time + round(minutes * 60_000)}) if item.signals else item
        for item in scenario.injects
    )
    lines = scenario.ai_system.alert_lines
    quiet = lines.model_copy(update={name: type(value)(1e9) for name, value in lines if value is not None})
    system = scenario.ai_system.model_copy(update={"alert_lines": quiet})
    return changed(seed_exercise(), injects=injects, ai_system=system)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("off", [-SECOND, 0.0, SECOND])
def test_the_value_is_that_of_the_minutes(limit, off):
    """A second before, at and a second after each limit: the exact value of the minutes taken."""
    assert exact(declare(limit + off)) == pytest.approx(by_minutes(limit + off, LIMITS), abs=1e-9)


@pytest.mark.parametrize(("minute", "value"), [(0.5, 5), (5, 5), (15, 4), (30, 3), (60, 2), (61, 1)])
def test_the_printed_value_turns_at_the_limits(minute, value):
    """At most 5, 15, 30 and 60 minutes print 5, 4, 3 and 2; the questions of this exercise have no points."""
    assert scored(declare(minute)).finding("detection").value == value


@pytest.mark.parametrize("types", [1, 2, 3])
def test_each_wrong_type_declared_before_adds_five_minutes(types):
    """A guess is not a detection."""
    wrong = ("supply_chain", "data_exfiltration", "denial_of_service")[:types]
    steps = [declare(1 + number / 2, name) for number, name in enumerate(wrong)]

    assert exact(*steps, declare(10)) == pytest.approx(by_minutes(10 + 5 * types, LIMITS))


def test_the_same_wrong_type_counts_once():
    """Declared twice with another severity, it is still one guess."""
    twice = (declare(1, "supply_chain"), declare(2, "supply_chain", "SEV3"))

    assert exact(*twice, declare(10)) == exact(twice[0], declare(10))


@pytest.mark.parametrize(
    ("after", "share"), [(0, 1), (1, 1), (2, 1), (2.5, 0.75), (3, 0.5), (4 - SECOND, 1 / 120), (4, 0), (9, 0)]
)
def test_types_within_two_minutes_count_as_the_wrong_ones_first(after, share):
    """Whatever the order; over two more minutes it falls to nothing, so that no second decides."""
    steps = (declare(10), declare(10 + after, "supply_chain"), declare(30))

    assert exact(*steps) == pytest.approx(by_minutes(10 + 5 * share, LIMITS))


def test_declaring_every_type_at_once_is_four_guesses():
    """Whoever declares all five types within a minute is as late as twenty minutes."""
    names = ("jailbreak", "supply_chain", "data_exfiltration", "denial_of_service", "model_manipulation")
    steps = [declare(2 + number / 10, name) for number, name in enumerate(names)]

    assert exact(*steps, declare(5)) == pytest.approx(by_minutes(22, LIMITS))


def test_a_wrong_type_never_corrected_is_at_most_three():
    """It is worth the right one midway between the limits of 3 and 2 later, and the reason says so."""
    found = acts(detection, declare(1, "supply_chain"))

    assert found.exact == pytest.approx(by_minutes(46, LIMITS))
    assert found.exact <= 3
    assert "with the wrong type and never corrected" in found.why


def test_correcting_a_wrong_type_never_costs():
    """Earlier is better at every minute, and a correction at the last minute is no worse than none."""
    values = [exact(declare(1, "supply_chain"), declare(minute)) for minute in (2, 10, 25, 40, 60, 89)]

    assert values == sorted(values, reverse=True)
    assert values[-1] >= exact(declare(1, "supply_chain"))


@pytest.mark.parametrize("minute", [0, 3, 10, 30, 44])
def test_a_guess_never_helps_whoever_finds_the_right_type_within_three_quarters_of_an_hour(minute):
    """Adding a wrong declaration at the first minute lowers what the right one is worth, or leaves it."""
    assert exact(declare(0, "supply_chain"), declare(minute + 0.1)) <= exact(declare(minute + 0.1))


def test_a_declaration_before_any_signal_rests_on_nothing():
    """At most 3, with the reason."""
    found = acts(detection, declare(1), loaded=later(10))

    assert found.exact == pytest.approx(2.5)
    assert "before any signal: it rests on nothing" in found.why


def test_declaring_again_after_the_signal_restores_it():
    """The same words count from then on, and the log holds them."""
    case = case_of(declare(1), declare(12), loaded=later(10))

    assert [event.at_ms for event in case.declarations] == [60_000, 720_000]
    assert detection.score(case).exact == pytest.approx(by_minutes(2, LIMITS))


def test_declaring_the_same_twice_after_the_signal_says_nothing_new():
    """One declaration stands in the log."""
    assert len(case_of(declare(1), declare(12)).declarations) == 1


def test_turning_from_the_right_type_to_a_wrong_one_is_at_most_three():
    """Whoever ends on a wrong type has not kept what they found; turning back restores it."""
    turned = (declare(2), declare(30, "supply_chain"))

    assert acts(detection, *turned).most == 3.0
    assert scored(*turned).finding("detection").exact == 3.0
    assert acts(detection, *turned, declare(31)).most is None


def test_never_declared_is_one_and_not_yet_declared_is_not_scored():
    """A finished exercise without a declaration is 1; a running one waits."""
    case = case_of()
    running = [event for event in case.events if event.at_ms < 20 * 60_000]

    assert (exact(), acts(detection).has_acted) == (1.0, False)
    assert detection.score(type(case)(case.scenario, tuple(running), case.rubric)).exact is None


def test_detection_tells_its_figures():
    """Minutes, the source of the signal, and what was declared when."""
    figures = acts(detection, declare(1, "supply_chain"), declare(4)).figures

    assert (figures["minutes_signal_to_declared"], figures["minutes_counted"]) == (4.0, 9.0)
    assert figures["wrong_types"] == 1
    assert figures["signal_source"] in ("slide", "telemetry")
    assert (figures["signal_ms"], figures["declared_ms"]) == (0, 60_000)
