"""In another language the screens speak it: every text of theirs comes from the catalogue."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from engine.after.feedback import Knowing
from engine.after.items import ELEMENTS, PRIORITIES, STATUSES
from engine.evidence import Preservation
from engine.log.events import Event
from engine.log.fact import AppRole
from engine.log.state import Phase
from engine.simulation.log.columns import OUTCOMES
from tests.ui.speaking import CATALOGUE, LANGUAGE, bare, outside
from ui.language.terms import TERMS, term
from ui.language.words import catalogue

ROOT = Path(__file__).parents[2]


def bracketed(folder: Path) -> None:
    """Write a language that says everything in English, in brackets."""
    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale=LANGUAGE)
    for message in found:
        if message.id:
            forms = message.id if message.pluralizable else (message.id,)
            said = tuple(f"⟦{form}⟧" for form in forms)
            message.string = said if message.pluralizable else said[0]
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "tplus.mo").open("wb") as file:
        write_mo(file, found)


@pytest.mark.slow
def test_screens_show_no_english_but_content(tmp_path: Path) -> None:
    """Lobby, seat, control room and all others draw, and what is not in the language is content."""
    bracketed(tmp_path)
    command = [sys.executable, "-m", "tests.ui.speaking", str(tmp_path), f"sqlite:///{tmp_path / 'tplus.db'}"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    assert result.returncode == 0, result.stderr[-3000:]
    drawn = json.loads(result.stdout.splitlines()[-1])
    assert drawn["broken"] == []
    assert drawn["english"] == []
    del drawn["counts"]["present, running"]  # the board is drawn in the browser
    assert all(drawn["counts"].values()), drawn["counts"]
    assert drawn["counts"]["seat, running"] > 200
    assert drawn["counts"]["control, running"] > 50


def test_what_is_outside_the_brackets_is_found() -> None:
    """A text in brackets leaves nothing, however deep; English beside it is left."""
    assert outside(bare("<b>⟦Saved as ⟦event 3⟧.⟧</b> ⟦Next⟧")).strip() == ""
    assert outside(bare("⟦Saved.⟧ Read on")).strip() == "Read on"


def test_a_language_that_is_not_there_is_english(tmp_path: Path) -> None:
    """Without a language, or without a text in it, people read English."""
    bracketed(tmp_path)

    assert catalogue("xx", tmp_path).gettext("Your seat") == "Your seat"
    assert catalogue(LANGUAGE, tmp_path).gettext("Your seat") == "⟦Your seat⟧"
    assert catalogue(LANGUAGE, tmp_path).gettext("A text of tomorrow") == "A text of tomorrow"
    assert (
        catalogue(LANGUAGE, tmp_path).ngettext("{number} answer", "{number} answers", 1)
        == "⟦{number} answer⟧"
    )


def test_words_of_the_log_that_screens_show_are_terms() -> None:
    """Roles, phases, states, outcomes and kinds of event are in the language of the screens."""
    kinds = [event.model_fields["kind"].default for event in get_args(Event)]
    fixed = (*get_args(AppRole), *get_args(Phase), *get_args(Preservation), *get_args(Knowing))
    words = (*fixed, *STATUSES, *PRIORITIES, *ELEMENTS, *OUTCOMES, *kinds)

    assert len(kinds) == 24
    assert [word for word in words if word.replace("_", " ") not in TERMS] == []
    assert term("handed_over") == "handed over"
    assert term("a word of a scenario") == "a word of a scenario"
