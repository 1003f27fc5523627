"""Texts are found by their English, and never fail to be shown."""

from gettext import NullTranslations
from pathlib import Path

import pytest

from ui.language import words


class Misfit(NullTranslations):
    """A language whose translations name what is not there."""

    def gettext(self, message: str) -> str:
        """A translation with a place of another name."""
        return "{anzahl} anwesend"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for every number, with a place that is cut short."""
        return "{number anwesend"


def test_a_translation_that_does_not_fit_is_english(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """People read the English text, and the log says which translation to mend."""
    monkeypatch.setattr(words, "_translations", Misfit())

    assert words.t("{count} here", count=3) == "3 here"
    assert words.many("{number} seat", "{number} seats", 1) == "1 seat"
    assert words.many("{number} seat", "{number} seats", 2) == "2 seats"
    assert "{anzahl} anwesend" in caplog.text


@pytest.mark.parametrize(
    ("language", "warned"), [("xx", True), ("de_AT", True), ("en", False), ("en_GB", False)]
)
def test_a_language_that_is_not_there_is_told_in_the_log(
    language: str, warned: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistyped language shows English screens, and whoever runs the server reads why."""
    found = words.catalogue(language, tmp_path)

    assert found.gettext("Join") == "Join"
    assert (repr(language) in caplog.text) is warned
