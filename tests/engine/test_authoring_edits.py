"""Changes to a scenario's text: what was meant changes, and nothing else, comments and order included."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.authoring.copying import copy_of
from engine.authoring.edits import inject_changed, retimed, role_renamed, times_of, written
from engine.authoring.examine import examined
from engine.errors import Refused
from engine.files.loader import exercises
from engine.scenario.times import MINUTE_MS
from tests.world import RICH_EXERCISE, SEED_EXERCISE, content

SEED, RICH = (path.read_text(encoding="utf-8") for path in (SEED_EXERCISE, RICH_EXERCISE))
SHIPPED = [path for path in exercises() if not path.stem.startswith("anchor")]

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
"""Aliases of aliases: written out it would be longer than any memory."""


def scenario(text: str):
    """The scenario of a text that can be played."""
    found = examined(text, content())
    assert found.loaded is not None, found.problems
    return found.loaded.scenario


def changed_lines(before: str, after: str) -> list[str]:
    """Lines that are not as they were."""
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[0] in "+-"]


def test_a_role_is_renamed_wherever_it_is_one():
    """Participants, receivers, approvers: the scenario knows the new name alone; prose keeps its words."""
    text = role_renamed(RICH, "Security operations", "Blue team")
    names = scenario(text).role_names()
    assert "Blue team" in names
    assert text.count("#") == RICH.count("#")
    assert all("Blue team" in line for line in changed_lines(RICH, text) if line.startswith("+"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Nobody", "Somebody", "No role is called"),
        ("Legal", "Security operations", "already"),
        ("Legal", "  ", "1 to 120 letters"),
        ("Legal", "x" * 121, "1 to 120 letters"),
    ],
)
def test_a_name_that_cannot_be_is_refused(old, new, words):
    """With a reason, and the text stays."""
    with pytest.raises(Refused, match=words):
        role_renamed(SEED, old, new)


@pytest.mark.parametrize("name", ['Say "hi": #1', "القانونية", "- a", "{x}", "@home", "it's", "a\tb"])
def test_any_name_is_written_so_that_it_is_read(name):
    """Quotes, colons, marks of YAML and other scripts."""
    assert " ".join(name.split()) in scenario(role_renamed(SEED, "Legal", name)).role_names()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_can_be_made_shorter(path: Path):
    """At two thirds of its length it can still be played, with every inject at two thirds of its time."""
    text = path.read_text(encoding="utf-8")
    before = scenario(text)
    minutes = before.duration_ms // MINUTE_MS * 2 // 3
    after = scenario(retimed(text, minutes))

    assert after.duration_ms == minutes * MINUTE_MS
    share = minutes * MINUTE_MS / before.duration_ms
    for old, new in zip(before.injects, after.injects, strict=True):
        assert abs(new.time - old.time * share) <= MINUTE_MS / 2


@pytest.mark.parametrize("minutes", [0, -5, 10_081])
def test_a_length_that_cannot_be_is_refused(minutes):
    """Nothing, less than nothing, more than a week."""
    with pytest.raises(Refused, match="from 1 to"):
        retimed(SEED, minutes)


@pytest.mark.parametrize(
    "text", ["", "a: [", "- a", "exercise: x", "exercise: {name: A}", "a: &a [*a]", "\x00", BOMB]
)
def test_a_text_that_is_no_scenario_yet_is_refused_in_words(text):
    """Whatever is asked of it."""
    for change in (lambda: role_renamed(text, "Legal", "Law"), lambda: retimed(text, 60)):
        with pytest.raises(Refused):
            change()
    with pytest.raises(Refused):
        inject_changed(text, 0, "title", "Call")


def test_a_field_of_an_inject_is_set_or_added():
    """The time of the second inject and a title for the third, in both forms of a file."""
    text = inject_changed(SEED, 1, "time", written(20 * MINUTE_MS))
    text = inject_changed(text, 2, "title", "The press: a call")
    found = scenario(text).injects
    assert (found[1].time, found[2].title) == (20 * MINUTE_MS, "The press: a call")
    assert times_of(text)[1][0] == "T+20 minutes"
    assert len(changed_lines(SEED, text)) == 3

    rich = inject_changed(RICH, 0, "event", "It rings.")
    assert scenario(rich).injects[0].event == "It rings."
    with pytest.raises(Refused, match="no inject number 99"):
        inject_changed(RICH, 98, "title", "x")


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_any_title_comes_back_as_it_was(title):
    """What is written into the text is what is read from it, spaces at the ends aside."""
    text = inject_changed(SEED, 0, "title", title)
    assert [time for time, _ in times_of(text)] == [time for time, _ in times_of(SEED)]
    again = inject_changed(text, 0, "title", "A")
    assert changed_lines(inject_changed(SEED, 0, "title", "A"), again) == []


def test_a_copy_differs_in_its_name_and_id_alone():
    """Two lines at most, and no id that is taken."""
    text = copy_of(RICH, "Customer Chatbot Jailbreak", {"customer-chatbot-jailbreak"}, word="copy")
    assert scenario(text).id == "customer-chatbot-jailbreak-2"
    assert len(changed_lines(RICH, text)) <= 4
    assert copy_of("no scenario", "A", (), word="copy") == "no scenario"
