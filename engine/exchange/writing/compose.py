"""A draft as the text of a scenario file: within its limits, with every guess marked as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.exchange.draft import Draft, DraftExhibit, DraftInject, DraftRole
from engine.exchange.losses import Losses, counted, listed
from engine.exchange.reading.limits import MAX_INJECTS, TOO_MANY
from engine.exchange.reading.tidy import one_line, without_controls
from engine.exchange.table.own import time_cell
from engine.exchange.times.reading import MINUTE_MS
from engine.exchange.writing import guess
from engine.exchange.writing.yaml_text import yaml_text
from engine.scenario.content import Taxonomy
from engine.scenario.resolve import slug

_EVENT, _EXHIBIT, _NOTES, _ROLES = 8_000, 20_000, 4_000, 40
"""Letters of an inject's text, an exhibit's and its notes, and roles: what scenario files hold."""
_ENTRY = 8_000
_MARK = "guessed: "


@dataclass(slots=True)
class _Composer:
    """What is gathered while a scenario is composed."""

    losses: Losses
    comments: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def guess(self, place: tuple[Any, ...], what: str, why: str, where: str = "") -> None:
        """Mark a guess in the file and in the report."""
        self.comments[place] = _MARK + why
        self.losses.guessed(what, where, why)


@dataclass(frozen=True, slots=True)
class Composed:
    """A scenario: the value of its file, and the file's text with comments."""

    value: dict[str, Any]
    text: str


def compose(draft: Draft, *, file: str, taxonomy: Taxonomy, losses: Losses) -> Composed:
    """The scenario of a draft that has at least one inject."""
    made = _Composer(losses)
    draft = _few(draft, losses)
    schedule = guess.scheduled(draft)
    name = one_line(draft.name) or _guessed_name(file, made)
    background = _cut(draft.background, _EVENT, "the background", "", losses) or _guessed_background(
        name, made
    )
    objectives = _objectives(draft, losses)
    roles = _roles(draft, made)
    _say_schedule(schedule, made)
    exercise: dict[str, Any] = {
        "name": name,
        "duration": duration_text(schedule.duration_ms),
        "incident_type": _incident_type(draft, taxonomy, made),
        **(
            {"objectives": [{"id": key, "text": text} for text, key in objectives.items()]}
            if objectives
            else {}
        ),
        "participants": [_role(role) for role in roles],
        "scenario": {"background": background, "injects": _injects(schedule, roles, objectives, made)},
    }
    losses.taken(counted(len(draft.injects), "inject"))
    comments = {place: without_controls(text, "", losses) for place, text in made.comments.items()}
    value = {"exercise": _without_controls(exercise, losses)}
    return Composed(value, _HEAD + yaml_text(value, comments))


def _without_controls(value: Any, losses: Losses) -> Any:
    """The same value without characters that no scenario may hold, which headings bring along too."""
    if isinstance(value, str):
        return without_controls(value, "", losses)
    if isinstance(value, dict):
        return {key: _without_controls(item, losses) for key, item in value.items()}
    return [_without_controls(item, losses) for item in value] if isinstance(value, list) else value


_HEAD = (
    "# Imported. What the file did not say is marked `guessed:`; look at each of these,\n"
    "# then check the scenario with `tplus validate`.\n"
)


