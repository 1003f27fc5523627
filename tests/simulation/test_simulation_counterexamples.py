"""What is not a theorem: tempting claims, each with a timeline in which it is false."""

import pytest
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.parameters import Technique
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.trajectory import simulate

SEEDS = (1, 2, 3)


def play(system, decisions=(), seed=1):
    """A timeline of 90 minutes."""
    return simulate(system, seed=seed, decisions=decisions, until_ms=END_MS)


def last(system, decisions=(), seed=1):
    """How it ended."""
    return play(system, decisions, seed).ticks[-1]


def with_part(system, part, **changes):
    """The incident with some parameters of one part changed."""
    return system.model_copy(update={part: getattr(system, part).model_copy(update=changes)})


def block_all_seen(system, minute, seed):
    """One decision for each attacker seen until a minute, and for nobody later."""
    seen = play(system, seed=seed).attackers(minute * MINUTE_MS)
    return [Decision(minute * MINUTE_MS, "block_user", (("user_id", user),)) for user in seen]


@pytest.mark.parametrize("seed", SEEDS)
def test_blocking_the_users_seen_so_far_earlier_can_do_more_harm(seed):
    """Caution: a list of those seen by T+5 catches fewer than one made at T+30, and ends in more harm."""
    system = SYSTEMS["jailbreak"]
    early, late = (block_all_seen(system, minute, seed) for minute in (5, 30))

    assert len(early) < len(late)
    assert last(system, early, seed).harm_points > last(system, late, seed).harm_points


@pytest.mark.parametrize("seed", SEEDS)
def test_blocking_the_same_users_earlier_never_does_more_harm(seed):
    """What is a theorem: of one fixed list, earlier is never worse."""
    system = SYSTEMS["jailbreak"]
    late = block_all_seen(system, 30, seed)
    early = [Decision(5 * MINUTE_MS, d.action, d.params) for d in late]

    assert last(system, early, seed).harm_points <= last(system, late, seed).harm_points


@pytest.mark.parametrize("seed", SEEDS)
def test_rolling_back_while_poisoning_runs_can_be_too_early(seed):
    """Caution: a model rolled back at once is poisoned again, and ends worse than one rolled back later."""
    system = SYSTEMS["model_manipulation"]
    early, late = (
        last(system, [Decision(minute * MINUTE_MS, "roll_back_model")], seed) for minute in (0, 50)
    )

    assert early.ambient > late.ambient
    assert early.harm_points > late.harm_points


@pytest.mark.parametrize("seed", SEEDS)
def test_rolling_back_never_does_more_harm_than_not_rolling_back(seed):
    """What is a theorem: a roll-back at any minute does no more harm than none."""
    system = SYSTEMS["model_manipulation"]
    harm = [
        last(system, [Decision(minute * MINUTE_MS, "roll_back_model")], seed).harm_points
        for minute in (0, 20, 40, 60, 80)
    ]

    assert max(harm) <= last(system, (), seed).harm_points


@pytest.mark.parametrize("seed", SEEDS)
def test_containment_can_mean_more_service(seed):
    """Caution: "more containment means less service" is false in a flood, where level 1 doubles service."""
    system = SYSTEMS["denial_of_service"]
    idle, contained = last(system, (), seed), last(system, preset_decisions(1, 0), seed)

    assert contained.full > 2 * idle.full
    assert contained.unserved < idle.unserved


@pytest.mark.parametrize("seed", SEEDS)
def test_ending_a_flood_lets_a_poisoned_model_answer_more_customers(seed):
    """Caution: when two attacks share the platform, ending the one can make the other do more harm."""
    poison = {"poison_per_answer": SYSTEMS["supply_chain"].ambient.poison_per_answer}
    mixed = with_part(SYSTEMS["denial_of_service"], "ambient", **poison)
    weighed = with_part(mixed, "harm_weights", kilotokens=0.0)
    idle, contained = last(weighed, (), seed), last(weighed, preset_decisions(1, 0), seed)

    assert contained.attack_tokens < idle.attack_tokens
    assert contained.ambient > idle.ambient
    assert contained.harm_points > idle.harm_points


@pytest.mark.parametrize("name", TYPES)
def test_no_shipped_incident_mixes_a_flood_with_a_poisoned_model(name):
    """Why the theorem holds where it is claimed: no attack that fills the platform meets ambient harm."""
    system = SYSTEMS[name]
    idle = play(system)
    poisoned = max(system.ambient.poison_per_answer, system.ambient.drift_max) > 0.0

    assert not poisoned or max(tick.utilisation for tick in idle.ticks) < 1.0


@pytest.mark.parametrize("name", TYPES)
def test_variants_appear_whatever_is_decided(name):
    """Caution: an adversary who invents once blocked is outside the model; variants come by the tape."""
    emerged = [play(SYSTEMS[name], preset_decisions(level, 0)).tape.emerges_ms for level in range(5)]

    assert emerged == [emerged[0]] * 5


@pytest.mark.parametrize("seed", SEEDS)
def test_an_adversary_who_invents_when_blocked_can_make_a_block_do_harm(seed):
    """Caution: where blocking provokes a better variant, as between these two blocks, blocking loses."""
    known = Technique(name="known", success=0.2)
    better = Technique(name="better", success=0.9)
    unprovoked = with_part(SYSTEMS["jailbreak"], "attack", techniques=(known,))
    provoked = with_part(SYSTEMS["jailbreak"], "attack", techniques=(known, better))
    pattern = [Decision(0, "add_block_pattern")]

    assert last(provoked, pattern, seed).harm_points > last(unprovoked, (), seed).harm_points


@pytest.mark.parametrize("seed", SEEDS)
def test_lifting_too_early_can_cost_more_than_a_later_start(seed):
    """Caution: the theorem speaks of what is applied and held; an early start lifted early can lose."""
    system = SYSTEMS["jailbreak"]
    early = [*preset_decisions(2, 0), *(
        Decision(10 * MINUTE_MS, d.action, lifted=True) for d in preset_decisions(2, 0)
    )]  # fmt: skip

    assert (
        last(system, early, seed).harm_points
        > last(system, preset_decisions(2, 10 * MINUTE_MS), seed).harm_points
    )


@pytest.mark.parametrize("name", TYPES)
def test_user_ids_mean_nothing_in_another_world(name):
    """Caution: a team's block of one user, replayed in another world, blocks a stranger."""
    attackers = [set(play(SYSTEMS[name], seed=seed).tape.user_ids) for seed in (1, 2)]

    assert len(attackers[0] & attackers[1]) <= len(attackers[0]) // 10


@pytest.mark.parametrize("name", TYPES)
def test_fallback_and_shutdown_do_equal_harm_unless_something_leaks_beside_the_model(name):
    """Caution: shutting down more than fallback helps only against what runs on beside the model."""
    fallback, shutdown = (last(SYSTEMS[name], preset_decisions(level, 15 * MINUTE_MS)) for level in (3, 4))

    leaks = SYSTEMS[name].ambient.out_of_band_records_per_min > 0.0 or SYSTEMS[name].calls is not None
    assert (fallback.harm_points > shutdown.harm_points) == leaks
