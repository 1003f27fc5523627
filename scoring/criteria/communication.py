"""Communication quality: facts of the messages as sent, their wording suggested until a person rates it."""

from collections.abc import Iterator

from engine.log import events as e
from engine.scenario.parts import RequiredMessage
from scoring.answers.elements import elements
from scoring.case import Case
from scoring.criterion import Acts, AreaWords, Criterion, Words, cannot_tell
from scoring.facts.messages import Flaw, facts, flaws
from scoring.finding import Detail, Part, seqs_of
from scoring.scale import by_share

SAYS_ENOUGH = 0.5
"""Share of its elements from which a message says what it is for; below, its facts count in proportion, as
those of a message that says nothing count as not sent (assumption)."""


def score(case: Case) -> Acts:
    """What the log says of communication quality."""
    if not case.has_started:
        return cannot_tell("The exercise has not started.")
    if not case.scenario.messages:
        return cannot_tell("The scenario requires no message.")
    if not case.all(e.InjectDelivered):
        return cannot_tell("No signal has reached the participants yet.")
    judged = [message for item in case.scenario.messages if (message := _best(case, item)) is not None]
    if not judged:
        return cannot_tell("No message is due yet.")
    limits = case.rubric.of("communication").limits
    share = sum(_mean(checks) for checks, _ in judged) / len(judged)
    details = tuple(item for checks, _ in judged for item in checks)
    found = tuple(flaws(case))
    worded = [said for _, said in judged if said]
    return Acts(
        by_share(share, limits),
        " ".join([_why(details, len(judged), share), *_flawed(found)]),
        details,
        seqs=tuple(item.seq for item in found),
        figures={
            "facts_share": round(share, 4),
            "required": len(judged),
            "sent": len({(event.audience, event.text) for event in case.all(e.MessageSent)}),
            "flawed": len({item.seq for item in found}),
        },
        has_acted=bool(case.all(e.MessageSent)),
        wording=_wording(worded, limits, case.rubric.sources.wording) if worded else None,
        most=min((item.most for item in found), default=None),
    )


Judged = tuple[tuple[Detail, ...], tuple[Detail, ...]]
"""The facts of a message and its elements, as details."""


def _best(case: Case, item: RequiredMessage) -> Judged | None:
    """The best of the messages to an audience; None while none is sent or due.

    Of equally good ones the earliest counts; of one moment, whichever comes first in the alphabet.
    """
    sent = sorted(
        (event for event in case.all(e.MessageSent) if event.audience == item.audience),
        key=lambda event: (event.at_ms, event.text, event.approval_id),
    )
    if not sent:
        is_due = case.has_ended or case.until_ms > item.by
        return _never(item) if is_due else None
    return max(
        (_judged(case, item, event) for event in sent), key=lambda found: _mean(found[0]) + _mean(found[1])
    )


def _never(item: RequiredMessage) -> Judged:
    missing = Detail(f"{item.audience}: sent", 0.0, "never sent", topic=item.audience, is_missing=True)
    unsaid = tuple(
        Detail(f"{item.audience}: {element.label}", 0.0, "never sent", topic=item.audience, is_missing=True)
        for element in item.elements
    )
    return (missing,), unsaid


def _judged(case: Case, item: RequiredMessage, event: e.MessageSent) -> Judged:
    found = {said.element_id: said for said in elements(event.text, item.elements)}
    said = tuple(
        Detail(
            f"{item.audience}: {element.label}",
            1.0 if element.id in found else 0.0,
            f"“{found[element.id].words}”" if element.id in found else "not found in the text",
            (event.seq,),
            topic=item.audience,
        )
        for element in item.elements
    )
    return tuple(_as_far_as_said(case, facts(case, item, event), said)), said


def _as_far_as_said(case: Case, checks: tuple[Detail, ...], said: tuple[Detail, ...]) -> Iterator[Detail]:
    """Facts of a message that says little, in proportion; whole once a person has read and rated it."""
    share = _mean(said) if said else 1.0
    is_read = any(event.criterion == "communication" for event in case.all(e.CriterionRated))
    if is_read or share >= SAYS_ENOUGH:
        yield from checks
        return
    for item in checks:
        note = f"{item.note}; the text says too little of what it is for"
        yield Detail(item.label, (item.credit or 0.0) * share / SAYS_ENOUGH, note, item.seqs, item.topic)


def _wording(worded: list[tuple[Detail, ...]], limits: tuple[float, ...], weight: float) -> Part:
    share = sum(_mean(said) for said in worded) / len(worded)
    details = tuple(item for said in worded for item in said)
    found = sum(item.credit == 1.0 for item in details)
    why = (
        f"{found} of {len(details)} elements seem to be said, by matching texts; nobody has read the words"
        " yet: tone, truth and fit for the reader are for people."
    )
    return Part("wording", by_share(share, limits), weight, "suggested", why, seqs_of(details), details)


def _mean(details: tuple[Detail, ...]) -> float:
    return sum(item.credit or 0.0 for item in details) / len(details) if details else 1.0


def _why(details: tuple[Detail, ...], messages: int, share: float) -> str:
    met = sum(item.credit == 1.0 for item in details)
    short = [f"{item.label} ({item.note})" for item in details if item.credit != 1.0]
    text = f"{met} of {len(details)} facts about {messages} required messages hold; {share:.0%}."
    return f"{text} Missing: {'; '.join(short)}." if short else text


def _flawed(found: tuple[Flaw, ...]) -> Iterator[str]:
    if found:
        said = "; ".join(f"the message to {item.audience} {item.what}" for item in found)
        most = min(item.most for item in found)
        yield f"{said[:1].upper()}{said[1:]}, so at most {most:.3g}."


CRITERION = Criterion(
    id="communication",
    order=4,
    title="Communication quality",
    capability="Public Information and Warning",
    objective="Send accurate, approved messages in time.",
    measure="share",
    words=Words(
        section="communication",
        strength="Every check on the message is met:",
        whole=AreaWords(
            "Communication fell short.", "Prepare a template and an owner for each audience.", "Planning"
        ),
        areas={
            "missed": AreaWords(
                "Nothing was sent to an audience that waited for word:",
                "Prepare a template for {topic}, with an owner and a deadline.",
                "Planning",
            ),
            "partly": AreaWords(
                "The message was late, unapproved or incomplete:",
                "Complete the template for {topic} and rehearse its approval.",
                "Training",
            ),
            "harmful": AreaWords(
                "The message did harm:", "Review the template for {topic} with Legal.", "Planning"
            ),
        },
        by_topic=True,
    ),
    score=score,
)
