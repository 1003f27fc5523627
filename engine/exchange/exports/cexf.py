"""A scenario as an exercise in MISP's Common Exercise Format (CEXF)."""

import json
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from engine.exchange.exported import ExportFormat, Whole
from engine.exchange.losses import Losses, counted
from engine.exchange.whole.lines import META_DIGEST, META_TEXT, digest_of
from engine.exchange.whole.rows import headline, rows_of
from engine.scenario.resolve import slug

_SPACE = uuid5(NAMESPACE_URL, "tplus:scenario")


def write(whole: Whole, losses: Losses) -> bytes:
    """The exercise with its flow; the whole scenario stands in its `meta`."""
    exercise = whole.exercise
    name = exercise.id or slug(exercise.name)
    rows = rows_of(exercise)
    ids = [str(_uuid(name, row["Inject ID"])) for row in rows]
    times = sorted(inject.time for inject in exercise.scenario.injects)
    value = {
        "exercise": {
            "uuid": str(_uuid(name)),
            "name": exercise.name,
            "description": headline(exercise.scenario.background),
            "expanded": exercise.scenario.background,
            "namespace": "tplus",
            "tags": [],
            "total_duration": str(exercise.duration // 1_000),
            "version": exercise.version or "1",
            "meta": {META_DIGEST: digest_of(whole.text), META_TEXT: whole.text},
        },
        "inject_flow": [
            _step(ids, n, times[n] // 1_000, row["Title"] or headline(row["Message"]))
            for n, row in enumerate(rows)
        ],
        "inject_payloads": [],
        "injects": [_inject(key, row) for key, row in zip(ids, rows, strict=True)],
    }
    losses.taken(counted(len(rows), "inject"))
    losses.taken("the whole scenario, letter for letter", f"$.exercise.meta.{META_TEXT}")
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _uuid(*names: str) -> UUID:
    return uuid5(_SPACE, "/".join(names))


def _step(ids: list[str], n: int, at_s: int, title: str) -> dict[str, Any]:
    return {
        "inject_uuid": ids[n],
        "description": title,
        "reporting_callback": [],
        "requirements": {},
        "sequence": {
            "completion_trigger": ["time_expiration"],
            "followed_by": ids[n + 1 : n + 2],
            "trigger": ["startex"] if n == 0 else [],
        },
        "timing": {"triggered_at": at_s},
    }


def _inject(key: str, row: dict[str, str]) -> dict[str, Any]:
    return {
        "uuid": key,
        "name": row["Title"] or headline(row["Message"]),
        "description": row["Message"],
        "action": "manual",
        "target_tool": "",
        "inject_evaluation": [],
        "meta": {"tplus_id": row["Inject ID"]},
    }


FORMAT = ExportFormat(
    "cexf",
    "Exercise in MISP's Common Exercise Format, CEXF",
    ".cexf.json",
    "application/json",
    write,
    "the same file, letter for letter; edited names, descriptions and times count",
)
