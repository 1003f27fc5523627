"""The inference log: what its rows say, and that they follow the timeline under the team's decisions."""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.log.build import before_start, build
from engine.simulation.log.export import to_text
from engine.simulation.log.history import affected_users, earlier_uses, succeeded
from engine.simulation.log.requests import requests_before, requests_since
from engine.simulation.log.search import Query, search
from engine.simulation.pattern import compile_pattern, measure
from engine.simulation.run.decisions import Decision, activations, preset_decisions
from engine.simulation.run.trajectory import simulate
from engine.simulation.tape import World

JAILBREAK = SYSTEMS["jailbreak"]
PRECISE = "pretend * no rules"


def block(at_min, pattern, system=JAILBREAK):
    """A written pattern in force from a minute."""
    return Decision(
        at_min * MINUTE_MS, "add_block_pattern", (("pattern", pattern),), effect=measure(system, pattern)
    )


def order(at_min, action, **params):
    """Any other action."""
    return Decision(at_min * MINUTE_MS, action, tuple(sorted(params.items())))


PLAYED = (
    block(20, PRECISE),
    order(35, "set_mode", mode="restricted"),
    order(40, "reduce_max_tokens", limit=200),
    order(50, "enable_fallback_mode"),
    Decision(60 * MINUTE_MS, "enable_fallback_mode", lifted=True),
    order(62, "roll_back_model"),
    order(80, "shutdown", approval="APP-1"),
)


@cache
def logged(name="jailbreak", decisions=(), seed=1, until_ms=END_MS):
    """The timeline, its log, and the log's rows."""
    system = SYSTEMS[name]
    trajectory = simulate(system, seed=seed, decisions=decisions, until_ms=until_ms)
    world, earlier = trajectory.world, earlier_uses(system, trajectory.world)
    before = before_start(system, world, requests=requests_before(system, world), earlier=earlier)
    requests = requests_since(system, world, trajectory.tape.arrivals)
    log = build(trajectory, activations(system, decisions), before=before, requests=requests)
    return trajectory, log, list(log.rows(np.arange(len(log))))


def attacks(name, rows):
    """The rows whose text is a stand-in for an attack."""
    kinds = attack_texts(name)
    return [row for row in rows if row.text in kinds]


@cache
def attack_texts(name):
    """Every stand-in, with its technique."""
    from engine.simulation.corpus import corpus_of

    corpus = corpus_of(SYSTEMS[name].log)
    return {
        corpus.texts[place]: technique
        for technique, templates in enumerate(corpus.techniques)
        for template in templates
        for place in range(template.start, template.stop)
    }


