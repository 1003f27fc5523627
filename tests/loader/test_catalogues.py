"""Entries of public catalogues that incident types name are entries of those catalogues."""

import re

import pytest

from engine.files.loader import load_content

ATLAS = (
    "T0010", "T0010.001", "T0010.002", "T0010.003", "T0010.004", "T0010.005", "T0011.000", "T0011.001",
    "T0012", "T0018.000", "T0018.002", "T0020", "T0024", "T0029", "T0031", "T0034",
    "T0034.000", "T0034.001", "T0034.002", "T0046", "T0048.001", "T0048.003", "T0051.000", "T0051.001",
    "T0054", "T0055", "T0056", "T0057", "T0058", "T0059", "T0065", "T0068",
    "T0069.002", "T0070", "T0071", "T0077", "T0080", "T0080.000", "T0080.001", "T0081",
    "T0082", "T0085", "T0086", "T0099", "T0104", "T0109", "T0110",
)  # fmt: skip
"""Techniques of MITRE ATLAS 5.6.0 that were looked up; a new one is added once it was."""

TEN = range(1, 11)
OWASP = (*(f"LLM{number:02}:2025" for number in TEN), *(f"ASI{number:02}" for number in TEN))
"""The ten entries of the Top 10 for LLM applications 2025, and of that for agentic applications."""

TYPES = load_content().taxonomy.incident_types


def entry(text):
    """The catalogue and the id that a reference begins with, and the name after it."""
    found = re.fullmatch(r"(?:MITRE ATLAS )?AML\.(T[\d.]+) (.+)|OWASP (\S+) (.+)", text)
    assert found, text
    atlas, name, owasp, other = found.groups()
    return ("atlas", atlas, name) if atlas else ("owasp", owasp, other)


@pytest.mark.parametrize("incident", TYPES, ids=lambda item: item.id)
def test_every_entry_is_known_and_named(incident):
    """References and detections give an id that exists, with its name; each type has some of both."""
    texts = [*incident.references, *(rule.of for rule in incident.detections)]
    known = {"atlas": ATLAS, "owasp": OWASP}

    assert len(incident.references) >= 4
    assert len(incident.detections) >= 4
    assert [text for text in texts if entry(text)[1] not in known[entry(text)[0]]] == []
    assert all(len(entry(text)[2]) > 5 for text in texts)


def test_an_entry_has_one_name_wherever_it_stands():
    """The same id is called the same in every type."""
    named = {}
    for incident in TYPES:
        for text in (*incident.references, *(rule.of for rule in incident.detections)):
            _, number, name = entry(text)
            named.setdefault(number, set()).add(name)

    assert {number: names for number, names in named.items() if len(names) > 1} == {}
