"""Searching the log and taking it out: the same as a plain loop, and safe to open."""

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import MINUTE_MS
from test_log_rows import PLAYED, logged

from engine.simulation.log.columns import OUTCOMES, LogRow
from engine.simulation.log.export import neutral, to_attributes, to_text
from engine.simulation.log.search import Query, places, search
from engine.simulation.parameters import described
from engine.simulation.pattern import compile_pattern
from engine.simulation.run.decisions import Decision
from engine.timeline import Timeline
from tests.world import seed_exercise

PATTERNS = ["", "where is my order", "pretend * no rules", "/story|novel/", "ORDER   48213", "zzz"]
queries = st.builds(
    Query,
    text=st.sampled_from(PATTERNS),
    user=st.sampled_from(["", "u-999999", "first"]),
    outcome=st.sampled_from(["", *OUTCOMES]),
    from_ms=st.one_of(st.none(), st.integers(-170 * MINUTE_MS, 90 * MINUTE_MS)),
    until_ms=st.one_of(st.none(), st.integers(-170 * MINUTE_MS, 90 * MINUTE_MS)),
)


def fits(row, query):
    """Whether a row fits a query, field by field."""
    return (
        (not query.text or compile_pattern(query.text).matches(row.text))
        and query.user in ("", row.user_id)
        and query.outcome in ("", row.outcome)
        and (query.from_ms is None or row.at_ms >= query.from_ms)
        and (query.until_ms is None or row.at_ms < query.until_ms)
    )


@settings(max_examples=40, deadline=None)
@given(queries, st.integers(0, 200))
def test_a_search_finds_what_a_plain_loop_finds(query, limit):
    """Rows, counts and order are those of reading every row."""
    trajectory, log, rows = logged(decisions=PLAYED)
    if query.user == "first":
        query = Query(
            query.text, trajectory.attempts[0].user_id, query.outcome, query.from_ms, query.until_ms
        )
    found = search(log, query, limit=limit)
    wanted = [row for row in rows if fits(row, query)]

    assert found.rows == tuple(reversed(wanted))[:limit]
    assert found.total == len(wanted)
    assert found.distinct_users == len({row.user_id for row in wanted})
    assert found.conversations == len({row.conversation_id for row in wanted})


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(text="/a(/"), "bracket"),
        (Query(user="bob"), "such as u-1042"),
        (Query(user="u-" + "9" * 30), "such as u-1042"),
        (Query(outcome="harmful"), "choose answered"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused(query, words):
    """A bad pattern, user or outcome is answered with what to write instead."""
    with pytest.raises(ValueError, match=words):
        search(logged()[1], query)


def undisturbed():
    """The seed's own exercise if nobody acts."""
    return Timeline(seed_exercise().scenario.ai_system, 1)


def test_nothing_after_this_moment_is_shown():
    """A search at T+10 and the log until T+10 hold no later row, whatever window is asked for."""
    found = undisturbed().search(Query(until_ms=80 * MINUTE_MS), 10 * MINUTE_MS, limit=5)
    later = undisturbed().search(Query(), 20 * MINUTE_MS)

    assert max(row.at_ms for row in found.rows) < 10 * MINUTE_MS
    assert found.total < later.total
    assert found.rows[0].number == found.total


def test_the_true_number_of_users_is_on_offer_to_the_engine():
    """The timeline tells 47 at T+15, and more as the attack goes on."""
    at_15, at_60 = (undisturbed().affected_users(at * MINUTE_MS) for at in (15, 60))

    assert at_15 == 47 < at_60


def test_a_block_without_texts_has_no_log():
    """Where nobody wrote texts there is nothing to find, and nothing breaks."""
    silent = Timeline(described({**seed_exercise().scenario.ai_system.written(), "log": {}}), 1)
    found = silent.search(Query(text="x"), 10 * MINUTE_MS)

    assert (found.total, found.rows) == (0, ())
    assert silent.affected_users(15 * MINUTE_MS) > 0


def test_csv_reads_back_as_the_rows():
    """A CSV reader gets every field of every row."""
    some = logged(decisions=PLAYED)[2][1000:1300]
    read = list(csv.DictReader(io.StringIO(to_text(some, "csv"), newline="")))

    assert [{name: str(getattr(row, name)) for name in LogRow.__slots__} for row in some] == read


def test_json_lines_read_back_under_the_names_of_the_conventions():
    """Each line is an object with the attributes of its row."""
    rows = logged(decisions=PLAYED)[2][1000:1300]
    read = [json.loads(line) for line in to_text(rows, "jsonl").splitlines()]

    assert read == [to_attributes(row) for row in rows]
    assert {name for name in read[0] if not name.startswith("tplus.")} == {
        "enduser.pseudo.id",
        "gen_ai.conversation.id",
        "gen_ai.input.messages",
        "gen_ai.operation.name",
        "gen_ai.provider.name",
        "gen_ai.request.model",
        "gen_ai.response.finish_reasons",
        "gen_ai.response.model",
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
    }
    assert read[0]["gen_ai.input.messages"][0]["parts"][0]["content"] == rows[0].text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_is_neutralised(start):
    """A spreadsheet shows such a text as text; numbers stay numbers."""
    assert neutral(f"{start}1+1") == f"'{start}1+1"
    assert neutral("1+1") == "1+1"
    assert neutral(-5) == -5


def test_an_export_holds_every_row_found_oldest_first():
    """The file has the rows of the search, all of them, in order of time."""
    query, at_ms = Query(text="pretend * no rules"), 15 * MINUTE_MS
    lines = undisturbed().export(query, "jsonl", at_ms).splitlines()
    log = undisturbed().log(at_ms)

    assert len(lines) == undisturbed().search(query, at_ms).total
    assert [json.loads(line)["tplus.row"] for line in lines] == (places(log, query) + 1).tolist()
    assert list(log.rows(np.arange(0))) == []


def content(artifact_id, at_min, *decisions):
    """What an artifact holds at a minute."""
    text = undisturbed().under(decisions).evidence(artifact_id, at_min * MINUTE_MS)
    return json.loads(text)["content"]


def test_the_logs_collected_as_evidence_are_those_that_are_searched():
    """The artifact has the newest rows with their texts, and counts every row there is."""
    found = undisturbed().search(Query(), 30 * MINUTE_MS, limit=40)
    kept = content("inference_logs", 30)

    assert kept["requests"] == found.total == sum(kept["outcomes"].values())
    assert kept["users"] == found.distinct_users
    assert kept["rows"] == [to_attributes(row) for row in reversed(found.rows)]


def test_conversations_collected_as_evidence_end_with_the_latest():
    """The artifact counts conversations since they were last cut off; the latest stand last."""
    kept = content("session_logs", 30)
    cut = content("session_logs", 40, Decision(30 * MINUTE_MS, "enable_fallback_mode"))

    assert kept["latest"][-1]["last_ms"] < 30 * MINUTE_MS
    assert [each["last_ms"] for each in kept["latest"]] == sorted(each["last_ms"] for each in kept["latest"])
    assert kept["sessions"] > cut["sessions"] > 0
    assert cut["since_ms"] == 30 * MINUTE_MS
