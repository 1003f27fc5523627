"""What the terminal makes of a binder: its source found, its files written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine import clock
from engine.errors import Refused
from engine.files.loader import exercises, load_content, load_rubric
from engine.snapshot import Snapshot
from scoring.binder import catalogue, pack
from scoring.binder.paper import Paper, Source
from scoring.binder.planned import planned
from scoring.binder.setting import Given, Setting, read
from scoring.rubric import rubric_from
from terminal.exchange.files import put
from terminal.records import method_of, open_session
from terminal.rehearsing import find_scenario

BOTH = "both"
ZIP = ".zip"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants of a binder."""

    wanted: pack.Wanted
    setting: Setting


def asked(*, papers: Sequence[str], format_id: str, given: Given) -> Asked:
    """The papers, formats and setting somebody typed.

    Raises:
        Refused: with everything that does not fit.

    """
    problems: list[str] = []
    chosen: tuple[Paper, ...] = ()
    setting = Setting()
    try:
        chosen = catalogue.chosen(papers)
    except Refused as error:
        problems.append(str(error))
    if format_id not in (*pack.FORMATS, BOTH):
        problems.append(
            f"{format_id!r} is no format of the binder; choose {', '.join(pack.FORMATS)} or {BOTH}."
        )
    try:
        setting = read(given)
    except Refused as error:
        problems.append(str(error))
    if problems:
        raise Refused("\n".join(problems))
    formats = pack.FORMATS if format_id == BOTH else (format_id,)
    return Asked(pack.Wanted(chosen, formats), setting)


def source_of(named: Path, data: Path | None, setting: Setting) -> Source:
    """What the papers are made from: a scenario file, a shipped scenario, or a stored exercise.

    Raises:
        Refused: there is nothing of that name.
        ScenarioInvalid: the file has problems.

    """
    shipped = [path.stem for path in exercises()]
    if not named.exists() and str(named) not in shipped:
        return _stored(str(named), data, setting, shipped)
    content = load_content()
    loaded = find_scenario(named, content)
    rubric = rubric_from(load_rubric(), loaded.scenario.rubric)
    return Source(loaded.scenario, loaded.sha256, rubric, setting)


def _stored(exercise: str, data: Path | None, setting: Setting, shipped: Sequence[str]) -> Source:
    try:
        session = open_session(data)
        snapshot = session.current(exercise)
    except Refused as refused:
        raise Refused(
            f"{exercise} is no scenario file, no shipped scenario ({', '.join(shipped)}) and no stored"
            f" exercise: {refused}"
        ) from refused
    rubric = method_of(session).rubric_for(snapshot)
    code = setting.code or ("" if snapshot.has_ended else session.keys(exercise).join_code)
    known = replace(setting, title=setting.title or snapshot.title, code=code, key=exercise)
    return Source(planned(snapshot), _sha256(snapshot), rubric, known)


def _sha256(snapshot: Snapshot) -> str:
    created = snapshot.state.created
    return created.scenario_sha256 if created else ""


def written(source: Source, wanted: pack.Wanted, out: Path | None) -> Iterator[str]:
    """Write the files, all of them made before the first is written; a line for each.

    Raises:
        Refused: a file can't be written there.

    """
    target = out or Path(f"{source.scenario.id}-binder{ZIP}")
    files = list(pack.files(source, wanted, stamped_at=clock.utc_now()))
    try:
        if target.suffix.lower() == ZIP:
            content = pack.packed(files)
            put(target, content, overwrite=True)
            yield f"Written: {target} ({len(files)} files, {len(content):,} bytes)"
        else:
            target.mkdir(parents=True, exist_ok=True)
            for file in files:
                put(target / file.name, file.content, overwrite=True)
                yield f"Written: {target / file.name} ({len(file.content):,} bytes)"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not possible"
        where = f"{target} can't be written: {reason}."
        raise Refused(f"{where} Choose another folder or .zip file with --out.") from error
    if source.setting.meets_at is None and any(item.id == pack.INVITED for item in wanted.papers):
        yield "No calendar entry: it needs --date and --zone. On paper the date is a line to fill in."
