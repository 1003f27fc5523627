"""Texts of injects and the simulated AI system tell one story."""

from dataclasses import replace
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import commands as c
from engine.checks.claims import CLAIMS
from engine.errors import Refused, ScenarioInvalid
from engine.files.loader import check_paths, load_exercise_text
from engine.story import FIELDS, figures, fill, numbers, scripted, texts_of
from engine.timeline import Timeline
from tests.world import Room, content, rich_exercise, seed_exercise

MINUTE = 60_000
EXERCISE = """
exercise:
  name: "Chatbot jailbreak"
  duration: "90 minutes"
  incident_type: jailbreak
  participants: ["Security operations", "Legal"]
  scenario:
    background: "A jailbreak of a chatbot that serves 50,000 customers daily; the post has 500 retweets."
    injects:
      - time: "T+0 minutes"
        event: "A screenshot goes round."
      - time: "T+{minute} minutes"
        event: "{event}"
        {more}
"""


def exercise(event, *, minute=20, more=""):
    """A scenario with one inject worth looking at."""
    text = EXERCISE.replace("{minute}", str(minute)).replace("{event}", event).replace("{more}", more)
    return load_exercise_text(text, "made.yml", content())


def warned(event, tmp_path, *, minute=20, more=""):
    """The warnings of validating such a scenario."""
    file = tmp_path / "made.yml"
    file.write_text(
        EXERCISE.replace("{minute}", str(minute)).replace("{event}", event).replace("{more}", more)
    )
    found = check_paths([file])
    assert {item.severity for item in found} <= {"warning"}
    return found


def delivered(room, minutes):
    """The inject delivered last after this many minutes."""
    room.after(minutes=minutes)
    return list(room.state.delivered.values())[-1]


def test_every_field_has_a_figure():
    """What is promised to authors is what is filled, each as a text."""
    found = figures(Timeline(seed_exercise().scenario.ai_system, 1), 15 * MINUTE)

    assert list(found) == list(FIELDS)
    assert found["clock_time"] == "2:30 PM"
    assert all(isinstance(text, str) and text for text in found.values())


def test_a_delivered_inject_carries_the_figures_of_its_minute():
    """The log holds the text as shown, with the number the simulation gives at that moment."""
    loaded = exercise(
        "By {{clock_time}} {{affected_users}} users, {{attempts}} tries. {{requests_per_min}}/min"
    )
    event = delivered(Room(loaded).start(), 20)
    now = figures(Timeline(loaded.scenario.ai_system, 1), event.at_ms)

    assert event.text == (
        f"By 2:35 PM {now['affected_users']} users, {now['attempts']} tries. {now['requests_per_min']}/min"
    )
    assert "{{" not in event.title


def test_the_figures_follow_what_the_team_did():
    """A room that contained early reads smaller numbers in the same inject."""
    loaded = exercise("{{affected_users}}")
    calm, wild = Room(loaded).start(), Room(loaded).start()
    calm.do(c.ApplyContainment(by=calm.responder, action="enable_fallback_mode"))

    assert int(delivered(calm, 20).text) < int(delivered(wild, 20).text)


def test_the_preview_shows_the_figure_as_it_would_be_now():
    """The facilitator reads numbers while the clock runs, and marked names before StartEx."""
    from engine.views import msel_for

    loaded = exercise("{{affected_users}} users")
    room = Room(loaded)

    def preview(at_ms):
        return msel_for(loaded.scenario, room.state, room.facilitator, at_ms)[-1].inject.event

    before = preview(0)
    room.start()
    early, late = preview(5 * MINUTE), preview(19 * MINUTE)

    assert before == "‹affected_users› users"
    assert int(early.split()[0]) < int(late.split()[0])


@given(
    st.text(max_size=60), st.dictionaries(st.sampled_from(list(FIELDS)), st.text("0123456789,", max_size=9))
)
def test_filling_leaves_every_other_text_alone(text, found):
    """A text without double braces is unchanged, and a filled one holds no field that has a figure."""
    assert fill(text.replace("{", "("), found) == text.replace("{", "(")
    whole = "".join(f"{{{{{name}}}}}" for name in found)
    assert fill(whole, found) == "".join(found.values())


def test_an_unknown_field_is_a_problem_on_its_line():
    """A misspelt field keeps the file from being used, and the near one is named."""
    with pytest.raises(ScenarioInvalid) as caught:
        exercise("{{afected_users}} users")

    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (13, "exercise.scenario.injects[1].event")
    assert problem.remedy == "did you mean `affected_users`?"


def test_an_added_inject_may_hold_fields_too():
    """The facilitator's own text is filled on delivery; an unknown field is refused with the near one."""
    room = Room().start().after(minutes=5)
    room.do(c.AdjustSchedule(by=room.facilitator, change="add", text="{{attempts}} attempts"))
    event = delivered(room, 0.1)

    assert event.text.split()[0].isdigit()
    with pytest.raises(Refused, match="did you mean `attempts`"):
        room.do(c.AdjustSchedule(by=room.facilitator, change="add", text="{{atempts}}"))


