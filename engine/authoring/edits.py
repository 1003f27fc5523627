"""Changes to a scenario's text that keep its comments, order and everything else as they were written."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise

import yaml

from engine.errors import Refused
from engine.scenario.times import MINUTE_MS, offset_text, parse_duration, parse_offset

ROLE_KEYS = frozenset(
    (
        "participants",
        "role",
        "to",
        "told",
        "not_told",
        "before",
        "approved_by",
        "audience",
        "message_missing",
        "unreachable",
    )
)
"""Keys whose texts may be the name of a role."""
LONGEST_MIN = 7 * 24 * 60
"""Minutes of the longest exercise (as a scenario file allows)."""

Path = tuple[str | int, ...]
Scalar = tuple[Path, yaml.ScalarNode]
Splice = tuple[int, int, str]
"""A part of the text, from one letter to before another, and what takes its place."""


def role_renamed(text: str, old: str, new: str) -> str:
    """The text with a role called otherwise, wherever it is named as one; not in what people read.

    Raises:
        Refused: the text can't be read, the new name is empty or taken, or nobody is called by the old one.

    """
    wanted = " ".join(new.split())
    if not wanted or len(wanted) > 120:
        raise Refused("Give the role a name of 1 to 120 letters.")
    found = [(path, node) for path, node in _scalars(text) if ROLE_KEYS & set(path[-2:])]
    if not any(node.value == old for _, node in found):
        raise Refused(f"No role is called {old!r} in this text.")
    if wanted != old and any(node.value == wanted for path, node in found if "participants" in path):
        raise Refused(f"There is a role {wanted!r} already; choose another name.")
    return _spliced(text, [_put(node, wanted) for _, node in found if node.value == old])


def retimed(text: str, minutes: int) -> str:
    """The text with the exercise so many minutes long, and all its times moved in proportion, to the minute.

    Raises:
        Refused: the text can't be read, or has no length, or the new one is none.

    """
    if not 1 <= minutes <= LONGEST_MIN:
        raise Refused(f"An exercise lasts from 1 to {LONGEST_MIN:,} minutes.")
    scalars = dict(_scalars(text))
    length = scalars.get(("exercise", "duration"))
    if length is None:
        raise Refused("The text has no `duration` to change; add one first.")
    share = minutes * MINUTE_MS / max(1, _read(length, parse_duration))
    parts = [_put(length, f"{minutes} minutes")]
    for path, node in scalars.items():
        if _is_moment(path):
            moved = round(_read(node, parse_offset) * share / MINUTE_MS)
            parts.append(_put(node, f"T+{moved} minutes"))
    return _spliced(text, parts)


def inject_changed(text: str, number: int, field: str, value: str) -> str:
    """The text with a field of an inject, the first one 0, set to one line; added where it had none.

    Raises:
        Refused: the text can't be read, or has no such inject.

    """
    nodes = _injects(text)
    if not 0 <= number < len(nodes):
        raise Refused(f"The text has no inject number {number + 1}.")
    node = nodes[number]
    for key, held in node.value:
        if key.value == field:
            return _spliced(text, [_put(held, value)])
    first = node.value[0][0].start_mark
    line = f"{field}: {_quoted(value)}\n{' ' * first.column}"
    return _spliced(text, [(first.index, first.index, line)])


def times_of(text: str) -> tuple[tuple[str, str], ...]:
    """Time and title of each inject as written, in the order of the text; empty where there is none."""
    found = ({key.value: held.value for key, held in node.value} for node in _injects(text))
    return tuple((str(fields.get("time", "")), str(fields.get("title", ""))) for fields in found)


def written(at_ms: int) -> str:
    """A moment as scenario files write it: ``T+15 minutes``."""
    return f"T+{at_ms // MINUTE_MS} minutes" if at_ms % MINUTE_MS == 0 else offset_text(at_ms)


def _is_moment(path: Path) -> bool:
    if path[-1] == "time" and path[:2] == ("exercise", "scenario"):
        return True
    expected = path[:2] == ("exercise", "expectations")
    return expected and (path[-1] == "by" or path[-1] == "recovery_from")


def _read(node: yaml.ScalarNode, parse: Callable[[str], int]) -> int:
    try:
        return parse(node.value)
    except ValueError as error:
        raise Refused(f"Line {node.start_mark.line + 1}: {error}. Mend it first.") from error


def _root(text: str) -> yaml.Node:
    try:
        found = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise Refused(
            "The text can't be read as YAML yet; mend the problems that are listed first."
        ) from error
    if not isinstance(found, yaml.MappingNode):
        raise Refused("The text holds no scenario yet.")
    return found


def _scalars(text: str) -> list[Scalar]:
    return list(_below(_root(text), (), set()))


def _below(node: yaml.Node, path: Path, seen: set[int]) -> Iterator[Scalar]:
    """Every text below a node with its path; what an alias repeats is told once, where it is written."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for key, held in node.value:
            yield from _below(held, (*path, str(key.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for place, held in enumerate(node.value):
            yield from _below(held, (*path, place), seen)


def _injects(text: str) -> list[yaml.MappingNode]:
    """The injects as they stand in the text: those of the list, or those with numbers."""
    story = _child(_child(_root(text), "exercise"), "scenario")
    listed = _child(story, "injects")
    if isinstance(listed, yaml.SequenceNode):
        return [node for node in listed.value if isinstance(node, yaml.MappingNode)]
    pairs = story.value if isinstance(story, yaml.MappingNode) else []
    numbered = [(key.value, held) for key, held in pairs if str(key.value).startswith("inject_")]
    return [held for _, held in numbered if isinstance(held, yaml.MappingNode)]


def _child(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((held for key, held in pairs if key.value == name), None)


def _put(node: yaml.Node, value: str) -> Splice:
    """A value in a node's place; a block of several lines ends before the line break that follows it."""
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return node.start_mark.index, node.end_mark.index, _quoted(value) + ("\n" if is_block else "")


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _spliced(text: str, parts: list[Splice]) -> str:
    """The text with all parts replaced; a part that is repeated by an alias is replaced once."""
    ordered = sorted(set(parts))
    if any(first[1] > second[0] for first, second in pairwise(ordered)):
        raise Refused("Two changes meet at one place of the text; make them by hand.")
    out, at = [], 0
    for start, end, value in ordered:
        out += [text[at:start], value]
        at = end
    return "".join([*out, text[at:]])
