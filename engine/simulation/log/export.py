"""Rows of the log as text that other tools read: comma-separated values and JSON lines.

Names are those of OpenTelemetry's semantic conventions for generative AI where they exist: version 1.41,
status Development, kept since 2026 in open-telemetry/semantic-conventions-genai. None exist for guardrails,
outcomes and counts of tool calls; those are ours, under `tplus.`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Literal

from engine.simulation.log.columns import LoggedOutcome, LogRow

LogFormat = Literal["csv", "jsonl"]

FINISHED: dict[LoggedOutcome, list[str]] = {
    "answered": ["stop"],
    "degraded": ["length"],
    "refused": ["stop"],
    "blocked": ["content_filter"],
    "handed_over": [],
    "unserved": ["error"],
}
"""Reasons for which the model ended its answer, as the conventions name them."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Starts that a spreadsheet takes for a formula."""


def to_attributes(row: LogRow) -> dict[str, Any]:
    """A row under the names of the semantic conventions."""
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "tplus.simulated",
        "gen_ai.conversation.id": row.conversation_id,
        "gen_ai.request.model": row.model,
        "gen_ai.response.model": row.model,
        "gen_ai.response.finish_reasons": FINISHED[row.outcome],
        "gen_ai.usage.input_tokens": row.input_tokens,
        "gen_ai.usage.output_tokens": row.output_tokens,
        "gen_ai.input.messages": [{"role": "user", "parts": [{"type": "text", "content": row.text}]}],
        "enduser.pseudo.id": row.user_id,
        "tplus.row": row.number,
        "tplus.at_ms": row.at_ms,
        "tplus.guardrail.result": row.guardrail,
        "tplus.outcome": row.outcome,
        "tplus.tool_calls": row.tool_calls,
        "tplus.config.version": row.config_version,
    }


def to_text(rows: Iterable[LogRow], form: LogFormat) -> str:
    """The rows as one text, in the order given."""
    return _csv(rows) if form == "csv" else _jsonl(rows)


def _jsonl(rows: Iterable[LogRow]) -> str:
    lines = (json.dumps(to_attributes(row), ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _csv(rows: Iterable[LogRow]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    names = [field.name for field in fields(LogRow)]
    writer.writerow(names)
    writer.writerows([neutral(getattr(row, name)) for name in names] for row in rows)
    return written.getvalue()


def neutral(value: str | int) -> str | int:
    """A value that no spreadsheet takes for a formula: such a text gets a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
