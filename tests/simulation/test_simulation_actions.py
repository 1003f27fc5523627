"""Actions and switches: the contract every file in the containment folder keeps."""

import pkgutil
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import MINUTE_MS, SYSTEMS

from engine.simulation import containment
from engine.simulation.action import check_params, with_defaults
from engine.simulation.controls import NEUTRAL, Controls, combine, tighten
from engine.simulation.log.artifacts import ARTIFACTS
from engine.simulation.parameters import ControlEffect
from engine.simulation.run.catalogue import actions, preset
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.trajectory import simulate

LAST = ("enable_fallback_mode", "shutdown")
MULTIPLIERS = (
    "success", "outputs", "records", "tools", "attack_tokens", "legit_tokens", "ambient", "out_of_band",
    "passed", "in_scope", "intact",
)  # fmt: skip
"""Switches in 0 … 1 that combine by product."""
ACTIONS = actions()
EXAMPLES = {
    "approval": "APP-7",
    "user_id": "u-1042",
    "pattern": "ignore * rules",
    "mode": "restricted",
    "limit": 200,
    "percent": 25,
}
share = st.floats(0, 1, allow_nan=False)
switches = st.builds(
    Controls,
    miss=st.lists(share, max_size=3).map(tuple),
    path=st.sampled_from(["llm", "fallback", "off"]),
    user_coverage=share,
    restored=share,
    poison_cured=st.booleans(),
    blocked_users=st.lists(st.sampled_from(["u-1", "u-2", "u-3"]), unique=True).map(
        lambda ids: tuple(sorted(ids))
    ),
    **dict.fromkeys(MULTIPLIERS, share),
)


def effect_of(action):
    """The action's effect in the jailbreak incident."""
    return SYSTEMS["jailbreak"].effect(action.id)


def given_params(action):
    """One good value for each parameter of the action."""
    return {parameter.name: EXAMPLES[parameter.name] for parameter in action.parameters}


def test_every_file_in_the_folder_is_an_action():
    """A module in the containment folder, or in a folder of it, joins under its own name, sorted."""
    found = pkgutil.walk_packages(containment.__path__, f"{containment.__name__}.")
    names = sorted(module.name.rsplit(".", 1)[-1] for module in found if not module.ispkg)

    assert list(ACTIONS) == names


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_action_declares_itself(action):
    """An action says in words what it does and costs, and fits its kind, level and evidence."""
    assert action.title
    assert action.summary
    assert action.cost
    contains = action.kind == "containment" and action.is_advised
    assert action.level in ((1, 2, 3, 4) if contains else (0,))
    assert set(action.overwrites) <= set(ARTIFACTS)
    assert action.needs_approval == (action.level == 4)
    assert action.lead_min >= 0
    assert action.is_reversible or action.kind == "recovery" or not action.is_advised
    assert action.is_reversible or action.overwrites
    assert set(action.ends) <= set(ACTIONS)
    assert not check_params(action, given_params(action))
    assert check_params(action, {"nonsense": 1})


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
@settings(max_examples=25, deadline=None)
@given(switches)
def test_switch_is_pure_idempotent_and_only_tightens(action, controls):
    """Setting an action's switches twice is setting them once, and never loosens any."""
    once = action.switch(controls, effect_of(action), given_params(action))

    assert once == action.switch(controls, effect_of(action), given_params(action))
    assert once == action.switch(once, effect_of(action), given_params(action))
    assert all(getattr(once, name) <= getattr(controls, name) for name in MULTIPLIERS)
    assert all(once.miss_of(v) <= controls.miss_of(v) for v in range(4))
    assert once.user_coverage >= controls.user_coverage
    assert once.restored >= controls.restored
    assert once.restored == controls.restored or action.returns_service
    assert set(once.blocked_users) >= set(controls.blocked_users)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
