"""Scenarios kept in the database: every version stays, and two authors never overwrite each other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.authoring.drafts import MOST as MOST_DRAFTS
from engine.authoring.drafts import ChangedElsewhere, Draft, draft, drafts, keep, throw_away
from engine.authoring.examine import examined
from engine.authoring.kept import LONGEST, latest, loaded, save, versions, withdraw
from engine.errors import Refused, ScenarioInvalid
from engine.store import Document
from engine.store.memory import MemoryStore
from tests.world import RICH_EXERCISE, SEED_EXERCISE, content

AT = datetime(2026, 3, 3, 14, 15, tzinfo=UTC)
TEXT = SEED_EXERCISE.read_text(encoding="utf-8")
ID = "customer-chatbot-jailbreak"


@pytest.fixture
def store():
    """An empty store."""
    return MemoryStore()


def kept(store, text=TEXT, **more):
    """A text saved now."""
    return save(store, text, content(), at=AT, **more)


def test_every_version_stays_and_the_latest_is_offered(store):
    """In the order of saving, each with its text and note; the same text again is no version."""
    first = kept(store, note="from the shipped one")
    again = kept(store)
    second = kept(store, TEXT.replace("90 minutes", "80 minutes"), note="shorter", after=(ID, 1))

    assert again == first
    assert versions(store) == {ID: (first, second)}
    assert latest(store) == (second,)
    assert (first.number, second.number) == (1, 2)
    assert (first.note, second.note) == ("from the shipped one", "shorter")
    assert loaded(second, content()).scenario.duration_ms == 80 * 60_000


def test_a_text_that_cannot_be_played_is_not_kept(store):
    """It is refused with every problem, and nothing is stored."""
    with pytest.raises(ScenarioInvalid) as caught:
        kept(store, TEXT.replace("T+15 minutes", "T+15 bananas").replace("duration:", "dauer:"))
    assert len(caught.value.problems) >= 2
    assert versions(store) == {}


def test_two_authors_never_overwrite_each_other(store):
    """Whoever edited an older version is told which one came between."""
    kept(store)
    kept(store, TEXT + "\n# one\n", after=(ID, 1))
    with pytest.raises(Refused, match=r"Version 2 .* saved meanwhile, and you edited version 1"):
        kept(store, TEXT + "\n# two\n", after=(ID, 1))


def test_a_new_scenario_does_not_take_anothers_id(store):
    """An edited one whose id was changed is a new one, and takes the place of no other either."""
    kept(store)
    with pytest.raises(Refused, match="of yours"):
        kept(store, TEXT + "\n# another\n")
    renamed = TEXT.replace("exercise:\n", "exercise:\n  id: other\n", 1)
    assert kept(store, renamed, after=(ID, 1)).number == 1
    with pytest.raises(Refused, match="of yours"):
        kept(store, renamed + "\n# again\n", after=(ID, 1))


def test_a_withdrawn_scenario_is_no_longer_offered_and_can_come_back(store):
    """Its versions stay; saving it again goes on from them."""
    kept(store)
    withdraw(store, ID, at=AT)
    assert latest(store) == ()
    assert [item.is_withdrawn for item in versions(store)[ID]] == [False, True]
    with pytest.raises(Refused, match="no scenario"):
        withdraw(store, ID, at=AT)
    assert kept(store).number == 3
    assert len(latest(store)) == 1


def test_too_long_a_text_is_refused_before_it_is_read(store):
    """With its length and the most there may be."""
    with pytest.raises(Refused, match="1,000,001 letters"):
        kept(store, "#" * (LONGEST + 1))


def test_deleting_an_exercise_keeps_the_scenarios(store):
    """They belong to no exercise."""
    kept(store)
    store.delete_exercise("x-1")
    assert len(latest(store)) == 1


def draw_up(store, draft_id, text="", **more):
    """A draft kept now."""
    return keep(store, Draft(draft_id, text, **more), at=AT, longest=100)


def test_a_draft_need_not_be_playable_and_replaces_itself(store):
    """The last text stands, the draft that was changed last first."""
    first = draw_up(store, "d-1", "exercise: [")
    keep(store, Draft("d-2", "# two", "Two", ID, 3), at=AT.replace(hour=15), longest=100)
    keep(store, replace(first, text="exercise: {"), at=AT.replace(hour=16), longest=100)

    assert [item.id for item in drafts(store)] == ["d-1", "d-2"]
    assert (draft(store, "d-1").text, draft(store, "d-1").revision) == ("exercise: {", 2)
    assert (draft(store, "d-2").title, draft(store, "d-2").after) == ("Two", 3)
    throw_away(store, "d-1")
    assert draft(store, "d-1") is None


def test_two_browsers_never_overwrite_each_others_draft(store):
    """What rests on an earlier revision, or on a draft that is gone, is not kept."""
    first = draw_up(store, "d-1", "one")
    second = keep(store, replace(first, text="two"), at=AT, longest=100)
    with pytest.raises(ChangedElsewhere):
        keep(store, replace(first, text="three"), at=AT, longest=100)
    assert draft(store, "d-1").text == "two"
    throw_away(store, "d-1")
    with pytest.raises(ChangedElsewhere):
        keep(store, replace(second, text="four"), at=AT, longest=100)
    assert drafts(store) == ()


def test_drafts_are_bounded(store):
    """In length and in number; an old one can still be changed."""
    with pytest.raises(Refused, match="101 letters"):
        draw_up(store, "d-1", "x" * 101)
    kept_ = [
        Document("scenario_draft", "", f"d-{n}", f'{{"id":"d-{n}","text":""}}') for n in range(MOST_DRAFTS)
    ]
    store.put(*kept_)
    with pytest.raises(Refused, match=f"{MOST_DRAFTS} drafts"):
        draw_up(store, "fresh")
    assert draw_up(store, "d-3", "new").text == "new"


def test_half_a_character_is_kept_as_lost(store):
    """A browser may send one half of an emoji; two halves are one again."""
    assert draw_up(store, "d-1", "a\ud83d b").text == "a\ufffd b"
    assert draw_up(store, "d-2", "\ud83d\ude00").text == "\U0001f600"


def test_an_author_is_told_of_errors_and_of_what_deserves_a_second_look():
    """By line, under the name of the text; a shipped scenario with pictures has none of them."""
    wrong = examined(TEXT.replace("T+15 minutes", "T+15 bananas"), content())
    assert wrong.loaded is None
    assert wrong.errors == 1
    (problem,) = (item for item in wrong.problems if item.severity == "error")
    assert problem.file == "scenario.yml"
    assert TEXT.splitlines()[problem.line - 1].strip().startswith("time:")

    rich = examined(RICH_EXERCISE.read_text(encoding="utf-8"), content())
    assert rich.problems == ()
    assert rich.loaded is not None


@pytest.mark.parametrize("text", ["", "\x00", "exercise:", "- a\n- b", "a: &a [*a]", "﻿exercise: {}"])
def test_any_text_is_told_of_in_words(text):
    """Nothing, a control character, half a file, a list, a loop, an empty exercise behind a mark."""
    found = examined(text, content())
    assert found.loaded is None
    assert found.errors
