"""Many timelines at once: the same bits as one after the other, forked or not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.trajectory import simulate
from engine.simulation.tape import World
from engine.simulation.worlds import step, strikes
from engine.simulation.worlds.batch import Timelines, timelines
from engine.simulation.worlds.draws import MOST_WORLDS, lay_out, threshold_keys
from engine.simulation.worlds.surface import LEVELS, held, surface

SHORT_MS = 30 * MINUTE_MS
APPROVED = (("approval", "APP-7"),)
WORLDS = tuple(World(seed, seed + 40) for seed in range(3))
FIGURES = (
    "arrived", "full", "degraded", "refused", "unserved", "false_positives", "waiting", "harmful", "blocked",
    "model_refused", "not_reached", "outputs", "records", "out_of_band", "tool_actions", "attack_tokens",
    "ambient", "harm_points",
)  # fmt: skip

NAMES = (
    "add_block_pattern", "block_user", "deploy_guardrail_patch", "disable_tools", "enable_fallback_mode",
    "reduce_max_tokens", "roll_back_model", "rotate_keys", "set_mode", "shutdown",
)  # fmt: skip
moments = st.integers(0, 28).map(lambda minute: minute * MINUTE_MS)
applied = st.builds(
    lambda at_ms, name: Decision(at_ms, name, APPROVED if name == "shutdown" else ()),
    moments,
    st.sampled_from(NAMES),
)
lifted = st.builds(lambda at_ms, name: Decision(at_ms, name, lifted=True), moments, st.sampled_from(NAMES))
blocked = st.builds(
    lambda at_ms, attacker: Decision(at_ms, "block_user", (("user_id", f"attacker {attacker}"),)),
    moments,
    st.integers(0, 5),
)
measured = st.builds(
    lambda at_ms, share: Decision(at_ms, "add_block_pattern", effect=(("block", (share,)),)),
    moments,
    st.floats(0, 1),
)
policies = st.lists(
    st.lists(st.one_of(applied, lifted, blocked, measured), max_size=5).map(tuple), min_size=1, max_size=5
)


def named(system, policy):
    """The policy with `attacker n` replaced by that attacker's user id in the first world."""
    ids = simulate(system, seed=WORLDS[0].seed, decisions=(), until_ms=0).tape.user_ids
    return tuple(
        Decision(d.at_ms, d.action, (("user_id", ids[int(str(d.params[0][1]).split()[1])]),))
        if d.params and d.params[0][0] == "user_id"
        else d
        for d in policy
    )


def one_by_one(system, policy, world, *, until_ms=SHORT_MS):
    """Every figure of the reference timeline, [figure, moment]."""
    run = simulate(
        system, seed=world.seed, chance_seed=world.chance_seed, decisions=policy, until_ms=until_ms
    )
    return np.array([[float(getattr(tick, name)) for tick in run.ticks] for name in FIGURES])


def all_at_once(lines: Timelines, policy: int, world: int):
    """The same figures from a batch, [figure, moment]."""
    figures = {**lines.figures, "harm_points": lines.harm_points}
    return np.array([figures[name][:, policy, world].astype(float) for name in FIGURES])


def check_agreement(system, chosen):
    """Raise where any figure at any tick differs from the reference in any bit."""
    lines = timelines(lay_out(system, WORLDS, until_ms=SHORT_MS), chosen, every_tick=True, endings=True)
    for p, policy in enumerate(chosen):
        for w, world in enumerate(WORLDS):
            np.testing.assert_array_equal(
                all_at_once(lines, p, w), one_by_one(system, policy, world), strict=True
            )


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=12, deadline=None)
@given(chosen=policies)
def test_every_figure_at_every_tick_equals_the_reference_to_the_last_bit(name, chosen):
    """Whatever the policies, a batch and the step-by-step reference agree bit for bit."""
    check_agreement(SYSTEMS[name], [named(SYSTEMS[name], policy) for policy in chosen])


