"""Events: canonical, complete and few."""

import json
from pathlib import Path
from typing import get_args

import pytest

from engine import commands
from engine.log import events
from engine.log.canonical import from_text, to_text
from engine.log.describe import _SENTENCES
from engine.log.events import Event
from engine.log.state import _EVOLVE
from tests.world import played

KINDS = get_args(Event)
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.jsonl"))


def test_there_are_fewer_than_25_kinds():
    """The log stays small enough to be understood whole."""
    assert len(KINDS) < 25


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_folds_and_reads(kind):
    """Every kind of event changes the state in one way and has one sentence."""
    assert kind in _EVOLVE
    assert kind in _SENTENCES


def test_a_log_survives_its_canonical_text():
    """An event read back from its text is the event that was written."""
    log = played("playbook").events

    assert tuple(from_text(to_text(event)) for event in log) == log


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_released_logs_are_written_as_they_were(file):
    """Reading and writing an event of a released version changes no byte, so its hash still binds it."""
    lines = file.read_text(encoding="utf-8").splitlines()

    for line in lines:
        event = from_text(line)
        assert from_text(to_text(event)) == event
        if event.kind == "inject_delivered":
            assert json.loads(to_text(event)) == json.loads(line)


def test_exhibits_keep_their_first_name_in_logs():
    """A log of today is one an older reader understands."""
    log = rehearsed_exhibits()

    assert any('"artefacts":[{' in to_text(event) for event in log)
    assert not any('"exhibits":' in to_text(event) for event in log if event.kind == "inject_delivered")


def rehearsed_exhibits():
    """The log of an exercise whose injects show something."""
    return played("playbook", is_rich=True).events


def test_an_unknown_event_is_refused():
    """A log written by a newer version is not read as if it were understood."""
    with pytest.raises(ValueError, match="exercise_vanished"):
        from_text('{"kind":"exercise_vanished","at_ms":0,"seq":1}')


def test_an_unknown_field_is_refused():
    """A field this version does not know is not dropped silently."""
    with pytest.raises(ValueError, match="surprise"):
        from_text('{"kind":"clock_resumed","at_ms":0,"seq":1,"surprise":1}')


def test_commands_are_those_of_the_design():
    """Every command has an imperative name and its kind in snake case."""
    kinds = [kind.model_fields["kind"].default for kind in get_args(get_args(commands.Command)[0])]

    assert len(kinds) == len(set(kinds)) == 31
    assert all("_" in kind for kind in kinds)


def test_event_kinds_are_past_tense_and_unique():
    """Every event's kind is unique and says what happened."""
    kinds = [kind.model_fields["kind"].default for kind in KINDS]

    assert len(kinds) == len(set(kinds))
    assert events.ExerciseCreated.model_fields["kind"].default in kinds
