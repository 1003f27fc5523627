"""One world with its luck rolled again: the means are those of timelines computed one by one."""

from dataclasses import replace

import numpy as np
import pytest
from simulation_incidents import MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.run.decisions import Decision, activations, preset_decisions
from engine.simulation.run.switches import changes
from engine.simulation.run.trajectory import begun, continued, simulate
from engine.simulation.tape import World, draw_tape, reel
from engine.simulation.worlds.luck import BITS, attacked, draw_lucks
from engine.simulation.worlds.rerolled import rerolled
from engine.timeline import Timeline

WORLD = World.of(7)
END_MS = 60 * MINUTE_MS
STEPS = 120
LUCKS = 5
POLICIES = {
    "nothing": (),
    "level 1": preset_decisions(1, 5 * MINUTE_MS),
    "level 3": preset_decisions(3, 12 * MINUTE_MS),
    "team": (
        Decision(8 * MINUTE_MS, "block_user"),
        Decision(10 * MINUTE_MS + 7_000, "set_mode"),
        Decision(20 * MINUTE_MS, "roll_back_model"),
        Decision(25 * MINUTE_MS, "enable_fallback_mode"),
        Decision(35 * MINUTE_MS, "restore_service", (("percent", 25),)),
        Decision(50 * MINUTE_MS, "enable_fallback_mode", lifted=True),
    ),
    "late": (Decision(55 * MINUTE_MS, "shutdown", (("approval", "APP-1"),)),),
}


def plans_of(system, policies=POLICIES):
    """The switches that each policy sets."""
    return {name: changes(system, activations(system, policy)) for name, policy in policies.items()}


def one_by_one(system, plan, lucks, number):
    """The timeline of one luck, step by step, on a tape that holds the numbers of this luck."""
    tape = reel(draw_tape(system, WORLD, ticks=STEPS))
    moments = lucks.scene.moments
    order = np.lexsort((lucks.scene.thresholds[moments.attacker], moments.tick))
    numbers = np.empty(len(order))
    numbers[order] = lucks.decides[:, number] / 2.0**BITS
    draws = tuple(
        tuple((draw[0], draw[1], draw[2], float(numbers[draw[0]]), *draw[4:]) for draw in step)
        for step in tape.draws
    )
    tape = replace(tape, draws=draws)
    return continued(begun(system, WORLD, tape), tape, plan, STEPS)


def system_of(name):
    """A type; the flood also with a platform that is too small for its customers."""
    if name != "overload":
        return SYSTEMS[name]
    service = SYSTEMS["denial_of_service"].service.model_copy(update={"capacity_tokens_per_min": 200_000.0})
    return SYSTEMS["denial_of_service"].model_copy(update={"service": service})


@pytest.fixture(params=[*TYPES, "overload"])
def system(request):
    """Every incident type."""
    return system_of(request.param)


def test_every_luck_attacks_as_a_timeline_of_its_own(system):
    """Who succeeds in which step is what the reference computes for each luck, policy by policy."""
    lucks = draw_lucks(system, WORLD, luck=0, count=LUCKS, steps=STEPS)
    plans = plans_of(system)
    found = attacked(system, lucks, tuple(plans.values()), STEPS)
    for row, plan in enumerate(plans.values()):
        for number in range(LUCKS):
            run = one_by_one(system, plan, lucks, number)

            assert found.successes[:, row, number].tolist() == [tick.during.harmful for tick in run.ticks[1:]]
            if found.drift is not None:
                assert found.drift[:, row, number].tolist() == [state.drift for state in run.states[1:]]


def test_service_is_the_mean_of_timelines(system):
    """Answers, queues and the return from fallback follow the reference in every step."""
    lucks = draw_lucks(system, WORLD, luck=0, count=LUCKS, steps=STEPS)
    plans, value = plans_of(system), system.service.degraded_value
    found = rerolled(system, WORLD, plans, until_ms=END_MS, lucks=LUCKS)
    for name, plan in plans.items():
        runs = [one_by_one(system, plan, lucks, number) for number in range(LUCKS)]
        expected = [
            np.mean([(tick.full + value * tick.degraded) / max(1.0, tick.arrived) for tick in ticks])
            for ticks in zip(*(run.ticks[1:] for run in runs), strict=True)
        ]

        np.testing.assert_allclose(found[name].service[1:], expected, rtol=1e-12)
        assert found[name].service[0] == 1.0


