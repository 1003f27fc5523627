"""Suggestions on answers: what they promise, and what must not change them."""

import json
import os
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.scenario.exercise import ExpectedPoint, Question
from scoring.answers import suggest
from scoring.answers.passages import passages_of, readings_of
from scoring.answers.reading.text import MAX_CHARACTERS, sentences_of
from scoring.answers.rubric.question import prepared
from scoring.answers.suggestion import Chip

ROOT = Path(__file__).parents[2]


def point(name, description, *cues):
    """An expected point."""
    return ExpectedPoint(id=name, description=description, cues=cues)


QUESTION = Question(
    text="The assistant gives out discount codes that it should not know. What do you do in the first hour?",
    points=(
        point(
            "offline",
            "Takes the assistant out of service or limits what it may do",
            "take it offline",
            "kill switch",
            "disable the assistant",
            "restricted mode",
        ),
        point(
            "evidence",
            "Keeps the conversations and the configuration before anything changes",
            "export the transcripts",
            "preserve the logs",
            "snapshot the configuration",
            "save the conversations",
        ),
        point(
            "legal",
            "Informs Legal",
            "tell legal",
            "brief counsel",
            "call the lawyers",
            "notify the legal department",
        ),
    ),
    anti_points=(
        point(
            "wipe", "Deletes conversations or logs", "delete the logs", "wipe the history", "purge the chats"
        ),
    ),
)

STATEMENTS = {
    "offline": ("We take it offline.", "I would disable the assistant at once.", "Flip the kill switch."),
    "evidence": ("We export the transcripts.", "Save the conversations first.", "I preserve the logs."),
    "legal": ("We tell Legal.", "I brief counsel.", "Call the lawyers."),
}
EACH = [(name, text) for name, texts in STATEMENTS.items() for text in texts]
NEGATED = [
    ("offline", "We do not take it offline."),
    ("offline", "I would never disable the assistant."),
    ("offline", "There is no need to flip the kill switch."),
    ("evidence", "We won't export the transcripts."),
    ("evidence", "I don't think we must preserve the logs."),
    ("evidence", "Saving the conversations is overkill."),
    ("legal", "Nobody tells Legal."),
    ("legal", "I wouldn’t brief counsel."),
    ("legal", "We wait rather than call the lawyers."),
]
UNRELATED = (
    "The weather in Lisbon was pleasant.",
    "My bicycle has a flat tyre.",
    "Lunch is at noon on Thursdays.",
)
HOSTILE = (
    "",
    " \n\t ",
    "\x00\x01",
    "....!!!???",
    "'''\"\"\"’’",
    "😀" * 500,
    "\u202e\u200b\u0301kill\u0301 switch",
    "é" * 3000,
    "a" * 20_000,
    "not " * 5_000,
    "kill switch, " * 1_500,
    "(" * 5_000,
    "\ud800 kill switch",
    "- " * 4_000,
    "don't " * 3_000,
    "take " * 4_000 + "offline",
    "СТОП модель сервер",
    "<script>alert(1)</script> {{affected_users}} %s",
)


def chips(answer, question=QUESTION):
    """The chip of every point and anti-point by its name."""
    said = suggest(question, answer)
    return {item.point_id: item.chip for item in (*said.points, *said.anti_points)}


def suggested(answer, question=QUESTION):
    """The points suggested as made."""
    said = suggest(question, answer)
    return {item.point_id for item in (*said.points, *said.anti_points) if item.is_suggested}


@pytest.mark.parametrize(("name", "text"), EACH)
def test_a_plain_statement_of_a_cue_is_found(name, text):
    """A cue as a statement is suggested, for its own point only."""
    assert suggested(text) == {name}


@pytest.mark.parametrize(("name", "text"), EACH)
@pytest.mark.parametrize("other", UNRELATED)
def test_an_unrelated_sentence_changes_nothing(name, text, other):
    """Whatever is said before or after, a point that is made stays made."""
    assert name in suggested(f"{text} {other}")
    assert name in suggested(f"{other}\n{text}")


@pytest.mark.parametrize(("name", "text"), EACH)
@pytest.mark.parametrize(
    "change",
    [str.upper, str.lower, lambda text: text.replace(" ", "  "), lambda text: f"\n\n  {text}\r\n"],
    ids=["upper", "lower", "wide", "lines"],
)
def test_case_and_whitespace_change_nothing(name, text, change):
    """Letters' case and the amount of white space play no part."""
    plain, changed = suggest(QUESTION, text), suggest(QUESTION, change(text))

    assert [(item.chip, item.probability) for item in changed.points] == [
        (item.chip, item.probability) for item in plain.points
    ]


@pytest.mark.parametrize(("name", "text"), NEGATED)
def test_a_negated_point_is_not_suggested(name, text):
    """What is negated, rejected or replaced is mentioned, not made."""
    assert chips(text)[name] == "negated"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We not only take it offline but also brief counsel.", {"offline", "legal"}),
        ("We don't wait, but take it offline.", {"offline"}),
        ("Nobody deletes the logs.", {"evidence"}),
        ("We do not brief the press, we brief counsel.", {"legal"}),
        ("Nothing goes out before we tell Legal.", {"legal"}),
    ],
)
def test_negation_is_judged_by_effect(text, names):
    """Forms of negation that negate nothing, and negated harm, count as what they mean."""
    assert suggested(text) == names


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Maybe someone could disable the assistant at some point.", "only considered"),
        ("Two years ago we disabled the assistant for a day.", "of the past"),
        ("A kill switch is a very important concept.", "praised"),
    ],
)
def test_talk_without_commitment_is_not_suggested(text, reason):
    """What is only considered, past or praised is not done, and the reason says which."""
    said = suggest(QUESTION, text).of("offline")

    assert not said.is_suggested
    assert reason in said.reason


