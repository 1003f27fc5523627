"""The server's log: one line for everything that happens, and for every act of hosting who did it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.processors import JSONRenderer, TimeStamper, dict_tracebacks
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import Processor

_FACTS: tuple[Processor, ...] = (add_logger_name, add_log_level, TimeStamper(fmt="iso", utc=True))

structlog.configure(
    processors=[*_FACTS, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)
_trail: structlog.stdlib.BoundLogger = structlog.get_logger("tplus.trail")


def note(act: str, **facts: str | int) -> None:
    """Write down an act of hosting. Ids and kinds only: a log is read by people who may enter nothing."""
    _trail.info(act, **facts)


def warn(act: str, **facts: str | int) -> None:
    """Write down what should not have been tried."""
    _trail.warning(act, **facts)


@contextmanager
def lines() -> Iterator[None]:
    """While it lasts, what Tplus logs goes to standard error: as text, or JSON where `TPLUS_LOG` says so."""
    handler, log = logging.StreamHandler(), logging.getLogger("tplus")
    handler.setFormatter(formatter(is_json=os.environ.get("TPLUS_LOG", "").lower() == "json"))
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def formatter(*, is_json: bool) -> logging.Formatter:
    """What makes a line of a record: text with its facts behind it, or one JSON object."""
    ends: list[Processor] = [ProcessorFormatter.remove_processors_meta]
    ends += [dict_tracebacks, JSONRenderer()] if is_json else [structlog.dev.ConsoleRenderer(colors=False)]
    return ProcessorFormatter(foreign_pre_chain=_FACTS, processors=ends)
