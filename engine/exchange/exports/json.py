"""A scenario as JSON: the same keys and values as its file."""

import json

from engine.exchange.exported import ExportFormat, Whole
from engine.exchange.losses import Losses
from engine.files.yaml.reader import read_yaml


def write(whole: Whole, losses: Losses) -> bytes:
    """The scenario's keys and values."""
    losses.taken("the whole scenario")
    if any(line.lstrip().startswith("#") for line in whole.text.splitlines()):
        losses.left_out("comments", "", "JSON has none")
    value = {"exercise": read_yaml(whole.text, "scenario").value["exercise"]}
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


FORMAT = ExportFormat(
    "json", "Scenario as JSON", ".json", "application/json", write, "every key and value; no comments"
)
