"""The formats there are: every module of `engine/exchange/formats/` exports one."""

import importlib
import pkgutil
from functools import cache

from engine.exchange import formats
from engine.exchange.foreign import ForeignFormat


@cache
def foreign_formats() -> dict[str, ForeignFormat]:
    """The formats by their id, in alphabetical order of their modules."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    found = [importlib.import_module(f"{formats.__name__}.{name}").FORMAT for name in names]
    return {item.id: item for item in found}
