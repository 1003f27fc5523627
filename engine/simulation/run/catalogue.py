"""The catalogue of actions: every module in the containment folder that exports `ACTION`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from engine.simulation import containment
from engine.simulation.action import ContainmentAction
from engine.simulation.parameters import AISystem


@cache
def _found() -> tuple[ContainmentAction, ...]:
    found = pkgutil.walk_packages(containment.__path__, f"{containment.__name__}.")
    modules = [importlib.import_module(item.name) for item in found if not item.ispkg]
    return tuple(sorted((module.ACTION for module in modules), key=lambda action: str(action.id)))


def actions() -> dict[str, ContainmentAction]:
    """Every action by id, sorted by id."""
    return {action.id: action for action in _found()}


def offered(system: AISystem) -> dict[str, ContainmentAction]:
    """The actions there are for an AI system, by id: a specific one only where its parameters name it."""
    return {a.id: a for a in _found() if not a.is_specific or a.id in system.controls}


def preset(level: int, system: AISystem | None = None) -> tuple[str, ...]:
    """Ids of the containment actions up to a level; each preset holds the ones below it.

    Without a system those of every system: one that it does not offer changes nothing in it.
    """
    known = (offered(system) if system else actions()).values()
    return tuple(a.id for a in known if a.kind == "containment" and a.is_advised and a.level <= level)
