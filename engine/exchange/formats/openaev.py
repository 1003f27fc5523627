"""Scenarios of OpenBAS and OpenAEV: the JSON of an export, and the checklist they read as spreadsheet."""

from collections.abc import Mapping
from typing import Any

from engine.exchange.draft import Draft, DraftExhibit, DraftInject, DraftRole
from engine.exchange.foreign import ForeignFormat
from engine.exchange.formats import msel
from engine.exchange.losses import Losses, counted
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.plain import length_ms, say_unread, text_at, within
from engine.exchange.reading.tidy import one_line
from engine.exchange.source import Options, Source
from engine.exchange.table.checklist import checklist
from engine.exchange.table.columns import plain
from engine.exchange.table.header import find_header
from engine.exchange.table.rows import read_rows
from engine.exchange.table.times import Asked
from engine.exchange.times.reading import SECOND_MS
from engine.files.looks.shapes import keys_of

_TOLD = {
    "email": "email",
    "sms": "chat",
    "manual": "verbal",
    "channel": "press",
    "mastodon": "social",
    "teams": "chat",
}
"""Kinds of injects that tell people something, by the end of their type's name; all others act on systems."""
_TEXTS = ("body", "message", "content", "text")
_PARTS = ("information", "injects", "teams", "objectives", "articles")
_PEOPLE = ("users", "organizations")


def fits(source: Source) -> int:
    """Whether keys or columns are those of OpenBAS or OpenAEV."""
    if _prefix(source.value):
        return 3
    for grid in source.grids:
        header = find_header(grid)
        if header is not None and {"action to be taken", "timeline"} <= {
            plain(item.heading) for item in header.columns
        }:
            return 3
        if header is None and checklist(grid) is not None:
            return 2
    return 0


def _prefix(value: Any) -> str:
    keys = keys_of(value)
    return next(
        (name for name in ("scenario_", "exercise_") if {f"{name}information", f"{name}injects"} & keys), ""
    )


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """The injects that tell people something; those that act on systems are left out and said.

    Raises:
        ScenarioInvalid: none is left.

    """
    if source.grids:
        return _sheet(source, options, losses)
    value = source.value if isinstance(source.value, Mapping) else {}
    prefix = _prefix(value)
    if not prefix:
        refuse(
            source.file,
            "this is no export of OpenBAS or OpenAEV",
            "it has `scenario_information` and `scenario_injects`",
        )
    about = value.get(f"{prefix}information")
    about = about if isinstance(about, Mapping) else {}
    teams = _named(value.get(f"{prefix}teams"), "team_id", "team_name")
    reader = _Export(f"$.{prefix}injects", teams, _articles(value, prefix, losses), losses)
    injects = reader.read(value.get(f"{prefix}injects"))
    if not injects:
        refuse(
            source.file,
            reader.nothing(),
            "Tplus plays e-mails, messages, articles and manual injects; add some, and export it again",
        )
    _say_rest(value, prefix, losses)
    return Draft(
        injects=injects,
        name=one_line(text_at(about, (f"{prefix}name",), f"$.{prefix}information", losses)),
        background=text_at(
            about, (f"{prefix}description", f"{prefix}subtitle"), f"$.{prefix}information", losses
        ),
        roles=tuple(DraftRole(one_line(name)) for name in teams.values()),
        objectives=_objectives(value.get(f"{prefix}objectives"), losses),
    )


def _named(held: Any, key: str, name: str) -> dict[str, str]:
    rows = [item for item in held if isinstance(item, Mapping)] if isinstance(held, list) else []
    return {
        str(item.get(key)): str(item[name]) for item in rows if isinstance(item.get(name), str) and item[name]
    }


def _objectives(held: Any, losses: Losses) -> tuple[str, ...]:
    rows = held if isinstance(held, list) else []
    texts = [
        text_at(item, ("objective_title", "objective_description"), f"$.objectives[{n}]", losses)
        for n, item in enumerate(rows)
        if isinstance(item, Mapping)
    ]
    return tuple(filter(None, texts))


def _articles(value: Mapping[str, Any], prefix: str, losses: Losses) -> dict[str, DraftExhibit]:
    held = value.get(f"{prefix}articles")
    found = {}
    for n, item in enumerate(held if isinstance(held, list) else []):
        place = f"$.{prefix}articles[{n}]"
        text = text_at(item, ("article_content",), place, losses) if isinstance(item, Mapping) else ""
        if text:
            title, author = (
                one_line(text_at(item, (key,), place, losses)) for key in ("article_name", "article_author")
            )
            found[str(item.get("article_id"))] = DraftExhibit(text, kind="post", title=title, author=author)
    return found


def _say_rest(value: Mapping[str, Any], prefix: str, losses: Losses) -> None:
    people = [f"{prefix}{name}" for name in _PEOPLE]
    for key in people:
        if value.get(key):
            losses.left_out("people and their organisations", f"$.{key}", "who takes part joins by code")
    known = ("export_version", *(f"{prefix}{part}" for part in _PARTS), *people)
    say_unread(value, known, "$", losses)


