"""Wrong versions of single functions of the simulation, each with the property that must notice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from engine.simulation import controls, model, service, tape
from engine.simulation.containment import block_user
from engine.simulation.controls import NEUTRAL
from engine.simulation.log import artifacts
from engine.simulation.run import catalogue, decisions, switches, trajectory


@dataclass(frozen=True)
class Mutant:
    """One planted mistake."""

    name: str
    breaks: str  # what is wrong, in a sentence
    noticed_by: tuple[str, ...]  # properties that must turn red
    patches: Callable[[], list[tuple[Any, str, Any]]]  # module, name, wrong version

    def apply(self, monkeypatch):
        """Put the wrong versions in place until the test ends."""
        for module, name, wrong in self.patches():
            monkeypatch.setattr(module, name, wrong)


MUTANTS: dict[str, Mutant] = {}


def plant(*noticed_by):
    """Register a function that returns the wrong versions; its docstring says what they break."""

    def register(patches):
        MUTANTS[patches.__name__] = Mutant(patches.__name__, patches.__doc__, noticed_by, patches)
        return patches

    return register


# Chance


@plant("past", "higher", "no effect")
def tape_redrawn_after_a_decision():
    """Another decision draws another tape."""
    real = trajectory.simulate

    def simulate(system, *, seed, decisions, **how):
        return real(system, seed=seed + 1000 * len(decisions), decisions=decisions, **how)

    return [(trajectory, "simulate", simulate)]


@plant("longer")
def one_shared_stream():
    """All streams are one: whoever draws more moves the others."""
    streams = {}

    def raw(_version, seed, name, count):
        if name == "world.noise" or seed not in streams:  # the first that a tape draws
            streams[seed] = np.random.PCG64(seed)
        return streams[seed].random_raw(count)

    return [(tape, "_raw", raw)]


@plant("repeat", "threads")
def generator_without_a_seed():
    """A generator that every exercise goes on with."""
    generator = np.random.PCG64(7)
    return [(tape, "_raw", lambda _version, _seed, _name, count: generator.random_raw(count))]


@plant("earlier")
def chance_by_order_of_active_attackers():
    """The chance of an attempt goes by its place among the attempts that reach the model."""
    real_outcome, real_simulate = model._outcome, trajectory.simulate
    luck = {}

    def simulate(system, *, seed, **how):
        luck["next"] = iter(tape.World.of(seed).uniforms("mutant", 100_000).tolist())
        return real_simulate(system, seed=seed, **how)

    def outcome(drawn, draw, odds, switches):
        if drawn.listed_from[draw[1]] >= switches.user_coverage:
            draw = (*draw[:3], next(luck["next"]), *draw[4:])
        return real_outcome(drawn, draw, odds, switches)

    return [(trajectory, "simulate", simulate), (model, "_outcome", outcome)]


@plant("longer")
def noise_depends_on_horizon():
    """The noise of a minute depends on how many minutes are drawn."""
    real = tape._arrivals

    def later(world, ticks):
        return world._replace(seed=world.seed + ticks)

    return [(tape, "_arrivals", lambda system, world, ticks: real(system, later(world, ticks), ticks))]


@plant("hash seeds")
def users_in_hash_order():
    """Users get their ids in the order of Python's string hashes."""
    real = tape.user_ids
    return [(tape, "user_ids", lambda world, pool: tuple(sorted(real(world, pool), key=hash)))]


# Attack


@plant("unaware")
def active_at_the_threshold():
    """An attacker whose threshold is exactly reached counts as told."""
    real = model._attack

    def attack(system, drawn, draws, *, aware, odds, controls):
        return real(system, drawn, draws, aware=np.nextafter(aware, 2.0), odds=odds, controls=controls)

    return [(model, "_attack", attack)]


@plant("full block")
def success_not_multiplied_by_miss():
    """Success ignores what patterns stop."""
    real = model.odds_at

    def odds_at(system, emerges_ms, at_ms, switches):
        odds, unstopped = (real(system, emerges_ms, at_ms, each) for each in (switches, NEUTRAL))
        return odds._replace(harmful=unstopped.harmful * switches.success)

    return [(trajectory, "odds_at", odds_at)]


