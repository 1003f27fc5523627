"""Files such as other tools write, made up for the tests: one of each format, and helpers to make more."""

import io
import json

from openpyxl import Workbook

from engine.exchange.importing import Imported, import_scenario
from engine.exchange.source import Options
from engine.files.loader import load_exercise_text
from engine.scenario.resolve import Scenario
from tests.world import content

GREY_HERON = [
    ["Exercise GREY HERON"],
    ["The chatbot of a made-up bank promises interest that nobody pays."],
    [],
    [
        "Event #",
        "Designated Scenario Time",
        "Event Type",
        "Inject Mode",
        "From",
        "To",
        "Message",
        "Expected Participant Response",
        "Exercise Objective",
        "Notes",
        "Location",
    ],
    ["PHASE 1: DETECTION"],
    [
        1,
        "D+0 H+0 M+0",
        "Inject",
        "Email",
        "A customer",
        "Service desk; Legal",
        "The bot promised 40 % interest.",
        "Triage\nDeclare",
        "Notice early",
        "Watch the clock",
        "Room 2",
    ],
    [2, "D+0 H+0 M+20", "Expected Action", None, None, None, "Service desk opens a ticket"],
    ["PHASE 2: RESPONSE"],
    [
        "Event #",
        "Designated Scenario Time",
        "Event Type",
        "Inject Mode",
        "From",
        "To",
        "Message",
        "Expected Participant Response",
        "Exercise Objective",
        "Notes",
        "Location",
    ],
    [
        3,
        "D+0 H+1 M+5",
        "Contingency Inject",
        "Phone",
        "Regulator",
        "Legal",
        "The regulator asks for a timeline.",
    ],
    [4, "T+soon", "Inject", "carrier pigeon", None, "All", "Nobody knows when this comes."],
    [5, "D+0 H+1 M+10", "Inject"],
]
"""An MSEL after HSEEP: titles, phases, a repeated header, an expected action, and rows that lack a part."""

ICEBERG = {
    "schema_version": "1.0",
    "title": "Loose assistant",
    "description": "An assistant of a made-up library tells readers what others borrowed.",
    "metadata": {"estimated_duration_minutes": 45},
    "participant_teams": [{"id": "it", "label": "IT operations"}, {"id": "law", "label": "Legal"}],
    "injects": [
        {
            "id": "second",
            "title": "Press",
            "content": "A reporter calls.",
            "target_teams": ["law"],
            "sequence_order": 2,
            "triggers_communications": [
                {"external_entity": "Daily Made-Up", "subject": "Comment?", "body": "Is it so?"}
            ],
        },
        {
            "id": "first",
            "title": "Alert",
            "content": "A reader complains.",
            "target_teams": ["it"],
            "sequence_order": 1,
            "options": [
                {"id": "a", "label": "Switch it off", "next_inject_id": "second"},
                {"id": "b", "label": "Wait"},
            ],
            "expected_actions": ["Declare an incident"],
        },
    ],
    "start_inject_id": "first",
    "debrief_notes": "Talk about speed.",
}

T3SF = [
    {
        "#": "1",
        "Real Time": "08:30",
        "Date": "2026-03-01",
        "Subject": "Alert",
        "From": "Monitoring",
        "Player": "SOC",
        "Script": "The bot leaks.",
        "Photo": "",
        "Picture Name": "",
        "Profile": "",
        "Poll": "Wait | Shut down",
    },
    {
        "#": "2",
        "Real Time": "09:30",
        "Date": "2026-03-01",
        "Subject": "Press",
        "From": "Daily Made-Up",
        "Player": "PR",
        "Script": "Any comment?",
        "Photo": "https://pictures.example/1.png",
        "Picture Name": "1",
        "Profile": "",
        "Poll": "",
    },
]

OPENAEV = {
    "export_version": 1,
    "scenario_information": {"scenario_name": "Mixed", "scenario_description": "A shop's bot is loose."},
    "scenario_teams": [{"team_id": "t1", "team_name": "Board"}],
    "scenario_users": [{"user_email": "someone@firm.example"}],
    "scenario_objectives": [{"objective_title": "Decide in time"}],
    "scenario_articles": [
        {
            "article_id": "a1",
            "article_name": "Bot runs wild",
            "article_content": "<p>News &amp; more</p>",
            "article_author": "Daily Made-Up",
        }
    ],
    "scenario_injects": [
        {
            "inject_title": "Mail",
            "inject_enabled": True,
            "inject_depends_duration": 600,
            "inject_teams": ["t1", "gone"],
            "inject_content": {
                "subject": "Hello ${user.firstname}",
                "body": "<p>Dear all,</p><ul><li>read this</li></ul>",
                "expectations": [
                    {"expectation_type": "MANUAL", "expectation_name": "Answer"},
                    {"expectation_type": "DETECTION", "expectation_name": "Alert"},
                ],
            },
            "inject_injector_contract": {"injector_contract_injector_type": "openbas_email"},
        },
        {
            "inject_title": "Run a tool",
            "inject_enabled": True,
            "inject_depends_duration": 0,
            "inject_content": {"obfuscator": "plain-text"},
            "inject_injector_contract": {"convertedContent": {"config": {"type": "openbas_implant"}}},
        },
        {
            "inject_title": "Paper",
            "inject_all_teams": True,
            "inject_depends_duration": 1200,
            "inject_content": {"articles": ["a1"]},
            "inject_injector_contract": {"injector_contract_injector_type": "openbas_channel"},
        },
        {
            "inject_title": "Off",
            "inject_enabled": False,
            "inject_content": {"body": "Never sent."},
            "inject_injector_contract": {"injector_contract_injector_type": "openbas_email"},
        },
    ],
}

