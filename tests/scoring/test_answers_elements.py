"""Which elements a message seems to contain: natural prose does, a list of cues and a denial do not."""

import pytest

from engine.files.folder import load_content
from engine.scenario.parts import MessageElement
from scoring.answers.elements import elements

ELEMENTS = (
    MessageElement(
        id="aware", label="That the firm knows of it", cues=("we are aware", "we have seen the report")
    ),
    MessageElement(
        id="done", label="What has been done", cues=("we have limited", "switched off", "tools are off")
    ),
    MessageElement(
        id="unknown", label="What is still examined", cues=("still investigating", "do not yet know")
    ),
    MessageElement(id="next", label="When the next word comes", cues=("next update", "we write again at")),
)
PROSE = (
    "Thank you for the call; we have seen the report. Piper's tools are off since two o'clock."
    " How it happened we do not yet know. We write again at five."
)


def found(text: str) -> set[str]:
    """Names of the elements found in a text."""
    return {said.element_id for said in elements(text, ELEMENTS)}


def test_natural_prose_contains_what_it_says():
    """A message in its own words contains each element, with the clause that shows it, in the given order."""
    said = elements(PROSE, ELEMENTS)

    assert [item.element_id for item in said] == [item.id for item in ELEMENTS]
    assert all(item.words in PROSE and item.chip in ("likely", "possible") for item in said)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "we are aware we have limited still investigating next update",
        "switched off tools are off do not yet know next update we are aware we have seen the report",
    ],
    ids=["nothing", "dot", "salad", "longer salad"],
)
def test_nothing_is_in_a_bare_list_of_cues(text):
    """Cues in a row, a dot and silence say nothing."""
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Hello there, good people.",
        "Good morning everybody, I hope you are well.",
        "Lunch is served in the canteen at noon.",
        "The weather is fine today.",
    ],
)
def test_nothing_is_in_small_talk(text):
    """Common words are near to much; without one of an element's own words they say none."""
    items = (
        MessageElement(id="aware", label="we are aware", cues=("we are aware",)),
        MessageElement(id="next", label="next update", cues=("next update",)),
    )

    assert elements(text, items) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("There will be no next update.", "next"),
        ("Nothing is switched off.", "done"),
        ("It is not true that we are aware of anything.", "aware"),
        ("We are not investigating.", "unknown"),
    ],
)
def test_what_is_denied_is_not_contained(text, name):
    """An element that a message denies is not in it."""
    assert name not in found(text)


def test_every_shipped_element_is_found_by_a_sentence_around_a_cue():
    """A cue of each element in a plain sentence of its own shows that element."""
    missed = []
    for kind in load_content().taxonomy.incident_types:
        for message in kind.expectations.messages or ():
            for element in message.elements:
                text = f"Dear all, please note this: {element.cues[0]}."
                if element.id not in {said.element_id for said in elements(text, message.elements)}:
                    missed.append((kind.id, message.id, element.id))

    assert missed == []
