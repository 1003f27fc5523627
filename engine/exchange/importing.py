"""The door for foreign files: bytes in; a scenario's text and a loss report, or every problem, out; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.checks.whole import check
from engine.errors import ScenarioInvalid, errors_in
from engine.exchange.catalogue import foreign_formats
from engine.exchange.draft import Draft, Kept
from engine.exchange.foreign import ForeignFormat
from engine.exchange.losses import Losses, LossReport
from engine.exchange.reading.limits import refuse
from engine.exchange.source import Options, Source, opened
from engine.exchange.writing.compose import compose
from engine.files.looks.look import IMPORT
from engine.files.looks.sniff import look_at
from engine.files.models import located, validate
from engine.files.source import SourceFile, sorted_problems
from engine.files.yaml.reader import read_yaml
from engine.scenario.exercise import ExerciseFile
from engine.scenario.resolve import Content

AUTO = "auto"
"""The format is found from the content."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A scenario from elsewhere."""

    text: str
    """The scenario file, which is valid."""
    report: LossReport
    format_id: str


def import_scenario(raw: bytes, file: str, content: Content, options: Options | None = None) -> Imported:
    """The scenario in a foreign file; `file` is its name, for problems and as a name of last resort.

    Raises:
        ScenarioInvalid: the file can't be imported, with every problem found.

    """
    asked = options or Options()
    source = opened(raw, file)
    chosen = _chosen(source, raw, asked)
    losses = Losses()
    losses.taken(chosen.name)
    losses.found += source.opened.found
    draft = chosen.read(source, asked, losses)
    if isinstance(draft, Kept):
        _check(read_yaml(draft.text, file), content)
        return Imported(draft.text, losses.report(), chosen.id)
    whole = _told(draft, losses)
    if not whole.injects:
        refuse(file, "no row or entry has a title or a text", "fill them in, and import it again")
    made = compose(whole, file=file, taxonomy=content.taxonomy, losses=losses)
    _check(SourceFile(f"{file} (as a scenario)", made.value), content)
    return Imported(made.text, losses.report(), chosen.id)


def _told(draft: Draft, losses: Losses) -> Draft:
    """The draft with the injects that have something to tell."""
    kept = []
    for inject in draft.injects:
        text = inject.text.strip() or inject.title.strip()
        if text:
            kept.append(replace(inject, text=text))
        else:
            losses.left_out("an inject", inject.place, "it has neither a title nor a text")
    return replace(draft, injects=tuple(kept))


def _chosen(source: Source, raw: bytes, asked: Options) -> ForeignFormat:
    formats = foreign_formats()
    if asked.format_id == AUTO:
        return _found(source, raw, formats)
    if asked.format_id not in formats:
        refuse(
            source.file, f"{asked.format_id!r} is not a format", f"choose from: {', '.join((AUTO, *formats))}"
        )
    chosen = formats[asked.format_id]
    if not chosen.fits(source):
        message = f"the file does not look like: {chosen.name}"
        refuse(source.file, message, "leave --from out, and the format is found from the content")
    return chosen


def _found(source: Source, raw: bytes, formats: Mapping[str, ForeignFormat]) -> ForeignFormat:
    scores = {name: item.fits(source) for name, item in formats.items()}
    best = max(scores.values())
    fitting = [name for name, score in scores.items() if score == best and score > 0]
    if not fitting:
        _refuse_unknown(source, raw)
    if len(fitting) > 1:
        named = " or ".join(f"{formats[name].name} (--from {name})" for name in fitting)
        refuse(source.file, f"the file may be {named}", "choose one of the two")
    return formats[fitting[0]]


def _refuse_unknown(source: Source, raw: bytes) -> None:
    look = look_at(raw)
    if look is None or look.remedy == IMPORT:
        if source.grids:
            remedy = (
                "name the columns in one row, for example: Time, Title, Description, To, Expected actions"
            )
            refuse(source.file, "this looks like a table, but no row names the columns of an MSEL", remedy)
        refuse(
            source.file, "this holds no injects that an importer knows", "see docs/import.md for what is read"
        )
    refuse(source.file, look.sentence, look.remedy)


def _check(source: SourceFile, content: Content) -> None:
    """Refuse a scenario that would not be valid.

    Raises:
        ScenarioInvalid: it has errors.

    """
    held, problems = validate(source, ExerciseFile)
    if held is not None:
        problems += located(check(held.exercise, content), source)
    if held is None or errors_in(problems):
        raise ScenarioInvalid(sorted_problems(errors_in(problems)))
