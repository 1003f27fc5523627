"""Communication quality (scoring.md, 4): facts of messages, their wording, and what a message may not do."""

import pytest

from engine import commands as c
from engine.log.events import CriterionRated
from engine.scenario.parts import RequiredMessage
from scoring.case import Case
from scoring.criteria import communication
from scoring.facts import messages
from scoring.score import score
from tests.scoring.play import acts, approve, case_of, changed, scored, send, send_approved, step
from tests.world import rubric, seed_exercise

PRESS = {
    "id": "press",
    "audience": "Journalist",
    "by": "T+40 minutes",
    "approved_by": ["Legal"],
    "elements": [
        {"id": "aware", "label": "That we know", "cues": ["we are aware"]},
        {"id": "action", "label": "What was done", "cues": ["we have restricted the assistant"]},
    ],
    "forbidden": ["no customer was affected"],
    "next_update": True,
}
GOOD = "We are aware of the reports. We have restricted the assistant. Next update at 4:30 PM."


def world(**fields):
    """The published exercise with one message to the press."""
    return changed(seed_exercise(), messages=(RequiredMessage.model_validate({**PRESS, **fields}),))


def found(*steps, loaded=None):
    """What the log says of an exercise with one message to the press."""
    return acts(communication, *steps, loaded=loaded or world())


def credit(fact, *steps, loaded=None):
    """Credit for one fact of the best message to the press."""
    details = found(*steps, loaded=loaded).details
    return next((item.credit for item in details if item.label == f"Journalist: {fact}"), None)


def test_a_message_in_time_approved_whole_and_kept_is_the_best_there_is():
    """Every fact holds and every element is said."""
    update = "We are aware. We have restricted the assistant. Nothing new since. Next update at 4:30 PM."
    made = found(*send_approved(20, "Journalist", GOOD), *send_approved(80, "Journalist", update))

    assert (made.exact, made.wording.exact, made.most) == (5.0, 5.0, None)


@pytest.mark.parametrize(
    ("minute", "expected"),
    [(20, 1), (40, 1), (40 + 1 / 60, 1 - 1 / 4800), (60, 0.75), (80, 0.5), (89, 1 - 49 / 80)],
)
def test_lateness_costs_evenly_to_three_times_the_time_allowed(minute, expected):
    """From the signal; half at twice the time allowed."""
    assert credit("in time", *send_approved(minute, "Journalist", GOOD)) == pytest.approx(expected)


def test_never_sent_is_one_part_missing_and_all_elements_unsaid():
    """An audience that waited for word and got none."""
    made = found()

    assert (made.exact, made.wording.exact, made.has_acted) == (1.0, 1.0, False)
    assert made.details[0].is_missing


def test_a_message_not_yet_due_is_left_out_while_the_exercise_runs():
    """Before its time a message is no failure."""
    case = case_of(loaded=world())
    running = tuple(event for event in case.events if event.at_ms <= 20 * 60_000)

    assert communication.score(Case(case.scenario, running, case.rubric)).exact is None


def test_no_required_message_is_not_scored():
    """A scenario without required messages gives None."""
    assert found(loaded=changed(seed_exercise(), messages=())).exact is None


def test_approval_is_that_of_an_authorised_role():
    """None is nothing; Legal's is all."""
    assert credit("approved", send(20, "Journalist", GOOD)) == 0.0
    assert credit("approved", *send_approved(20, "Journalist", GOOD)) == 1.0


def test_an_approver_who_sends_does_not_approve_themselves():
    """Legal grants and sends: nobody else read it."""
    own = [*approve(19, "Journalist", GOOD), send(20, "Journalist", GOOD, "message:Journalist", by="Legal")]

    assert credit("approved", *own) == 0.0


@pytest.mark.parametrize(
    ("approved", "expected", "most"),
    [
        (GOOD, 1.0, None),
        (f"{GOOD} Draft.", 0.5, None),
        (".", 0.0, 2.0),
        ("Something else altogether.", 0.0, 2.0),
    ],
)
def test_a_text_changed_after_approval_counts_by_half_and_another_text_not_at_all(approved, expected, most):
    """Nobody approved what was sent where the approval was for other words."""
    steps = send_approved(20, "Journalist", GOOD, approved)

    assert credit("approved", *steps) == expected
    assert found(*steps).most == most


@pytest.mark.parametrize(
    "left", ["[NAME]", "[figure and time]", "{{users}}", "{name}", "<insert contact>", "____", "TBD", "XXX"]
)
def test_a_placeholder_left_unfilled_is_a_fact_and_a_flaw(left):
    """What a template leaves to be filled in may not leave the house."""
    text = f"{GOOD} Contact: {left}."
    steps = send_approved(20, "Journalist", text)

    assert credit("filled in", *steps) == 0.0
    assert found(*steps).most == 2.0


@pytest.mark.parametrize(
    "text", ["We are aware (since 2 PM).", "A < B, said one.", "Mail press@example.org."]
)
def test_ordinary_marks_are_no_placeholder(text):
    """Brackets of prose, signs and addresses are left alone."""
    assert credit("filled in", *send_approved(20, "Journalist", f"{GOOD} {text}")) == 1.0