@pytest.mark.parametrize("name", TYPES)
def test_harm_is_that_of_many_simulated_lucks(name):
    """The mean lies within the noise of sixty timelines whose luck was rolled one by one."""
    found = rerolled(SYSTEMS[name], WORLD, plans_of(SYSTEMS[name]), until_ms=END_MS)
    for policy in ("nothing", "team"):
        harm = np.array(
            [
                simulate(
                    SYSTEMS[name], seed=7, chance_seed=luck, decisions=POLICIES[policy], until_ms=END_MS
                ).ticks[-1].harm_points
                for luck in range(60)
            ]
        )  # fmt: skip
        error = harm.std(ddof=1) * (1 / 60 + 1 / 100) ** 0.5

        assert abs(found[policy].harm_points[-1] - harm.mean()) <= 4.0 * error + 1e-9


def test_a_longer_look_begins_with_the_shorter_one(system):
    """What was computed for forty minutes is the first part of an hour, with the same lucks."""
    plans = plans_of(system)
    short, whole = (rerolled(system, WORLD, plans, until_ms=until) for until in (40 * MINUTE_MS, END_MS))

    for name in plans:
        np.testing.assert_array_equal(whole[name].harm_points[:81], short[name].harm_points)
        np.testing.assert_allclose(whole[name].service[:81], short[name].service, rtol=1e-12)


def test_policies_do_not_depend_on_each_other(system):
    """A policy's means are the same alone, in another order, or beside others."""
    plans = plans_of(system)
    together = rerolled(system, WORLD, plans, until_ms=END_MS, lucks=LUCKS)
    turned = rerolled(system, WORLD, dict(reversed(plans.items())), until_ms=END_MS, lucks=LUCKS)
    for name, plan in plans.items():
        alone = rerolled(system, WORLD, {name: plan}, until_ms=END_MS, lucks=LUCKS)[name]

        for course in (together[name], turned[name]):
            np.testing.assert_array_equal(course.harm_points, alone.harm_points)
            np.testing.assert_array_equal(course.service, alone.service)


def test_another_set_of_lucks_tells_nearly_the_same():
    """Forty sets of a hundred lucks differ by less than a hundredth of the harm, and no two are equal."""
    system = SYSTEMS["jailbreak"]
    plans = plans_of(system, {"nothing": (), "team": POLICIES["team"]})
    sets = [rerolled(system, WORLD, plans, until_ms=END_MS, luck=number) for number in range(40)]
    ends = np.array([[course.harm_points[-1] for course in each.values()] for each in sets])

    assert (ends.std(axis=0) < 0.01 * ends[:, :1].mean()).all()
    assert len(set(ends[:, 0].tolist())) == 40


def test_more_containment_is_never_worse_under_any_luck():
    """Each level does no more harm than the one below, at every tick of the means."""
    for name in TYPES:
        plans = plans_of(SYSTEMS[name], {str(n): preset_decisions(n, 6 * MINUTE_MS) for n in range(5)})
        found = rerolled(SYSTEMS[name], WORLD, plans, until_ms=END_MS, lucks=20)
        harm = np.array([found[str(n)].harm_points for n in range(5)])

        assert (np.diff(harm, axis=0) <= 1e-9).all()


def test_rates_and_what_still_works_are_read_off_a_course():
    """The rate between two moments, and the success of technique and variants as a timeline has them."""
    timeline = Timeline(SYSTEMS["jailbreak"], 7, POLICIES["team"])
    course = timeline.rerolled({"team": timeline.decisions}, END_MS)["team"]
    points = course.harm_points

    assert course.harm_per_min(10 * MINUTE_MS, 30 * MINUTE_MS) == (points[60] - points[20]) / 20
    assert course.harm_per_min(END_MS, END_MS) == 0.0
    for minute in (0, 9, 21, 36, 60):
        assert course.residual_success(minute * MINUTE_MS) == timeline.residual_success(minute * MINUTE_MS)


@pytest.mark.parametrize("until_ms", [0, 29_999])
def test_before_the_first_step_nothing_has_happened(until_ms):
    """At T+0 there is no harm, and nobody has been served badly."""
    course = Timeline(SYSTEMS["jailbreak"], 7).rerolled({"nothing": ()}, until_ms)["nothing"]

    assert (course.harm_points.tolist(), course.service.tolist()) == ([0.0], [1.0])
