"""Scenarios of IcebergTTX, JSON 1.0: injects with options that lead to others."""

from collections.abc import Mapping
from typing import Any

from engine.exchange.draft import Draft, DraftExhibit, DraftInject, DraftRole
from engine.exchange.foreign import ForeignFormat
from engine.exchange.losses import Losses, listed
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.plain import entries, length_ms, say_unread, text_at, within, words_of
from engine.exchange.reading.tidy import one_line
from engine.exchange.source import Options, Source
from engine.files.looks.shapes import keys_of

_MARKS = frozenset(
    {"target_teams", "next_inject_id", "release_at_minutes", "triggers_communications", "sequence_order"}
)
_KNOWN = (
    "schema_version",
    "title",
    "description",
    "metadata",
    "participant_teams",
    "injects",
    "start_inject_id",
    "debrief_notes",
)
_KNOWN_INJECT = (
    "id",
    "title",
    "content",
    "target_teams",
    "sequence_order",
    "options",
    "free_text_response",
    "triggers_communications",
    "expected_actions",
    "release_at_minutes",
    "next_inject_id",
)


def _injects(value: Any) -> list[Mapping[str, Any]]:
    held = value.get("injects") if isinstance(value, Mapping) else None
    return [item for item in held if isinstance(item, Mapping)] if isinstance(held, list) else []


def fits(source: Source) -> int:
    """Whether teams and injects have the names IcebergTTX gives them."""
    marks = [keys_of(item) & _MARKS for item in _injects(source.value)[:20]]
    if not any(marks):
        return 0
    return 3 if keys_of(source.value) & {"participant_teams", "start_inject_id"} else 2


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """The injects in their order; branches become notes, since Tplus delivers by time and condition.

    Raises:
        ScenarioInvalid: there is no inject with a text.

    """
    value = source.value if isinstance(source.value, Mapping) else {}
    teams = _teams(value, losses)
    held = enumerate(within(value.get("injects"), "$.injects", losses))
    rows = [(n, item) for n, item in held if isinstance(item, Mapping)]
    rows.sort(key=lambda pair: (_order(pair[1]), pair[0]))
    injects = tuple(
        inject for n, item in rows if (inject := _inject(item, f"$.injects[{n}]", teams, losses)) is not None
    )
    if not injects:
        refuse(source.file, "no inject has a text", 'give injects a "title" and "content"')
    metadata = value.get("metadata")
    minutes = metadata.get("estimated_duration_minutes") if isinstance(metadata, Mapping) else None
    say_unread(value, _KNOWN, "$", losses)
    if value.get("debrief_notes"):
        why = "a scenario has no place for them; keep them for the hot wash"
        losses.left_out("the notes for the debrief", "$.debrief_notes", why)
    return Draft(
        injects=injects,
        name=one_line(text_at(value, ("title",), "$", losses)),
        background=text_at(value, ("description",), "$", losses),
        roles=tuple(DraftRole(name) for name in teams.values()),
        duration_ms=length_ms(minutes),
    )


def _order(item: Mapping[str, Any]) -> float:
    order = item.get("sequence_order")
    return float(order) if isinstance(order, int | float) and not isinstance(order, bool) else float("inf")


def _teams(value: Mapping[str, Any], losses: Losses) -> dict[str, str]:
    held = value.get("participant_teams")
    found: dict[str, str] = {}
    for n, team in enumerate(held if isinstance(held, list) else []):
        name = one_line(words_of(team))
        key = str(team.get("id") or name) if isinstance(team, Mapping) else name
        if name:
            found[key] = name
        else:
            losses.left_out("a team without a name", f"$.participant_teams[{n}]", "it can't be a role")
    return found


def _inject(
    item: Mapping[str, Any], place: str, teams: Mapping[str, str], losses: Losses
) -> DraftInject | None:
    title, text = (text_at(item, (key,), place, losses) for key in ("title", "content"))
    say_unread(item, _KNOWN_INJECT, place, losses)
    if not (title or text):
        losses.left_out("an inject", place, "it has neither a title nor a text")
        return None
    targets = entries(item.get("target_teams"), f"{place}.target_teams", losses)
    options = entries(item.get("options"), f"{place}.options", losses)
    return DraftInject(
        text=text or title,
        place=place,
        at_ms=length_ms(item.get("release_at_minutes")),
        key=str(item.get("id") or ""),
        title=one_line(title),
        to=tuple(dict.fromkeys(one_line(teams.get(name, name)) for name in targets)),
        expected=entries(item.get("expected_actions"), f"{place}.expected_actions", losses),
        questions=(f"Which do you choose: {'; '.join(options)}?",) if options else (),
        exhibits=_messages(item, place, losses),
        notes=_branches(item, place, losses),
    )


def _branches(item: Mapping[str, Any], place: str, losses: Losses) -> str:
    """Where options lead, as a note."""
    held = item.get("options")
    ways = [
        f"{words_of(option)} → {option['next_inject_id']}"
        for option in (held if isinstance(held, list) else [])
        if isinstance(option, Mapping) and option.get("next_inject_id")
    ]
    if item.get("next_inject_id"):
        ways.append(f"then → {item['next_inject_id']}")
    if not ways:
        return ""
    losses.guessed(
        "a branch is kept as a note; every inject comes by its time",
        place,
        "use `when`, or hold injects in reserve with `contingency: true`",
    )
    return "In the file, choices led on: " + listed(ways, 20)


def _messages(item: Mapping[str, Any], place: str, losses: Losses) -> tuple[DraftExhibit, ...]:
    held = item.get("triggers_communications")
    found = []
    for n, message in enumerate(held if isinstance(held, list) else []):
        where = f"{place}.triggers_communications[{n}]"
        text = text_at(message, ("body",), where, losses) if isinstance(message, Mapping) else ""
        if not text:
            losses.left_out("a message without a text", where, "there is nothing to show")
            continue
        subject, sender = (
            one_line(text_at(message, (key,), where, losses)) for key in ("subject", "external_entity")
        )
        found.append(DraftExhibit(text, kind="mail", title=subject, author=sender))
        losses.guessed("a message is shown with its inject, without its delay", where)
    return tuple(found)


FORMAT = ForeignFormat(
    "iceberg",
    "Scenario of IcebergTTX (JSON)",
    fits,
    read,
    "title, description, teams as roles, duration, injects with order or minutes, options as a question,"
    " expected actions, messages as exhibits; branches as notes",
)
