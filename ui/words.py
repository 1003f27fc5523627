"""The texts of the screens in the language of this process, found by their English."""

import os
from collections.abc import Sequence
from functools import reduce
from gettext import NullTranslations, translation
from pathlib import Path

BRAND = "Tplus"
"""The name of the app, which no language translates."""

DOMAIN = "tplus"
FOLDER = Path(__file__).parent / "locale"
LANGUAGE = os.environ.get("TPLUS_LANGUAGE", "").strip().replace("-", "_") or "en"
"""One language a process, so that a text can be looked up where a module is read."""


def catalogue(language: str, folder: Path = FOLDER) -> NullTranslations:
    """The translations of a language; English for every text, or for all, that it does not have."""
    return translation(DOMAIN, folder, [language], fallback=True)


_translations = catalogue(LANGUAGE)


def t(text: str, /, **values: object) -> str:
    """A text of the screens with its values filled in by name, as in ``t("{count} here", count=3)``.

    Nothing is escaped: what values hold is escaped by `ui.text` before or after. The text is written out
    where `t` is called, because `make texts` collects it from there.
    """
    found = _translations.gettext(text)
    return found.format(**values) if values else found


def many(one: str, other: str, number: int, /, **values: object) -> str:
    """A text that depends on a number, which both forms hold as ``{number}``."""
    return _translations.ngettext(one, other, number).format(number=number, **values)


def either(names: Sequence[str]) -> str:
    """Names of which one is enough; empty where there are none."""
    return reduce(_or, names) if names else ""


def _or(first: str, second: str) -> str:
    return t("{first} or {second}", first=first, second=second)
