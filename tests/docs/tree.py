"""The tree of packages, as docs/architecture.md must show it.

Print it with ``python -m tests.docs.tree``.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOPS = ("engine", "scoring", "ui", "terminal")
LOOSE = ("engine", "scoring")
"""Packages whose own modules are listed too: they are where reading starts."""
WIDTH = 24


def tree():
    """Every package with what it is for, and the modules that lie loose in the first ones."""
    return "\n".join(line for top in TOPS for line in _package(ROOT / top, 0))


def _package(folder, depth):
    yield _line(f"{folder.name}/", _purpose(folder / "__init__.py"), depth)
    if folder.name in LOOSE and depth == 0:
        for module in sorted(folder.glob("*.py")):
            if module.name != "__init__.py":
                yield _line(module.name, _purpose(module), depth + 1)
    for inner in sorted(item for item in folder.iterdir() if (item / "__init__.py").exists()):
        yield from _package(inner, depth + 1)


def _purpose(module):
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return said.splitlines()[0]


def _line(name, purpose, depth):
    return f"{'  ' * depth + name:<{WIDTH}}{purpose}"


if __name__ == "__main__":
    print(tree())
