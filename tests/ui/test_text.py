"""What people type is shown as they typed it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.language.text import html, line, name_of, plain

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[press here](javascript:alert(1))",
    "![x](https://example.invalid/x.png)",
    "**bold** _thin_ ~~gone~~ `code`",
    "# Heading",
    "Heading\n===",
    "- item\n- item",
    "1. first",
    ":red[danger] :material/home: :tada:",
    "$E=mc^2$",
    "| a | b |\n|---|---|",
    "&lt;b&gt;",
]
MEANING = re.compile(
    r"(?<!\\)(?:\\\\)*[`*_\[\]<~$|]|^\s*[#>=+-]|^\s*[0-9]+[.)]|(?<!\\):[A-Za-z]|(?<!\\)&[A-Za-z#]", re.M
)
"""What Markdown would take for more than a letter."""


def _shown(markdown: str) -> str:
    """What Markdown shows of an escaped text."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.replace("\u2060", ""))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_finds_no_mark_with_a_meaning(text: str) -> None:
    """No tag, link, picture, heading, list, colour, formula or shortcode of a person is left standing."""
    assert MEANING.findall(plain(text)) == []


def test_a_plain_question_is_left_as_it_is() -> None:
    """A label that means nothing to Markdown is not touched, because screen readers read it as it stands."""
    question = "What do you say (in a sentence, or two), and who's told first?"

    assert line(question) == question


LINKS = re.compile(r"https?://|www\.|[-.\w+]@", re.I)
"""What GitHub's Markdown makes a link of, though nobody marked it as one."""


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/x",
        "see HTTP://evil.example",
        "www.evil.example and WWW.evil.example",
        "write to a.b+c@evil.example",
        "mailto:sam@evil.example",
        "_http://evil.example_ (www.evil.example)",
    ],
)
def test_a_bare_address_is_no_link(text: str) -> None:
    """An address that somebody typed can be read and not followed."""
    assert LINKS.search(text)
    assert LINKS.search(plain(text)) is None
    assert _shown(plain(text)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80))
def test_markdown_shows_every_word_as_typed(text: str) -> None:
    """Nothing but white space is lost between what was typed and what is shown."""
    assert " ".join(_shown(line(text)).split()) == " ".join(text.replace("\u2060", "").split())


def test_an_indented_line_is_no_code_block() -> None:
    """Four spaces at the start of a line do not make it code."""
    assert plain("    import os\n\n\n    os") == "import os  \nos"


def test_a_shortcode_is_broken_up() -> None:
    """`:tada:` is shown as letters, not as a picture."""
    assert ":tada:" not in plain(":tada:").replace("\\", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_no_tag_of_a_person(text: str) -> None:
    """No angle bracket or quote of a person reaches HTML; the only tag is our line break."""
    shown = html(text).replace("<br>", "")

    assert not {"<", ">", '"', "'"} & set(shown)


def test_a_name_that_was_erased_is_named_so() -> None:
    """An erased name leaves a plain word behind, and what no person did is done by Tplus."""
    names = {"p-1": "Sam"}

    assert [name_of(names, who) for who in ("p-1", "p-2", "system")] == ["Sam", "Name erased", "Tplus"]
