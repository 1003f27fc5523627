"""The method page of the simulated AI system says what the code and the tests say."""

import ast
import re
from pathlib import Path

from bench.agreement import END_MS, MINUTE_MS, systems
from engine.simulation.run.decisions import Decision
from engine.simulation.run.trajectory import simulate
from tests.docs.parameter_table import rows, table

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "simulation"
PAGE = (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8")


def functions(path):
    """Functions of a file, by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_parameter_is_listed_with_value_and_source():
    """The table is what the parameter file says; print it with `python -m tests.docs.parameter_table`."""
    assert all(source for *_, source in rows())
    assert table() in PAGE


def test_every_theorem_names_a_test_that_exists():
    """Every test the page names is there."""
    known = {name for path in TESTS.glob("test_*.py") for name in functions(path)}

    assert set(re.findall(r"`(test_\w+)`", PAGE)) - known == set()


def test_every_property_and_every_counterexample_is_on_the_page():
    """No property and no caution is left out."""
    files = ("test_simulation_properties.py", "test_simulation_counterexamples.py")
    wanted = {name for file in files for name in functions(TESTS / file) if name.startswith("test_")}

    assert {name for name in wanted if f"`{name}`" not in PAGE} == set()


def test_the_number_of_planted_mistakes_is_so():
    """The page counts the planted mistakes."""
    planted = [node for node in functions(TESTS / "mutants.py").values() if node.decorator_list]

    assert f"{len(planted)} planted mistakes" in PAGE


def test_every_stream_is_named():
    """The page lists each stream of chance the code draws from."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "engine").rglob("*.py"))
    streams = set(re.findall(r'"((?:world|chance|detector)\.[a-z_]+)"', code))

    assert {name for name in streams if f"`{name}`" not in PAGE} == set()
    assert set(re.findall(r"`((?:world|chance|detector)\.[a-z_]+)`", PAGE)) <= streams | {
        f"detector.{path.split('.')[1]}" for path, *_ in rows() if path.startswith("detector.")
    }


def test_the_figures_of_the_cautions_are_so():
    """The harm of early and late lists, and of early and late roll-backs, in seed 1."""
    jailbreak, poisoned = (systems()[name] for name in ("jailbreak", "model_manipulation"))
    idle = simulate(jailbreak, seed=1, decisions=(), until_ms=END_MS)
    lists = [
        [
            Decision(minute * MINUTE_MS, "block_user", (("user_id", user),))
            for user in idle.attackers(minute * MINUTE_MS)
        ]
        for minute in (5, 30)
    ]
    harm = [simulate(jailbreak, seed=1, decisions=d, until_ms=END_MS).ticks[-1].harm_points for d in lists]
    back = [[Decision(minute * MINUTE_MS, "roll_back_model")] for minute in (0, 50)]
    wrong = [simulate(poisoned, seed=1, decisions=d, until_ms=END_MS).ticks[-1].ambient for d in back]

    assert f"T+5 ends at {harm[0]:,.0f} harm points, one made at T+30 at {harm[1]:,.0f}" in PAGE
    assert f"{wrong[0]} wrong answers after a roll-back decided at T+0, {wrong[1]} after" in PAGE
