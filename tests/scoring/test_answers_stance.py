"""Which words an answer stands behind: where a negation reaches, and what it leaves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.answers.reading.stance import stance_of
from scoring.answers.reading.text import sentences_of

WORDS = (
    "not",
    "no",
    "never",
    "nobody",
    "we",
    "the",
    "bot",
    ",",
    "and",
    "but",
    "until",
    "without",
    "so",
    "don't",
    "is",
)


def doubts(text: str) -> dict[str, str]:
    """The doubted words of a text with their doubt."""
    return {
        sentence.words[number].text: doubt
        for sentence in sentences_of(text)
        for number, doubt in stance_of(sentence).doubts.items()
    }


@pytest.mark.parametrize(
    ("text", "lost", "kept"),
    [
        ("We disable the bot and do not call the press.", {"call", "press"}, {"disable", "bot"}),
        ("A captcha is not needed while the limit holds.", {"captcha"}, set()),
        ("Legal drafts it, not engineering.", {"engineering"}, {"legal", "drafts"}),
        ("I tell the lawyer not the press, then we export logs.", {"press"}, {"lawyer", "export", "logs"}),
        ("There is no need to tell the board.", {"tell", "board"}, set()),
        ("I see no reason to revoke the keys.", {"revoke", "keys"}, set()),
        ("Rotating the keys takes the site down, so no.", {"rotating", "keys"}, set()),
        ("Rotating every key would hurt, so we won't do that.", {"rotating", "key"}, set()),
        ("We have told nobody.", {"told"}, set()),
        ("We brief counsel rather than the press.", {"press"}, {"brief", "counsel"}),
        ("We can and cannot do some things: redelivery is off.", set(), {"redelivery", "off"}),
        ("No users so far have complained.", {"users", "complained"}, set()),
        ("We don't wait, but take it offline.", {"wait"}, {"take", "offline"}),
        ("Not only do we stop it, we also tell Legal.", set(), {"stop", "legal"}),
        ("Avoid the press, ring counsel.", {"press"}, {"ring", "counsel"}),
    ],
)
def test_a_negation_takes_back_its_clause(text, lost, kept):
    """What a negation reaches is taken back, and the clauses around it stand."""
    found = doubts(text)

    assert lost <= set(found)
    assert kept.isdisjoint(found)


@pytest.mark.parametrize(
    ("text", "word", "doubt"),
    [
        ("Nothing goes live without review.", "live", "banned"),
        ("Nobody touches the logs.", "logs", "banned"),
        ("No more refunds by the bot.", "refunds", "banned"),
        ("Never try the prompt.", "try", "banned"),
        ("Do not guess.", "guess", "banned"),
        ("We do not guess.", "guess", "negated"),
        ("We won't tell them until we know more.", "tell", "until"),
        ("Maybe someone could call counsel.", "counsel", "hedged"),
    ],
)
def test_a_ban_is_told_from_a_refusal(text, word, doubt):
    """What is forbidden, what is refused and what is put off are three things."""
    assert doubts(text)[word] == doubt


def test_what_a_ban_exempts_counts():
    """After "without" inside a negation stands what is done."""
    assert "review" not in doubts("Nothing goes live without review.")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS)))
def test_any_words_are_read(words):
    """Whatever the words, every doubt is about one of them."""
    for sentence in sentences_of(" ".join(words)):
        stance = stance_of(sentence)

        assert set(stance.doubts) | stance.negators <= set(range(len(sentence.words)))
