"""The catalogue of actions: every module in the containment folder that exports `ACTION`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from engine.simulation import containment
from engine.simulation.action import ContainmentAction


@cache
def _found() -> tuple[ContainmentAction, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(containment.__path__))
    modules = [importlib.import_module(f"{containment.__name__}.{name}") for name in names]
    return tuple(sorted((module.ACTION for module in modules), key=lambda action: str(action.id)))


def actions() -> dict[str, ContainmentAction]:
    """Every action by id, sorted by id."""
    return {action.id: action for action in _found()}


def preset(level: int) -> tuple[str, ...]:
    """Ids of the containment actions up to a level; each preset holds the ones below it."""
    return tuple(a.id for a in _found() if a.kind == "containment" and a.level <= level)
