"""What the columns of MSELs are called, in the tools and languages they come from."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, get_args

from engine.exchange.times.cells import UNITS
from engine.exchange.times.column import Hints
from engine.exchange.times.reading import HOUR_MS, MINUTE_MS, SECOND_MS

Field = Literal[
    "id",
    "time",
    "date",
    "title",
    "text",
    "sender",
    "to",
    "delivery",
    "expected",
    "question",
    "notes",
    "phase",
    "controller",
    "objective",
    "kind",
    "status",
    "picture",
    "exhibit",
    "technical",
    "score",
]
FIELDS: tuple[Field, ...] = get_args(Field)

_WRITTEN: dict[Field, str] = {
    "time": (
        "delivery time | scheduled time | planned time | designated scenario time | exercise time | "
        "release at minutes | scheduled offset seconds | time offset | inject depends duration | real "
        "time | time | t+ | t | time of delivery | inject time | start time | event time | timeline | "
        "offset | elapsed | elapsed time | local time | clock time | time of day | scenario time | "
        "simulated time | when | timing | uhrzeit | zeit | zeitpunkt | heure | horaire | temps | hora | "
        "hh:mm | mm:ss | minute | minutes | timestamp | datetime | date time | date and time | trigger at "
        "| at | sim time"
    ),
    "date": "date | datum | delivery date | exercise date | fecha | jour | day",
    "id": (
        "control number | inject number | inject no | inject id | event number | event no | msel number | "
        "inject # | event # | inject# | no | nr | number | # | id | serial | ser | item | numéro | lfd nr "
        "| n° | order | sequence order | inject nr | ref | reference number | msel # | event id | row"
    ),
    "title": (
        "inject title | event title | title | subject | inject name | event name | headline | name | "
        "betreff | titel | sujet | objet | titre | asunto | short description | summary | label | topic | "
        "inject summary"
    ),
    "text": (
        "message | script | content | inject description | inject text | event description | scenario "
        "event | description | inject | event | text | body | narrative | scenario | situation | inject "
        "content | message text | nachricht | inhalt | beschreibung | text der einlage | einlage | "
        "ereignis | contenu | texte | événement | details | read aloud | inject message | message script "
        "| what happens | payload text"
    ),
    "sender": (
        "from | from org | sender | from organization | source | originator | von | absender | de | "
        "expéditeur | external entity | simulated sender | caller | from who | sent by"
    ),
    "to": (
        "to | to org | player | players | target teams | target team | recipient | recipients | audience "
        "| target | teams | team | receptor | an | empfänger | destinataire | destinataires | to "
        "organization | recipient player | recipient players | participants | for | roles | role | "
        "addressee | to team | target audience | recipient s | player s | training audience | zielgruppe "
        "| to roles"
    ),
    "delivery": (
        "delivery method | inject mode | mode | method | delivery | delivery mode | means | channel | "
        "method of delivery | means of delivery | action to be taken | medium | media | kanal | mode of "
        "delivery | inject method | moyen"
    ),
    "expected": (
        "expected actions | expected action | expected participant response | expected response | "
        "expected player action | expected player actions | expected outcome | expected outcomes | "
        "expected result | anticipated response | anticipated action | expectation name | expectation "
        "description | expectations | expectedresponse | expected participant action | erwartete reaktion "
        "| erwartete maßnahmen | erwartete massnahmen | actions attendues | réaction attendue | action | "
        "actions | player actions | response | desired response | success indicator | expected results"
    ),
    "question": (
        "question | questions | poll | discussion questions | discussion question | prompts | options | "
        "fragen | frage | questions for participants | discussionquestions | key questions"
    ),
    "notes": (
        "notes | note | comments | comment | remarks | facilitator notes | controller notes | assumptions "
        "| measure of performance | bemerkungen | bemerkung | remarques | commentaires | facilitator note "
        "| facilitatornotes | hint if stuck | red flag | evaluator notes | notes for facilitator | "
        "hinweise"
    ),
    "phase": "phase | move | stage | exercise phase | exercisephase | act | module | section",
    "controller": (
        "controller | assigned to | responsible controller | responsible | owner | poc | controller "
        "evaluator | delivered by"
    ),
    "objective": (
        "exercise objective | exercise objectives | objective | objectives | ziel | ziele | objectif | "
        "objectifs | capability"
    ),
    "kind": "event type | inject type | type | timeline type | category | typ | is contingency | contingency",
    "status": "status | done/to do | done to do | state | enabled | inject enabled",
    "picture": ("photo | picture | picture name | image | profile | attachment | attachments | url | avatar"),
    "exhibit": "artifact | artifacts | artefact | artefacts | exhibit | exhibits | handout text",
    "technical": (
        "action type | command | commands | payload | executor | technique | ttp | tpp | attack | exploit"
    ),
    "score": "expectation score | score | points | weight | score weight",
}
NAMES: dict[Field, tuple[str, ...]] = {
    field: tuple(name.strip() for name in names.split(" | ")) for field, names in _WRITTEN.items()
}
"""Headings of each field; the earlier of two that a table has is the field's own, the other goes to notes."""

