"""The same digest everywhere: other processes, other string hashes, other threads, other days."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mutants import MUTANTS

from bench.digests import DECISIONS, OF_AGENTS, digests
from engine.simulation.parameters import merge
from engine.simulation.run.catalogue import actions
from engine.simulation.tape import ENGINE_VERSION

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = json.loads((HERE / "golden_digests.json").read_text(encoding="utf-8"))
SYSTEMS = json.loads((HERE / "golden_systems.json").read_text(encoding="utf-8"))
BLOCKS = {name: merge(SYSTEMS["base"], block) for name, block in SYSTEMS["types"].items()}

WITH_MUTANT = """
import json, sys
from mutants import MUTANTS
from bench.digests import digests
for module, name, wrong in MUTANTS[sys.argv[1]].patches():
    setattr(module, name, wrong)
print(json.dumps(digests(json.load(sys.stdin))))
"""


def elsewhere(hash_seed, command):
    """The digests that another process computes."""
    result = subprocess.run(
        [sys.executable, *command],
        env={
            **os.environ,
            "PYTHONHASHSEED": hash_seed,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)]),
        },
        input=json.dumps(BLOCKS),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout)


def test_the_golden_digests_of_this_engine_version():
    """Once released, a changed figure needs another ENGINE_VERSION; the parameters are the test's own."""
    assert digests(BLOCKS) == GOLDEN[str(ENGINE_VERSION)]


def test_the_golden_decisions_use_every_action():
    """The pinned exercises go through every action there is."""
    assert {decision.action for decision in (*DECISIONS, *OF_AGENTS)} == set(actions())
    assert all(actions()[decision.action].is_specific for decision in OF_AGENTS)


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_with_other_string_hashes_agrees(hash_seed):
    """A process with other string hashes computes the golden digests."""
    assert elsewhere(hash_seed, ["-m", "bench.digests"]) == GOLDEN[str(ENGINE_VERSION)]


@pytest.mark.slow
def test_an_order_that_follows_string_hashes_is_noticed():
    """With a planted iteration in hash order, two processes disagree."""
    assert MUTANTS["users_in_hash_order"].noticed_by == ("hash seeds",)
    command = ["-c", WITH_MUTANT, "users_in_hash_order"]

    assert elsewhere("1", command) != elsewhere("2", command)


def test_threads_agree():
    """Four threads at once compute the golden digests."""
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda name: digests({name: BLOCKS[name]}), [*BLOCKS, *BLOCKS]))

    assert all(each.items() <= GOLDEN[str(ENGINE_VERSION)].items() for each in found)
