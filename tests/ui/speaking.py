"""Draws screens in the language of a folder, and prints what they show outside its brackets as JSON.

Run by itself, as ``python -m tests.ui.speaking FOLDER DATABASE``: texts are looked up when modules are read.
"""

import gettext
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from html import escape, unescape
from itertools import chain
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from pydantic import BaseModel

LANGUAGE = "eo"
CATALOGUE = Path(__file__).parents[2] / "ui" / "language" / "locale" / "tplus.pot"
SCENES = (
    *(
        (phase, screen, "facilitator")
        for phase in ("lobby", "running", "ended")
        for screen in ("control", "results")
    ),
    *((phase, "seat", "participant") for phase in ("lobby", "running", "paused", "ended")),
    *(
        (phase, screen, "evaluator")
        for phase in ("running", "ended")
        for screen in ("watch", "evaluate", "hotwash")
    ),
    ("lobby", "present", "facilitator"),
    ("running", "present", "facilitator"),
)
"""Phases, and the screens that are drawn in them for a role."""
LINK = '<code class="tplus-link">.*?</code>'
"""An address to pass on is in no language."""
SHOWN = {"label", "body", "help", "placeholder", "options", "content", "caption", "captions", "alt", "text"}
"""Fields of Streamlit's messages that a person reads."""


def speak(folder: str, database: str) -> None:
    """Let what is imported from now on find the language in the folder."""
    os.environ |= {"TPLUS_LANGUAGE": LANGUAGE, "TPLUS_DATABASE_URL": database, "TPLUS_TRY_IT_NOW": "1"}
    found = gettext.translation

    def in_folder(domain: str, _shipped: object, *args: Any, **kwargs: Any) -> gettext.NullTranslations:
        return found(domain, folder, *args, **kwargs)

    gettext.translation = in_folder  # type: ignore[assignment]


def fields(message: Any) -> Iterator[str]:
    """What a person reads of one of Streamlit's messages."""
    for field, value in message.ListFields():
        items = value if field.is_repeated else [value]
        for item in items:
            if field.message_type is not None:
                yield from fields(item)
            elif isinstance(item, str) and field.name in SHOWN:
                yield item


def charted(figure: Any) -> Iterator[str]:
    """What a person reads of a chart: names of lines, titles of axes, labels."""
    if isinstance(figure, dict):
        for name, value in figure.items():
            if name in ("name", "text") and isinstance(value, str):
                yield value
            else:
                yield from charted(value)
    elif isinstance(figure, list):
        for item in figure:
            yield from charted(item)


def texts(node: Any) -> Iterator[str]:
    """Every text in a part of a drawn screen."""
    if node.proto is not None and hasattr(node.proto, "ListFields"):
        yield from fields(node.proto)
    if getattr(node, "type", "") == "plotly_chart":
        shown = json.loads(node.proto.spec)
        yield from charted([shown["data"], {**shown["layout"], "template": None}])
    for child in getattr(node, "children", {}).values():
        yield from texts(child)


def bare(text: str) -> str:
    """A text as a person reads it: without tags, escapes and marks, on one line."""
    read = unescape(re.sub(rf"<style>.*?</style>|{LINK}|<[^>]*>", " ", text, flags=re.DOTALL))
    read = re.sub(r":material/\w+:|[\\\u2060*`]", "", read)
    return " ".join(read.split())


def outside(text: str) -> str:
    """What is left of a text without all that stands in the brackets of the language."""
    left = text
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", left)) != left:
        left = shorter
    return left


def strings(value: Any) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(strings, value.values()))
    elif isinstance(value, BaseModel):
        yield from strings(value.model_dump())
    elif is_dataclass(value) and not isinstance(value, type):
        yield from chain.from_iterable(strings(getattr(value, item.name)) for item in dataclass_fields(value))
    elif isinstance(value, Iterable):
        yield from chain.from_iterable(map(strings, value))


