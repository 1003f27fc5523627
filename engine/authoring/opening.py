"""A file that somebody brings: a scenario as it is, problems and all, or made from another tool's file."""

import re
from dataclasses import dataclass

from engine.exchange.importing import import_scenario
from engine.exchange.source import Options
from engine.scenario.resolve import Content

_OURS = re.compile(r"^exercise[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A text to go on writing."""

    text: str
    title: str
    """The file's name."""
    report: tuple[str, ...] = ()
    """What was taken, guessed and left out; empty where the text is the file as it is."""


def opened(raw: bytes, name: str, content: Content, options: Options) -> Opened:
    """The text of a file, made into a scenario where it is another tool's.

    Raises:
        ScenarioInvalid: it is no scenario and can't be made into one, with every reason.

    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if _OURS.search(text) and "inject_flow" not in text:
        return Opened(text, name)
    found = import_scenario(raw, name, content, options)
    return Opened(found.text, name, tuple(found.report.lines()))