@plant("agreement")
def success_a_tenth_too_likely():
    """Every attempt succeeds a tenth more often than its technique says."""
    real = model.odds_at

    def odds_at(*args):
        odds = real(*args)
        return odds._replace(harmful=1.1 * odds.harmful)

    return [(trajectory, "odds_at", odds_at)]


@plant("full block")
def spread_by_attempts():
    """Every attempt is talked about, also those that failed."""
    return _spread(lambda hits: hits.attempts)


@plant("earlier", "higher")
def spread_by_failures():
    """What was blocked is talked about more than what worked."""
    return _spread(lambda hits: 5 * (hits.attempts - hits.harmful))


def _spread(of):
    """Reach grows by another figure than the successes."""
    last = {}
    real_attack, real_spread = model._attack, model._spread

    def attack(*args, **how):
        hits, attempts = real_attack(*args, **how)
        last["told"] = of(hits)
        return hits, attempts

    def spread(system, state, _successes, switches):
        return real_spread(system, state, last["told"], switches)

    return [(model, "_attack", attack), (model, "_spread", spread)]


@plant("earlier", "higher")
def inventing_when_blocked():
    """Attackers look for a stronger variant only once they are blocked."""
    real = model.odds_at

    def odds_at(system, emerges_ms, at_ms, switches):
        odds = real(system, emerges_ms, at_ms, switches)
        return odds._replace(harmful=0.95) if switches.miss and switches.path == "llm" else odds

    return [(trajectory, "odds_at", odds_at)]


@plant("superset", "higher")
def records_grow_when_halved():
    """Fewer records per answer are sent, but more answers are read."""
    real = model._damage

    def damage(system, successes, switches):
        return real(system, successes, replace(switches, records=1.0 / max(switches.records, 0.1)))

    return [(model, "_damage", damage)]


@plant("refinement")
def discovery_ignores_the_step_length():
    """People hear of the attack once a step, however long it is."""
    real = model._spread

    def spread(system, state, successes, switches):
        scaled = system.attack.discovery_per_min * 60.0 / system.clock.tick_s * 0.5
        attack = system.attack.model_copy(update={"discovery_per_min": scaled})
        return real(system.model_copy(update={"attack": attack}), state, successes, switches)

    return [(model, "_spread", spread)]


# Service


@plant("conservation")
def waiting_dropped():
    """Whoever waits for the model is forgotten."""
    real = service._platform

    def platform(system, arrived, attack_tokens, switches, queues):
        return real(system, arrived, attack_tokens, switches, queues._replace(llm=0.0))

    return [(service, "_platform", platform)]


@plant("bounded queue")
def backlog_unbounded():
    """Customers wait without end."""
    real = service._platform

    def platform(*args):
        served = real(*args)
        return served._replace(waiting=served.waiting + served.unserved, unserved=0.0)

    return [(service, "_platform", platform)]


@plant("conservation")
def fallback_drops_the_queue():
    """Who waits for the model when fallback begins is forgotten."""
    real = model.serve

    def serve(system, arrived, attack_tokens, *, controls, queues):
        kept = queues if controls.path == "llm" else queues._replace(llm=0.0)
        return real(system, arrived, attack_tokens, controls=controls, queues=kept)

    return [(model, "serve", serve)]


@plant("nothing negative")
def agents_answer_at_capacity():
    """Agents answer more requests than there are."""

    def agents(system, demand):
        answered = system.service.human_capacity_per_min * system.clock.tick_s / 60.0
        return answered, min(demand - answered, system.service.human_capacity_per_min)

    return [(service, "_agents", agents)]


@plant("conservation")
def refused_attempts_counted_twice():
    """An attempt that was refused is counted as blocked too."""
    real = model._attack

    def attack(*args, **how):
        hits, attempts = real(*args, **how)
        return hits._replace(blocked=hits.blocked + hits.model_refused), attempts

    return [(model, "_attack", attack)]


@plant("nothing negative")
def counters_of_the_step_are_shown():
    """A later success takes an earlier one back."""
    real = trajectory._tick

    def tick(system, before, now, **how):
        return real(system, before._replace(outputs=0), now, **how)

    return [(trajectory, "_tick", tick)]


# Actions


