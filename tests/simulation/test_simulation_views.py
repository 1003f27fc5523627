"""What players see and the evidence they can take."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.log.artifacts import ARTIFACTS, artifact, overwritten_at
from engine.simulation.run.decisions import Decision, activations, preset_decisions
from engine.simulation.run.telemetry import first_alert_ms, observe
from engine.simulation.run.trajectory import simulate

SYSTEM = SYSTEMS["jailbreak"]
LOGS = ("inference_logs", "session_logs", "tool_audit", "access_logs", "context_window")
OVERWRITING = {
    "set_mode": ("system_prompt",),
    "add_block_pattern": ("guardrail_config",),
    "disable_tools": ("tool_audit",),
    "enable_fallback_mode": ("session_logs",),
    "shutdown": ("session_logs", "retrieval_index"),
    "deploy_guardrail_patch": ("guardrail_config",),
    "roll_back_model": ("model_identity",),
    "rotate_keys": ("access_logs",),
}


def run(decisions=(), system=SYSTEM, seed=1):
    """A 90-minute timeline."""
    return simulate(system, seed=seed, decisions=decisions, until_ms=END_MS)


def content(artifact_id, minute, decisions=(), system=SYSTEM):
    """An artifact at a minute, parsed."""
    uses = activations(system, decisions)
    return json.loads(artifact(run(decisions, system), uses, artifact_id, at_ms=minute * MINUTE_MS))


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 4), st.integers(0, 60), st.integers(0, 95))
def test_telemetry_is_finite_rounded_and_repeats(name, level, applied_min, seen_min):
    """The dashboard is plain finite data at any time, and the same whenever it is asked."""
    trajectory = run(preset_decisions(level, applied_min * MINUTE_MS), SYSTEMS[name])
    first, second = (observe(trajectory, seen_min * MINUTE_MS) for _ in range(2))
    plain = first.to_json()

    assert first == second
    assert json.loads(json.dumps(plain)) == plain
    for value in plain.values():
        assert not isinstance(value, float) or (
            math.isfinite(value) and value >= 0 and round(value, 4) == value
        )
    assert (
        0.99 <= first.full_share + first.degraded_share + first.refused_share + first.unserved_share <= 1.01
    )


@pytest.mark.parametrize("name", TYPES)
def test_telemetry_does_not_depend_on_the_future(name):
    """The dashboard at minute 20 is the same whether the timeline was computed to 20 or to 90 minutes."""
    short = simulate(SYSTEMS[name], seed=1, decisions=(), until_ms=20 * MINUTE_MS)
    at_ms = 20 * MINUTE_MS

    assert observe(short, at_ms) == observe(run(system=SYSTEMS[name]), at_ms)


def test_detectors_miss_and_err():
    """Suspected bypasses are neither the true number nor zero, and false alarms come without an attack."""
    trajectory = run()
    window = [a for a in trajectory.attempts if 20 <= a.at_ms / MINUTE_MS < 30 and a.outcome == "harmful"]
    seen = observe(trajectory, 30 * MINUTE_MS).suspected_bypasses
    quiet = SYSTEM.attack.model_copy(update={"active_at_start": 0, "discovery_per_min": 0.0})
    calm = SYSTEM.model_copy(update={"attack": quiet})

    assert 0 < seen < len(window)
    assert observe(run(system=calm), END_MS).suspected_users > 0
    assert first_alert_ms(run(system=calm)) is None


def test_the_first_alert_is_where_telemetry_first_shows_one():
    """No alert stands one step before the first alert, and one does at it."""
    trajectory = run()
    first = first_alert_ms(trajectory)

    assert observe(trajectory, first).alerts
    assert not observe(trajectory, first - 1).alerts


def test_telemetry_follows_the_path():
    """Shutdown shows in the shares, fallback in the agents' queue."""
    off = observe(run(preset_decisions(4, 0)), 30 * MINUTE_MS)
    fallback = observe(run(preset_decisions(3, 0)), 30 * MINUTE_MS)

    assert (off.unserved_share, off.level, off.tokens_per_min) == (1.0, 4, 0)
    assert fallback.human_queue > 0
    assert fallback.degraded_share > 0.4


