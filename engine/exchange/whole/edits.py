"""Edits of an MSEL laid over the scenario it was written from; all else stays as the scenario has it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from engine.exchange.draft import Kept
from engine.exchange.losses import Losses
from engine.exchange.reading.tidy import one_line, without_controls, without_fields
from engine.exchange.table.own import KINDS, parted, time_cell
from engine.exchange.table.words import delivery_of
from engine.exchange.whole.rows import MselRow, cell_text, rows_of
from engine.exchange.writing.compose import duration_text
from engine.exchange.writing.yaml_text import yaml_text
from engine.files.models import validate
from engine.files.yaml.reader import read_yaml
from engine.scenario.exercise import Delivery, Exercise, ExerciseFile
from engine.scenario.resolve import slug
from engine.scenario.times import parse_duration, parse_offset
from engine.story import FIELDS

_TEXTS = {
    "Title": "title",
    "Message": "event",
    "From": "from",
    "Delivery": "delivery",
    "Notes": "notes",
    "Controller": "controller",
}
_LISTS = {"To": "to", "Expected actions": "expected_actions", "Objectives": "objectives"}
_ALSO = {"from": "sender"}
"""A key's other name in scenario files."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A row as it stands in the file now."""

    cells: MselRow
    """Cells by heading, of the headings the file still has; times as ``T+15 min``."""
    place: str


def scenario_in(text: str) -> Exercise | None:
    """The scenario of a text; None where it is not valid."""
    held, _ = validate(read_yaml(text, "scenario"), ExerciseFile)
    return None if held is None else held.exercise


def with_edits(text: str, exercise: Exercise, rows: Sequence[Edited], losses: Losses) -> Kept:
    """The scenario with what the rows say otherwise; its own text, to the letter, where nothing differs."""
    before = {row["Inject ID"]: row for row in rows_of(exercise)}
    now = {row.cells["Inject ID"]: row for row in rows if row.cells.get("Inject ID")}
    fresh = [row for row in rows if row.cells.get("Inject ID", "") not in before]
    gone = [key for key in before if key not in now]
    changes = {
        key: found for key, row in now.items() if key in before and (found := _changed(before[key], row))
    }
    if not (changes or fresh or gone):
        losses.taken("the whole scenario, letter for letter", "", "the MSEL is as Tplus wrote it")
        return Kept(text)
    value = read_yaml(text, "scenario").value
    injects = _as_list(value["exercise"]["scenario"])
    _apply(injects, changes, now, losses)
    _drop(injects, gone, losses)
    for row in fresh:
        made = _new(row, losses)
        if made["event"]:
            injects.append(made)
            losses.taken("a new inject", row.place)
        else:
            losses.left_out("a row", row.place, "it has neither a title nor a message")
    _make_room(value["exercise"], injects, losses)
    losses.left_out("comments of the scenario file", "", "the text is written anew, as the MSEL was edited")
    return Kept(yaml_text(value))


def _changed(before: MselRow, row: Edited) -> list[str]:
    return [name for name, cell in row.cells.items() if name in before and cell_text(cell) != before[name]]


def _as_list(story: dict[str, Any]) -> list[dict[str, Any]]:
    """The injects of a story as one list with an id each, in place of numbered mappings."""
    numbered = sorted(
        (key for key in story if key.startswith("inject_") and key[7:].isdigit()),
        key=lambda key: int(key[7:]),
    )
    injects = [story.pop(key) for key in numbered] or list(story.get("injects", []))
    for number, inject in enumerate(injects, start=1):
        inject.setdefault("id", f"inject-{number}")
    story["injects"] = injects
    return injects


def _apply(
    injects: list[dict[str, Any]],
    changes: Mapping[str, Sequence[str]],
    now: Mapping[str, Edited],
    losses: Losses,
) -> None:
    for inject in injects:
        key = inject["id"]
        for name in changes.get(key, ()):
            cell = _fit(name, now[key].cells[name], now[key].place, losses)
            if cell is not None:
                _set(inject, name, cell)
                losses.taken(f"{name} of {key}, as edited in the MSEL", now[key].place)


