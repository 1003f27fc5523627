"""Pydantic's errors in the words of scenario files: place, value, expectation and remedy."""

import re
from collections.abc import Callable
from typing import NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.errors import Gravity
from engine.scenario.exercise import Story
from engine.scenario.model_tree import allowed_keys, model_at
from engine.scenario.nearest import nearest, shown, suggestion
from engine.scenario.place import Place
from engine.scenario.resolve import slug


class Fault(NamedTuple):
    """Something wrong at a place of a model, and what to do about it."""

    place: Place
    message: str
    remedy: str
    severity: Gravity = "error"


MessageAndRemedy = tuple[str, str]


def explain(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Every error of a validation in plain words."""
    return [_fault(item, model) for item in error.errors(include_url=False) if not _is_echo(item)]


def _is_echo(item: ErrorDetails) -> bool:
    """Whether a list is called too short only because its invalid items were not counted."""
    return item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]


def _fault(item: ErrorDetails, model: type[BaseModel]) -> Fault:
    place: Place = tuple(item["loc"])
    if item["type"] == "missing":
        return Fault(place, *_missing(place, model))
    if item["type"] == "extra_forbidden":
        return Fault(place, *_unknown_key(place, model_at(model, place[:-1])))
    if item["input"] is None:
        return Fault(place, *_nothing(item, place))
    words = _WORDS.get(item["type"], _unfit)(item)
    return Fault(place, *words)


_EXAMPLES = {
    "duration": 'duration: "90 minutes"',
    "time": 'time: "T+15 minutes"',
    "by": 'by: "T+30 minutes"',
    "within": 'within: "15 minutes"',
    "participants": 'participants: ["Security operations", "Legal"]',
    "scenario": 'scenario: {background: "…", inject_1: {time: "T+0 minutes", event: "…"}}',
    "injects": 'inject_1: {time: "T+0 minutes", event: "…"}',
    "immediate_window": 'immediate_window: "15 minutes"',
}


def _missing(place: Place, model: type[BaseModel]) -> MessageAndRemedy:
    key = str(place[-1])
    parent = model_at(model, place[:-1])
    described = parent.model_fields[key].description if parent and key in parent.model_fields else None
    if isinstance(place[-1], int):
        return "the list is too short", "add the items that are missing"
    return f"`{key}` is missing", f"add `{_EXAMPLES.get(key, f'{key}: …')}` ({_phrase(described)})"


def _phrase(described: str | None) -> str:
    text = (described or "it is needed").rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _unknown_key(place: Place, parent: type[BaseModel] | None) -> MessageAndRemedy:
    key, known = str(place[-1]), allowed_keys(parent) if parent else []
    if len(place) == 1 and len(known) == 1:
        message = f"`{key[:60]}` stands beside `{known[0]}` at the top of the file"
        return message, "indent it below, or move it to a file of its own"
    if parent is Story:
        number = re.sub(r"\D", "", key)[:3] or "1"
        known += [f"inject_{number}"]
    return f"`{key[:60]}` is not a key that is known here", suggestion(key, known)


def _nothing(item: ErrorDetails, place: Place) -> MessageAndRemedy:
    expected = _EXPECTED.get(item["type"], "a value")
    if isinstance(place[-1], int):
        return "an item of the list is empty", f"write {expected}, or remove the item"
    return f"nothing stands after `{place[-1]}:`", f"write {expected}, or leave the key out if it is optional"


_EXPECTED = {
    "string_type": "a text in quotes",
    "tuple_type": "a list",
    "model_type": "keys with values, indented below it",
    "model_attributes_type": "keys with values, indented below it",
    "dict_type": "keys with values, indented below it",
    "bool_type": "`true` or `false`",
    "int_type": "a whole number",
    "float_type": "a number",
    "value_error": 'a text in quotes, such as "90 minutes"',
}


def _not_text(item: ErrorDetails) -> MessageAndRemedy:
    value = item["input"]
    if isinstance(value, dict):
        remedy = "write one text; put it in quotes if it holds a colon"
    elif isinstance(value, list):
        remedy = "write one text in quotes, without `-` or brackets"
    else:
        remedy = f'put it in quotes: "{shown(value)}"'
    return f"{shown(value)} is not text", remedy


def _empty(_item: ErrorDetails) -> MessageAndRemedy:
    return "the text is empty", "write a text between the quotes, or leave the key out if it is optional"


def _long(item: ErrorDetails) -> MessageAndRemedy:
    limit = item["ctx"]["max_length"]
    return (
        f"{shown(item['input'])} has {len(item['input']):,} characters; at most {limit:,} fit",
        "shorten it",
    )


def _not_a_slug(item: ErrorDetails) -> MessageAndRemedy:
    example = slug(str(item["input"])[:200])
    remedy = f'use small letters, digits, - and _, at most 64 of them, for example "{example}"'
    return f"{shown(item['input'])} is not a short name", remedy


def _not_allowed(item: ErrorDetails) -> MessageAndRemedy:
    known = [text or number for text, number in re.findall(r"'([^']*)'|(\d+)", item["ctx"]["expected"])]
    value = item["input"]
    near = nearest(value, known) if isinstance(value, str) else None
    choices = "write one of " + ", ".join(f"`{word}`" for word in known)
    return f"{shown(value)} is not allowed here", f"did you mean `{near}`? {choices}" if near else choices


def _not_whole(item: ErrorDetails) -> MessageAndRemedy:
    return f"{shown(item['input'])} is not a whole number", "write a whole number without quotes, such as 2"


def _not_number(item: ErrorDetails) -> MessageAndRemedy:
    return f"{shown(item['input'])} is not a number", "write a number without quotes, such as 0.5"


def _not_bool(item: ErrorDetails) -> MessageAndRemedy:
    return f"{shown(item['input'])} is neither true nor false", "write `true` or `false` without quotes"


def _few(item: ErrorDetails) -> MessageAndRemedy:
    context = item["ctx"]
    message = (
        f"the list is too short, with {context['actual_length']} of at least {context['min_length']} items"
    )
    return message, "add the items that are missing"


def _many(item: ErrorDetails) -> MessageAndRemedy:
    limit = item["ctx"]["max_length"]
    return f"the list is too long, with more than {limit} items", "remove some"


def _not_list(item: ErrorDetails) -> MessageAndRemedy:
    value = item["input"]
    if isinstance(value, dict):
        return "a mapping stands here instead of a list", "start each item on a line of its own with `- `"
    return f"{shown(value)} is not a list", f"write a list, even of one: [{shown(value)}]"


def _not_mapping(item: ErrorDetails) -> MessageAndRemedy:
    value = item["input"]
    if isinstance(value, list):
        return "a list stands here instead of keys with values", "remove the `- ` before the keys"
    if item["loc"][-2:-1] in (("questions",), ("participants",)):
        return f"{shown(value)} is not text", f'put it in quotes: "{shown(value)}"'
    return (
        f"{shown(value)} stands here instead of keys with values",
        "write keys with values, indented below it",
    )


_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def _out_of_range(item: ErrorDetails) -> MessageAndRemedy:
    name, bound = next(iter(item["ctx"].items()))
    return f"{shown(item['input'])} is out of range", f"write a number of {_BOUNDS[name]} {bound:g}"


def _not_finite(item: ErrorDetails) -> MessageAndRemedy:
    return f"{shown(item['input'])} is not a finite number", "write a number such as 0.5"


_GENERAL = "see docs/scenario-format.md for what fits here"


_RULES = {
    "an image needs": "add `path:` and `alt:`",
    "an exhibit of kind": "add `text:`",
    "give injects either": "keep one of the two ways",
    "give levels": "list four levels, each with `level:` and who orders and approves it",
    "active_at_start": "lower `active_at_start`, or raise `pool`",
    "records_per_success": "write 0, or a number of at least 1",
}


def _contradiction(item: ErrorDetails) -> MessageAndRemedy:
    """A model's own rule: its sentence holds the remedy after the last semicolon, or is the remedy itself."""
    text = str(item["ctx"]["error"])
    message, separator, remedy = text.rpartition("; ")
    if separator:
        return _short(message), remedy
    example = re.search(r"(.*), for example (`.*`)", text)
    if example:
        return _short(example.group(1)), f"write for example {example.group(2)}"
    return _short(text), next((rule for start, rule in _RULES.items() if text.startswith(start)), _GENERAL)


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:100]}…{text[-90:]}"


def _unfit(item: ErrorDetails) -> MessageAndRemedy:
    return f"{shown(item['input'])} does not fit here", _GENERAL


_WORDS: dict[str, Callable[[ErrorDetails], MessageAndRemedy]] = {
    "string_type": _not_text,
    "string_unicode": _not_text,
    "string_too_short": _empty,
    "string_too_long": _long,
    "string_pattern_mismatch": _not_a_slug,
    "literal_error": _not_allowed,
    "int_type": _not_whole,
    "int_parsing": _not_whole,
    "int_from_float": _not_whole,
    "int_parsing_size": _not_whole,
    "float_type": _not_number,
    "float_parsing": _not_number,
    "finite_number": _not_finite,
    "bool_type": _not_bool,
    "bool_parsing": _not_bool,
    "too_short": _few,
    "too_long": _many,
    "tuple_type": _not_list,
    "model_type": _not_mapping,
    "model_attributes_type": _not_mapping,
    "dict_type": _not_mapping,
    "greater_than": _out_of_range,
    "greater_than_equal": _out_of_range,
    "less_than": _out_of_range,
    "less_than_equal": _out_of_range,
    "value_error": _contradiction,
    "assertion_error": _contradiction,
}
