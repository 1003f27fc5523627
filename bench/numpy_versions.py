"""The same digests under the oldest and the newest numpy this Python can install.

Run it with ``make numpy``. It makes throw-away environments in a temporary folder, with pip as you have
configured it, and exits with 1 if a digest differs.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.files.loader import load_content
from engine.simulation.parameters import merge

ROOT = Path(__file__).parents[1]
Digests = Mapping[str, str]


def versions_offered(listing: str) -> list[tuple[int, ...]]:
    """Releases in the output of ``pip index versions``, oldest first; pre-releases are left out."""
    line = re.search(r"^Available versions: (.*)$", listing, re.MULTILINE)
    names = line.group(1).split(", ") if line else []
    return sorted(tuple(map(int, name.split("."))) for name in names if re.fullmatch(r"[\d.]+", name))


def chosen(offered: Sequence[tuple[int, ...]], lowest: tuple[int, ...]) -> list[str]:
    """The oldest supported and the newest release, and the last of each major version between them."""
    supported = [version for version in offered if version >= lowest]
    last_of_major = {version[0]: version for version in supported}
    picked = dict.fromkeys([*supported[:1], *last_of_major.values()])
    return [".".join(map(str, version)) for version in picked]


def difference(found: Mapping[str, Digests]) -> list[str]:
    """What differs between versions, in words; nothing if all agree."""
    if not found or not all(found.values()):
        return ["no digests were computed"]
    (first, expected), *others = found.items()
    return [
        f"{name}: numpy {version} differs from {first}"
        for version, digests in others
        for name in sorted({*expected, *digests})
        if expected.get(name) != digests.get(name)
    ]


def table(found: Mapping[str, Digests]) -> str:
    """The beginning of each digest, a row an incident type and a column a version."""
    names = sorted({name for digests in found.values() for name in digests})
    lines = [f"| Incident type | {' | '.join(f'numpy {version}' for version in found)} |"]
    lines.append("|---" * (1 + len(found)) + "|")
    for name in names:
        lines.append(f"| {name} | {' | '.join(found[v].get(name, '-')[:16] for v in found)} |")
    return "\n".join(lines)


def lowest_supported() -> tuple[int, ...]:
    """The lower bound of numpy in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bound = next(item for item in project["dependencies"] if item.startswith("numpy"))
    return tuple(map(int, bound.split(">=")[1].split(".")))


def blocks() -> dict[str, object]:
    """The shipped parameter blocks by incident type."""
    taxonomy = load_content().taxonomy
    return {each.id: merge(taxonomy.base, each.ai_system) for each in taxonomy.incident_types}


def digests_under(version: str, folder: Path) -> Digests:
    """The digests that an environment of its own computes with a version of numpy."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--prefer-binary",
    ]
    subprocess.run(
        [*install, "--constraint", str(_without_numpy(folder)), f"numpy=={version}", "pydantic"], check=True
    )
    result = subprocess.run(
        [str(python), "-m", "bench.digests"],
        cwd=ROOT, input=json.dumps(blocks()), capture_output=True, text=True, check=True,
    )  # fmt: skip
    digests: Digests = json.loads(result.stdout)
    return digests


def _without_numpy(folder: Path) -> Path:
    """The constraints of this release, numpy left open."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    path = folder / "constraints.txt"
    path.write_text("\n".join(pin for pin in pins if not pin.startswith("numpy==")), encoding="utf-8")
    return path


def main() -> int:
    """Compare, print a table, and say whether all agree."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "index", "versions", "--only-binary", ":all:", "numpy"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        for version in chosen(versions_offered(listing), lowest_supported()):
            found[version] = digests_under(version, Path(scratch) / version)
    print(table(found))
    differences = difference(found)
    print("\n".join(differences) or f"\nThe same digests under numpy {', '.join(found)}.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