_BY_NAME = {name: (field, rank) for field in FIELDS for rank, name in enumerate(NAMES[field])}
_CLOCK_WORDS = (
    "clock",
    "local time",
    "real time",
    "time of day",
    "uhrzeit",
    "heure",
    "utc",
    "cet",
    "edt",
    "est",
    "gmt",
)
_OFFSET_WORDS = ("t+", "offset", "elapsed", "since startex", "exercise time", "minutes from")


def plain(heading: str) -> str:
    """A heading in small letters, without punctuation that people add or leave out."""
    text = unicodedata.normalize("NFKC", heading).lower().replace("_", " ")
    return " ".join(re.sub(r"[*:?!\"'“”]+(?=\s|$)|^[*\"'“”]+", "", text).split())


def _spaced(heading: str) -> str:
    """``expectedActions`` as two words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)


@lru_cache(maxsize=4_096)
def field_of(heading: str) -> tuple[Field, int] | None:
    """The field a heading names, with its rank among that field's names; None where it names none."""
    for text in (plain(heading), plain(_spaced(heading))):
        without = " ".join(re.sub(r"[(\[].*?[)\]]", " ", text).split())
        bare = " ".join(re.sub(r"[^\w+#/]+", " ", without).split())
        for name in (text, without, bare, bare.rstrip("s"), bare.replace(" #", " number")):
            if name in _BY_NAME:
                return _BY_NAME[name]
        if re.fullmatch(r"t ?\+ ?\(?(?:min|minutes|h|hours|s|sec|seconds|hh:mm|mm:ss)\)?", text):
            return "time", NAMES["time"].index("t+")
        if re.fullmatch(r"time (?:min|minutes|mins|h|hours|s|seconds|hh:mm|mm:ss|utc|cet|gmt|local)", bare):
            return "time", NAMES["time"].index("time")
    return None


def hints_of(heading: str) -> Hints:
    """What a heading says of the times below it."""
    text = plain(_spaced(heading))
    if "mm:ss" in text and "hh:mm" not in text:
        return Hints(MINUTE_MS, "mm:ss")
    is_offset = any(word in text for word in _OFFSET_WORDS)
    if re.search(r"\bh{1,2}:mm", text):
        return Hints(None, "hh:mm")
    if not is_offset and any(word in text for word in _CLOCK_WORDS):
        return Hints(_unit(text), "clock")
    return Hints(_unit(text))


def _unit(text: str) -> int | None:
    words = re.findall(r"[a-z]+", text)
    if "duration" in words and "depends" in words:
        return SECOND_MS
    found = next((UNITS[word] for word in reversed(words) if len(word) > 1 and word in UNITS), None)
    if found is None and re.search(r"\((?:h|m|s)\)", text):
        return {"h": HOUR_MS, "m": MINUTE_MS, "s": SECOND_MS}[re.findall(r"\((h|m|s)\)", text)[0]]
    return found