@pytest.mark.parametrize(
    ("stated", "agreement"), [(47, 1.0), (58, 1.0), (500, 1.0), (50_000, 1.0), (900, 0.0), (5_000, 0.0)]
)
def test_numbers_agree_with_something_shown_by_then(stated, agreement):
    """Figures of the background, the injects, telemetry and the log; within a quarter."""
    text = f"{GOOD} It concerns {stated:,} users."
    steps = send_approved(20, "Journalist", text)

    assert credit("numbers", *steps) == agreement
    assert found(*steps).most == (None if agreement else 2.0)


@pytest.mark.parametrize(("off", "agreement"), [(0.25, 1), (0.3, 0.8), (0.375, 0.5), (0.5, 0), (0.6, 0)])
def test_a_number_somewhat_off_agrees_somewhat(off, agreement):
    """Whole within a quarter of the figure, nothing from half of it on, on a line between."""
    assert messages.agreement(100 * (1 + off), 100) == pytest.approx(agreement)


def test_a_number_agrees_only_with_what_was_shown_by_then():
    """The users of the second inject are not known before it is delivered."""
    text = f"{GOOD} It concerns 900 users."
    told = tuple(
        item.model_copy(update={"event": "The search finds 900 users."}) if item.id == "inject-2" else item
        for item in seed_exercise().scenario.injects
    )
    loaded = changed(world(), injects=told)

    assert credit("numbers", *send_approved(10, "Journalist", text), loaded=loaded) == 0.0
    assert credit("numbers", *send_approved(20, "Journalist", text), loaded=loaded) == 1.0


def test_a_message_without_numbers_is_not_judged_by_them():
    """The fact stands only where there is one to check."""
    assert credit("numbers", *send_approved(20, "Journalist", GOOD)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No customer was affected.", 0.0),
        ("We are aware; no customer was affected, we think.", 0.0),
        ("We have restricted the assistant.", 1.0),
    ],
)
def test_a_forbidden_claim_costs_a_fact(text, expected):
    """In its words, whatever stands around them."""
    made = found(*send_approved(20, "Journalist", f"{GOOD} {text}"))
    fact = next(item for item in made.details if item.label == "Journalist: no forbidden claim")

    assert fact.credit == expected


def test_denying_a_forbidden_claim_is_no_claim():
    """To say that this is not an isolated incident is the opposite of what is forbidden."""
    loaded = world(forbidden=["isolated incident"])
    honest, false = (f"{GOOD} This is {word} isolated incident." for word in ("not an", "an"))

    assert credit("no forbidden claim", *send_approved(20, "Journalist", honest), loaded=loaded) == 1.0
    assert credit("no forbidden claim", *send_approved(20, "Journalist", false), loaded=loaded) == 0.0


UPDATE = "next update promised and kept"
FIRST = "We are aware of the reports. We have restricted the assistant. Next update in 20 minutes."
SECOND = "Still examining it. We are aware of the reports and have restricted the assistant."


def test_a_next_update_that_is_not_promised_counts_nothing():
    """Silence about what comes next."""
    text = "We are aware of the reports. We have restricted the assistant."

    assert credit(UPDATE, *send_approved(20, "Journalist", text)) == 0.0


def kept(minute):
    """Credit for the promise of the first message, where another one follows at a minute."""
    steps = [*send_approved(20, "Journalist", FIRST), *send_approved(minute, "Journalist", SECOND)]
    case = case_of(*steps, loaded=world())
    first = case.state.messages[0]
    details = messages.facts(case, case.scenario.messages[0], first)
    return next(item.credit for item in details if item.label.endswith(UPDATE))


@pytest.mark.parametrize(
    ("minute", "expected"),
    [(25, 1), (40, 1), (50, 1), (50 + 1 / 60, 1 - 0.25 / 1200), (60, 0.875), (70, 0.75)],
)
def test_a_promise_is_kept_when_another_message_follows_in_time(minute, expected):
    """Ten minutes of grace; after that the credit of keeping falls evenly to nothing."""
    assert kept(minute) == pytest.approx(expected)


@pytest.mark.parametrize("minute", [20, 50, 75, 89])
def test_a_promise_alone_is_worth_the_same_whether_or_not_it_was_due(minute):
    """It never pays to write so late that nobody can hold one to it."""
    assert credit(UPDATE, *send_approved(minute, "Journalist", FIRST)) == 0.75


def test_the_same_text_again_is_no_update():
    """Sending it twice keeps no promise."""
    twice = [*send_approved(20, "Journalist", FIRST), *send_approved(35, "Journalist", FIRST)]

    assert credit(UPDATE, *twice) == 0.75


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will not send another update.", 0.0),
        ("There is no further update.", 0.0),
        ("We will write again by 3:30 PM.", 0.75),
    ],
)
def test_a_denied_promise_is_none(text, expected):
    """Negation counts, other words do too."""
    said = f"We are aware of the reports. We have restricted the assistant. {text}"

    assert credit(UPDATE, *send_approved(20, "Journalist", said)) == expected


