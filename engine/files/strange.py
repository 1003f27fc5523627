"""Files that hold nothing of Tplus: one sentence on what they look like, in place of a problem a line."""

import re
from pathlib import Path

from engine.errors import Problem
from engine.files.looks.look import Look
from engine.files.looks.sniff import kept_look, look_at
from engine.files.models import KINDS, kind_of
from engine.files.source import SourceFile
from engine.files.text import MAX_BYTES, is_yaml, read_raw

_KEYS = re.compile(rf"^(?:\{{?[ \t]*[\"'])?(?:{'|'.join(KINDS)})[\"']?\s*:".encode(), re.MULTILINE)


def strange(raw: bytes, source: SourceFile) -> Problem | None:
    """The one problem of a file that is none of Tplus; None where it is one, or may be meant as one.

    Of a file that is named as YAML only keys are looked at: what is wrong with it as YAML has its line.
    """
    if not _is_cexf(source) and (_is_ours(source) or _KEYS.search(raw)):
        return None
    look: Look | None = kept_look(raw) if is_yaml(Path(source.file)) else look_at(raw)
    return None if look is None else Problem(source.file, 1, "file", look.sentence, look.remedy)


def strange_file(path: Path, source: SourceFile) -> Problem | None:
    """The same of a file on disk; None also where it can't be read."""
    if _is_ours(source) and not _is_cexf(source):
        return None
    raw = read_raw(path, MAX_BYTES) if is_yaml(path) else read_raw(path)
    return None if raw is None else strange(raw, source)


def _is_ours(source: SourceFile) -> bool:
    """Whether a file has a key of Tplus, or none at all."""
    return source.readable and (not source.value or kind_of(source) is not None)


def _is_cexf(source: SourceFile) -> bool:
    """Whether it is an exercise in the Common Exercise Format, whose first key is ours too."""
    return source.readable and "inject_flow" in source.value
