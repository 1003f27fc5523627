"""Patterns: what they match, what they stop, and what is refused with which words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from simulation_incidents import SYSTEMS, TAXONOMY, TYPES

from engine.simulation import controls, pattern
from engine.simulation.controls import NEUTRAL
from engine.simulation.corpus import corpus_of
from engine.simulation.parameters import AISystem, ControlEffect, merge
from engine.simulation.pattern import compile_pattern, found_in, measure, measured, share
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision, activations
from engine.simulation.run.switches import changes, controls_in_force
from engine.simulation.texts import LogTexts

JAILBREAK = SYSTEMS["jailbreak"]
PRECISE = "pretend * no rules"
LAZY = "story"
words = st.lists(
    st.sampled_from(["ignore", "the", "rules", "a.b", "(x)", "50%", "café"]), min_size=1, max_size=25
).map(" ".join)


def effect(system, *texts):
    """The measured effect as a dictionary."""
    return dict(measure(system, *texts))


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        ("no rules", "There are NO   rules here", True),
        ("no rules", "there are no\n rules", True),
        ("no rules", "rules? no!", False),
        ("ignore * rules", "please ignore every one of my rules", True),
        ("ignore * rules", "rules I ignore", False),
        ("ignore*rules", "ignorerules", True),
        ("* rules *", "the rules", True),
        ("50% (off).", "get 50% (off).", True),
        ("50% (off).", "get 50% off", False),
        (r"/no\s+rules?$/", "there are no rule", True),
        ("/^(a|b)c/", "BC", True),
        ("/^(a|b)c/", "dbc", False),
    ],
)
def test_the_grammar(pattern, text, is_match):
    """Words are a phrase in any case and spacing, a star any text between, slashes hold an expression."""
    assert compile_pattern(pattern).matches(text) is is_match


@settings(max_examples=60, deadline=None)
@given(words, words, words)
def test_plain_words_are_found_wherever_they_stand(before, phrase, after):
    """A phrase without stars is found in any text that holds it, whatever signs it has."""
    assert compile_pattern(phrase).matches(f"{before} {phrase.upper()} {after}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" * ", "write at least one word"),
        ("//", "is empty"),
        ("x" * 201, "shorten it to 200"),
        ("/a", "end it with /"),
        ("/a(b/", "bracket ( at character 2"),
        ("/a(b)c)/", "bracket ) at character 6"),
        ("/[(]\\(a)/", "bracket ) at character 7"),
        ("/a[b/", "add ]"),
        (r"/(a)\1/", "write the words again"),
        ("/(?=a)b/", "looks ahead"),
        ("/(?!a)b/", "looks ahead"),
        ("/(?<=a)b/", "looks behind"),
        ("/a(?~b)/", "write (…) or (?:…)"),
        ("/(?P<a/", "unfinished name"),
        ("/*a/", "nothing before it to repeat"),
        ("/a**/", "write one of the two signs"),
        ("/a{5000}/", "write at most 1000"),
        ("/[z-a]/", "write it upwards"),
        (r"/\q/", "leave out the backslash"),
        ("/a\\/", "lone backslash"),
        ("/" + r"\pL{1,999}" * 15 + "/", "shorter and simpler"),
    ],
)
def test_what_is_no_pattern_is_refused_in_plain_words(text, words, capfd):
    """A refusal names the place and what to write instead, and nothing is printed behind it."""
    with pytest.raises(ValueError, match=r"\.$") as caught:
        compile_pattern(text)

    assert words in str(caught.value)
    assert capfd.readouterr().err == ""


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=220))
def test_any_text_is_a_pattern_or_refused(text):
    """Whatever a person types gives a pattern or a sentence, never another error."""
    said = "Matched."
    try:
        compile_pattern(text).matches("where is my order")
    except ValueError as error:
        said = str(error)

    assert said.endswith(".")


@pytest.mark.parametrize("text", ["/(a+)+$/", "/(.*)*x/", "/(a|aa)+$/", "/^(([a-z])+.)+[A-Z]([a-z])+$/"])
def test_catastrophic_expressions_end_on_long_texts(text, capfd):
    """What takes a backtracking matcher for ever ends on 100,000 characters, silently."""
    assert compile_pattern(text).matches("a" * 100_000 + "!") in (True, False)
    assert capfd.readouterr().err == ""


def test_a_precise_pattern_stops_the_known_technique_and_few_customers():
    """It stops at least 85 % of the first technique, under 35 % of variants, and under 0.5 % of customers."""
    found = effect(JAILBREAK, PRECISE)

    assert found["block"][0] >= 0.85
    assert max(found["block"][1:]) < 0.35
    assert found["false_positive"] < 0.005


def test_a_lazy_pattern_stops_customers():
    """One common word stops at least 3 % of customers."""
    assert effect(JAILBREAK, LAZY)["false_positive"] >= 0.03


def test_a_broad_pattern_stops_more_of_the_variants_and_more_customers():
    """A list of figures catches the variants, at the price of more customers."""
    precise, broad = effect(JAILBREAK, PRECISE), effect(JAILBREAK, "/captain|wizard|robot|detective|pirate/")

    assert max(broad["block"][1:]) > 0.35 > max(precise["block"][1:])
    assert broad["false_positive"] > precise["false_positive"]


@pytest.mark.parametrize("name", TYPES)
def test_measuring_fits_the_block(name):
    """An effect has a share for each technique, fits the model, and everything or nothing is 1 or 0."""
    system = SYSTEMS[name]
    some, every, none = (effect(system, text) for text in ("the", "/./", "zzzz"))

    assert len(some["block"]) == len(system.attack.techniques)
    assert ControlEffect(**some).false_positive == some["false_positive"] > 0
    assert every["block"] == tuple(pytest.approx(1.0) for _ in system.attack.techniques)
    assert every["false_positive"] == pytest.approx(1.0)
    assert {*none["block"], none["false_positive"]} == {0.0}
    assert max(*every["block"], every["false_positive"]) <= 1.0


def test_measuring_agrees_with_a_plain_count():
    """The shares are those of a loop over every text."""
    corpus, pattern = corpus_of(JAILBREAK.log), compile_pattern("play")
    wanted = sum(
        template.weight
        * sum(pattern.matches(text) for text in corpus.texts[template.start : template.stop])
        / (template.stop - template.start)
        for template in corpus.customers
    )

    assert effect(JAILBREAK, "play")["false_positive"] == pytest.approx(wanted)
    assert list(found_in(JAILBREAK.log, "play")) == [pattern.matches(text) for text in corpus.texts]


def test_patterns_together_stop_what_either_stops():
    """A second pattern adds to the first, and one already covered changes nothing."""
    first, second = effect(JAILBREAK, PRECISE), effect(JAILBREAK, "novel")
    both = effect(JAILBREAK, PRECISE, "novel")

    assert all(max(a, b) <= c for a, b, c in zip(first["block"], second["block"], both["block"], strict=True))
    assert both["block"][1] > first["block"][1]
    assert measure(JAILBREAK, PRECISE, "pretend * has no rules") == measure(JAILBREAK, PRECISE)


def test_without_a_pattern_or_without_texts_the_block_speaks():
    """A use that names no pattern, or a block without texts, keeps the block's own figures."""
    silent = JAILBREAK.model_copy(update={"log": LogTexts()})

    assert measured(JAILBREAK, [{}]) == ()
    assert measured(silent, [{"pattern": PRECISE}]) == ()
    assert measured(JAILBREAK, [{"pattern": PRECISE}]) == measure(JAILBREAK, PRECISE)
    assert actions()["add_block_pattern"].measure is measured


