"""What JSON and YAML from elsewhere look like, told by their keys."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.files.looks.look import Look, importable

_NOT_TIMED = "Tplus plays timed injects; write the ones you want as a scenario (docs/scenario-format.md)"
_AS_PLAYBOOK = "write it as a file that starts with `playbook:`, see docs/scenario-format.md"
_ATTACKS = "Tplus holds no attack text; describe what people notice of the attack as injects"
_EXPORT = "export the MSEL from there as .xlsx or .csv, and import that"

_HEAD = "write `exercise:` above it, and indent everything below that"

_INJECT_LISTS = ("injects", "msel", "inject_list", "events", "timeline", "items")
_ROW_KEYS = frozenset(
    {
        "time",
        "title",
        "description",
        "subject",
        "event",
        "inject",
        "script",
        "content",
        "message",
        "real time",
        "at",
    }
)


def keys_of(value: Any) -> frozenset[str]:
    """The keys of a mapping in small letters; none of anything else."""
    return frozenset(str(key).strip().lower() for key in value) if isinstance(value, Mapping) else frozenset()


def is_row(value: Any) -> bool:
    """Whether a mapping looks like one inject."""
    return len(keys_of(value) & _ROW_KEYS) >= 2


def inject_list(value: Any, *, is_inside: bool = False) -> tuple[str, list[Any]] | None:
    """The list of injects in a value, with the key it stands under (empty for the value itself)."""
    if isinstance(value, list):
        return ("", value) if any(is_row(item) for item in value[:20]) else None
    if not isinstance(value, Mapping):
        return None
    for key, held in value.items():
        is_named = str(key).strip().lower() in _INJECT_LISTS
        if is_named and isinstance(held, list) and any(is_row(item) for item in held[:20]):
            return str(key), held
    return None if is_inside else _list_inside(value)


def _list_inside(value: Mapping[Any, Any]) -> tuple[str, list[Any]] | None:
    """A list of injects one level deeper."""
    for key, held in value.items():
        found = inject_list(held, is_inside=True) if isinstance(held, Mapping) else None
        if found is not None:
            return f"{key}.{found[0]}", found[1]
    return None


def _has(*wanted: str) -> Callable[[Any], bool]:
    return lambda value: frozenset(wanted) <= keys_of(value)


def _any(wanted: tuple[str, ...], others: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: bool(keys_of(value) & {*wanted}) and bool(keys_of(value) & {*others})


def _of_type(name: str, *kinds: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Mapping) and str(value.get(name, "")).lower() in kinds


def _is_openaev(value: Any) -> bool:
    keys = keys_of(value)
    return any(
        f"{name}_injects" in keys or f"{name}_information" in keys for name in ("scenario", "exercise")
    )


def _is_attack_test(value: Any) -> bool:
    keys = keys_of(value)
    return bool(keys & {"redteam", "probes", "attack_payloads", "payloads", "jailbreaks"}) or (
        "prompts" in keys and bool(keys & {"providers", "tests", "assert", "targets"})
    )


SHAPES: tuple[tuple[Callable[[Any], bool], Look], ...] = (
    (_has("scenario", "participants"), Look("headless", "a scenario without its first line", _HEAD)),
    (_has("inject_flow", "injects"), importable("cexf", "an exercise in the Common Exercise Format (CEXF)")),
    (_is_openaev, importable("openaev", "a scenario exported from OpenBAS or OpenAEV")),
    (_has("stages"), importable("stages", "a tabletop exercise in stages")),
    (lambda value: inject_list(value) is not None, importable("list", "a list of injects")),
    (
        _has("msels", "scenarioevents"),
        Look("database", "data of Crucible Blueprint with empty MSELs", _EXPORT),
    ),
    (
        _of_type("object-type", "case-study"),
        Look("case-study", "a case study of an incident", _NOT_TIMED),
    ),
    (_has("incident-date", "procedure"), Look("case-study", "a case study of an incident", _NOT_TIMED)),
    (_is_attack_test, Look("attack-tests", "tests that send attacks to an AI system", _ATTACKS)),
    (_of_type("type", "bundle"), Look("catalogue", "a STIX bundle of threat intelligence", _NOT_TIMED)),
    (_of_type("type", "playbook"), Look("playbook", "a CACAO playbook", _AS_PLAYBOOK)),
    (_has("detection", "logsource"), Look("rule", "a Sigma rule file", _NOT_TIMED)),
    (_has("rules"), Look("rule", "a rule file", _NOT_TIMED)),
    (
        _any(("techniques", "matrices"), ("tactics", "domain", "id", "name", "versions", "matrices")),
        Look("catalogue", "a catalogue of techniques", _NOT_TIMED),
    ),
    (
        _any(("tactics", "object-type"), ("techniques", "id", "name")),
        Look("catalogue", "a catalogue of techniques", _NOT_TIMED),
    ),
    (
        _any(("steps", "tasks", "workflow", "procedures"), ("name", "title", "id", "description")),
        Look("playbook", "a playbook or a list of tasks", _AS_PLAYBOOK),
    ),
    (_has("nbformat", "cells"), Look("notebook", "a notebook", _NOT_TIMED)),
    (
        _any(
            ("openapi", "swagger", "apiversion", "services"), ("info", "kind", "paths", "version", "services")
        ),
        Look("configuration", "the configuration of another program", _NOT_TIMED),
    ),
    (_has("$schema", "properties"), Look("schema", "a JSON Schema", _NOT_TIMED)),
)
"""What a value must hold, and what it then looks like; the first that fits holds."""


def shape_of(value: Any) -> Look | None:
    """What a value looks like by its keys, or by those of its first entry; None where nothing fits."""
    found = next((look for fits, look in SHAPES if fits(value)), None)
    if found is None and isinstance(value, list) and value:
        return next((look for fits, look in SHAPES if not look.can_import and fits(value[0])), None)
    return found