@pytest.mark.parametrize("name", TYPES)
def test_the_log_is_large_and_in_order(name):
    """Ninety minutes have 20,000 rows and more, in order of time, after three hours before T+15."""
    _, _, rows = logged(name)
    times = [row.at_ms for row in rows]

    assert len([at_ms for at_ms in times if at_ms >= 0]) >= 20_000
    assert times == sorted(times)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert -165 * MINUTE_MS <= times[0] < -164 * MINUTE_MS
    assert times[-1] < END_MS
    assert len({row.text for row in rows}) > 2_500


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("decisions", [(), PLAYED], ids=["idle", "played"])
def test_counts_match_the_timeline(name, decisions):
    """Each step has a row for every request that arrived and for every attempt, logged as it ended."""
    trajectory, _, rows = logged(name, decisions)
    tick_ms = SYSTEMS[name].tick_ms
    is_attack = Counter(
        (row.at_ms // tick_ms, row.text in attack_texts(name)) for row in rows if row.at_ms >= 0
    )
    tried = Counter(attempt.at_ms // tick_ms for attempt in trajectory.attempts)

    for number, tick in enumerate(trajectory.ticks[1:]):
        assert is_attack[number, False] == tick.during.arrived
        assert is_attack[number, True] == tried[number] == tick.during.attempts

    ends = Counter(row.outcome for row in attacks(name, rows) if row.at_ms >= 0)
    last = trajectory.ticks[-1]
    assert (ends["answered"], ends["refused"], ends["blocked"]) == (
        last.harmful, last.model_refused, last.blocked,
    )  # fmt: skip
    tools = sum(row.tool_calls for row in attacks(name, rows) if row.at_ms >= 0)
    queue = SYSTEMS[name].calls
    if queue is None:
        assert tools == last.tool_actions
    else:  # each plans calls, which take effect later or are called off
        planned = queue.planned_at_start + tools * queue.calls_per_action
        assert planned >= last.tool_actions + last.calls_pending > 0
        assert decisions or planned == last.tool_actions + last.calls_pending


@pytest.mark.parametrize("name", TYPES)
def test_attempts_are_logged_with_their_user_moment_and_technique(name):
    """Every attempt is a row of that user at that moment, in words of its technique."""
    trajectory, _, rows = logged(name, PLAYED)
    found = {(row.at_ms, row.user_id, attack_texts(name)[row.text]) for row in attacks(name, rows)}

    assert {(a.at_ms, a.user_id, a.technique) for a in trajectory.attempts} <= found


def in_force(row, decisions):
    """The patterns in force in the row's step."""
    step_ms = row.at_ms // JAILBREAK.tick_ms * JAILBREAK.tick_ms
    return [
        compile_pattern(dict(d.params)["pattern"])
        for d in decisions
        if d.action == "add_block_pattern" and d.at_ms <= step_ms
    ]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(5, 80),
            st.sampled_from([PRECISE, "story", "/captain|wizard|robot/", "the * has no rules", "order"]),
        ),
        min_size=1,
        max_size=2,
    ),
    st.integers(1, 50),
)
def test_texts_agree_with_the_patterns_in_force(written, seed):
    """What got past the guardrail matches no pattern then in force; what a pattern stopped matches one."""
    texts = [text for _, text in sorted(written)]
    decisions = tuple(
        Decision(
            minute * MINUTE_MS,
            "add_block_pattern",
            (("pattern", text),),
            effect=measure(JAILBREAK, *texts[: n + 1]),
        )
        for n, (minute, text) in enumerate(sorted(written))
    )
    _, _, rows = logged(decisions=decisions, seed=seed)

    for row in rows:
        hit = any(pattern.matches(row.text) for pattern in in_force(row, decisions))
        assert not hit or row.guardrail == "block"
        if row.guardrail == "block" and row.text in attack_texts("jailbreak"):
            assert hit
        assert (row.guardrail == "block") == (row.outcome == "blocked")


def test_a_patch_beside_a_pattern_stops_texts_of_both_kinds():
    """With a patch in force too, some blocked texts match the pattern and some don't."""
    decisions = (block(10, PRECISE), order(10, "deploy_guardrail_patch"))
    _, _, rows = logged(decisions=decisions)
    pattern = compile_pattern(PRECISE)
    stopped = Counter(
        pattern.matches(row.text)
        for row in attacks("jailbreak", rows)
        if row.guardrail == "block" and row.at_ms > 30 * MINUTE_MS
    )

    assert stopped[True] > 0
    assert stopped[False] > 0
    assert not [
        r for r in rows if r.at_ms > 11 * MINUTE_MS and r.guardrail == "pass" and pattern.matches(r.text)
    ]


def test_customers_stopped_are_as_many_as_was_measured():
    """The share of customers' rows that a lazy pattern blocks is what telemetry is computed from."""
    trajectory, _, rows = logged(decisions=(block(0, "story"),))
    customers = [r for r in rows if r.at_ms >= 0 and r.text not in attack_texts("jailbreak")]
    blocked = sum(row.outcome == "blocked" for row in customers) / len(customers)
    expected = trajectory.ticks[-1].false_positives / trajectory.ticks[-1].arrived

    assert blocked == pytest.approx(expected, rel=0.12)


