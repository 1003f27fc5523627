"""Tables and tiles hold what people need, and nothing that is not theirs."""

from engine import commands as c
from engine.evidence import fates
from engine.log import events as e
from engine.log.describe import lines
from engine.views import msel_for, situation_log
from scoring.case import Case
from scoring.finding import Detail, Finding, Part
from scoring.score import score
from tests.world import Room, played, rubric, seed_exercise
from ui.language import columns
from ui.shown import result_tables, tables

NAMES = {"p-1": "Sam"}


def _playing() -> Room:
    return Room().start()


def test_answers_and_notes_redraw_nobody() -> None:
    """What forty people type must not redraw each other's forms; an inject must."""
    room = _playing()
    before = tables.version(room.session.current(room.id).events)
    answer = c.SubmitAnswer(by=room.responder, inject_id="inject-1", question_id="inject-1-q1", text="Look")
    room.do(answer)
    after_answer = tables.version(room.session.current(room.id).events)
    room.after(minutes=15)

    assert before == after_answer
    assert tables.version(room.session.current(room.id).events) > after_answer


def test_the_msel_tells_lateness_and_standing() -> None:
    """A delivered inject shows when and how late; the others when they are due."""
    room = _playing()
    entries = msel_for(seed_exercise().scenario, room.state, room.facilitator, 60_000)

    rows = tables.msel_rows(entries)

    assert [row[columns.STATE] for row in rows] == ["delivered", "coming", "coming", "coming"]
    assert [row[columns.DUE] for row in rows] == ["T+00:00", "T+15:00", "T+30:00", "T+60:00"]


def test_roles_nobody_holds_are_listed() -> None:
    """The lobby shows which roles are still empty."""
    room = Room()

    empty = tables.empty_roles(seed_exercise().scenario, room.state)

    assert "Legal" in empty
    assert "CISO" not in empty


def test_links_are_by_whom_they_are_for() -> None:
    """Each link carries one secret, and the participants' carries only the code."""
    keys = Room().keys

    links = dict(tables.links(keys, "http://host:8501/control?exercise=x&secret=y"))

    assert links["Participants"] == f"http://host:8501/join?code={keys.join_code}"
    assert keys.evaluator in links["Evaluators"]
    assert not any(keys.facilitator in links[name] for name in links if name != "Another facilitator")


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    """Tables hold people's text as they typed it; escaping is the display's work."""
    room = _playing()
    rows = tables.log_rows(
        situation_log(seed_exercise().scenario, room.session.current(room.id).events),
        {room.responder: "<b>Sam</b>"},
    )

    assert "<b>Sam</b>" in {row[columns.WHO] for row in rows}


def test_the_timeline_can_be_filtered_by_kind_and_words() -> None:
    """A filter keeps the lines of the chosen kinds that hold every word."""
    told = lines(seed_exercise().scenario, played("playbook").events)

    found = result_tables.filtered(told, ["inject delivered"], "JOURNALIST comment")

    assert [line.kind for line in found] == ["inject_delivered"]
    assert result_tables.filtered(told, [], "") == list(told)


def test_a_criterion_that_was_not_scored_says_so() -> None:
    """Not scored is a word, never a zero; a value carries its HSEEP letter and how it came about."""
    missing = Finding("recovery", "Recovery completeness", None, "too early")
    details = (Detail("logs", None, "late", (3, 4)),)
    part = Part("wording", 4.0, 1.0, "suggested", "why", (3, 4), details)
    found = Finding("evidence", "Evidence preservation", 4.0, "why", (part,))

    assert result_tables.score_heading(missing) == "Recovery completeness: not scored"
    assert result_tables.score_heading(found) == "Evidence preservation: 4 of 5 (S), suggested"
    assert result_tables.detail_rows(found)[0][columns.CREDIT] == "does not count"


def test_every_event_a_score_cites_is_a_row_of_the_timeline() -> None:
    """The numbers under a score lead to rows that are there."""
    rehearsal = played("playbook")
    scored = score(Case(seed_exercise().scenario, rehearsal.events, rubric()))
    numbers = {
        row[columns.EVENT] for row in tables.log_rows(lines(seed_exercise().scenario, rehearsal.events), {})
    }

    assert {seq for finding in scored.findings for seq in finding.evidence} <= numbers


def test_the_evidence_register_shows_every_hash() -> None:
    """Each collected artifact stands in the register with the SHA-256 of its content."""
    rehearsal = played("playbook")
    collected = [event.sha256 for event in rehearsal.events if isinstance(event, e.EvidenceCollected)]

    rows = result_tables.evidence_rows(seed_exercise().scenario, rehearsal.state, NAMES)

    assert [row[columns.SHA256] for row in rows] == collected


def test_the_fate_of_evidence_names_its_destroyer() -> None:
    """A lost artifact shows the action, its time and who ordered it, or the inject that told of it."""
    room = _playing()
    room.after(minutes=61)
    rows = {
        row[columns.ARTIFACT]: row for row in result_tables.fate_rows(room.state, fates(room.state), NAMES)
    }
    lost = next(row for label, row in rows.items() if "Guardrail configuration" in label)

    assert lost[columns.STATE] == "lost"
    assert "Deploy guardrail patch at T+61:00 (inject “The guardrail patch" in lost[columns.DESTROYED_BY]
    assert {row[columns.STATE] for row in rows.values()} <= {
        "kept",
        "lost",
        "later version only",
        "not collected",
    }


def test_labels_of_decisions_do_not_lie_on_each_other() -> None:
    """Decisions within four minutes share a label that counts them; one by itself keeps its own."""
    minute = 60_000
    marks = [
        (5 * minute, "Block"),
        (5 * minute, "Restrict"),
        (8 * minute, "Shorten"),
        (9 * minute, "Shut down"),
    ]

    assert tables.marks_apart(marks) == [(5 * minute, "Block and 2 more"), (9 * minute, "Shut down")]
    assert tables.marks_apart([]) == []


def test_the_room_s_counts_say_how_many_have_answered() -> None:
    """The projector tells how many of those here answered the newest inject; two answers count once."""
    room = _playing()
    before = dict(tables.room_counts(room.session.current(room.id).state))
    for text in ("Look", "Look again"):
        answer = c.SubmitAnswer(by=room.responder, inject_id="inject-1", question_id="inject-1-q1", text=text)
        room.do(answer)
    after = dict(tables.room_counts(room.session.current(room.id).state))

    here = before["Participants"]
    assert before["Answered this inject"] == f"0 of {here}"
    assert after["Answered this inject"] == f"1 of {here}"


def _counts(room: Room) -> dict[object, object]:
    rows = tables.room_counts(room.session.current(room.id).state)
    return dict(rows)
