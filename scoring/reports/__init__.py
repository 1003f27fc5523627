"""Report formats: every module here that exports ``FORMAT`` is one."""

import importlib
import pkgutil

from scoring.writing.document import ReportFormat


def names() -> tuple[str, ...]:
    """The ids of the formats, without loading what they need."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def load(name: str) -> ReportFormat:
    """A format by its id.

    Raises:
        ValueError: there is no such format.

    """
    if name not in names():
        raise ValueError(f"{name!r} is not a report format; choose from: {', '.join(names())}")
    found: ReportFormat = importlib.import_module(f"{__name__}.{name}").FORMAT
    return found
