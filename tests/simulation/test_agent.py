"""An agent out of hand: what it planned goes on until the right step stops it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS

from bench import per_request_heap, per_request_simpy
from bench.agreement import agreement, harm, ours, theirs
from engine.simulation.calls import CallQueue, Pending, advanced
from engine.simulation.log.artifacts import artifact
from engine.simulation.run.catalogue import actions, offered, preset
from engine.simulation.run.decisions import Decision, activations, preset_decisions
from engine.simulation.run.stopping import acted_share, pending_share, stop_latency
from engine.simulation.run.telemetry import observe
from engine.simulation.run.trajectory import simulate

AGENT = SYSTEMS["rogue_agent"]
APPROVED = (("approval", "APP-7"),)
LATE_MS = 25 * MINUTE_MS
QUEUE = CallQueue(calls_per_action=4, started_per_min=6.0, takes_min=1.0)


def play(*decisions, until_ms=END_MS):
    """The agent under these decisions."""
    return simulate(AGENT, seed=1, decisions=decisions, until_ms=until_ms)


def acted_after(trajectory, at_ms):
    """Unauthorised actions since a moment."""
    return trajectory.ticks[-1].tool_actions - trajectory.at(at_ms).tool_actions


def test_killing_the_agent_leaves_its_queue_running():
    """After a kill nothing new is planned, and workers go on for as long as there is something to start."""
    killed = play(Decision(LATE_MS, "kill_agent", APPROVED))
    waiting = killed.at(LATE_MS).calls_pending

    assert waiting > 100
    assert acted_after(killed, LATE_MS) == waiting
    assert killed.ticks[-1].calls_pending == 0


def test_taking_tools_out_of_its_settings_leaves_the_queue_running_too():
    """Disabled tools stop new plans only; disconnected at the gateway, nothing is started any more."""
    disabled, cut = (play(Decision(LATE_MS, name)) for name in ("disable_tools", "disconnect_tools"))

    assert acted_after(disabled, LATE_MS) > 3 * acted_after(cut, LATE_MS)
    assert disabled.ticks[-1].calls_pending == 0
    assert cut.ticks[-1].calls_pending > 0


def test_calls_that_run_go_on_after_the_gateway_was_cut():
    """What was started before the stop takes effect in the minutes after it, and nothing later."""
    cut = play(Decision(LATE_MS, "disconnect_tools"))
    over_ms = LATE_MS + int(AGENT.calls.takes_min * MINUTE_MS)

    assert 0 < acted_after(cut, LATE_MS) <= AGENT.calls.started_per_min * AGENT.calls.takes_min + 3
    assert acted_after(cut, over_ms) == 0


def test_suspending_keeps_what_killing_destroys():
    """A suspended agent stands still, and its context and plan can still be exported."""
    lost = {
        name: set(actions()[name].overwrites) for name in ("suspend_agent", "kill_agent", "restart_agent")
    }
    suspended = play(Decision(LATE_MS, "suspend_agent"))

    assert acted_after(suspended, LATE_MS + 5 * MINUTE_MS) == 0
    assert not lost["suspend_agent"]
    assert {"context_window", "agent_plan"} <= lost["kill_agent"] & lost["restart_agent"]


@pytest.mark.parametrize("name", ["ask_agent", "restart_agent"])
def test_asking_or_restarting_it_stops_nothing(name):
    """Neither words nor a new start change what it does; both cost evidence."""
    tried = play(Decision(LATE_MS, name))

    assert tried.ticks[-1].tool_actions == play().ticks[-1].tool_actions
    assert "context_window" in actions()[name].overwrites


def test_what_was_cut_off_comes_back_unless_it_is_called_off():
    """Tools connected again run the old queue, unless it was called off before."""
    stopped = (Decision(LATE_MS, "suspend_agent"), Decision(LATE_MS, "disconnect_tools"))
    back = (Decision(60 * MINUTE_MS, "disable_tools"),
            Decision(61 * MINUTE_MS, "suspend_agent", lifted=True),
            Decision(61 * MINUTE_MS, "disconnect_tools", lifted=True))  # fmt: skip
    resumed = play(*stopped, *back)
    called_off = play(*stopped, Decision(50 * MINUTE_MS, "purge_calls"), *back)

    assert acted_after(resumed, 60 * MINUTE_MS) > 100
    assert acted_after(called_off, 60 * MINUTE_MS) == 0


def test_the_four_checks_of_a_stop():
    """They pass for an agent that was cut off and called off, and fail while its queue runs or waits."""
    killed, cut = play(Decision(LATE_MS, "kill_agent", APPROVED)), play(Decision(LATE_MS, "disconnect_tools"))
    clean = play(Decision(LATE_MS, "disconnect_tools"), Decision(40 * MINUTE_MS, "purge_calls"))
    soon_ms, late_ms = LATE_MS + 9 * MINUTE_MS, 60 * MINUTE_MS

    assert acted_share(killed, soon_ms) > 0.8
    assert acted_share(cut, soon_ms) < 0.2
    assert pending_share(cut, late_ms) == 1.0
    assert pending_share(clean, late_ms) == acted_share(clean, late_ms) == 0.0
    assert stop_latency(killed, late_ms) == 1.0
    assert stop_latency(clean, late_ms) == pytest.approx(0.25, abs=0.051)


def test_instruments_show_the_queue_of_an_agent_only():
    """The queue is on the dashboard with an alert line; other systems have no such figure."""
    seen = observe(play(), 30 * MINUTE_MS)

    assert seen.calls_pending == play().at(30 * MINUTE_MS).calls_pending > 100
    assert any("tool calls planned or running" in alert for alert in seen.alerts)
    assert "calls_pending" in seen.to_json()
    assert (
        "calls_pending"
        not in observe(simulate(SYSTEMS["jailbreak"], seed=1, decisions=(), until_ms=MINUTE_MS), 0).to_json()
    )


def test_only_an_agent_offers_the_agents_actions():
    """What is specific is offered where parameters name it, and tempting actions belong to no level."""
    specific = {name for name, action in actions().items() if action.is_specific}

    assert specific <= set(offered(AGENT))
    assert not specific & set(offered(SYSTEMS["jailbreak"]))
    assert not {"ask_agent", "restart_agent"} & set(preset(4, AGENT))
    assert {"revoke_identity", "disconnect_tools", "suspend_agent", "kill_agent"} <= set(preset(4, AGENT))
    assert not specific & set(preset(4, SYSTEMS["jailbreak"]))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8), st.sampled_from([0.0, 0.5, 1.0])), max_size=40),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8), st.booleans()), min_size=40, max_size=40),
)
@settings(max_examples=300, deadline=None)
def test_fewer_plans_and_fewer_starts_never_do_more(steps, less):
    """Step by step, with less planned, less started and more called off, no more calls have taken effect."""
    more_pending = less_pending = Pending(0, (0, 0))
    more_done = less_done = 0
    for (planned, most, going), (fewer, slower, off) in zip(steps, less, strict=False):
        more_pending, done = advanced(QUEUE, more_pending, planned=planned, most=most, in_flight=going)
        more_done += done
        less_pending, done = advanced(
            QUEUE,
            less_pending,
            planned=min(planned, fewer),
            most=min(most, slower),
            in_flight=0.0 if off else going,
        )
        less_done += done

        assert less_done <= more_done


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8)), max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_call_is_lost_or_doubled(steps):
    """Planned calls are at every step done, running or waiting."""
    pending, done, planned_calls = Pending(0, (0, 0)), 0, 0
    for planned, most in steps:
        planned_calls += planned * QUEUE.calls_per_action
        pending, now = advanced(QUEUE, pending, planned=planned, most=most, in_flight=1.0)
        done += now

        assert pending.calls + done == planned_calls


@pytest.mark.slow
@pytest.mark.parametrize(
    "decisions",
    [(), (Decision(LATE_MS, "kill_agent", APPROVED),), preset_decisions(2, 20 * MINUTE_MS, AGENT)],
    ids=["nothing", "killed", "level 2"],
)
def test_an_agent_call_by_call_does_the_same(decisions):
    """Two models that hold every call as an event, built differently, do the same harm."""
    mine = harm(ours(AGENT, 20, decisions))
    heap = harm(theirs(per_request_heap.run, AGENT, 20, decisions))
    simpy = harm(theirs(per_request_simpy.run, AGENT, 4, decisions))

    assert agreement(mine, heap).holds, agreement(mine, heap)
    assert agreement(heap, simpy).holds, agreement(heap, simpy)


@pytest.mark.parametrize("name", ["ask_agent", "restart_agent", "kill_agent", "purge_calls", "clear_memory"])
def test_what_a_step_destroys_can_be_read_only_before(name):
    """Each artifact of the agent that a step overwrites has another version and other content after it."""
    decisions = (Decision(LATE_MS, name, APPROVED if name == "kill_agent" else ()),)
    run, uses = play(*decisions), activations(AGENT, decisions)
    for artifact_id in set(actions()[name].overwrites) & {"context_window", "agent_plan", "agent_memory"}:
        before, after = (
            json.loads(artifact(run, uses, artifact_id, at_ms=at_ms))
            for at_ms in (LATE_MS - MINUTE_MS, LATE_MS + MINUTE_MS)
        )

        assert (before["version"], after["version"], after["changed_by"]) == (1, 2, name)
        assert before["content"] != after["content"]


def test_a_temptation_is_no_level():
    """Restarting the agent or asking it lights no containment level, and can't be lifted."""
    for name in ("ask_agent", "restart_agent"):
        assert play(Decision(LATE_MS, name)).ticks[-1].level == 0
        assert not actions()[name].is_reversible


def test_the_latest_stop_is_measured_even_once_it_was_lifted():
    """Tools connected again after a clean stop leave its latency known; without any stop it is one."""
    lifted = play(
        Decision(LATE_MS, "disconnect_tools"),
        Decision(40 * MINUTE_MS, "purge_calls"),
        Decision(50 * MINUTE_MS, "disconnect_tools", lifted=True),
    )

    assert stop_latency(lifted, 60 * MINUTE_MS) == pytest.approx(0.25, abs=0.051)
    assert stop_latency(play(), 60 * MINUTE_MS) == 1.0
