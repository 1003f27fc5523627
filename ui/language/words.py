"""The texts of the screens in the language of this process, found by their English."""

import logging
import os
from collections.abc import Mapping, Sequence
from functools import reduce
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path

log = logging.getLogger("tplus.words")

BRAND = "Tplus"
"""The name of the app, which no language translates."""

DOMAIN = "tplus"
FOLDER = Path(__file__).parent / "locale"
LANGUAGE = os.environ.get("TPLUS_LANGUAGE", "").strip().replace("-", "_") or "en"
"""One language a process, so that a text can be looked up where a module is read."""


def catalogue(language: str, folder: Path = FOLDER) -> NullTranslations:
    """The translations of a language; English for every text, or for all, that it does not have."""
    found = translation(DOMAIN, folder, [language], fallback=True)
    if language.partition("_")[0] != "en" and not isinstance(found, GNUTranslations):
        log.warning("No language %r in %s: screens are English; see docs/translating.md.", language, folder)
    return found


_translations = catalogue(LANGUAGE)


def t(text: str, /, **values: object) -> str:
    """A text of the screens with its values filled in by name, as in ``t("{count} here", count=3)``.

    Nothing is escaped: what values hold is escaped by `ui.language.text` before or after. The text is
    written out where `t` is called, because `make texts` collects it from there.
    """
    found = _translations.gettext(text)
    return _filled(found, text, values) if values else found


def many(one: str, other: str, number: int, /, **values: object) -> str:
    """A text that depends on a number, which both forms hold as ``{number}``."""
    found = _translations.ngettext(one, other, number)
    return _filled(found, one if number == 1 else other, {"number": number, **values})


def _filled(found: str, english: str, values: Mapping[str, object]) -> str:
    """A translation with its values; the English where its places do not fit them."""
    try:
        return found.format(**values)
    except (LookupError, ValueError):
        log.warning("The translation %r does not fit %r; see docs/translating.md.", found, english)
        return english.format(**values)


def either(names: Sequence[str]) -> str:
    """Names of which one is enough; empty where there are none."""
    return reduce(_or, names) if names else ""


def _or(first: str, second: str) -> str:
    return t("{first} or {second}", first=first, second=second)
