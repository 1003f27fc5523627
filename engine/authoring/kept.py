"""Versions of the organisation's own scenarios: each stays as it was saved, and the latest is on offer."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from threading import Lock

from engine.authoring.examine import examined
from engine.errors import Refused, ScenarioInvalid, errors_in
from engine.files.loader import LoadedScenario
from engine.scenario.resolve import Content
from engine.store import Document, EventStore

SCENARIO = "scenario"
"""Kind of the document that holds a version."""
LONGEST = 1_000_000
"""Letters of the longest text that is kept; the longest shipped one has 70,000 (assumption)."""
NEW = ("", 0)
"""What a new scenario was edited from."""
MOST = 1_000
"""Versions of one scenario that are kept; the next one is refused (assumption)."""


_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Version:
    """A scenario's text as it was saved."""

    scenario_id: str
    number: int
    """From 1, in the order of saving."""
    text: str
    saved_at: str
    """When it was saved: UTC, ISO 8601 to the second."""
    note: str = ""
    """What changed, or where the first version came from."""
    is_withdrawn: bool = False
    """Whether it is no longer offered from this version on."""

    @property
    def file_name(self) -> str:
        """The name of its file, as problems and exports call it."""
        return f"{self.scenario_id}.yml"


def versions(store: EventStore) -> Mapping[str, tuple[Version, ...]]:
    """Every version by scenario, the first one first."""
    found = (Version(**json.loads(kept.body)) for kept in store.documents(SCENARIO, ""))
    ordered = sorted(found, key=lambda item: (item.scenario_id, item.number))
    return {name: tuple(items) for name, items in groupby(ordered, key=lambda item: item.scenario_id)}


def latest(store: EventStore) -> tuple[Version, ...]:
    """The latest version of every scenario that was not withdrawn, by id."""
    found = (items[-1] for items in versions(store).values())
    return tuple(item for item in found if not item.is_withdrawn)


def save(
    store: EventStore,
    text: str,
    content: Content,
    *,
    at: datetime,
    note: str = "",
    after: tuple[str, int] = NEW,
) -> Version:
    """Keep a text as the next version of its scenario; the standing one where it is the same.

    `after` names the version that was edited, by its scenario and number. A text with another `id` than that
    is a new scenario.

    Raises:
        ScenarioInvalid: it can't be played, with every problem found.
        Refused: somebody saved another version meanwhile, the id is taken, or there is too much of it.

    """
    if len(text) > LONGEST:
        raise Refused(
            f"The text has {len(text):,} letters; at most {LONGEST:,} are kept. Split the scenario."
        )
    scenario_id = _playable(text, content).scenario.id
    edited = after[1] if after[0] == scenario_id else 0
    with _ONE_AT_A_TIME:
        so_far = versions(store).get(scenario_id, ())
        standing = so_far[-1] if so_far else None
        if standing is not None and not standing.is_withdrawn and standing.text == text:
            return standing
        _check_turn(scenario_id, standing, edited)
        kept = Version(scenario_id, len(so_far) + 1, text, _stamp(at), note)
        store.put(_document(kept))
    return kept


def withdraw(store: EventStore, scenario_id: str, *, at: datetime) -> None:
    """Offer a scenario no longer; its versions stay, and exercises that were created from it go on.

    Raises:
        Refused: there is no such scenario on offer.

    """
    standing = next((item for item in latest(store) if item.scenario_id == scenario_id), None)
    if standing is None:
        raise Refused(f"There is no scenario {scenario_id!r} of your own to withdraw.")
    gone = Version(scenario_id, standing.number + 1, standing.text, _stamp(at), "", is_withdrawn=True)
    store.put(_document(gone))


def loaded(version: Version, content: Content) -> LoadedScenario:
    """A version ready for play.

    Raises:
        ScenarioInvalid: it does not fit the organisation's content any more.

    """
    return _playable(version.text, content)


def _playable(text: str, content: Content) -> LoadedScenario:
    found = examined(text, content)
    if found.loaded is None:
        raise ScenarioInvalid(errors_in(found.problems))
    return found.loaded


def _check_turn(scenario_id: str, standing: Version | None, edited: int) -> None:
    """Refuse a text that does not rest on the version that stands."""
    number = 0 if standing is None else standing.number
    if number >= MOST:
        raise Refused(f"{scenario_id!r} has {MOST} versions, and no more are kept. Give it another `id`.")
    if edited == number or (standing is not None and standing.is_withdrawn):
        return
    if edited == 0:
        raise Refused(
            f"There is a scenario {scenario_id!r} of yours. Open that one, or give this one another `id`."
        )
    raise Refused(
        f"Version {number} of {scenario_id!r} was saved meanwhile, and you edited version {edited}."
        " Open the latest and bring your changes in; your text is kept as a draft."
    )


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _document(version: Version) -> Document:
    key = f"{version.scenario_id}:{version.number:06d}"
    return Document(SCENARIO, "", key, json.dumps(asdict(version), sort_keys=True))
