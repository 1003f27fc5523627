"""Lists of injects in JSON: a list of objects, or an object that holds one, as tools and kits write them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.exchange.draft import Draft, DraftRole
from engine.exchange.foreign import ForeignFormat
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.plain import entries, length_ms, say_unread, text_at
from engine.exchange.reading.tidy import one_line
from engine.exchange.source import Options, Source
from engine.exchange.table.grid import of_records
from engine.exchange.table.header import find_header
from engine.exchange.table.rows import read_rows
from engine.exchange.table.times import Asked
from engine.files.looks.shapes import inject_list

_NAMES = ("title", "name", "tabletop", "scenario_name", "exercise_name")
_BACKGROUNDS = (
    "narrative_intro",
    "background",
    "description",
    "introduction",
    "intro",
    "scenario",
    "summary",
    "context",
)
_ROLES = ("participants", "roles", "teams", "participant_teams", "audience", "targetAudience")
_LENGTHS = ("duration_minutes", "estimated_duration_minutes", "duration", "length")
_GOALS = ("objectives", "goals", "learning_objectives")
_REMEDY = 'give each entry at least "time" and "title" or "description"'


def fits(source: Source) -> int:
    """Whether the value is a list of injects, or holds one."""
    return 1 if inject_list(source.value) is not None else 0


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """The injects, with what the object around them says of the exercise.

    Raises:
        ScenarioInvalid: no entry names a text, or the times can be read in two ways.

    """
    found = inject_list(source.value)
    if found is None:
        refuse(source.file, "this holds no list of injects", _REMEDY)
    key, records = found
    grid = of_records(records, f"$.{key}" if key else "$", losses)
    header = find_header(grid)
    if header is None:
        refuse(source.file, "the entries of the list name no text of an inject", _REMEDY)
    injects = read_rows(grid, header, Asked(source.file, options.times), losses)
    whole = source.value if isinstance(source.value, Mapping) else {}
    if "." in key:
        outer, inner = key.rsplit(".", 1)
        say_unread(whole[outer], (inner,), f"$.{outer}", losses)
    return replace(around(whole, losses, beside=(key.rsplit(".", 1)[0],)), injects=injects)


def around(whole: Mapping[str, Any], losses: Losses, *, beside: tuple[str, ...]) -> Draft:
    """What an object says of an exercise beside its injects; `beside` are the keys that hold those.

    An object `defaults` or `metadata` inside is read as if its keys stood outside.
    """
    inner = {
        key: held
        for name in ("defaults", "metadata")
        if isinstance(whole.get(name), Mapping)
        for key, held in whole[name].items()
    }
    value = {**inner, **whole}
    roles = next((key for key in _ROLES if value.get(key)), "")
    goals = next((key for key in _GOALS if value.get(key)), "")
    lengths = [(key, ms) for key in _LENGTHS if (ms := length_ms(value.get(key))) is not None]
    told = (_told(value, _NAMES), _told(value, _BACKGROUNDS))
    known = (*told, *beside, roles, goals, *(key for key, _ in lengths[:1]), "defaults", "metadata")
    say_unread(value, known, "$", losses)
    return Draft(
        injects=(),
        name=one_line(text_at(value, _NAMES, "$", losses)),
        background=text_at(value, _BACKGROUNDS, "$", losses),
        roles=tuple(DraftRole(one_line(name)) for name in entries(value.get(roles), f"$.{roles}", losses)),
        duration_ms=lengths[0][1] if lengths else None,
        objectives=entries(value.get(goals), f"$.{goals}", losses),
    )


def _told(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The first of some keys that holds a text."""
    return next((key for key in keys if isinstance(value.get(key), str) and value[key].strip()), "")


FORMAT = ForeignFormat(
    "list",
    "List of injects in JSON",
    fits,
    read,
    "the columns of an MSEL as keys of each entry; title, background, participants, duration and"
    " objectives around them",
)
