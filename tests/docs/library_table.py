"""The table of shipped scenarios, as docs/library.md must show it.

Print it with ``python -m tests.docs.library_table``.
"""

from engine.checks.reading import reading_age
from engine.files.difficulty import load_difficulties
from engine.files.loader import exercises, load_content, load_exercise
from engine.scenario.times import MINUTE_MS
from scoring.history.difficulty import library_from
from tests.world import rubric

SKILLS = ("novice", "trained", "expert")
HEAD = (
    "| Scenario | Incident type | Minutes | Reading age | Difficulty | Novice | Trained | Expert |",
    "|---|---|---|---|---|---|---|---|",
)


def library_table():
    """A row for each scenario, by incident type and length, with what reference teams reach in it."""
    content, library = load_content(), library_from(load_difficulties())
    kinds = {item.id: item.name for item in content.taxonomy.incident_types}
    order = list(kinds)
    scenarios = [load_exercise(path, content).scenario for path in exercises()]
    scenarios.sort(key=lambda item: (order.index(item.incident_type), -item.duration_ms, item.name))
    return "\n".join((*HEAD, *(_row(item, kinds, library) for item in scenarios)))


def _row(scenario, kinds, library):
    found = library.of(scenario, rubric().rubric_id)
    skills = found.skills if found else {}
    reached = [f"{skills[skill].mean:.2f}" if skill in skills else "–" for skill in SKILLS]
    cells = (
        scenario.name,
        kinds[scenario.incident_type],
        str(scenario.duration_ms // MINUTE_MS),
        f"{reading_age(scenario):.0f}",
        str(scenario.difficulty or "–"),
        *reached,
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(library_table())
