"""The report as JSON: every section, every table as a list of rows, scores and comparisons in full."""

import json

from scoring.writing.document import Report, ReportFormat


def render(report: Report) -> bytes:
    """Sorted keys, ASCII only: the same bytes on every machine."""
    text = json.dumps(report.to_json(), indent=1, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return f"{text}\n".encode("ascii")


FORMAT = ReportFormat("json", "JSON, for other programs", "application/json", render)
