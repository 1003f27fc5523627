"""Whether two checkouts behave alike: rehearsals, scores and the demonstration's reports, by their hashes.

``python -m bench.behaviour OLD NEW`` runs the same script in each checkout's own environment (``.venv``) and
prints what differs. Ids and times are made the same on both sides: a fixed clock, and ids by counting.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

SCRIPT = r"""
import hashlib, importlib, itertools, json, re, subprocess, sys
from datetime import datetime, UTC
from pathlib import Path

def first(*names):
    for name in names:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not name.startswith(error.name):
                raise
    raise SystemExit(f"none of {names}")

sha = lambda data: hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()[:16]
loader = first("engine.files.loader", "engine.loader")
identity = importlib.import_module("engine.seats.identity")
session = importlib.import_module("engine.running.session")
demo = importlib.import_module("engine.rehearsal.demo")
memory = importlib.import_module("engine.store.memory")
canonical = first("engine.log.canonical", "engine.canonical")
reporting = importlib.import_module("terminal.reporting")
source = first("scoring.aar.source")
found = {}
cli = "terminal.cli" if Path("terminal/cli.py").exists() else "cli"
for path in sorted(Path("scenarios/exercises").glob("*.yml")) + [Path("tests/seed/tabletop_scenario_1.yml")]:
    for team, seed in itertools.product(("nothing", "random", "playbook"), (1, 2)):
        asked = ["rehearse", str(path), "--team", team, "--seed", str(seed), "--json"]
        command = [sys.executable, "-m", cli, *asked]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found[f"rehearse {path.stem} {team} {seed}"] = sha(printed)
numbers = itertools.count(1)
identity.new_id = lambda prefix: f"{prefix}-{next(numbers)}"
identity.new_secret = lambda: "secret"
now = datetime(2026, 11, 27, 12, tzinfo=UTC)
opened = session.Session(memory.MemoryStore(), clock=lambda: now)
content = loader.load_content()
demo.fill(opened, [loader.load_exercise(path, content) for path in loader.exercises()])
own = re.compile(r'"(scenario_text|scenario_sha256|scenario)":("(\\.|[^"\\])*"|\{.*?\}(?=,"seed"))')
for snapshot in opened.exercises():
    log = "\n".join(map(canonical.to_text, snapshot.events[1:]))
    found[f"log {snapshot.exercise_id}"] = sha(log)
    if snapshot.state.phase != "ended":
        continue
    reporting.open_session = lambda data: opened
    for format_id in ("json", "md", "html"):
        file = reporting.report(snapshot.exercise_id, None, format_id=format_id, options=source.Options())
        text = file.content.decode() if hasattr(file, "content") else file[1].decode()
        found[f"report {snapshot.exercise_id} {format_id}"] = sha(re.sub(r"[0-9a-f]{64}", "HASH", text))
golden = json.loads(Path("tests/golden/expected.json").read_text())
found["golden"] = sha(json.dumps(golden, sort_keys=True))
print(json.dumps(found))
"""


def hashes(checkout: Path) -> dict[str, str]:
    """The hash of each thing that a checkout prints or writes, by its name."""
    python = checkout / ".venv" / "bin" / "python"
    ran = subprocess.run([python, "-c", SCRIPT], cwd=checkout, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{checkout}: {ran.stderr}")
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Compare the two checkouts named on the command line."""
    old, new = (hashes(Path(name).resolve()) for name in sys.argv[1:3])
    differing = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    together = hashlib.sha256(json.dumps(new, sort_keys=True).encode()).hexdigest()[:16]
    print(f"{len(new)} things compared, {len(differing)} differ; together {together}")
    for name in differing:
        print(f"  {name}: {old.get(name)} and {new.get(name)}")


if __name__ == "__main__":
    main()