def test_the_best_message_to_an_audience_counts():
    """A poor first message is mended by a better one, and the same one again changes nothing."""
    poor = send_approved(15, "Journalist", "We have nothing to say.")
    better = send_approved(30, "Journalist", GOOD)
    again = send_approved(31, "Journalist", GOOD)

    alone = found(*better)
    assert found(*poor, *better).exact == alone.exact
    assert found(*better, *again).exact == alone.exact
    assert found(*better, *again).figures == alone.figures


@pytest.mark.parametrize(("said", "share"), [(0, 0.0), (1, 0.5), (2, 1.0), (3, 1.0), (4, 1.0)])
def test_facts_of_a_message_that_says_little_count_in_proportion(said, share):
    """From half of its elements on a message says what it is for; with none its facts count as not sent."""
    words = ("the ferry leaves at noon", "the harbour opens", "the lighthouse shines", "the captain rests")
    elements = [{"id": f"e{n}", "label": text, "cues": [text]} for n, text in enumerate(words)]
    loaded = world(elements=elements, next_update=False, forbidden=[])
    text = " ".join(f"{item.capitalize()}." for item in words[:said]) or "Hello there, good people."
    made = found(*send_approved(20, "Journalist", text), loaded=loaded)

    assert made.figures["facts_share"] == pytest.approx(share, abs=1e-4)


def test_a_persons_rating_makes_the_facts_of_a_message_count():
    """Somebody has read it, so it was a message."""
    case = case_of(*send_approved(20, "Journalist", "The ferry leaves at noon."), loaded=world())
    last = case.events[-1]
    rating = CriterionRated(
        at_ms=last.at_ms, seq=last.seq + 1, by="eve", criterion="communication", value=4, reason="Read."
    )
    read = Case(case.scenario, (*case.events, rating), case.rubric)

    assert communication.score(case).figures["facts_share"] == 0.0
    assert communication.score(read).figures["facts_share"] > 0.5


def test_facts_weigh_three_fifths_and_wording_two_fifths_of_the_acts():
    """The questions of this exercise have no points, so acts are all there is."""
    finding = scored(*send_approved(20, "Journalist", GOOD), loaded=world()).finding("communication")

    assert [(part.source, part.weight) for part in finding.parts] == [("acts", 0.6), ("wording", 0.4)]
    assert [part.basis for part in finding.parts] == ["measured", "suggested"]
    assert "nobody has read the words yet" in finding.why


def test_a_rating_replaces_the_wording_and_leaves_the_facts():
    """People judge words; the log holds the facts, and a flaw holds down even a good rating."""
    late = case_of(*send_approved(60, "Journalist", GOOD), loaded=world())
    flawed = case_of(send(60, "Journalist", GOOD), loaded=world())
    for case in (late, flawed):
        last = case.events[-1]
        rating = CriterionRated(
            at_ms=last.at_ms, seq=last.seq + 1, by="eve", criterion="communication", value=5, reason="Fine."
        )
        rated = score(Case(case.scenario, (*case.events, rating), rubric())).finding("communication")

        assert [part.source for part in rated.parts] == ["acts", "rating"]
        assert rated.part("acts").exact == communication.score(case).exact
        assert (rated.exact == 2.0) == (case is flawed)


@pytest.mark.parametrize("audience", ["Journalist", "Customers", "The Evening Paper"])
def test_every_message_to_an_outsider_is_judged(audience):
    """Required or not, known or not: unapproved it is at most 2."""
    made = found(*send_approved(20, "Journalist", GOOD), send(30, audience, "Hello, all is well."))

    assert made.most == 2.0
    assert f"the message to {audience} was sent unapproved" in made.why.replace("The message", "the message")


@pytest.mark.parametrize("audience", ["Internal teams", "Executives", "Legal"])
def test_messages_inside_need_no_approval(audience):
    """What stays inside is judged by its facts alone."""
    assert found(*send_approved(20, "Journalist", GOOD), send(30, audience, "Hello.")).most is None


def test_an_approved_message_to_another_outsider_is_no_flaw():
    """A message nobody required, granted by somebody who may."""
    asked = {"about": "message", "audience": "The Evening Paper", "text": GOOD}
    granted = {"approval_id": "message:The Evening Paper", "granted": True}
    extra = [
        step(30, "Communications/PR", c.RequestApproval, **asked),
        step(31, "CISO", c.DecideApproval, **granted),
        send(32, "The Evening Paper", GOOD, "message:The Evening Paper"),
    ]

    assert found(*send_approved(20, "Journalist", GOOD), *extra).most is None


def test_the_facts_cite_the_message_and_its_approval():
    """Every detail rests on events a reader can open."""
    case = case_of(*send_approved(20, "Journalist", GOOD), loaded=world())
    made = communication.score(case)
    kinds = {event.seq: event.kind for event in case.events}

    assert all("message_sent" in [kinds[seq] for seq in item.seqs] for item in made.details)
    approved = next(item for item in made.details if item.label == "Journalist: approved")
    assert [kinds[seq] for seq in approved.seqs] == ["approval_decided", "message_sent"]
