"""The papers there are: every module of `scoring/binder/papers/` exports one."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from engine.errors import Refused
from scoring.binder import papers
from scoring.binder.paper import Paper


def _loaded() -> tuple[Paper, ...]:
    names = [module.name for module in iter_modules(papers.__path__)]
    found = [import_module(f"{papers.__name__}.{name}").PAPER for name in names]
    return tuple(sorted(found, key=lambda item: item.order))


ALL: tuple[Paper, ...] = _loaded()
"""Every paper in the order of the binder."""

IDS = tuple(item.id for item in ALL)
"""Their names."""


def chosen(names: Iterable[str]) -> tuple[Paper, ...]:
    """The papers of these names in the order of the binder; all of them where none is named.

    Raises:
        Refused: a name is no paper's; every such name is in the sentence.

    """
    wanted = [name.strip().lower().replace("_", "-") for name in names]
    unknown = [name for name in wanted if name not in IDS]
    if unknown:
        listed = ", ".join(repr(name[:60]) for name in unknown)
        raise Refused(f"No paper is called {listed}; there are: {', '.join(IDS)}.")
    return tuple(item for item in ALL if not wanted or item.id in wanted)
