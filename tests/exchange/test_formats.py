"""Every format that is read: found by its content, read whole, and told what was left out."""

import json

import pytest

from engine.errors import ScenarioInvalid
from engine.exchange.catalogue import foreign_formats
from tests.exchange.look_alikes import (
    CEXF,
    ICEBERG,
    LIST,
    OPENAEV,
    SAMPLES,
    T3SF,
    as_json,
    minutes,
    said,
    scenario,
    taken,
    xlsx,
)

FORMATS = sorted(foreign_formats())
CHECKLIST = [
    [
        None,
        "Send an SMS",
        "J-1",
        "Team one",
        None,
        "It begins.",
        "A comment",
        "They answer",
        "An answer",
        100,
        None,
    ],
    [
        None,
        "Send a mail",
        "26/06/2024 09h00",
        "Team two",
        "Subject",
        "It goes on.",
        None,
        None,
        None,
        100,
        None,
    ],
    [None, "???", "26/06/2024 09h10"],
]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_found_by_its_content_alone(name: str) -> None:
    """The file's name says nothing; the scenario is valid, and the report says what was taken."""
    imported = taken(SAMPLES[name], "file.bin")

    assert imported.format_id == name
    assert scenario(SAMPLES[name]).injects
    assert foreign_formats()[name].name in said(imported, "taken")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_that_is_named_wrongly_is_refused(name: str) -> None:
    """`--from` can't force a reader onto a file that is another's."""
    other = b"\n".join([b"nothing of all this"] * 3)
    with pytest.raises(ScenarioInvalid, match="the file does not look like"):
        taken(other, format_id=name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_it_is(name: str) -> None:
    """Each has a name and a line for the page on importing."""
    found = foreign_formats()[name]

    assert found.id == name
    assert found.name
    assert found.takes


def test_iceberg_injects_come_in_their_order() -> None:
    """Teams, options, expected actions and messages find their places; branches become notes."""
    found, report = scenario(as_json(ICEBERG)), taken(as_json(ICEBERG))
    alert, press = found.injects

    assert (found.name, found.duration_ms // 60_000) == ("Loose assistant", 45)
    assert (alert.id, alert.to, alert.expected_actions) == (
        "first",
        ("IT operations",),
        ("Declare an incident",),
    )
    assert alert.questions[0].text == "Which do you choose: Switch it off; Wait?"
    assert "Switch it off → second" in alert.notes
    assert (press.exhibits[0].kind, press.exhibits[0].author) == ("mail", "Daily Made-Up")
    assert "$.debrief_notes: the notes for the debrief" in said(report, "left out")
    assert "$.injects[1]: a branch is kept as a note" in said(report, "guessed")


def test_iceberg_minutes_are_exercise_time() -> None:
    """`release_at_minutes` is when an inject comes."""
    value = json.loads(as_json(ICEBERG))
    for inject, at in zip(value["injects"], (30, 5), strict=True):
        inject["release_at_minutes"] = at

    assert minutes(scenario(as_json(value))) == [5, 30]


def test_t3sf_hours_count() -> None:
    """An hour between two injects is an hour; polls are questions; pictures are told."""
    found, report = scenario(as_json(T3SF)), taken(as_json(T3SF))

    assert minutes(found) == [0, 60]
    assert found.injects[0].questions[0].text == "Which do you choose: Wait; Shut down?"
    assert "$[].Photo: the whole column; pictures don't come along" in said(report, "left out")


def test_t3sf_as_spreadsheet() -> None:
    """The same columns in a spreadsheet are found as the same format."""
    raw = xlsx([list(T3SF[0]), *(list(row.values()) for row in T3SF)])

    assert taken(raw).format_id == "t3sf"
    assert minutes(scenario(raw)) == [0, 60]


def test_openaev_technical_injects_stay_out() -> None:
    """Implants and what is switched off are told and left out; mails, articles and their texts are taken."""
    found, report = scenario(as_json(OPENAEV)), said(taken(as_json(OPENAEV)), "left out")
    mail, paper = found.injects

    assert (mail.title, mail.event, mail.to, mail.time) == (
        "Hello ${user.firstname}",
        "Dear all,\n\n• read this",
        ("Board",),
        600_000,
    )
    assert (mail.expected_actions, paper.exhibits[0].text, paper.delivery) == (
        ("Answer",),
        "News & more",
        "press",
    )
    for words in (
        "$.scenario_injects[1]: the technical inject 'Run a tool'; openbas_implant",
        "$.scenario_injects[3]: the inject 'Off'; it is switched off",
        "$.scenario_injects[0].inject_teams[1]: a receiving team",
        "$.scenario_injects[0].inject_content.expectations[1]: a technical expectation",
        "$.scenario_users: people and their organisations",
    ):
        assert words in report


def test_openaev_with_technical_injects_alone_is_refused() -> None:
    """Nothing would be left to play."""
    value = {**OPENAEV, "scenario_injects": OPENAEV["scenario_injects"][1:2]}
    with pytest.raises(
        ScenarioInvalid, match="it holds 1 inject that acts on systems and none that tells people"
    ):
        taken(as_json(value))


def test_openaev_checklist_without_its_header() -> None:
    """The columns are known by where the times stand; a row with nothing to tell is told."""
    report = taken(xlsx(CHECKLIST, name="CHECKLIST"))
    found = scenario(xlsx(CHECKLIST, name="CHECKLIST"))

    assert report.format_id == "openaev"
    assert minutes(found) == [0, 1440]
    assert found.injects[0].expected_actions == ("They answer", "An answer")
    assert "row 3: a row that holds only: ??? | 26/06/2024 09h10" in said(report, "left out")


def test_cexf_follows_its_flow() -> None:
    """Order and times come from the flow, seconds since StartEx; payloads and checks are left out."""
    found, report = scenario(as_json(CEXF)), said(taken(as_json(CEXF)), "left out")

    assert [(inject.title, inject.event) for inject in found.injects] == [
        ("First", "It begins."),
        ("Second", "It goes on."),
    ]
    assert (minutes(found), found.duration_ms) == ([0, 15], 3_600_000)
    assert "payloads" in report
    assert "$.injects[0].inject_evaluation: automatic checks" in report


def test_stages_begin_at_the_times_of_their_texts() -> None:
    """A narrative is an inject with its prompts; what comes with it shares its time."""
    found = scenario(SAMPLES["stages"])

    assert (minutes(found), found.background) == ([0, 0, 30], "Tuesday.")
    assert [question.text for question in found.injects[0].questions] == ["Who leads?"]


def test_a_list_has_what_stands_around_it() -> None:
    """Length, roles and objectives stand beside the injects; an artifact is an exhibit; the rest is told."""
    found, report = scenario(as_json(LIST)), said(taken(as_json(LIST)), "left out")
    (leak,) = found.injects

    assert (found.duration_ms // 60_000, minutes(found)) == (90, [20])
    assert ([role.role for role in found.roles], [item.text for item in found.objectives]) == (
        ["IT", "Legal"],
        ["Notice"],
    )
    assert (leak.exhibits[0].text, [question.text for question in leak.questions], leak.notes) == (
        "14:02 answer 200",
        ["Who leads?", "Who is told?"],
        "severity: high",
    )
    assert "$.gaps: the key 'gaps'" in report


def test_what_another_tool_would_carry_out_is_left_out_of_a_list() -> None:
    """Kinds of actions and payloads beside injects are told, not taken."""
    raw = as_json(
        {
            "name": "Drill",
            "injects": [
                {
                    "title": "Alert",
                    "description": "Errors rise",
                    "audience": "SRE",
                    "action_type": "chaos",
                    "action": "kill",
                    "payload": {"pod": "x"},
                    "scheduled_offset_seconds": 900,
                },
            ],
        }
    )
    found = scenario(raw)

    assert minutes(found) == [15]
    assert found.injects[0].expected_actions == ()
    assert said(taken(raw), "left out").count("Tplus carries nothing out") == 3


def test_markdown_headings_are_injects() -> None:
    """Labels below a heading find their places; what is no inject is told with its line."""
    found, report = scenario(SAMPLES["markdown"]), said(taken(SAMPLES["markdown"]), "left out")
    call, press = found.injects

    assert (found.name, found.background) == ("Night shift", "A made-up hospital runs a chatbot.")
    assert (call.title, call.sender, call.to, call.notes) == (
        "The call",
        "Ward nurse",
        ("SOC", "Legal"),
        "Watch who speaks.",
    )
    assert [question.text for question in call.questions] == ["Who leads?", "What is stopped?"]
    assert (press.time // 60_000, press.title, press.expected_actions) == (20, "Press", ("Hold", "Inform"))
    assert "line 8: the text under 'Rules'" in report


@pytest.mark.parametrize(
    "text",
    [
        "# Drill\n\n- T0: The bot swears\n- T+10: Press\n",
        "# Drill\n\n| Time | Inject | To |\n|---|---|---|\n| T+0 | The bot swears | |\n| T+10 | Press | |\n",
        "# Drill\n\n## T+0\nThe bot swears\n\n## T+10 min\nPress\n",
    ],
    ids=["list", "table", "headings"],
)
def test_markdown_in_other_forms(text: str) -> None:
    """A list of times, a table, and headings that begin with a time."""
    found = scenario(text.encode())

    assert ([inject.event for inject in found.injects], minutes(found)) == (
        ["The bot swears", "Press"],
        [0, 10],
    )


def test_a_form_is_no_scenario() -> None:
    """An observer's worksheet has headings of injects and lines to write on."""
    with pytest.raises(ScenarioInvalid, match="it looks like a form to fill in"):
        taken(
            (
                "# Worksheet\n" + "".join(f"## Inject {n}\n**Who led?** ______________\n" for n in range(5))
            ).encode()
        )


def test_a_file_two_readers_claim_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is chosen silently."""
    formats = foreign_formats()
    tied = {
        **formats,
        "stages": formats["stages"].__class__(
            "stages", "Stages", lambda _source: 1, formats["stages"].read, "x"
        ),
    }
    monkeypatch.setattr("engine.exchange.importing.foreign_formats", lambda: tied)
    with pytest.raises(ScenarioInvalid, match=r"--from list.*or.*--from stages"):
        taken(as_json(LIST))


@pytest.mark.parametrize(
    "raw",
    [
        b"- time: T+5\n  title: Alert\n- time: T+9\n  title: Press\n",
        b'{"exercise_name": "Deep", "data": {"injects": [{"time": "T+5", "title": "Alert"},'
        b' {"at": "T+9", "title": "Press"}]}}',
        b'{"scenario": {"name": "x"}, "events": [{"at": "T+5", "title": "Alert"},'
        b' {"at": "T+9", "title": "Press"}]}',
    ],
    ids=["YAML", "one level deeper", "events"],
)
def test_lists_in_other_places(raw: bytes) -> None:
    """A list in YAML, inside another object, or under another name; what is no text around it is told."""
    found = scenario(raw)

    assert [inject.title for inject in found.injects] == ["Alert", "Press"]
    assert found.injects[0].time == 300_000
    assert b"scenario" not in raw or "$.scenario: the key 'scenario'" in said(taken(raw), "left out")


def test_yaml_that_means_something_else_is_refused_with_its_line() -> None:
    """05:00 without quotes is a number to YAML."""
    with pytest.raises(ScenarioInvalid, match=r"drill:2: .*05:00"):
        taken(b"- title: Alert\n  time: 05:00\n- title: Press\n  time: 10:00\n")