def sentences(exercise_id: str) -> Iterator[Any]:
    """What engine and scoring say of an exercise."""
    from engine.decide.authority import whom_to_ask
    from engine.errors import Refused
    from engine.log.describe import lines
    from scoring.finding import heading
    from scoring.history.grade import proof_of
    from scoring.lessons.draft import draft
    from scoring.lessons.highlights import highlights
    from scoring.people.evaluation import also_open, evaluation, standing
    from scoring.whatif import words
    from ui.pieces import panels
    from ui.server import numbers, process

    snapshot = process.session().current(exercise_id)
    scenario, findings = snapshot.scenario, numbers.score_of(snapshot).findings
    stands = evaluation(findings, snapshot.events)
    yield from (scenario, snapshot.events, process.names(exercise_id), findings, panels.observed(snapshot))
    yield from (
        lines(scenario, snapshot.events),
        standing(stands),
        also_open(stands),
        map(heading, findings),
        proof_of(snapshot).sentence,
    )
    yield [whom_to_ask(scenario, scenario.authority.approvers(level)) for level in range(1, 5)]
    with suppress(Refused):  # an exercise from elsewhere has no links
        yield process.session().keys(exercise_id)
    case = numbers.method().case(snapshot)
    drafts = draft(case, numbers.score_of(snapshot))
    yield highlights(drafts, numbers.whatif_if_any(snapshot))
    with suppress(Refused):  # it has not run long enough
        answer = numbers.whatif_of(snapshot)
        yield (words.headline(answer), words.luck(answer), words.revealed(answer), words.crossings(answer))
        yield words.mattered_most(answer)
        yield [words.earlier(minutes, change) for minutes, change in answer.earlier]
        yield [words.without(decision, change) for decision, change in answer.left_out]


def content(exercise_ids: Iterable[str]) -> list[str]:
    """What no catalogue holds: scenarios, names, and the sentences of engine and scoring; longest first."""
    from engine.after.feedback import KNOWS, STATEMENTS
    from engine.evidence import DUE_TIMES
    from engine.simulation.run.catalogue import actions
    from engine.story import fill
    from scoring import reports
    from scoring.catalogue import TITLES
    from ui.language.words import BRAND
    from ui.server import process

    found: list[Any] = [
        process.content(),
        [item.scenario for item in process.scenarios().values()],
        BRAND,
        KNOWS,
    ]
    found += [actions().values(), TITLES, list(process.content().playbooks), STATEMENTS, DUE_TIMES, "SHA-256"]
    found += [name.upper() for name in reports.names()]
    for exercise_id in exercise_ids:
        found += sentences(exercise_id)
    listed = [*strings(found)]
    listed += [fill(text, {}) for text in listed if "{" in text]
    plain = {bare(text) for text in listed} | {bare(escape(text)) for text in listed}
    return sorted((text for text in plain - messages() if len(text) > 1), key=len, reverse=True)


def messages() -> set[str]:
    """The texts of the catalogue, which count as content nowhere."""
    with CATALOGUE.open("rb") as file:
        return {message.id for message in read_po(file) if isinstance(message.id, str)}


def untranslated(text: str, known: Iterable[str]) -> str:
    """The words of a text that are neither in the brackets of the language nor content."""
    left = outside(bare(text))
    for phrase in known:
        if phrase in left:
            left = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", left)
    return " ".join(left.split()) if re.search(r"[^\W\d_]{2}", left) else ""


def draw() -> dict[str, Any]:
    """Every scene, with all that is shown and what of it is in no language but English."""
    from streamlit.components.v2.component_manager import BidiComponentManager

    from tests.ui.test_screens import _make, _open
    from tests.world import played
    from ui.live import bar, outbox
    from ui.server import process

    process.Conductor.start = lambda _self: None  # type: ignore[method-assign]
    BidiComponentManager.discover_and_register_components = lambda *_, **__: None  # type: ignore[method-assign]
    given: list[Any] = []
    for component in (bar, outbox):
        component._mount = lambda _key, data, *_: given.append(data)  # type: ignore[attr-defined]
    made = {phase: _make(phase) for phase in ("lobby", "running", "paused", "ended")}
    process.session().store.append("x-1", played("playbook").events, after_seq=0)
    scenes = {"join": _open("join"), "library": _open("library"), "played": _open("results", exercise="x-1")}
    for phase, screen, role in SCENES:
        app = _open(screen, made[phase], as_role=role, exercise=made[phase].exercise_id)
        scenes[f"{screen}, {phase}"] = app
    known = content([*(item.exercise_id for item in made.values()), "x-1"])
    shown = {name: [*texts(app.main)] for name, app in scenes.items()}
    shown["in the browser"] = [text for data in given for text in strings(labels(data))]
    return {
        "broken": [name for name, app in scenes.items() if app.exception],
        "counts": {name: sum("⟦" in text for text in found) for name, found in shown.items()},
        "english": sorted(
            {
                (name, left)
                for name, found in shown.items()
                for text in found
                if (left := untranslated(text, known))
            }
        ),
    }


def labels(data: Mapping[str, Any]) -> list[Any]:
    """What a person reads of the data of the bar or an outbox."""
    named = [
        (item["label"], item.get("placeholder", ""))
        for name in ("buttons", "choices")
        for item in data.get(name, ())
    ]
    message = data.get("message", {})
    counts = [[*row] for row in message.get("counts", ())]
    return [data["words"], named, counts, message.get("signals") or ()]


if __name__ == "__main__":
    speak(*sys.argv[1:])
    print(json.dumps(draw(), ensure_ascii=False))
