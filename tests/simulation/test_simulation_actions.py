"""Actions and switches: the contract every file in the containment folder keeps."""

import pkgutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import SYSTEMS

from engine.simulation import containment
from engine.simulation.action import check_params, with_defaults
from engine.simulation.artifacts import ARTIFACTS
from engine.simulation.catalogue import actions, preset
from engine.simulation.controls import MULTIPLIERS, NEUTRAL, Controls, combine, tighten
from engine.simulation.parameters import ControlEffect

ACTIONS = actions()
EXAMPLES = {
    "approval": "APP-7",
    "user_id": "u-1042",
    "pattern": "ignore * rules",
    "mode": "restricted",
    "limit": 200,
}
share = st.floats(0, 1, allow_nan=False)
switches = st.builds(
    Controls,
    miss=st.lists(share, max_size=3).map(tuple),
    path=st.sampled_from(["llm", "fallback", "off"]),
    user_coverage=share,
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
    """A module in the containment folder joins the catalogue under its own name, sorted."""
    assert list(ACTIONS) == sorted(module.name for module in pkgutil.iter_modules(containment.__path__))


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_action_declares_itself(action):
    """An action says in words what it does and costs, and fits its kind, level and evidence."""
    assert action.title
    assert action.summary
    assert action.cost
    assert action.level in ((1, 2, 3, 4) if action.kind == "containment" else (0,))
    assert set(action.overwrites) <= set(ARTIFACTS)
    assert action.needs_approval == (action.level == 4)
    assert action.lead_min >= 0
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
    assert set(once.blocked_users) >= set(controls.blocked_users)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_action_changes_something_and_leaves_a_monitoring_entry(action):
    """With its defaults alone an action moves a switch, and monitoring has a sentence for it."""
    params = with_defaults(action, {})

    assert action.switch(NEUTRAL, effect_of(action), params) != NEUTRAL
    assert action.monitoring(params)
    assert action.monitoring(given_params(action))


def test_monitoring_entries_of_the_seed_document():
    """The entries read as in the seed document."""
    entries = [
        ACTIONS[name].monitoring(given_params(ACTIONS[name]))
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


def test_presets_are_nested():
    """Each level's preset holds the one below, so that levels can be compared."""
    for level in range(4):
        assert set(preset(level)) < set(preset(level + 1))
