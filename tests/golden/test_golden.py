"""Logs of released versions replay the same for ever, and score the same under one edition of the method."""

import json
from pathlib import Path

import pytest

from engine.log.canonical import GENESIS, chain_hash, from_text, to_text
from engine.log.state import fold
from engine.scenario.resolve import scenario_from_stored
from scoring.case import Case
from scoring.rubric import rubric_from
from scoring.score import score
from tests.world import content, rubric

FOLDER = Path(__file__).parent
KEPT = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
LOGS = sorted(FOLDER.glob("*.jsonl"))


def found_in(path):
    """The state and the scores of a kept log, under the rubric of the release it is from."""
    events = tuple(from_text(line) for line in path.read_text(encoding="utf-8").splitlines())
    scenario = scenario_from_stored(events[0].scenario)
    return fold(events), score(Case(scenario, events, rubric_from(KEPT["rubric"])))


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_an_old_log_scores_as_it_did(path):
    """A log kept from a release still reads, folds to its end and gives the scores of this edition."""
    state, found = found_in(path)

    assert state.phase == "ended"
    assert KEPT["expected"][path.stem] == {
        "scores": {finding.criterion: finding.value for finding in found.findings},
        "exact": {finding.criterion: finding.exact for finding in found.findings},
        "readiness": found.readiness,
        "harm_points": found.simulation["harm_points"],
    }


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_another_edition_of_the_method_leaves_the_world_as_it_was(path):
    """What a release reported stays on record; the harm it reported is the harm computed today."""
    then = KEPT["reported_then"][path.stem]
    _, found = found_in(path)

    assert then["harm_points"] == found.simulation["harm_points"]
    assert set(then["scores"]) == {finding.criterion for finding in found.findings}
    assert (then["readiness"] > 3.0) == (found.readiness > 3.0)


def test_a_rubric_of_the_first_edition_is_brought_over():
    """What it did not know has the shipped figures, what counts no more goes, the rest is its own."""
    old, new = rubric_from(KEPT["rubric"]), rubric()
    kept = KEPT["rubric"]["standard_error"]

    assert (old.sources, old.of("containment").share) == (new.sources, new.of("containment").share)
    assert (old.standard_error.occasion, old.standard_error.scenario) == (
        new.standard_error.occasion,
        new.standard_error.scenario,
    )
    assert old.standard_error.suggested == kept["checklist"]
    assert old.anchors("containment") == KEPT["rubric"]["containment"]["anchors"]


def test_a_scenarios_own_minutes_of_containment_give_way_too():
    """A stored scenario that overrides what is not counted any more can still be scored."""
    old = {"containment": {"thresholds": {"minutes": [5, 9, 20]}}, "detection": {"weight": 2}}
    own = rubric_from(content().rubric, old)

    assert own.of("containment").share == rubric().of("containment").share
    assert own.weight("detection") == 2


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
