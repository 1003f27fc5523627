"""Every property can fail: a planted mistake turns it red, and only a planted mistake does."""

import pytest
from mutants import MUTANTS
from probes import PROBES

ELSEWHERE = ("hash seeds", "agreement")
"""Noticed by other processes and by independent models: test_simulation_digests.py, …_agreement.py."""

NOTICED = [
    (name, noticed)
    for name, mutant in MUTANTS.items()
    for noticed in mutant.noticed_by
    if noticed not in ELSEWHERE
]


@pytest.mark.parametrize("name", PROBES)
def test_the_engine_as_it_is_passes(name):
    """Without a planted mistake the property holds in the cases the mutants are judged by."""
    PROBES[name]()


@pytest.mark.parametrize(("mutant", "noticed"), NOTICED, ids=[f"{m}-{p}" for m, p in NOTICED])
def test_a_planted_mistake_is_noticed(mutant, noticed, monkeypatch):
    """With the mistake in place the property fails, and says where."""
    MUTANTS[mutant].apply(monkeypatch)

    with pytest.raises(AssertionError) as counterexample:
        PROBES[noticed]()
    assert counterexample.traceback[-1].path.name == "properties.py"
    assert str(counterexample.value)


def test_every_property_has_a_mistake_that_it_notices():
    """No property is on trust: each is the one that notices some planted mistake."""
    assert set(PROBES) == {noticed for _, noticed in NOTICED}


def test_every_mistake_says_what_it_breaks():
    """A planted mistake is described in a sentence."""
    assert [name for name, mutant in MUTANTS.items() if not mutant.breaks.endswith(".")] == []
