"""A damaged exercise loads or is refused with problems; nothing else ever happens."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Problem, ScenarioInvalid
from engine.files.loader import load_exercise_text
from engine.files.yaml import reader
from tests.world import content

SEED = (Path(__file__).parent / "seed" / "tabletop_scenario_1.yml").read_text(encoding="utf-8")
TOKENS = """\t|\0|"|'|: |- |*|&a |!x |<<: |[|{|}|]|>|#|%|@|---\n|...\n|? |\\|\\U|"\\x0|no|10:30|010|~|\ufeff
|\u2028|\x85|\r|inject_1:|inject_99999999:|questions:|when: {}\n|0x1|1e999|exercise:|\n|  """
PIECES = st.one_of(st.sampled_from(TOKENS.split("|")), st.text(max_size=8))
PLACE = st.integers(min_value=0, max_value=len(SEED))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The published exercise with a few lines cut, pieces inserted and words swapped."""
    text = SEED
    for kind in draw(st.lists(st.sampled_from(["cut", "insert", "swap"]), min_size=1, max_size=6)):
        if kind == "insert":
            at = draw(PLACE)
            text = text[:at] + draw(PIECES) + text[at:]
        elif kind == "cut":
            lines = text.split("\n")
            del lines[draw(st.integers(0, len(lines) - 1))]
            text = "\n".join(lines)
        else:
            words = re.split(r"(\s+)", text)
            one, two = (draw(st.integers(0, len(words) - 1)) for _ in range(2))
            words[one], words[two] = words[two], words[one]
            text = "".join(words)
    return text


def problems_of(text: str) -> tuple[Problem, ...]:
    """The problems of a text, none if it loads; any other exception goes through."""
    try:
        load_exercise_text(text, "damaged.yml", content())
    except ScenarioInvalid as error:
        return error.problems or (Problem("", 0, "", "", ""),)
    return ()


def assert_loaded_or_refused(text: str) -> None:
    """Every problem of the text is complete and on a line of the text."""
    for problem in problems_of(text):
        assert problem.message
        assert problem.remedy
        assert 1 <= problem.line <= len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text))


@settings(max_examples=250, deadline=None)
@given(damaged())
def test_a_damaged_exercise_is_loaded_or_refused(text: str) -> None:
    """Whatever is done to a file, the author gets a scenario or problems with lines."""
    assert_loaded_or_refused(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_loaded_or_refused(text: str) -> None:
    """Text that has nothing to do with YAML is refused like any other."""
    assert_loaded_or_refused(text)


@pytest.mark.skipif(reader.LIBYAML is None, reason="PyYAML came without libyaml")
@settings(max_examples=150, deadline=None)
@given(damaged())
def test_both_readers_of_yaml_find_the_same(text: str) -> None:
    """Content, lines and problems of a file are the same whether libyaml is there or not."""
    found = reader.read_yaml(text, "damaged.yml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "LIBYAML", None)

        assert reader.read_yaml(text, "damaged.yml") == found


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = [
    "time",
    "event",
    "questions",
    "id",
    "to",
    "from",
    "exhibits",
    "when",
    "release_if",
    "signals",
    "objectives",
    "delivery",
]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_an_inject_of_any_shape_is_loaded_or_refused(inject: dict[str, object]) -> None:
    """A well-formed file with values of any type in any key is answered in words."""
    assert_loaded_or_refused(
        SEED.rstrip() + "\n    inject_5: " + json.dumps(inject, ensure_ascii=True) + "\n"
    )