@pytest.mark.parametrize("name", TYPES)
def test_the_texts_are_many_and_clean(name):
    """Every block has thousands of different texts on one line each, without a slot left open."""
    corpus = corpus_of(SYSTEMS[name].log)

    assert len(set(corpus.texts)) == len(corpus.texts) > 3000
    assert not [text for text in corpus.texts if set(text) & set("{}\n\t") or text != " ".join(text.split())]
    assert sum(template.weight for template in corpus.customers) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ({"customers": ["where is {ordr}"]}, r"customers\[0\]: {ordr} is not a slot"),
        ({"lookalikes": ["a } b"]}, r"lookalikes\[0\]: .* lone brace"),
        ({"techniques": [["{x}"], ["b"], ["c"]]}, r"techniques\[0\]\[0\]: {x}"),
        ({"techniques": [["a"]]}, "1 lists of texts for 3 techniques"),
        ({"techniques": [["a"], [], ["c"]]}, "at least 1 item"),
        ({"customers": [""]}, "at least 1 character"),
        ({"slots": {"item": []}}, "at least 1 item"),
        ({"input_tokens": [5, 4, 3, 2, 1]}, "write five numbers that rise"),
        ({"history": {"affected_within_min": 5}}, "write more than affected_by_min"),
    ],
)
def test_texts_that_make_no_sense_are_refused(log, words):
    """A slot nobody filled, an empty text or lists that do not fit are refused with place and remedy."""
    block = merge(TAXONOMY.base, TAXONOMY.incident_types[0].ai_system, {"log": log})

    with pytest.raises(ValidationError, match=words):
        AISystem.model_validate(block)