def _fit(name: str, cell: str, place: str, losses: Losses) -> str | None:
    """An edited cell as a scenario may hold it; None where it can't, and the scenario's own stays."""
    text = without_fields(without_controls(cell, place, losses), place, losses, but=FIELDS)
    if name == "Delivery" and text not in ("", *get_args(Delivery)):
        found = delivery_of(text)[0]
        if found:
            losses.guessed(f"delivery {one_line(text, 40)!r} is read as {found}", place)
        else:
            losses.left_out(
                f"delivery {one_line(text, 40)!r}", place, f"write one of {', '.join(get_args(Delivery))}"
            )
        return found or None
    if name in ("Message", "Time") and not text.strip():
        losses.left_out(f"the empty cell {name}", place, "an inject has one; delete the row to take it out")
        return None
    most = _MOST.get(name)
    if most is not None and len(text) > most:
        losses.left_out(f"the end of {name}", place, f"it holds at most {most:,} letters")
        return text[:most]
    return text


_MOST = {"Title": 120, "From": 120, "Controller": 120, "Message": 8_000, "Notes": 4_000}
"""Letters that scenario files allow."""


def _set(inject: dict[str, Any], name: str, cell: str) -> None:
    """Put one edited cell into an inject."""
    if name == "Time":
        inject["time"] = cell
    elif name == "Inject type":
        _set_kind(inject, cell)
    elif name == "Questions":
        held = {_asked(question): question for question in inject.get("questions", [])}
        inject["questions"] = [held.get(entry, entry) for entry in parted(cell)]
    elif name in _LISTS:
        inject[_LISTS[name]] = list(parted(cell))
    elif name in _TEXTS:
        inject.pop(_ALSO.get(_TEXTS[name], ""), None)
        inject[_TEXTS[name]] = cell
    for key in [key for key, value in inject.items() if value in ("", [])]:
        del inject[key]


def _asked(question: Any) -> str:
    return str(question.get("text", "") if isinstance(question, Mapping) else question).strip()


def _set_kind(inject: dict[str, Any], cell: str) -> None:
    is_held = "contingency" in cell.lower()
    for key in ("contingency", "release_if") if not is_held else ():
        inject.pop(key, None)
    if cell.strip().lower() != KINDS[1].lower():
        inject.pop("when", None)
    if is_held:
        inject["contingency"] = True


def _drop(injects: list[dict[str, Any]], gone: Sequence[str], losses: Losses) -> None:
    for key in gone:
        found = next(inject for inject in injects if inject["id"] == key)
        injects.remove(found)
        losses.left_out(f"the inject {key}", "", "its row is no longer in the MSEL")


def _new(row: Edited, losses: Losses) -> dict[str, Any]:
    made: dict[str, Any] = {"time": row.cells.get("Time") or time_cell(0)}
    if row.cells.get("Inject ID"):
        made["id"] = slug(row.cells["Inject ID"])
    for name, cell in row.cells.items():
        fit = (
            _fit(name, cell, row.place, losses)
            if name not in ("Inject ID", "Time") and cell.strip()
            else None
        )
        if fit:
            _set(made, name, fit)
    if "event" not in made:
        made["event"] = made.get("title", "")
    return made


def _make_room(exercise: dict[str, Any], injects: Sequence[dict[str, Any]], losses: Losses) -> None:
    """Roles that injects now go to take part, and the exercise lasts until its last inject."""
    known = {_role(role).casefold() for role in exercise["participants"]}
    for name in dict.fromkeys(_addressed(injects)):
        if name.casefold() not in known:
            exercise["participants"].append(name)
            losses.guessed(f"the role {one_line(name, 60)!r} takes part", "", "an inject goes to it")
    last = max(parse_offset(inject["time"]) for inject in injects) if injects else 0
    if last > parse_duration(exercise["duration"]):
        exercise["duration"] = duration_text(last)
        losses.guessed(f"the exercise lasts {duration_text(last)}", "", "an inject comes after its end")


def _role(role: Any) -> str:
    return str(role.get("role", "") if isinstance(role, Mapping) else role)


def _addressed(injects: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for inject in injects:
        yield from inject.get("to", [])
