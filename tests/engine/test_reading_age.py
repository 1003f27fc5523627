"""The reading age of a scenario's texts follows from their words and sentences alone."""

import pytest

from engine.checks.reading import reading_age
from tests.world import seed_exercise


def age(background, **exhibit):
    """The age of a scenario that says this and nothing else."""
    scenario = seed_exercise().scenario
    inject = scenario.injects[0].model_copy(update={"event": "", "questions": (), "exhibits": ()})
    if exhibit:
        shown = type(scenario.injects[0]).model_validate(
            {"time": "T+0 minutes", "event": "x", "exhibits": [exhibit]}
        )
        inject = inject.model_copy(update={"exhibits": shown.exhibits})
    update = {"background": background, "roles": (), "injects": (inject,)}
    return reading_age(scenario.model_copy(update=update))


def test_the_index_is_that_of_its_formula():
    """Six words of 27 letters in two sentences, and five years between grade and age."""
    assert age("Tove answers people. She errs now.") == pytest.approx(4.71 * 27 / 6 + 0.5 * 3 - 21.43 + 5)


def test_longer_words_and_sentences_are_harder():
    """Joined sentences and longer words both raise the age."""
    plain = age("We stop the bot. We keep the logs.")

    assert age("We stop the bot and we keep the logs.") > plain
    assert age("We interrupt the assistant. We preserve the recordings.") > plain


def test_only_what_is_prose_counts():
    """A log extract is read by its columns and changes nothing; a mail does."""
    alone = age("We stop the bot.")
    words = "Notwithstanding circumstances, organisations communicate comprehensively."

    assert age("We stop the bot.", kind="log", text=words) == alone
    assert age("We stop the bot.", kind="mail", text=words) > alone


def test_nothing_to_read_is_no_age():
    """A scenario without a word has none."""
    assert age("") == 0.0
