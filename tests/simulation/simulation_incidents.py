"""The shipped incident types, loaded once for every test of the simulation."""

from engine.files.loader import load_content
from engine.simulation.parameters import AISystem, merge

TAXONOMY = load_content().taxonomy
SYSTEMS = {
    incident.id: AISystem.model_validate(merge(TAXONOMY.base, incident.ai_system))
    for incident in TAXONOMY.incident_types
}
TYPES = sorted(SYSTEMS)
MINUTE_MS = 60_000
END_MS = 90 * MINUTE_MS