@settings(max_examples=25, deadline=None)
@given(switches, st.permutations([50, 200, 900]), st.sampled_from(["u-1", "U 2", "u-3"]))
def test_uses_of_one_action_add_up_whatever_their_order(action, controls, limits, user_id):
    """Several uses set the same switches in every order, so that they can be folded one by one."""
    taken = given_params(action)
    others = ({"limit": limit, "user_id": user_id, "percent": limit // 10} for limit in limits)
    uses = [taken, *({name: other.get(name, taken[name]) for name in taken} for other in others)]
    forth = back = controls
    for params, last_first in zip(uses, reversed(uses), strict=True):
        forth = action.switch(forth, effect_of(action), params)
        back = action.switch(back, effect_of(action), last_first)

    assert forth == back


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_action_changes_something_and_leaves_a_monitoring_entry(action):
    """With its defaults alone an action moves a switch in some incident, unless nobody would advise it."""
    params = with_defaults(action, {})
    effects = [system.effect(action.id) for system in SYSTEMS.values()]

    moves = any(action.switch(NEUTRAL, effect, params) != NEUTRAL for effect in effects)

    assert moves is action.is_advised
    assert action.entry(params)
    assert action.entry(given_params(action))


def test_monitoring_entries_of_the_seed_document():
    """The entries read as in the seed document."""
    entries = [
        ACTIONS[name].entry(given_params(ACTIONS[name]))
        for name in ("block_user", "add_block_pattern", "set_mode", "enable_fallback_mode", "shutdown")
    ]

    assert entries == [
        "Blocked user u-1042",
        "Added block pattern",
        "Degraded to restricted mode",
        "Switched to fallback mode",
        "System shutdown, approval APP-7",
    ]


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("shutdown", {}, "needs 'approval'"),
        ("shutdown", {"approval": ""}, "is empty"),
        ("set_mode", {"mode": "chaos"}, "choose restricted"),
        ("reduce_max_tokens", {"limit": "many"}, "not a whole number"),
        ("reduce_max_tokens", {"limit": True}, "not a whole number"),
        ("reduce_max_tokens", {"limit": 1}, "the least is 50"),
        ("reduce_max_tokens", {"limit": 10_000}, "the most is 1000"),
        ("add_block_pattern", {"pattern": "x" * 501}, "shorten it"),
        ("disable_tools", {"why": "now"}, "takes nothing"),
        ("restore_service", {"percent": 30}, "choose 10, 25, 50"),
        ("restore_service", {"percent": "25"}, "choose 10, 25, 50"),
    ],
)
def test_parameter_problems_say_what_would_fit(name, params, words):
    """A problem names the action, the value and the remedy."""
    problems = check_params(ACTIONS[name], params)

    assert len(problems) == 1
    assert words in problems[0]


def test_a_smaller_token_limit_is_stricter():
    """A smaller limit burns fewer tokens and cuts more answers; the stated limit gives the stated effect."""
    action, effect = ACTIONS["reduce_max_tokens"], effect_of(ACTIONS["reduce_max_tokens"])
    small, stated, large = (action.switch(NEUTRAL, effect, {"limit": limit}) for limit in (100, 200, 400))

    assert small.attack_tokens < stated.attack_tokens == effect.attack_tokens < large.attack_tokens
    assert small.intact < stated.intact == 1 - effect.degrade < large.intact


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(ACTIONS)), switches, max_size=5), st.randoms())
def test_combining_does_not_depend_on_order(parts, chance):
    """The same actions in any order of input give the same switches, bit for bit."""
    shuffled = list(parts.items())
    chance.shuffle(shuffled)

    assert combine(parts) == combine(dict(shuffled))


@settings(max_examples=60, deadline=None)
@given(switches)
def test_controls_survive_json(controls):
    """Switches written as plain data and read back are the same."""
    assert Controls.from_json(controls.to_json()) == controls
    assert Controls.from_json({**controls.to_json(), "future": 1}) == controls


def test_combining_nothing_is_neutral_and_a_neutral_effect_changes_nothing():
    """No action leaves the untouched system, and so does an effect without entries."""
    assert combine({}) == NEUTRAL
    assert tighten(NEUTRAL, ControlEffect()) == NEUTRAL


@pytest.mark.parametrize("name", ["enable_fallback_mode", "shutdown"])
@settings(max_examples=30, deadline=None)
@given(st.permutations([10, 25, 50]))
def test_service_returns_in_steps_whatever_their_order(name, shares):
    """The largest share taken counts, and only while fallback or shutdown is in force."""
    action = ACTIONS["restore_service"]
    restored = NEUTRAL
    for taken, percent in enumerate(shares, start=1):
        restored = action.switch(restored, ControlEffect(), {"percent": percent})
        assert restored.restored == max(shares[:taken]) / 100
    contained = ACTIONS[name].switch(NEUTRAL, effect_of(ACTIONS[name]), given_params(ACTIONS[name]))

    assert combine({name: contained, action.id: restored}).reaches_model == 0.5
    assert combine({action.id: restored}).reaches_model == 1.0
    assert action.id in ACTIONS[name].ends


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(sorted(SYSTEMS)), st.sampled_from([3, 4]))
def test_more_customers_back_means_no_less_harm(seed, incident, level):
    """At every tick a larger step does at least the harm of a smaller one, and lifting that of all."""
    contained = preset_decisions(level, 5 * MINUTE_MS)
    steps = [
        (),
        *((Decision(15 * MINUTE_MS, "restore_service", (("percent", share),)),) for share in (10, 25, 50)),
        tuple(Decision(15 * MINUTE_MS, item.action, (), True) for item in contained if item.action in LAST),
    ]
    runs = [
        simulate(SYSTEMS[incident], seed=seed, decisions=(*contained, *step), until_ms=40 * MINUTE_MS)
        for step in steps
    ]

    for less, more in pairwise(runs):
        assert all(a.harm_points <= b.harm_points for a, b in zip(less.ticks, more.ticks, strict=True))


def test_presets_are_nested():
    """Each level's preset holds the one below, so that levels can be compared."""
    for level in range(4):
        assert set(preset(level)) < set(preset(level + 1))