CEXF = {
    "exercise": {
        "name": "Made-up phish",
        "description": "Short",
        "expanded": "A longer story.",
        "total_duration": "3600",
        "uuid": "u",
        "tags": ["a"],
        "version": "1",
    },
    "inject_flow": [
        {"inject_uuid": "b", "description": "It begins.", "timing": {"triggered_at": 0}},
        {"inject_uuid": "a", "description": "It goes on.", "timing": {"triggered_at": 900}},
    ],
    "inject_payloads": [{"anything": 1}],
    "injects": [
        {"uuid": "a", "name": "Second", "inject_evaluation": [{"result": "x"}], "target_tool": "MISP"},
        {"uuid": "b", "name": "First"},
    ],
}

STAGES = {
    "tabletop": "Chatbot",
    "title": "Chatbot drill",
    "participants": ["CISO", "Legal"],
    "narrative_intro": "Tuesday.",
    "stages": [
        {
            "narrative": "8:10 AM: a screenshot goes round.",
            "prompts": ["Who leads?"],
            "injects": ["A customer calls."],
        },
        {"narrative": "8:40 AM: the press calls.", "prompts": ["Who speaks?"], "injects": []},
    ],
}

LIST = {
    "title": "Kit",
    "duration": "90 minutes",
    "participants": ["IT", "Legal"],
    "objectives": [{"title": "Notice"}],
    "injects": [
        {
            "id": "I1",
            "time": "T+20",
            "title": "Leak",
            "scenario": "Records appear.",
            "artifact": "14:02 answer 200",
            "expectedResponse": "Contain",
            "discussionQuestions": ["Who leads?", "Who is told?"],
            "severity": "high",
        },
    ],
    "gaps": [{"title": "No owner"}],
}

MARKDOWN = """# Night shift

Introductory words.

## Background
A made-up hospital runs a chatbot.

## Rules
Be kind.

## Inject 1: The call (T+0)
**From:** Ward nurse
**To:** SOC, Legal

The bot gave a wrong dose.

**Questions:**
- Who leads?
- What is stopped?

### Facilitator notes
Watch who speaks.

## Inject 2 (T+20 min) – Press
A reporter calls.

**Expected actions:**
1. Hold
2. Inform

## Debrief
Talk.
"""


def xlsx(rows, *, name="MSEL", formats=None, merged=(), more=None):
    """A spreadsheet of rows; `formats` by cell, `merged` ranges, and `more` sheets by name."""
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    for area in merged:
        book.active.merge_cells(area)
    for title, others in (more or {}).items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_json(value) -> bytes:
    """A value as a file."""
    return json.dumps(value).encode()


SAMPLES = {
    "msel": xlsx(GREY_HERON, merged=("A1:K1", "A5:K5")),
    "iceberg": as_json(ICEBERG),
    "t3sf": as_json(T3SF),
    "openaev": as_json(OPENAEV),
    "cexf": as_json(CEXF),
    "stages": as_json(STAGES),
    "list": as_json(LIST),
    "markdown": MARKDOWN.encode(),
    "tplus": b'exercise:\n  name: "Own"\n  duration: "30 minutes"\n  participants: ["SOC"]\n  scenario:\n'
    b'    background: "A jailbreak."\n    inject_1: {time: "T+0 minutes", event: "It is out."}\n',
}
"""A file of each format."""


def taken(raw: bytes, name: str = "drill", **options) -> Imported:
    """What an import of a file gives."""
    return import_scenario(raw, name, content(), Options(**options))


def scenario(raw: bytes, **options) -> Scenario:
    """The scenario a file is imported as, read as any scenario is."""
    return load_exercise_text(taken(raw, **options).text, "imported.yml", content()).scenario


def said(imported: Imported, fate: str) -> str:
    """The entries of one fate in the report."""
    return "\n".join(map(str, imported.report.of(fate)))


def minutes(found: Scenario) -> list[float]:
    """When the injects come, in minutes since StartEx."""
    return [inject.time / 60_000 for inject in found.injects]
