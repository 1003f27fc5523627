"""Logs of released versions fold and score the same for ever."""

import json
from pathlib import Path

import pytest

from engine.log.canonical import GENESIS, chain_hash, from_text, to_text
from engine.log.state import fold
from engine.scenario.resolve import scenario_from_stored
from scoring.case import Case
from scoring.rubric import rubric_from
from scoring.score import score

FOLDER = Path(__file__).parent
KEPT = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
LOGS = sorted(FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_an_old_log_scores_as_it_did(path):
    """A log kept from a release still reads, folds to its end and gives the scores it gave then."""
    events = tuple(from_text(line) for line in path.read_text(encoding="utf-8").splitlines())
    scenario = scenario_from_stored(events[0].scenario)
    found = score(Case(scenario, events, rubric_from(KEPT["rubric"])))

    assert fold(events).phase == "ended"
    assert KEPT["expected"][path.stem] == {
        "scores": {finding.criterion: finding.value for finding in found.findings},
        "readiness": found.readiness,
        "harm_points": found.simulation["harm_points"],
    }


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_an_old_log_keeps_its_bytes(path):
    """Reading and writing an old event changes no byte, so its hash chain stays whole."""
    previous = GENESIS
    for line in path.read_text(encoding="utf-8").splitlines():
        assert to_text(from_text(line)) == line
        previous = chain_hash(previous, line)

    assert len(previous) == 64


def test_there_is_a_log_of_every_release():
    """At least one log is kept, and each has its expected scores."""
    assert {path.stem for path in LOGS} == set(KEPT["expected"])
