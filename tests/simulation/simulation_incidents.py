"""The shipped incident types, loaded once for every test of the simulation."""

from pathlib import Path

import yaml

from engine.simulation.parameters import AISystem, merge

BLOCK_FILE = Path(__file__).parents[2] / "scenarios" / "taxonomy.yml"
BLOCKS = yaml.safe_load(BLOCK_FILE.read_text(encoding="utf-8"))["taxonomy"]
SYSTEMS = {
    block["id"]: AISystem.model_validate(merge(BLOCKS["base"], block["ai_system"]))
    for block in BLOCKS["incident_types"]
}
TYPES = sorted(SYSTEMS)
MINUTE_MS = 60_000
END_MS = 90 * MINUTE_MS
