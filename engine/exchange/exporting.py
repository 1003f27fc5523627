"""The door for files out: a scenario in; bytes for another tool and what they do not hold, out; pure."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from engine.exchange import exports
from engine.exchange.exported import ExportFormat, Whole
from engine.exchange.losses import Losses, LossReport, counted
from engine.exchange.whole.edits import scenario_in


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for another tool."""

    content: bytes
    report: LossReport
    format: ExportFormat


@cache
def export_formats() -> dict[str, ExportFormat]:
    """The formats by their id: every module of `engine/exchange/exports/` exports one."""
    names = sorted(module.name for module in pkgutil.iter_modules(exports.__path__))
    found = [importlib.import_module(f"{exports.__name__}.{name}").FORMAT for name in names]
    return {item.id: item for item in found}


def format_for(name: str) -> str:
    """The format a file's name asks for; the longest ending wins.

    Raises:
        ValueError: no format ends like that.

    """
    ordered = sorted(export_formats().values(), key=lambda item: -len(item.suffix))
    found = next((item.id for item in ordered if name.lower().endswith(item.suffix)), None)
    if found is None and name.lower().endswith(".yaml"):
        return "yml"
    if found is None:
        endings = ", ".join(item.suffix for item in export_formats().values())
        raise ValueError(f"{name!r} has no ending of a format; write one of {endings}, or choose with --to")
    return found


def export_scenario(text: str, format_id: str) -> Exported:
    """A valid scenario's text as a file of a format.

    Raises:
        ValueError: there is no such format, or the text is no valid scenario.

    """
    formats = export_formats()
    if format_id not in formats:
        raise ValueError(f"{format_id!r} is not a format; choose from: {', '.join(formats)}")
    exercise = scenario_in(text)
    if exercise is None:
        raise ValueError("the text is no valid scenario; see `tplus validate`")
    losses = Losses()
    content = formats[format_id].write(Whole(text, exercise), losses)
    pictures = sum(item.path is not None for inject in exercise.scenario.injects for item in inject.exhibits)
    if pictures:
        losses.left_out(counted(pictures, "picture"), "", "send the files along; only their names are in it")
    return Exported(content, losses.report(), formats[format_id])
