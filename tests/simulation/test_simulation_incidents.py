"""Incident types: the contract every parameter block keeps."""

import copy

import pytest
from pydantic import BaseModel, ValidationError
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TAXONOMY, TYPES

from engine.files.loader import content_folder
from engine.simulation import parameters
from engine.simulation.parameters import AISystem, merge
from engine.simulation.run.catalogue import actions, offered
from engine.simulation.run.decisions import preset_decisions
from engine.simulation.run.telemetry import first_alert_ms
from engine.simulation.run.trajectory import simulate


@pytest.mark.parametrize("name", TYPES)
def test_incident_does_harm_and_raises_an_alert(name):
    """Left alone an incident does harm within the exercise, and instruments show it within 15 minutes."""
    system = SYSTEMS[name]
    trajectory = simulate(system, seed=1, decisions=(), until_ms=END_MS)

    assert trajectory.ticks[-1].harm_points > 100
    assert first_alert_ms(trajectory) <= 15 * MINUTE_MS


@pytest.mark.parametrize("name", TYPES)
def test_incident_leaves_a_decision_worth_taking(name):
    """Level 2 after 15 minutes avoids harm, and shutting down at once avoids all of it."""
    system = SYSTEMS[name]
    harm = [
        simulate(system, seed=1, decisions=decisions, until_ms=END_MS).ticks[-1].harm_points
        for decisions in ((), preset_decisions(2, 15 * MINUTE_MS), preset_decisions(4, 0))
    ]

    assert harm[0] > harm[1] > harm[2] == 0


@pytest.mark.parametrize("name", TYPES)
def test_incident_names_only_known_actions(name):
    """Effects are given for actions that exist, and every action that is for all has one."""
    for_all = {action.id for action in actions().values() if not action.is_specific}

    assert for_all <= set(SYSTEMS[name].controls) <= set(actions())
    assert set(offered(SYSTEMS[name])) == set(SYSTEMS[name].controls)


@pytest.mark.parametrize("name", TYPES)
def test_the_service_is_not_overloaded_before_anyone_attacks(name):
    """Without attackers the platform keeps up with its customers."""
    quiet = SYSTEMS[name].attack.model_copy(update={"active_at_start": 0, "discovery_per_min": 0.0})
    system = SYSTEMS[name].model_copy(update={"attack": quiet})
    trajectory = simulate(system, seed=1, decisions=(), until_ms=END_MS)

    assert max(tick.utilisation for tick in trajectory.ticks) < 1
    assert trajectory.ticks[-1].unserved == 0


@pytest.mark.parametrize("name", [t for t in TYPES if t != "denial_of_service"])
def test_only_denial_of_service_costs_availability(name):
    """In every other type no customer goes unserved while the model answers."""
    trajectory = simulate(SYSTEMS[name], seed=1, decisions=(), until_ms=END_MS)

    assert trajectory.ticks[-1].unserved == 0


def test_only_shutdown_or_new_keys_stop_a_leak_beside_the_model():
    """In the supply-chain incident fallback leaves records leaking; shutdown does not."""
    system = SYSTEMS["supply_chain"]
    fallback, shutdown = (
        simulate(system, seed=1, decisions=preset_decisions(level, 0), until_ms=END_MS).ticks[-1]
        for level in (3, 4)
    )

    assert fallback.records == fallback.out_of_band > 500
    assert shutdown.records == 0


def test_containment_restores_service_under_flood():
    """In a token flood level 1 serves more customers than doing nothing."""
    idle, contained = (
        simulate(SYSTEMS["denial_of_service"], seed=1, decisions=d, until_ms=END_MS).ticks[-1]
        for d in ((), preset_decisions(2, 0))
    )

    assert contained.unserved < idle.unserved


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("clock", "tick_s"), 7),
        (("service", "hourly_weights"), [1.0] * 23),
        (("attack", "active_at_start"), 100_000),
        (("attack", "records_per_success"), 0.5),
        (("attack", "techniques"), []),
        (("attack", "techniques"), [{"name": "x", "success": 0.5, "emerges_min": [5, 1]}]),
        (("controls", "shutdown"), {"success": 1.5}),
        (("controls", "shutdown"), {"sucess": 0.5}),
        (("surprise",), 1),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(path, value):
    """Values out of range and unknown names are refused when the block is loaded."""
    block = copy.deepcopy(merge(TAXONOMY.base, TAXONOMY.incident_types[0].ai_system))
    place = block
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    with pytest.raises(ValidationError):
        AISystem.model_validate(block)


def test_merge_is_deep_and_replaces_lists():
    """Later mappings win key by key, lists are replaced, and the inputs stay as they were."""
    base = {"a": {"b": 1, "c": [1, 2]}, "d": 1}

    assert merge(base, {"a": {"c": [3]}}, {"d": {"e": 1}}) == {"a": {"b": 1, "c": [3]}, "d": {"e": 1}}
    assert base == {"a": {"b": 1, "c": [1, 2]}, "d": 1}


def test_every_parameter_is_described():
    """Every field of every block has a description of at least three words."""
    blocks = [b for b in vars(parameters).values() if isinstance(b, type) and issubclass(b, BaseModel)]
    described = [len((f.description or "").split()) for b in blocks for f in b.model_fields.values()]

    assert min(described) >= 3


def _parameter_lines(lines):
    """The lines below `base:` and every `ai_system:`, by their indentation."""
    found, block_indent = [], None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if block_indent is not None and line.strip() and indent <= block_indent:
            block_indent = None
        if block_indent is not None:
            found.append(line)
        elif line.strip() in ("base:", "ai_system:"):
            block_indent = indent
    return found


def test_every_shipped_number_says_where_it_comes_from():
    """Each line with a number among the parameters names a source, a definition or an assumption."""
    files = [content_folder() / "taxonomy.yml", *sorted((content_folder() / "incidents").glob("*.yml"))]
    lines = [
        line for file in files for line in _parameter_lines(file.read_text(encoding="utf-8").splitlines())
    ]
    assert len(lines) > 100
    numbered = [line for line in lines if any(c.isdigit() for c in line.split("#")[0])]
    unlabelled = [line for line in numbered if "#" not in line]

    assert [line.split()[0] for line in unlabelled] == [
        "hourly_weights:",
        "0.82,",
    ]  # labelled on the line above
