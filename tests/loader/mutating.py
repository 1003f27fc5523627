"""Scenario files spoiled in ways that people and programs spoil them; used by the fuzz test."""

import copy
import json
from typing import Any

import yaml
from hypothesis import strategies as st

Place = tuple[str | int, ...]

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        [10**30, -1, 0, 1e308, -0.0, "", " ", "T+1e9 h", "0:15", "{{x}}", "{{affected_users}}", "\t"]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=4), st.none(), max_size=2),
)
"""Values of any type, among them those that a field may take for its own."""

RAW = (
    "&a [*a, *a]",
    "*nowhere",
    "<<: {a: 1}",
    "!!python/object:os.system x",
    "!x y",
    "? [a]",
    '"\\ud800"',
    '"\\x00\\u202e"',
    "\t- x",
    "10:30",
    "2026-03-15",
    "0x1F",
    "1e999",
    "[" * 60,
    "{a: " * 60,
    "|\n x",
    ">-\n",
    "---\n",
    "...\n",
    "%YAML 9.9\n",
    "\ufeff",
    "\u2028",
    "\x85",
    "\x1b[2J",
    "'",
    '"',
    "`",
    "@",
    "#",
    ": ",
    "- ",
)
"""Pieces of text that mean something to a reader of YAML."""


def places_of(value: Any, here: Place = ()) -> list[Place]:
    """Every place of plain data below the top."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, inner in steps for place in ((*here, step), *places_of(inner, (*here, step)))]


def at(value: Any, place: Place) -> Any:
    """The value at a place."""
    for step in place:
        value = value[step]
    return value


@st.composite
def spoiled(draw: st.DrawFn, whole: Any) -> str:
    """The text of plain data of which nodes were deleted, doubled, swapped, retyped or nested."""
    value = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 4))):
        places = places_of(value)
        place = draw(st.sampled_from(places)) if places else ()
        if place:
            _spoil(draw, value, place, places)
    form = draw(st.sampled_from(["block", "flow", "json", "aliases"]))
    if form == "json":
        return json.dumps(value, ensure_ascii=draw(st.booleans()))
    dumper = yaml.SafeDumper if form == "aliases" else _NoAliases
    return yaml.dump(
        value, Dumper=dumper, default_flow_style=form == "flow", allow_unicode=True, sort_keys=False
    )


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _spoil(draw: st.DrawFn, value: Any, place: Place, places: list[Place]) -> None:
    around, step = at(value, place[:-1]), place[-1]
    other = draw(st.sampled_from(places))
    match draw(st.sampled_from(["delete", "double", "swap", "retype", "nest", "wrap", "rename", "grow"])):
        case "delete":
            del around[step]
        case "double" if isinstance(around, list):
            around.insert(int(step), around[step])
        case "swap" if place != other[: len(place)] and other != place[: len(other)]:
            beside = at(value, other[:-1])
            around[step], beside[other[-1]] = beside[other[-1]], around[step]
        case "nest":
            around[step] = copy.deepcopy(at(value, other))
        case "wrap":
            around[step] = draw(st.sampled_from([[around[step]], {"a": around[step]}, [[], around[step]]]))
        case "rename" if isinstance(around, dict):
            around[draw(st.sampled_from([str(other[-1]), "", "id", "inject_1", "inject_01", "when"]))] = (
                around.pop(step)
            )
        case "grow" if isinstance(around[step], str | list):
            around[step] = around[step] * draw(st.sampled_from([2, 50, 400]))
        case _:
            around[step] = draw(ODD)


@st.composite
def torn(draw: st.DrawFn, text: str) -> str:
    """The text with pieces cut out, doubled, moved, or put in that mean something to a reader of YAML."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 200)))
        to = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["cut", "double", "move", "insert"])):
            case "cut":
                text = text[:start] + text[end:]
            case "double":
                text = text[:to] + text[start:end] + text[to:]
            case "move":
                piece, text = text[start:end], text[:start] + text[end:]
                to = min(to, len(text))
                text = text[:to] + piece + text[to:]
            case _:
                text = text[:start] + draw(st.sampled_from(RAW)) + text[start:]
    return text
