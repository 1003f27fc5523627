"""The criteria there are: every module of `scoring/criteria/` exports one."""

from importlib import import_module
from pkgutil import iter_modules

from engine.scenario.exercise import Objective
from engine.scenario.resolve import Scenario
from scoring import criteria
from scoring.criterion import Criterion


def _loaded() -> tuple[Criterion, ...]:
    names = [module.name for module in iter_modules(criteria.__path__)]
    found = [import_module(f"{criteria.__name__}.{name}").CRITERION for name in names]
    return tuple(sorted(found, key=lambda item: item.order))


ALL: tuple[Criterion, ...] = _loaded()
"""Every criterion in the order they are shown."""

CRITERIA: tuple[str, ...] = tuple(item.id for item in ALL)
"""Their ids."""

TITLES = {item.id: item.title for item in ALL}
"""Their names as people read them, by id."""


def criterion(name: str) -> Criterion:
    """The criterion of that id.

    Raises:
        KeyError: there is none.

    """
    return next(item for item in ALL if item.id == name) if name in TITLES else _unknown(name)


def _unknown(name: str) -> Criterion:
    raise KeyError(f"{name!r} is no criterion; there are: {', '.join(CRITERIA)}")


def capability(scenario: Scenario, name: str) -> str:
    """The core capability a criterion belongs to, as the scenario's objectives say."""
    named = (item.capability for item in scenario.objectives if name in item.criteria)
    return next(filter(None, named), criterion(name).capability)


def objectives(scenario: Scenario) -> tuple[Objective, ...]:
    """The scenario's objectives that criteria show, and one for each criterion that none of them names."""
    stated = tuple(item for item in scenario.objectives if item.criteria)
    covered = {name for item in stated for name in item.criteria}
    added = tuple(
        Objective(
            id=item.id, text=item.objective, capability=capability(scenario, item.id), criteria=(item.id,)
        )
        for item in ALL
        if item.id not in covered
    )
    return (*stated, *added)
