"""A scenario as the file it is."""

from engine.exchange.exported import ExportFormat, Whole
from engine.exchange.losses import Losses


def write(whole: Whole, losses: Losses) -> bytes:
    """The scenario's own text."""
    losses.taken("the whole scenario, letter for letter")
    return whole.text.encode()


FORMAT = ExportFormat(
    "yml", "Scenario file", ".yml", "application/yaml", write, "the same file, letter for letter"
)