def test_outcomes_follow_what_is_in_force():
    """Answers, refusals in restricted mode, scripts and agents in fallback, nothing after a shutdown."""
    _, _, rows = logged(decisions=PLAYED)

    def ends(start, end, field="outcome"):
        span = [row for row in rows if start * MINUTE_MS <= row.at_ms < end * MINUTE_MS]
        counted = Counter(getattr(row, field) for row in span)
        return {value: count / len(span) for value, count in counted.items()}

    assert ends(-165, 20)["answered"] > 0.97
    assert 0.08 < ends(35, 40)["refused"] < 0.25
    assert ends(40, 50)["degraded"] > 0.15
    assert set(ends(50, 60)) <= {"degraded", "handed_over", "unserved"}
    assert ends(50, 60)["degraded"] == pytest.approx(JAILBREAK.service.faq_share, abs=0.05)
    assert ends(80, 90) == {"unserved": 1.0}
    assert ends(80, 90, "guardrail") == {"none": 1.0}
    assert set(ends(50, 60, "model")) == {"none"}
    assert set(ends(60, 71, "model")) == {"assistant-2"}
    assert set(ends(73, 80, "model")) == {"assistant-1"}
    assert max(row.output_tokens for row in rows if 40 <= row.at_ms / MINUTE_MS < 50) <= 200


def test_the_configuration_gets_a_new_version_with_every_change():
    """Pattern, mode and model each raise the version; what changes nothing there does not."""
    _, _, rows = logged(decisions=PLAYED)
    versions = list(dict.fromkeys(row.config_version for row in rows))

    assert versions == [f"assistant-config.{number}" for number in (1, 2, 3, 4)]


def test_a_blocked_user_is_blocked_in_every_row():
    """After a user is blocked, none of their rows is answered."""
    trajectory, _, _ = logged()
    user = trajectory.attempts[0].user_id
    _, _, rows = logged(decisions=(order(10, "block_user", user_id=user),))
    later = [row for row in rows if row.user_id == user and row.at_ms >= 10 * MINUTE_MS]

    assert later
    assert {row.outcome for row in later} == {"blocked"}


def test_conversations_have_one_user_and_some_turns():
    """A conversation belongs to one user and has about three requests."""
    _, _, rows = logged()
    users = {}
    for row in rows:
        users.setdefault(row.conversation_id, set()).add(row.user_id)

    assert {len(found) for found in users.values()} == {1}
    assert 2.0 < len(rows) / len(users) < 4.5


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 85), st.integers(0, 4), st.sampled_from(TYPES))
def test_a_decision_never_changes_rows_of_the_past(minute, level, name):
    """Up to the step in which a decision takes effect the log is the same, row for row."""
    _, _, idle = logged(name)
    _, _, rows = logged(name, preset_decisions(level, minute * MINUTE_MS))
    end = minute * MINUTE_MS

    assert [row for row in rows if row.at_ms < end] == [row for row in idle if row.at_ms < end]


def test_a_longer_timeline_begins_with_the_shorter():
    """The log of 60 minutes is the beginning of the log of 90."""
    _, _, short = logged(decisions=PLAYED, until_ms=60 * MINUTE_MS)
    _, _, whole = logged(decisions=PLAYED)

    assert short == [row for row in whole if row.at_ms < 60 * MINUTE_MS]


def test_other_seeds_give_other_logs():
    """Nothing is the same in another world but the kind of texts."""
    _, _, one = logged()
    _, _, other = logged(seed=2)

    assert [row.text for row in one[:200]] != [row.text for row in other[:200]]