@pytest.mark.parametrize("artifact_id", ARTIFACTS)
def test_artifact_is_canonical_json_and_repeats(artifact_id):
    """An artifact is canonical JSON that names itself, equal whenever it is taken."""
    trajectory = run()
    texts = [artifact(trajectory, (), artifact_id, at_ms=600_000) for _ in range(2)]
    whole = json.loads(texts[0])

    assert texts[0] == texts[1]
    assert texts[0] == json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert (whole["artifact"], whole["version"], whole["changed_by"]) == (artifact_id, 1, None)


@pytest.mark.parametrize("artifact_id", ARTIFACTS)
def test_logs_grow_and_configuration_stands_still(artifact_id):
    """Without decisions a log changes as time passes, and nothing else does."""
    assert (content(artifact_id, 10) != content(artifact_id, 20)) == (artifact_id in LOGS)


@pytest.mark.parametrize("action", OVERWRITING)
def test_an_overwriting_action_raises_the_version(action):
    """An overwriting action raises the artifact's version and changes its content when it takes effect."""
    decisions = (Decision(30 * MINUTE_MS, action, (("approval", "APP-7"),) if action == "shutdown" else ()),)
    system = SYSTEMS["supply_chain"]
    for artifact_id in OVERWRITING[action]:
        ((at_ms, by),) = overwritten_at(activations(system, decisions), artifact_id)
        before = content(artifact_id, at_ms // MINUTE_MS - 1, decisions, system)
        after = content(artifact_id, at_ms // MINUTE_MS, decisions, system)

        assert by == action
        assert (before["version"], after["version"], after["changed_by"]) == (1, 2, action)
        assert before["content"] != after["content"]


def test_a_roll_back_keeps_the_rules_in_force_and_loses_their_history():
    """The configuration gets a new version with the same rules; the prompt is the ordinary one again."""
    pattern = Decision(5 * MINUTE_MS, "add_block_pattern", (("pattern", "role-play"),))
    mode = Decision(5 * MINUTE_MS, "set_mode", (("mode", "restricted"),))
    back = Decision(10 * MINUTE_MS, "roll_back_model")
    lifted = Decision(12 * MINUTE_MS, "set_mode", lifted=True)
    before = content("guardrail_config", 15, (pattern, mode))
    after = content("guardrail_config", 25, (pattern, mode, back))

    assert before["content"]["rules"] == after["content"]["rules"]
    assert (before["version"], after["version"], after["changed_by"]) == (2, 3, "roll_back_model")
    assert "restricted mode" in content("system_prompt", 25, (mode, back))["content"]["text"]
    assert "restricted mode" not in content("system_prompt", 25, (mode, lifted, back))["content"]["text"]


def test_what_was_overwritten_cannot_be_recovered():
    """Sessions before the switch to fallback are gone from the session log afterwards."""
    decisions = (Decision(30 * MINUTE_MS, "enable_fallback_mode"),)

    assert content("session_logs", 29, decisions)["content"]["sessions"] > 0
    assert content("session_logs", 30, decisions)["content"]["sessions"] == 0


def test_decisions_that_do_not_hold_overwrite_nothing():
    """An unapproved shutdown, and a patch lifted before its lead time is over, overwrite nothing."""
    decisions = (
        Decision(0, "shutdown"),
        Decision(0, "deploy_guardrail_patch"),
        Decision(5 * MINUTE_MS, "deploy_guardrail_patch", lifted=True),
    )

    assert overwritten_at(activations(SYSTEM, decisions), "session_logs") == ()
    assert overwritten_at(activations(SYSTEM, decisions), "guardrail_config") == ()


def test_a_poisoned_model_differs_from_the_registry_until_rolled_back():
    """The supply-chain incident shows in the weights' hash, and the roll-back cures it."""
    decisions = (Decision(10 * MINUTE_MS, "roll_back_model"),)
    system = SYSTEMS["supply_chain"]
    before, after = (content("model_identity", minute, decisions, system)["content"] for minute in (19, 20))

    assert before["weights_sha256"] != before["registry_sha256"]
    assert after["weights_sha256"] == after["registry_sha256"]


def test_evidence_does_not_tell_the_true_outcome():
    """The service's own log does not know which answers were harmful."""
    assert "harmful" not in json.dumps([content(artifact_id, 60) for artifact_id in ARTIFACTS])