def test_typing_mistakes_are_forgiven():
    """Slips of the keyboard hide no point."""
    assert suggested("Disabel the asistant and tel the lawers, presreve the conversatoins") >= {
        "offline",
        "evidence",
    }


def test_synonyms_are_understood():
    """Other words of the trade make the same point."""
    assert "offline" in suggested("Pull the plug on the thing.")
    assert "legal" in suggested("Our general counsel gets a phone call.")


def test_a_list_of_keywords_is_no_answer():
    """The rubric's words without a statement are marked as such, unless a list is a fair answer."""
    text = (
        "Kill switch restricted mode, preserve logs, export transcripts, snapshot configuration, tell counsel"
    )
    fair = QUESTION.model_copy(update={"list_answer_ok": True})
    said = suggest(QUESTION, text)

    assert {item.chip for item in said.points} == {"keyword list"}
    assert "list of keywords" in said.note
    assert suggested(text, fair) >= {"offline", "evidence", "legal"}


def test_the_copied_question_makes_no_point():
    """Repeating the question, whole or with a word around it, is no answer."""
    wordy = Question(
        text="Do you take the assistant offline and preserve the logs, or do you brief counsel first?",
        points=QUESTION.points,
    )

    assert suggested(wordy.text, wordy) == set()
    assert suggested(f"Well: {wordy.text}", wordy) == set()


def test_an_answer_off_the_topic_makes_no_point():
    """Text about something else is not suggested for any point."""
    assert suggested(" ".join(UNRELATED)) == set()


def test_an_answer_in_another_language_can_not_be_read():
    """A text of unknown words is called unreadable instead of wrong."""
    said = suggest(QUESTION, "Wir nehmen zuerst den Dienst vom Netz und sichern danach sofort alle Beweise.")

    assert {item.chip for item in said.points} == {"cannot read"}
    assert "not English" in said.note


def test_an_empty_answer_makes_no_point():
    """Nothing said, nothing found, and the reason says so."""
    said = suggest(QUESTION, "")

    assert {item.chip for item in said.points} == {"not found"}
    assert all(item.reason for item in said.points)


def test_a_question_without_points_has_no_suggestions():
    """A question that expects nothing is answered with nothing."""
    said = suggest(Question(text="Anything else?"), "We take it offline.")

    assert (said.points, said.anti_points) == ((), ())


def _check_promises(answer):
    said = suggest(QUESTION, answer)
    assert [item.point_id for item in said.points] == ["offline", "evidence", "legal"]
    assert [item.point_id for item in said.anti_points] == ["wipe"]
    for item in (*said.points, *said.anti_points):
        assert item.chip in get_args(Chip)
        assert 0.0 <= item.probability <= 1.0
        assert item.reason
        for span in filter(None, (item.evidence, item.sentence)):
            assert 0 <= span.start < span.end <= len(answer)
            assert answer[span.start : span.end] == span.text
        assert all(word in item.evidence.text for word in item.words)
        assert item.evidence is not None or not item.is_suggested
        assert item.words or not item.is_suggested
    assert json.loads(json.dumps(said.to_json())) == json.loads(json.dumps(said.to_json()))


@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_are_answered(answer):
    """Whatever the text, every point gets a chip, a reason and spans inside the answer."""
    _check_promises(answer)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([text for _, text in EACH + NEGATED] + list(HOSTILE[:8])) | st.text(max_size=40))
)
def test_any_text_is_answered(parts):
    """The same for texts put together by chance."""
    _check_promises(" ".join(parts))


def test_the_work_grows_with_the_text_only():
    """An answer of 20,000 characters is cut into no more passages than three a word, none of them long."""
    text = ("We take it offline, tell Legal and then, because logs matter, export the transcripts. " * 300)[
        :20_000
    ]
    ready = prepared(QUESTION)
    readings = readings_of(sentences_of(text), ready)
    words = sum(len(reading.sentence.words) for reading in readings)
    passages = [passage for reading in readings for passage in passages_of(reading)]

    assert len(text) == MAX_CHARACTERS
    assert len(passages) <= 3 * words
    assert sum(len(passage.span) for passage in passages) <= 4 * words
    assert suggested(text) >= {"offline", "legal", "evidence"}


def test_a_sentence_without_end_is_read_in_parts():
    """Text without a full stop costs no more than text with them, and what lies beyond the limit is told."""
    said = suggest(QUESTION, "word " * 10_000 + "take it offline")
    longest = max(len(sentence.words) for sentence in sentences_of("word " * 10_000))

    assert longest <= 80
    assert "first 20,000 characters" in said.note


def test_suggestions_can_not_be_changed():
    """A suggestion is a value."""
    said = suggest(QUESTION, "We tell Legal.")

    with pytest.raises(FrozenInstanceError):
        said.points[0].chip = "likely"
    with pytest.raises(KeyError):
        said.of("unknown")


def test_the_order_of_answers_plays_no_part():
    """Answers before change nothing, however many unknown words they bring."""
    first = suggest(QUESTION, "We disabel the asistant").to_json()
    suggest(QUESTION, " ".join(f"xqzw{number}kj" for number in range(2_500)))

    assert suggest(QUESTION, "We disabel the asistant").to_json() == first


def test_the_same_bytes_under_any_hash_seed():
    """The order of Python's sets changes no byte."""
    script = (
        "import json; from scoring.answers import suggest;"
        "from tests.scoring.test_answers import QUESTION, EACH, NEGATED;"
        "print(json.dumps([suggest(QUESTION, t).to_json() for _, t in EACH + NEGATED]))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }

    assert len(printed) == 1
