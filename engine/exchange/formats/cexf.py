"""Exercises in MISP's Common Exercise Format (CEXF): JSON with a flow of injects."""

from collections.abc import Mapping
from typing import Any

from engine.exchange.draft import Draft, DraftInject, Kept
from engine.exchange.foreign import ForeignFormat
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.plain import length_ms, say_unread, text_at, within
from engine.exchange.reading.tidy import one_line
from engine.exchange.source import Options, Source
from engine.exchange.table.own import time_cell
from engine.exchange.times.reading import SECOND_MS
from engine.exchange.whole.edits import Edited, scenario_in, with_edits
from engine.exchange.whole.lines import META_DIGEST, META_TEXT, digest_of
from engine.exchange.whole.rows import headline, rows_of

_KNOWN = ("name", "description", "expanded", "total_duration", "meta", "uuid", "version", "namespace", "tags")
_FORMAL = ("meta", "uuid", "version", "namespace", "tags", "valid_until")
_KNOWN_INJECT = ("name", "description", "uuid", "inject_evaluation", "action", "target_tool", "meta")


def fits(source: Source) -> int:
    """Whether the value has a flow of injects."""
    value = source.value
    if not isinstance(value, Mapping) or not isinstance(value.get("injects"), list):
        return 0
    return 5 if isinstance(value.get("inject_flow"), list) else 0


def read(source: Source, options: Options, losses: Losses) -> Draft | Kept:
    """The injects in the order of their flow; of a file that Tplus wrote, the whole scenario.

    Raises:
        ScenarioInvalid: no inject has a name or a description.

    """
    value: Mapping[str, Any] = source.value
    about = value.get("exercise")
    about = about if isinstance(about, Mapping) else {}
    whole = _whole(value, about, losses)
    if whole is not None:
        return whole
    told = (_inject(item, f"$.injects[{n}]", step, losses) for n, item, step in _steps(value, losses))
    injects = tuple(inject for inject in told if inject is not None)
    if not injects:
        refuse(
            source.file, "no inject has a name or a description", "give each a `name`, and export it again"
        )
    _say_rest(value, about, losses)
    return Draft(
        injects=injects,
        name=one_line(text_at(about, ("name",), "$.exercise", losses)),
        background=text_at(about, ("expanded", "description"), "$.exercise", losses),
        duration_ms=length_ms(about.get("total_duration"), SECOND_MS),
    )


def _say_rest(value: Mapping[str, Any], about: Mapping[str, Any], losses: Losses) -> None:
    say_unread(about, _KNOWN, "$.exercise", losses)
    for key in _FORMAL:
        if about.get(key):
            losses.left_out(f"the key {key!r}", f"$.exercise.{key}", "a scenario has no place for it")
    if value.get("inject_payloads"):
        losses.left_out("payloads", "$.inject_payloads", "Tplus carries nothing out")
    say_unread(value, ("exercise", "inject_flow", "inject_payloads", "injects"), "$", losses)


def _steps(
    value: Mapping[str, Any], losses: Losses
) -> list[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    """Injects with their number in the file and their step in the flow, in the flow's order."""
    steps = within(value.get("inject_flow"), "$.inject_flow", losses)
    flow = [step for step in steps if isinstance(step, Mapping)]
    order = {str(step.get("inject_uuid")): n for n, step in reversed(list(enumerate(flow)))}
    held = enumerate(within(value.get("injects"), "$.injects", losses))
    rows = [(n, item) for n, item in held if isinstance(item, Mapping)]
    rows.sort(key=lambda row: (order.get(str(row[1].get("uuid")), len(flow)), row[0]))
    found: list[tuple[int, Mapping[str, Any], Mapping[str, Any]]] = []
    for n, item in rows:
        at = order.get(str(item.get("uuid")))
        found.append((n, item, {} if at is None else flow[at]))
    return found


def _at_ms(step: Mapping[str, Any]) -> int | None:
    """Exercise time of a step, which the format has in seconds."""
    timing = step.get("timing")
    return length_ms(timing.get("triggered_at"), SECOND_MS) if isinstance(timing, Mapping) else None


def _inject(
    item: Mapping[str, Any], place: str, step: Mapping[str, Any], losses: Losses
) -> DraftInject | None:
    name = one_line(text_at(item, ("name",), place, losses))
    text = text_at(item, ("description",), place, losses) or text_at(step, ("description",), place, losses)
    if not (name or text):
        losses.left_out("an inject", place, "it has neither a name nor a description")
        return None
    if item.get("inject_evaluation"):
        losses.left_out(
            "automatic checks", f"{place}.inject_evaluation", "no other tool is asked for results"
        )
    say_unread(item, _KNOWN_INJECT, place, losses)
    return DraftInject(text or name, place, at_ms=_at_ms(step), title=name)


def _whole(value: Mapping[str, Any], about: Mapping[str, Any], losses: Losses) -> Kept | None:
    """The scenario that Tplus put into the file, with what was edited beside it."""
    meta = about.get("meta")
    text = meta.get(META_TEXT) if isinstance(meta, Mapping) else None
    if not isinstance(meta, Mapping) or not isinstance(text, str):
        return None
    exercise = scenario_in(text) if digest_of(text) == meta.get(META_DIGEST) else None
    if exercise is None:
        losses.left_out(
            "the scenario of Tplus", f"$.exercise.meta.{META_TEXT}", "it is not as it was written"
        )
        return None
    titles = {row["Inject ID"]: row["Title"] for row in rows_of(exercise)}
    return with_edits(text, exercise, [_edited(*row, titles) for row in _steps(value, losses)], losses)


def _edited(n: int, item: Mapping[str, Any], step: Mapping[str, Any], titles: Mapping[str, str]) -> Edited:
    """An inject as it stands in the file now; a name made from its text is no title."""
    meta = item.get("meta")
    key = str(meta.get("tplus_id", "")) if isinstance(meta, Mapping) else ""
    name, text = str(item.get("name") or ""), str(item.get("description") or "")
    title = "" if not titles.get(key, name) and name == headline(text) else name
    cells = {"Inject ID": key, "Title": title, "Message": text}
    at_ms = _at_ms(step)
    return Edited(cells if at_ms is None else {**cells, "Time": time_cell(at_ms)}, f"$.injects[{n}]")


FORMAT = ForeignFormat(
    "cexf",
    "Exercise in MISP's Common Exercise Format, CEXF (JSON)",
    fits,
    read,
    "name, description, length, injects in the order of their flow with their times; all of a scenario that"
    " Tplus exported. Payloads and automatic checks are left out",
)