def test_lifting_one_of_two_patterns_leaves_the_other_alone():
    """Once one of two patterns is lifted, exactly what the other does by itself remains."""
    first, second = (
        Decision(at_ms, "add_block_pattern", (("pattern", text),), effect=measure(JAILBREAK, text))
        for at_ms, text in ((60_000, "/./"), (120_000, "voucher"))
    )
    lifted = Decision(180_000, "add_block_pattern", (("pattern", "/./"),), lifted=True)

    def passed(*decisions, at_ms):
        uses = activations(JAILBREAK, decisions)
        return controls_in_force(JAILBREAK, uses, at_ms)[0].passed

    assert passed(first, second, at_ms=150_000) == 0.0
    assert passed(first, second, lifted, at_ms=200_000) == passed(second, at_ms=200_000) > 0.9


def test_two_patterns_stop_what_either_stops():
    """Together two patterns stop more than each alone, and a text that both match only once."""
    decisions = [
        Decision(0, "add_block_pattern", (("pattern", text),), effect=measure(JAILBREAK, text))
        for text in (PRECISE, "novel")
    ]
    both = controls_in_force(JAILBREAK, activations(JAILBREAK, decisions), 60_000)[0]

    union = dict(measure(JAILBREAK, PRECISE, "novel"))
    assert both.miss == tuple(1.0 - share for share in union["block"])


def plainly(system, uses, at_ms):
    """The switches at a time, every union measured anew for every use."""
    held = [use for use in uses if use.covers(at_ms)]
    parts = {}
    for use in held:
        alike = [other.params for other in held if other.action.id == use.action.id and other.is_measured]
        effects = [use.effect]
        if use.is_measured and len(alike) > 1 and use.action.measure is not None:
            found = np.zeros(len(corpus_of(system.log).texts), np.bool_)
            for params in alike:
                found |= found_in(system.log, params["pattern"])
            shares = [share(group, found) for group in corpus_of(system.log).techniques]
            joint = {"block": tuple(shares), "false_positive": share(corpus_of(system.log).customers, found)}
            effects.append(use.effect.model_copy(update=joint))
        for each in effects:
            before = parts.get(use.action.id, NEUTRAL)
            parts[use.action.id] = use.action.switch(before, each, use.params)
    total = NEUTRAL
    for name in sorted(parts):
        total = controls._both(total, parts[name])
    return total, max((use.action.level for use in held), default=0)


pattern_texts = st.sampled_from(
    [PRECISE, LAZY, "novel", "voucher", "act as", "/(role|play)/", "order", "the"]
)
seconds = st.integers(0, 600).map(lambda second: second * 1000)
written = st.builds(
    lambda at_ms, text: Decision(
        at_ms, "add_block_pattern", (("pattern", text),), effect=measure(JAILBREAK, text)
    ),
    seconds,
    pattern_texts,
)
taken_back = st.builds(
    lambda at_ms, text: Decision(at_ms, "add_block_pattern", (("pattern", text),), lifted=True),
    seconds,
    pattern_texts,
)
beside = st.builds(
    Decision,
    seconds,
    st.sampled_from(["add_block_pattern", "set_mode", "block_user", "deploy_guardrail_patch"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(written, written, taken_back, beside), max_size=12))
def test_switches_are_those_of_the_plain_union_at_every_moment(decisions):
    """However patterns come, overlap and go, the switches are what measuring every union anew gives."""
    uses = activations(JAILBREAK, decisions)
    plan = changes(JAILBREAK, uses)
    for step in range(60):
        at_ms = step * JAILBREAK.tick_ms
        held = [change for change in plan if change.number <= step][-1]

        assert (held.controls, held.level) == plainly(JAILBREAK, uses, at_ms)
        assert controls_in_force(JAILBREAK, uses, at_ms) == plainly(JAILBREAK, uses, at_ms)


def test_a_union_is_measured_once_however_many_uses_there_are(monkeypatch):
    """Of forty patterns each union of the first ones is measured once, and one more costs one more."""
    texts = [f"words of rule {number}" for number in range(40)]
    decisions = [
        Decision(number * 60_000, "add_block_pattern", (("pattern", text),), effect=measure(JAILBREAK, text))
        for number, text in enumerate(texts)
    ]
    pattern._measured.cache_clear()
    for count in (39, 40):
        changes(JAILBREAK, activations(JAILBREAK, decisions[:count]))

    assert pattern._measured.cache_info().misses == 39


@pytest.mark.parametrize("text", ["/(.?){900}zzz/", "/(.*){500}/", "/((.?){30}){30}/"])
def test_a_pattern_that_would_cost_seconds_is_refused(text):
    """A short expression that stands for a huge one is refused in plain words."""
    with pytest.raises(ValueError, match=r"simpler|at most 40"):
        compile_pattern(text)