def test_the_seeds_patch_is_really_deployed():
    """At T+60 the published file's words put the patch in force: the technique stops, a variant works."""
    room = Room().start().after(minutes=59)

    def left(at_ms):
        return room.state.timeline(seed_exercise().scenario).residual_success(at_ms)

    before = left(59 * MINUTE)
    event = delivered(room, 1.5)
    known, variant = left(61 * MINUTE)

    assert event.applies == ("deploy_guardrail_patch",)
    assert event.overwrites == {"deploy_guardrail_patch": ("guardrail_config",)}
    assert room.state.in_force == ("deploy_guardrail_patch",)
    assert before[0] > 0.5
    assert known < 0.05
    assert variant > 0.2
    assert room.state.ordered == ()
    assert scripted(seed_exercise().scenario) == (
        replace(room.state.story[0], at_ms=60 * MINUTE, overwrites=None),
    )


def test_an_inject_says_itself_what_it_does():
    """`applies` goes before the taxonomy's words, and an empty list opts out."""
    told, opted_out, own = (
        exercise("The guardrail patch is deployed.", more=more).scenario.injects[1].applies
        for more in ("", "applies: []", "applies: [rotate_keys]")
    )

    assert (told, opted_out, own) == (("deploy_guardrail_patch",), (), ("rotate_keys",))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("applies: [deploy_guardrail_pach]", "did you mean `deploy_guardrail_patch`?"),
        ("applies: [shutdown]", "without parameters"),
    ],
)
def test_an_inject_names_only_what_it_can_do(more, words):
    """An unknown action, or one that needs what only a team has, is a problem."""
    with pytest.raises(ScenarioInvalid) as caught:
        exercise("Something is done.", more=more)

    assert words in caught.value.problems[0].remedy


def test_fallback_told_by_an_inject_closes_what_had_come_back():
    """Steps of return end when the story closes the model, as they do when the team does."""
    room = Room(exercise("The vendor has closed the model.", more="applies: [enable_fallback_mode]")).start()
    room.do(c.TakeRecoveryStep(by=room.responder, step_id="stage-return", params={"percent": 50}))
    event = delivered(room, 20)

    assert event.applies == ("enable_fallback_mode",)
    assert room.state.in_force == ("enable_fallback_mode",)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ("Log analysis shows 4,700 users have reproduced the technique.", "affected_users"),
        ("So far 9000 customers are affected.", "affected_users"),
        ("There were 2 attack attempts.", "attempts"),
        ("Already 800 customer records have been leaked.", "records_leaked"),
        ("The scanner says: 500 records flagged.", "records_flagged"),
        ("40 % of requests are unserved.", "unserved_percent"),
        ("62.5 % of all requests are blocked.", "block_rate_percent"),
    ],
)
def test_a_claim_the_simulation_does_not_bear_out_is_a_warning(event, field, tmp_path):
    """It names file, line, the number, what the simulation gives, and the field that always fits."""
    (warning,) = warned(event, tmp_path)

    assert warning.line == 13
    assert str(warning).startswith(
        str(tmp_path / "made.yml") + ":13: exercise.scenario.injects[1].event: warning:"
    )
    assert " to " in warning.message
    assert f"`{{{{{field}}}}}`" in warning.remedy


@pytest.mark.parametrize(
    "event",
    [
        "The post has 500 retweets; the chatbot serves 50,000 customers daily.",
        "Support has 45 agents and 3 failed attempts to log in.",
        "The records of 2,300 customers could have been in scope.",
        "In 2,023 other firms nobody noticed. The store is at 91 %.",
        "In the past {{affected_users}} users have reproduced it.",
    ],
)
def test_other_numbers_are_left_alone(event, tmp_path):
    """Reach, staff, times and fields are no claims about the incident."""
    assert warned(event, tmp_path) == []


@pytest.mark.parametrize("minute", [5, 20, 45, 80])
def test_what_the_simulation_gives_is_not_warned_of(minute, tmp_path):
    """The figure of the middle world fits at every minute, and ten times as many do not."""
    scenario = exercise("x", minute=minute).scenario
    worlds = [numbers(Timeline(scenario.ai_system, seed), minute * MINUTE)["attempts"] for seed in range(9)]

    assert warned(f"{median(worlds):,.0f} attack attempts so far.", tmp_path, minute=minute) == []
    assert len(warned(f"{10 * median(worlds):,.0f} attack attempts so far.", tmp_path, minute=minute)) == 1


def test_techniques_are_checked_after_the_patch(tmp_path):
    """A text that calls the known technique blocked needs something that blocks it."""
    says = "Testing shows that the change blocks the known technique, but a variant still works."
    (blocked,) = warned(says, tmp_path, minute=60)

    assert "blocks the known technique" in blocked.message
    assert "applies: [deploy_guardrail_patch]" in blocked.remedy
    assert warned(says, tmp_path, minute=60, more="applies: [deploy_guardrail_patch]") == []
    (early,) = warned("A variant still works.", tmp_path, minute=1)
    assert "variant" in early.message


def test_what_depends_on_the_team_is_not_compared(tmp_path):
    """Conditional and contingency injects may quote what only some teams see."""
    says = "9000 customers are affected."

    assert warned(says, tmp_path, more="contingency: true") == []
    assert warned(says, tmp_path, more="when: {declared: true}") == []


def test_no_field_of_the_claims_is_unknown():
    """Every claim can be mended with a field that exists."""
    assert {claim.field for claim in CLAIMS} <= set(FIELDS)


def test_the_shipped_story_quotes_no_figure_by_hand():
    """Our rendition of the published exercise states the number of users as a field, never as a number."""
    texts = [text for inject in rich_exercise().scenario.injects for text in texts_of(inject)]

    assert any("{{affected_users}}" in text for text in texts)
    assert not any(claim.pattern.search(" ".join(text.split())) for text in texts for claim in CLAIMS)