def test_the_log_is_the_same_in_every_process(tmp_path):
    """Two processes with different hash seeds write the same bytes."""
    script = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from test_log_rows import PLAYED, digest\n"
        "print(digest(PLAYED))\n"
    )
    places = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    prints = {
        subprocess.run(
            [sys.executable, "-c", script, *places],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert prints == {digest(PLAYED)}


def digest(decisions):
    """SHA-256 of the log as JSON lines."""
    return sha256(to_text(logged(decisions=decisions)[2], "jsonl").encode()).hexdigest()


def affected(seed):
    """The true number at T+15 if nobody acts, and how many succeed by then without any history."""
    trajectory = simulate(JAILBREAK, seed=seed, decisions=(), until_ms=20 * MINUTE_MS)
    earlier = earlier_uses(JAILBREAK, World.of(seed))
    alone = len(succeeded(trajectory.attempts_between(0, 15 * MINUTE_MS)))
    return affected_users(trajectory, earlier, at_ms=15 * MINUTE_MS), alone


def test_forty_seven_users_are_affected_at_t_plus_15():
    """If nobody acts, 47 users have succeeded in the three hours before T+15, in nineteen worlds of twenty.

    In the others more succeed since T+0 alone, and that true number stands.
    """
    counts = [affected(seed) for seed in range(1, 61)]

    assert [true for true, _ in counts] == [max(47, alone) for _, alone in counts]
    assert [true for true, _ in counts].count(47) >= 57


def test_the_log_shows_the_forty_seven():
    """A search for the known technique, answered, finds those 47 and almost nobody else."""
    trajectory, _, rows = logged()
    seen = {
        row.user_id for row in attacks("jailbreak", rows)
        if row.outcome == "answered" and row.at_ms < 15 * MINUTE_MS
    }  # fmt: skip
    true = succeeded((*earlier_uses(JAILBREAK, World.of(1)), *trajectory.attempts_between(0, 15 * MINUTE_MS)))

    assert seen == set(true)
    assert len(seen) == 47


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 6])
def test_a_careful_search_comes_close_to_the_true_number(seed):
    """A precise pattern and `answered` give 47 users but for a few: other wordings, and look-alikes."""
    found = search(logged(seed=seed)[1].until(15 * MINUTE_MS), Query(text=PRECISE, outcome="answered"))
    lazy = search(logged(seed=seed)[1].until(15 * MINUTE_MS), Query(text="story", outcome="answered"))

    assert 37 <= found.distinct_users <= 70
    assert lazy.distinct_users > 300


def test_history_makes_nobody_up_where_enough_succeed_anyway():
    """With a smaller number wanted than succeed by themselves, the true number stands."""
    few = JAILBREAK.log.history.model_copy(update={"affected_users": 3})
    system = JAILBREAK.model_copy(update={"log": JAILBREAK.log.model_copy(update={"history": few})})
    trajectory = simulate(system, seed=1, decisions=(), until_ms=15 * MINUTE_MS)
    alone = len(succeeded(trajectory.attempts_between(0, 15 * MINUTE_MS)))

    assert affected_users(trajectory, earlier_uses(system, World.of(1)), at_ms=15 * MINUTE_MS) == alone > 3


def test_acting_affects_fewer():
    """Shut down at once, nobody succeeds after T+0; those of the hours before still count, for a while."""
    trajectory = simulate(JAILBREAK, seed=1, decisions=preset_decisions(4, 0), until_ms=END_MS * 3)
    earlier = earlier_uses(JAILBREAK, World.of(1))
    counts = [affected_users(trajectory, earlier, at_ms=at * MINUTE_MS) for at in (1, 15, 200)]

    assert counts[0] == counts[1] == len(succeeded(earlier))
    assert counts[2] == 0


def test_rows_say_nothing_of_the_truth():
    """No field names a technique or says whether an answer did harm."""
    _, _, rows = logged()
    words = json.dumps([row.outcome for row in rows[:5000]] + [row.guardrail for row in rows[:5000]])

    assert "harm" not in words
    assert not {"technique", "harmful"} & set(type(rows[0]).__slots__)


@pytest.mark.parametrize(
    ("path", "params", "percent"),
    [("enable_fallback_mode", (), 50), ("shutdown", (("approval", "APP-7"),), 25)],
)
def test_the_log_agrees_while_service_returns_in_part(path, params, percent):
    """Overloaded and restored in part, the log loses the share of customers that the simulation loses."""
    decisions = (
        Decision(5 * MINUTE_MS, path, params),
        Decision(6 * MINUTE_MS, "restore_service", (("percent", percent),)),
    )
    trajectory, _, rows = logged("denial_of_service", decisions)
    first, last = trajectory.at(30 * MINUTE_MS), trajectory.at(60 * MINUTE_MS)
    stand_ins = attack_texts("denial_of_service")

    seen = Counter(
        row.outcome for row in rows if first.at_ms <= row.at_ms < last.at_ms and row.text not in stand_ins
    )

    arrived = last.arrived - first.arrived
    assert seen["unserved"] / seen.total() == pytest.approx(
        (last.unserved - first.unserved) / arrived, abs=0.02
    )
    answered = (seen["answered"] + seen["handed_over"]) / seen.total()
    assert answered == pytest.approx((last.full - first.full) / arrived, abs=0.02)