def duration_text(ms: int) -> str:
    """A length as scenario files have it."""
    minutes, seconds = divmod(ms // 1_000, 60)
    return f"{minutes} minutes" + (f" {seconds} seconds" if seconds else "")


def _few(draft: Draft, losses: Losses) -> Draft:
    """The draft with as many injects as a scenario holds; the later ones are told one by one."""
    if len(draft.injects) <= MAX_INJECTS:
        return draft
    timed = sorted(range(len(draft.injects)), key=lambda n: (_at(draft.injects[n]), n))
    kept = sorted(timed[:MAX_INJECTS])
    for n in sorted(timed[MAX_INJECTS:]):
        inject = draft.injects[n]
        what = f"the inject {one_line(inject.title or inject.text, 60)!r}"
        losses.left_out(what, inject.place, TOO_MANY)
    return replace(draft, injects=tuple(draft.injects[n] for n in kept), duration_ms=None)


def _at(inject: DraftInject) -> float:
    return float("inf") if inject.at_ms is None else inject.at_ms


def _guessed_name(file: str, made: _Composer) -> str:
    found = guess.name_of(file)
    made.guess(("exercise", "name"), f"the name is {found.value!r}", found.why)
    return found.value


def _guessed_background(name: str, made: _Composer) -> str:
    why = "the file tells no situation at StartEx; write what participants know before the first inject"
    made.guess(("exercise", "scenario", "background"), "the background is one sentence", why)
    return f"The exercise begins: {name}."


def _incident_type(draft: Draft, taxonomy: Taxonomy, made: _Composer) -> str:
    texts = [
        draft.name,
        draft.background,
        *(text for item in draft.injects for text in (item.title, item.text)),
    ]
    found = guess.incident_type(texts, taxonomy.incident_types)
    made.guess(("exercise", "incident_type"), f"the incident type is {found.value}", found.why)
    return found.value


def _say_schedule(schedule: guess.Schedule, made: _Composer) -> None:
    if schedule.is_duration_guessed:
        minutes = guess.AFTER_LAST_MS // MINUTE_MS
        why = f"{minutes} minutes after the last inject, rounded up to a quarter of an hour"
        made.guess(("exercise", "duration"), f"the exercise lasts {duration_text(schedule.duration_ms)}", why)
    for what, where in schedule.guesses:
        made.losses.guessed(what, where)


def _objectives(draft: Draft, losses: Losses) -> dict[str, str]:
    """Objectives by their text, each with an id of its own."""
    named = [*draft.objectives, *(text for inject in draft.injects for text in inject.objectives)]
    found: dict[str, str] = {}
    for text in dict.fromkeys(_cut(text, _ENTRY, "an objective", "", losses) for text in named):
        found[text] = _unique(
            slug(text) if len(text) <= 64 else f"objective-{len(found) + 1}", found.values()
        )
    return found


def _unique(wanted: str, taken: Iterable[str]) -> str:
    held = {*taken}
    if wanted not in held:
        return wanted
    return next(name for n in range(2, len(held) + 3) if (name := f"{wanted[:58]}-{n}") not in held)


def _roles(draft: Draft, made: _Composer) -> list[DraftRole]:
    """Roles the file lists, then those that injects go to; one if there is none."""
    briefed = {one_line(role.name).casefold(): role for role in reversed(draft.roles)}
    named = [*(role.name for role in draft.roles), *(name for inject in draft.injects for name in inject.to)]
    unique: dict[str, str] = {}
    for name in filter(None, map(one_line, named)):
        unique.setdefault(name.casefold(), name)
    names = list(unique.values())
    if len(names) > _ROLES:
        made.losses.left_out(
            f"the roles {listed(names[_ROLES:], 20)}", "", f"a scenario holds at most {_ROLES}"
        )
    roles = [replace(briefed.get(name.casefold(), DraftRole(name)), name=name) for name in names[:_ROLES]]
    if not roles:
        made.guess(("exercise", "participants"), f"the role is {guess.ROLE!r}", "the file names no roles")
        return [DraftRole(guess.ROLE)]
    if not draft.roles:
        made.guess(
            ("exercise", "participants"), "roles are those that injects go to", "the file lists no roles"
        )
    return roles


def _role(role: DraftRole) -> Any:
    return {"role": role.name, "briefing": role.briefing[:_NOTES]} if role.briefing else role.name


def _injects(
    schedule: guess.Schedule, roles: Sequence[DraftRole], objectives: Mapping[str, str], made: _Composer
) -> list[dict[str, Any]]:
    names = {role.name.casefold(): role.name for role in roles}
    ids: list[str] = []
    found = []
    for n, (inject, at_ms) in enumerate(schedule.injects):
        place = ("exercise", "scenario", "injects", n)
        if schedule.is_spread and n == 0:
            made.comments[(*place, "time")] = _MARK + schedule.guesses[0][0]
        elif inject.at_ms is None and not schedule.is_spread:
            made.comments[(*place, "time")] = _MARK + "the file gives no time here"
        ids.append(_unique(_id(inject, n), ids))
        found.append(_inject(inject, ids[-1], at_ms, names, objectives, made.losses))
    return found


def _id(inject: DraftInject, n: int) -> str:
    key = slug(inject.key) if inject.key else ""
    if not key or key == "unnamed":
        return f"inject-{n + 1}"
    return f"inject-{key}"[:64] if key[:1].isdigit() else key


def _inject(
    inject: DraftInject,
    key: str,
    at_ms: int,
    names: Mapping[str, str],
    objectives: Mapping[str, str],
    losses: Losses,
) -> dict[str, Any]:
    text, overflow = _long(inject, losses)
    exhibits = [*overflow, *inject.exhibits]
    held: dict[str, Any] = {
        "id": key,
        "time": time_cell(at_ms),
        "title": one_line(inject.title),
        "from": one_line(inject.sender),
        "to": [names[name] for item in inject.to if (name := one_line(item).casefold()) in names],
        "delivery": inject.delivery,
        "event": text,
        "questions": _entries(inject.questions, "a question", inject, losses),
        "exhibits": [_exhibit(item, inject, losses) for item in exhibits],
        "expected_actions": _entries(inject.expected, "an expected action", inject, losses),
        "objectives": [objectives[item] for item in inject.objectives if item in objectives],
        "controller": one_line(inject.controller),
        "notes": _cut(inject.notes, _NOTES, "the notes", inject.place, losses),
        "contingency": inject.is_contingency,
    }
    return {name: value for name, value in held.items() if value not in ("", [], False)}


def _entries(entries: Iterable[str], what: str, inject: DraftInject, losses: Losses) -> list[str]:
    return [_cut(entry, _ENTRY, what, inject.place, losses) for entry in entries if entry.strip()]


def _long(inject: DraftInject, losses: Losses) -> tuple[str, list[DraftExhibit]]:
    """The text of an inject; one that is too long is shown whole as an exhibit."""
    if len(inject.text) <= _EVENT:
        return inject.text, []
    losses.guessed(
        "a long text is shown as an exhibit, its beginning as the inject",
        inject.place,
        f"an inject's text has at most {_EVENT:,} letters",
    )
    return one_line(inject.text, 400), [DraftExhibit(inject.text, title="Whole text")]


def _exhibit(exhibit: DraftExhibit, inject: DraftInject, losses: Losses) -> dict[str, Any]:
    held = {
        "kind": exhibit.kind,
        "title": one_line(exhibit.title),
        "author": one_line(exhibit.author),
        "text": _cut(exhibit.text, _EXHIBIT, "an exhibit", inject.place, losses),
    }
    return {name: value for name, value in held.items() if value}


def _cut(text: str, most: int, what: str, place: str, losses: Losses) -> str:
    if len(text) <= most:
        return text.strip()
    losses.left_out(f"the end of {what}, {len(text) - most:,} letters", place, f"at most {most:,} are held")
    return text[:most].rstrip()