class _Export:
    """Reads the injects of an export."""

    def __init__(
        self, path: str, teams: Mapping[str, str], articles: Mapping[str, DraftExhibit], losses: Losses
    ) -> None:
        self.path = path
        self.teams = teams
        self.articles = articles
        self.losses = losses
        self.technical = 0

    def read(self, held: Any) -> tuple[DraftInject, ...]:
        """Every inject that tells people something."""
        rows = within(held, self.path, self.losses)
        found = (
            self._inject(item, f"{self.path}[{n}]")
            for n, item in enumerate(rows)
            if isinstance(item, Mapping)
        )
        return tuple(inject for inject in found if inject is not None)

    def nothing(self) -> str:
        """Why no inject is left."""
        if self.technical:
            what = counted(self.technical, "inject that acts", "injects that act")
            return f"it holds {what} on systems and none that tells people something"
        return "it holds no inject with a text"

    def _inject(self, item: Mapping[str, Any], place: str) -> DraftInject | None:
        title = one_line(text_at(item, ("inject_title",), place, self.losses))
        kind = _kind(item)
        told = next((name for name in _TOLD if kind.endswith(name)), "")
        content = item.get("inject_content")
        content = content if isinstance(content, Mapping) else {}
        text = text_at(content, _TEXTS, f"{place}.inject_content", self.losses)
        if (kind and not told) or (not kind and not text):
            self.technical += 1
            self.losses.left_out(
                f"the technical inject {title!r}", place, f"{kind or 'its kind'}: Tplus carries nothing out"
            )
            return None
        if item.get("inject_enabled") is False:
            self.losses.left_out(f"the inject {title!r}", place, "it is switched off")
            return None
        return self._told(item, content, place, title=title, text=text, delivery=_TOLD.get(told, ""))

    def _told(
        self,
        item: Mapping[str, Any],
        content: Mapping[str, Any],
        place: str,
        *,
        title: str,
        text: str,
        delivery: str,
    ) -> DraftInject | None:
        subject = one_line(text_at(content, ("subject", "title"), f"{place}.inject_content", self.losses))
        about = text_at(item, ("inject_description",), place, self.losses)
        exhibits = tuple(
            self.articles[key] for key in map(str, _list(content.get("articles"))) if key in self.articles
        )
        if not (text or about or title or subject):
            self.losses.left_out("an inject", place, "it has neither a title nor a text")
            return None
        if item.get("inject_depends_on"):
            self.losses.guessed(
                "an inject that waits for another comes by its time", place, "use `when` if it is to wait"
            )
        return DraftInject(
            text=text or about or subject or title,
            place=place,
            at_ms=length_ms(item.get("inject_depends_duration"), SECOND_MS),
            title=subject or title,
            to=() if item.get("inject_all_teams") else self._teams(item.get("inject_teams"), place),
            delivery=delivery,
            expected=self._expected(content.get("expectations"), place),
            exhibits=exhibits,
            notes=about if text else "",
        )

    def _teams(self, held: Any, place: str) -> tuple[str, ...]:
        names = []
        for n, key in enumerate(_list(held)):
            name = self.teams.get(str(key))
            if name is None:
                self.losses.left_out(
                    "a receiving team", f"{place}.inject_teams[{n}]", "the file doesn't name it"
                )
            else:
                names.append(one_line(name))
        return tuple(dict.fromkeys(names))

    def _expected(self, held: Any, place: str) -> tuple[str, ...]:
        found = []
        for n, item in enumerate(_list(held)):
            where = f"{place}.inject_content.expectations[{n}]"
            kind = str(item.get("expectation_type", "")).upper() if isinstance(item, Mapping) else ""
            if kind in ("PREVENTION", "DETECTION", "VULNERABILITY"):
                self.losses.left_out("a technical expectation", where, "no security tool is watched")
            elif isinstance(item, Mapping):
                found.append(
                    text_at(item, ("expectation_name", "expectation_description"), where, self.losses)
                )
                self.losses.left_out("the score of an expectation", where, "Tplus scores by its own rubric")
        return tuple(filter(None, found))


def _list(held: Any) -> list[Any]:
    return held if isinstance(held, list) else []


def _kind(item: Mapping[str, Any]) -> str:
    """The type of an inject, wherever this version of the format has it."""
    contract = item.get("inject_injector_contract")
    contract = contract if isinstance(contract, Mapping) else {}
    converted = contract.get("convertedContent")
    config = converted.get("config") if isinstance(converted, Mapping) else None
    held = (
        item.get("inject_type"),
        contract.get("injector_contract_injector_type"),
        config.get("type") if isinstance(config, Mapping) else None,
    )
    return next((kind.lower() for kind in held if isinstance(kind, str) and kind), "")


def _sheet(source: Source, options: Options, losses: Losses) -> Draft:
    for grid in source.grids:
        header = checklist(grid) if find_header(grid) is None else None
        if header is not None and options.sheet.lower() in ("", grid.name.lower()):
            what = "there is no header row; columns are read as a checklist of OpenBAS"
            losses.guessed(what, f'sheet "{grid.name}"')
            injects = read_rows(grid, header, Asked(source.file, options.times), losses)
            if not injects:
                refuse(source.file, "no row has a subject or a content", "fill them in, and import it again")
            return Draft(injects=injects)
    return msel.read(source, options, losses)


FORMAT = ForeignFormat(
    "openaev",
    "Scenario of OpenBAS or OpenAEV (JSON or .xlsx)",
    fits,
    read,
    "name, description, teams as roles, objectives; e-mails, messages, articles and manual injects with their"
    " seconds since the start and manual expectations. Technical injects are left out",
)
