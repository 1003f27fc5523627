"""Whatever is done to a shipped scenario, the loader answers with a scenario or with problems, soon."""

import os
from contextlib import suppress
from time import process_time

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Problem, ScenarioInvalid
from engine.files.loader import content_folder, exercises, load_exercise_text
from engine.files.text import text_of
from engine.scenario.resolve import Content
from tests.loader.mutating import spoiled, torn
from tests.loader.test_loader_mutations import assert_loaded_or_refused, problems_of

TEXTS = [path.read_text(encoding="utf-8") for path in exercises(content_folder())]
WHOLES = [yaml.safe_load(text) for text in TEXTS]
FUZZ = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Few examples in a test; `FUZZ_EXAMPLES=100000` for a long run by hand."""


@FUZZ
@given(st.data())
def test_a_shipped_scenario_with_spoiled_nodes_is_loaded_or_refused(data: st.DataObject) -> None:
    """Nodes deleted, doubled, swapped, retyped, nested and renamed, written in every style of YAML."""
    whole = data.draw(st.sampled_from(range(len(WHOLES))))

    assert_loaded_or_refused(data.draw(spoiled(WHOLES[whole])))


@FUZZ
@given(st.data())
def test_a_shipped_scenario_torn_apart_is_loaded_or_refused(data: st.DataObject) -> None:
    """Text cut, moved, doubled, and mixed with anchors, tags, merge keys, escapes and control characters."""
    text = data.draw(st.sampled_from(TEXTS))

    assert_loaded_or_refused(data.draw(torn(text)))


@FUZZ
@given(st.binary(max_size=300), st.integers(0, 2_000), st.sampled_from(TEXTS))
def test_any_bytes_are_text_or_a_problem(raw: bytes, at: int, text: str) -> None:
    """Bytes alone, and bytes in the middle of a scenario."""
    for given_bytes in (raw, text[:at].encode() + raw + text[at : at + 2_000].encode()):
        found = text_of(given_bytes, "bytes.yml")
        if isinstance(found, Problem):
            assert found.line >= 1
            assert found.remedy
        else:
            assert_loaded_or_refused(found)


MOST_S = 5
"""Seconds of a processor within which a megabyte is answered."""


HEAD = """exercise:
  name: "Chatbot jailbreak"
  duration: "90 minutes"
  participants: ["Legal"]
  scenario:
    background: "A jailbreak."
"""
INJECT = '    inject_{n}: {{time: "T+1", event: "A jailbreak {n}.", questions: ["What now?"]}}\n'
CUES = ("call legal", "ask the lawyer", "tell counsel", "inform the jurists")
WORDS = "jailbreak leak prompt injection hallucination "
LARGE = {
    "injects": HEAD + "".join(INJECT.format(n=n) for n in range(2_200)),
    "long injects": HEAD
    + "".join(f'    inject_{n}: {{time: "T+1", event: "{n} {WORDS * 150}"}}\n' for n in range(140)),
    "cues": HEAD
    + '    inject_1: {time: "T+1", event: "A leak.", questions: [{text: "What?", points: [\n'
    + ",\n".join(
        f'{{id: "p{n}", description: "Point {n}", cues: [{", ".join(f"{c!r}" for c in CUES)}]}}'
        for n in range(1_500)
    )
    + "]}]}\n",
    "times without quotes": HEAD + "".join(INJECT.format(n=n).replace('"T+1"', "1:1") for n in range(2_200)),
    "near keys": HEAD + "".join(f"  participantz{n}: 1\n" for n in range(3_000)),
    "one long text": HEAD + '    inject_1: {time: "T+1", event: "' + WORDS * 20_000 + '"}\n',
    "ladder": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 15_000)),
    "brackets": "[" * 999_000,
    "dashes": "- " * 499_000,
    "wrong times": HEAD + "".join(INJECT.format(n=n).replace("T+1", "1:1") for n in range(2_200)),
    "digits": "exercise: {duration: " + "9" * 990_000 + "}",
    "line ends": "\n" * 990_000 + "a: 1",
    "surrogates": 'a: "' + "\\ud800" * 40_000 + '"',
    "letters beyond": "a: " + "😀" * 240_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_a_file_of_a_megabyte_is_answered_soon(name: str, content: Content) -> None:
    """A bomb of aliases, a wall of brackets, thousands of problems: the processor's time is what counts."""
    start = process_time()
    with suppress(ScenarioInvalid):
        load_exercise_text(LARGE[name], f"{name}.yml", content)

    assert process_time() - start < MOST_S


def test_the_fuzz_starts_from_sound_texts() -> None:
    """Every shipped scenario is among them, and nothing is wrong with the first before it is spoiled."""
    assert len(TEXTS) >= 19
    assert problems_of(TEXTS[0]) == ()
