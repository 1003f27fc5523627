"""The table of every parameter of the taxonomy's `base` block, as docs/simulation.md must show it.

Print it with ``python -m tests.docs.parameter_table``.
"""

from pathlib import Path

import yaml
from pydantic import BaseModel

from engine.simulation.parameters import AISystem, ControlEffect

BLOCK_FILE = Path(__file__).parents[2] / "scenarios" / "taxonomy.yml"
HEAD = "| Parameter | Value | What it is | Source |\n|---|---|---|---|"


def base_lines():
    """The lines of the base block."""
    lines = BLOCK_FILE.read_text(encoding="utf-8").splitlines()
    start = lines.index("  base:")
    end = next(i for i, line in enumerate(lines) if i > start and line.strip() and line[:4].strip())
    return lines[start + 1 : end]


def sources():
    """What the comment on a parameter's line, or on the line above, says about it."""
    found, path, above = {}, [], ""
    for line in base_lines():
        code, _, comment = (part.strip() for part in line.partition("#"))
        key, is_key, _ = code.partition(":")
        if not code:
            above = comment or above
        if not is_key:
            continue
        path = [*path[: (len(line) - len(line.lstrip())) // 2 - 2], key]
        found[".".join(path)], above = comment or above, ""
    return found


def shown(value):
    """A value in a cell; long lists and groups of lists by their number."""
    if isinstance(value, dict):
        return f"{len(value)} lists"
    if isinstance(value, list):
        if not value:
            return "none"
        kind = "texts" if isinstance(value[0], str) else "numbers"
        return ", ".join(map(str, value)) if len(value) < 10 else f"{len(value)} {kind}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def below(path, model, values, said):
    """The rows of a block of parameters and of the blocks in it."""
    for name, value in values.items():
        field, inner = model.model_fields[name], f"{path}.{name}".lstrip(".")
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from below(inner, field.annotation, value, said)
        elif name == "controls":
            for action, effect in value.items():
                yield from below(f"{inner}.{action}", ControlEffect, effect, said)
        else:
            yield inner.removeprefix("controls."), value, field.description, said[inner] or said[path]


def rows():
    """Parameter, value, description and source of each."""
    base = yaml.safe_load(BLOCK_FILE.read_text(encoding="utf-8"))["taxonomy"]["base"]
    return list(below("", AISystem, base, sources()))


def table():
    """The whole table in Markdown."""
    lines = [
        f"| `{path}` | {shown(value)} | {words.rstrip('.')} | {source} |"
        for path, value, words, source in rows()
    ]
    return "\n".join([HEAD, *lines])


if __name__ == "__main__":
    print(table())