@plant("past")
def acting_before_the_decision():
    """An action acts from the step in which it is decided."""
    real = trajectory.changes

    def changes(system, uses):
        sooner = [replace(u, from_ms=u.from_ms // system.tick_ms * system.tick_ms) for u in uses]
        return real(system, sooner)

    return [(trajectory, "changes", changes)]


@plant("order")
def products_in_order_of_decision():
    """Switches are multiplied in the order of decision."""

    def combine(parts):
        total = NEUTRAL
        for part in parts.values():
            total = controls._both(total, part)
        return total

    return [(switches, "combine", combine)]


@plant("superset", "higher")
def last_action_wins():
    """The last action wins instead of adding to the others."""

    def combine(parts):
        return parts[sorted(parts)[-1]] if parts else NEUTRAL

    return [(switches, "combine", combine)]


@plant("order")
def blocked_users_unsorted():
    """Blocked users stay in the order in which they were blocked."""

    def switch(before, effect, params):
        if "user_id" not in params:
            return controls.tighten(before, effect)
        return replace(before, blocked_users=(*before.blocked_users, params["user_id"]))

    real_both = controls._both

    def both(one, other):
        return replace(real_both(one, other), blocked_users=one.blocked_users + other.blocked_users)

    return [*_action("block_user", switch=switch), (controls, "_both", both)]


@plant("higher")
def levels_not_nested():
    """A level switches on its own actions only."""

    def preset(level, _system=None):
        return tuple(a.id for a in catalogue._found() if a.kind == "containment" and a.level == level)

    return [(decisions, "preset", preset)]


@plant("restoring")
def restored_customers_are_drawn_anew():
    """Each share of restored customers is another part of them, not the last share and more."""
    real = model._outcome

    def outcome(drawn, draw, odds, switches):
        turned = tuple((place + 3.6 * switches.restored) % 1.0 for place in drawn.routed_from)
        return real(replace(drawn, routed_from=turned), draw, odds, switches)

    return [(model, "_outcome", outcome)]


@plant("shutdown")
def shutdown_leaves_the_leak():
    """Shutdown leaves outgoing connections open."""

    def switch(before, effect, _params):
        return controls.tighten(before, effect.model_copy(update={"out_of_band": 1.0}))

    return _action("shutdown", switch=switch)


@plant("no effect")
def parameters_unchecked():
    """Anybody may shut down."""
    return [(decisions, "check_params", lambda _action, _params: [])]


@plant("no effect")
def lifting_lifts_everything():
    """Lifting one action lifts them all."""
    real = decisions._lift

    def lift(open_uses, decision):
        names = dict.fromkeys(key[0] for key in open_uses)
        return [use for name in names for use in real(open_uses, replace(decision, action=name, params=()))]

    return [(decisions, "_lift", lift)]


@plant("no effect")
def blocking_one_blocks_many():
    """Blocking one user switches the whole block list on."""

    def switch(before, effect, params):
        switched = real(before, effect, params)
        return replace(switched, user_coverage=0.9) if "user_id" in params else switched

    real = block_user._switch
    return _action("block_user", switch=switch)


@plant("overwritten")
def roll_back_overwrites_nothing():
    """Rolling back keeps the earlier model's identity."""
    return _action("roll_back_model", overwrites=())


@plant("overwritten")
def overwritten_logs_keep_their_rows():
    """An overwritten log still shows what it held."""
    real = artifacts._CONTENT

    def session_logs(moment):
        return real["session_logs"](replace(moment, overwrites=()))

    return [(artifacts, "_CONTENT", {**real, "session_logs": session_logs})]


@plant("overwritten")
def overwritten_before_the_action():
    """Evidence is lost a minute before the action that overwrites it."""

    def artifact(run, uses, *of, **at):
        sooner = [replace(use, from_ms=use.from_ms - 60_000) for use in uses]
        return real(run, sooner, *of, **at)

    real = artifacts.artifact
    return [(artifacts, "artifact", artifact)]


def _action(action_id, **changes):
    """The catalogue with one action changed."""
    known = catalogue.actions()
    changed = {**known, action_id: replace(known[action_id], **changes)}
    return [(decisions, "actions", cache(lambda: changed))]
