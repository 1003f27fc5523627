"""Words that YAML readers understand differently are refused; all others load as they look."""

import pytest

from engine.files.yaml.reader import read_yaml

# fmt: off
TRAPS = [
    "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "Y", "n", "N",
    "10:30", "1:2:3", "-1:30", "1:30.5", "010", "00", "007", "-012", "089", "0o17", "0O7", "0x1F",
    "0b101", "1_000", "1_000.5", "-1_0", "2026-03-15", "2026-3-5", "2026-03-15T10:30:00Z", ".nan",
    ".NaN", ".inf", "-.inf", "+.Inf", "1e999", "123456789012345678901234567890", "2026-03-15 10:30:00",
    "2026-03-15 10:30:00 +02:00",
]
# fmt: on
VALUES = {
    "true": True,
    "False": False,
    "null": None,
    "~": None,
    "": None,
    "0": 0,
    "15": 15,
    "-3": -3,
    "+4": 4,
    "0.5": 0.5,
    "1.": 1.0,
    ".5": 0.5,
    "1e5": 1e5,
    "-2.5E-3": -2.5e-3,
    "T+15": "T+15",
    "10m30s": "10m30s",
    "90 minutes": "90 minutes",
    "1.2.3": "1.2.3",
    "yes please": "yes please",
    "2026-03-15 was a Sunday": "2026-03-15 was a Sunday",
    "=": "=",
    "10:75": "10:75",
    "0.0.0.0": "0.0.0.0",
    "nan": "nan",
}


@pytest.mark.parametrize("word", TRAPS)
def test_a_trap_without_quotes_is_refused_with_a_remedy(word: str) -> None:
    """The problem shows the word, and the remedy says what to write."""
    source = read_yaml(f"a: 1\nkey: {word}\n", "x.yml")

    assert [(problem.line, problem.path) for problem in source.problems] == [(2, "key")]
    assert word[:8] in source.problems[0].message
    assert source.problems[0].remedy


@pytest.mark.parametrize("word", TRAPS)
def test_a_trap_in_quotes_is_text(word: str) -> None:
    """Quotes of either kind make the word itself."""
    source = read_yaml(f"a: \"{word}\"\nb: '{word}'\n", "x.yml")

    assert ({"a": word, "b": word}, ()) == (source.value, source.problems)


@pytest.mark.parametrize("word", TRAPS)
def test_a_trap_as_a_key_is_refused(word: str) -> None:
    """A key is read by the same rules as a value."""
    source = read_yaml(f"{word}: 1\n", "x.yml")

    assert len(source.problems) == 1


@pytest.mark.parametrize(("word", "value"), VALUES.items())
def test_other_words_load_as_they_look(word: str, value: object) -> None:
    """Truth values, nothing, decimal numbers and text need no quotes."""
    source = read_yaml(f"key: {word}\n", "x.yml")

    assert source.problems == ()
    assert value == source.value["key"]
    assert type(value) is type(source.value["key"])


@pytest.mark.parametrize("key", ["1", "true", "~", "1.5", "[a]", "{a: b}"])
def test_a_key_that_is_not_text_is_refused(key: str) -> None:
    """Only text names a value."""
    assert len(read_yaml(f"a: 1\n? {key}\n: x\n", "x.yml").problems) == 1