def test_an_overloaded_platform_agrees_too():
    """Queues, leaving and the return from fallback follow the same arithmetic."""
    block = SYSTEMS["denial_of_service"]
    service = block.service.model_copy(update={"capacity_tokens_per_min": 200_000.0})
    small = block.model_copy(update={"service": service})
    back_and_forth = (
        Decision(4 * MINUTE_MS, "enable_fallback_mode"),
        Decision(9 * MINUTE_MS, "enable_fallback_mode", lifted=True),
        Decision(15 * MINUTE_MS, "shutdown", APPROVED),
        Decision(21 * MINUTE_MS, "shutdown", lifted=True),
    )

    check_agreement(small, [(), back_and_forth, back_and_forth[:1], preset_decisions(2, 3 * MINUTE_MS)])


@pytest.mark.parametrize("name", TYPES)
def test_the_forked_surface_equals_independent_runs(name):
    """A cell of the surface is the run of that level at that minute, bit for bit."""
    system, minutes = SYSTEMS[name], (0, 1, 7, 29, 30)
    cells = surface(lay_out(system, WORLDS, until_ms=SHORT_MS), minutes=minutes, hold_min=11)

    expected = [
        [
            [one_by_one(system, held(level, m * MINUTE_MS, 11), world)[-1, -1] for world in WORLDS]
            for m in minutes
        ]
        for level in LEVELS
    ]
    np.testing.assert_array_equal(cells.harm_points, np.array(expected), strict=True)


@pytest.mark.parametrize("name", TYPES)
def test_earlier_or_higher_is_never_worse_seed_by_seed(name):
    """Over 72,800 cells of level, minute and world, an earlier or higher level never does more harm."""
    worlds = [World(seed, seed) for seed in range(200)]
    cells = surface(lay_out(SYSTEMS[name], worlds, until_ms=90 * MINUTE_MS), minutes=range(91))

    assert (np.diff(cells.harm_points, axis=1) >= 0.0).all()
    assert (np.diff(cells.harm_points, axis=0) <= 0.0).all()


def test_worlds_beyond_one_block_are_computed_in_several():
    """A run over more worlds than fit one block equals the runs of its parts."""
    worlds = [World(seed, seed) for seed in range(MOST_WORLDS + 3)]
    system = SYSTEMS["supply_chain"]
    policy = [(), preset_decisions(4, 5 * MINUTE_MS)]

    whole = timelines(lay_out(system, worlds, until_ms=SHORT_MS), policy)
    rest = timelines(lay_out(system, worlds[MOST_WORLDS:], until_ms=SHORT_MS), policy)

    np.testing.assert_array_equal(whole.harm_points[:, :, MOST_WORLDS:], rest.harm_points)


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=2, max_size=50))
def test_keys_compare_as_thresholds_do(uniforms):
    """The whole number of a threshold keeps the order of the 53-bit uniforms, the early ones below all."""
    exact = np.sort(np.floor(np.array(uniforms) * 2.0**53) / 2.0**53)
    keys = threshold_keys(np.concatenate([[-1.0], exact]))

    assert (np.diff(keys[1:]) >= 0).all()
    assert keys[0] == 0
    np.testing.assert_array_equal(np.diff(keys[1:]) == 0, np.diff(exact) == 0.0)


MUTANTS = {
    "who reaches the threshold counts as active": (
        strikes, "aware_keys", lambda aware: threshold_keys(aware) + 2**40,
    ),
    "the block list is forgotten": (
        strikes, "listed", lambda worlds, controls: np.zeros(len(worlds.draws.keys), dtype=bool),
    ),
    "rows forget what the first row had done": (step.Rows, "fork", lambda rows, first, last: None),
    "word of mouth is forgotten": (
        step, "_spread", lambda *args, **kwargs: None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_planted_bug_breaks_the_agreement(mutant, monkeypatch):
    """Each planted bug makes the comparison with the reference fail."""
    owner, name, wrong = MUTANTS[mutant]
    chosen = [(), preset_decisions(1, 3 * MINUTE_MS), preset_decisions(2, 12 * MINUTE_MS)]
    check_agreement(SYSTEMS["jailbreak"], chosen)
    monkeypatch.setattr(owner, name, wrong)

    with pytest.raises(AssertionError):
        check_agreement(SYSTEMS["jailbreak"], chosen)
