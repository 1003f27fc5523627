"""What cells of an MSEL say in words: ways of delivery, everybody, kinds of rows."""

import re
from functools import lru_cache

_DELIVERIES: tuple[tuple[str, str], ...] = (
    ("email", r"e-?mails?|mails?|courriel|lettre"),
    ("phone", r"phone|telephone|telefon\w*|calls?|anruf|téléphone|appel|voice"),
    ("chat", r"chat|sms|text message|im|slack|teams|messenger|whatsapp|discord|signal"),
    ("verbal", r"verbal\w*|oral\w*|in person|face to face|spoken|mündlich|radio call|announcement"),
    ("handout", r"handouts?|paper|print\w*|document|doc|file|usb|ausdruck"),
    ("slide", r"slides?|powerpoint|ppt|projector|screen|presentation|folie"),
    ("social", r"social\w*|twitter|tweet|mastodon|microblog\w*|facebook|linkedin|x|post"),
    ("press", r"press\w*|news\w*|tv|television|article|journalist|media|radio|broadcast"),
    ("alert", r"alerts?|siem|soc|edr|ids|monitoring|alarm|system|xdr"),
    ("ticket", r"tickets?|jira|service ?now|service desk"),
    ("dashboard", r"dashboard\w*|grafana|kibana"),
)
_EVERYBODY = frozenset(
    {
        "all",
        "everyone",
        "everybody",
        "all players",
        "all participants",
        "all teams",
        "alle",
        "tous",
        "all staff",
        "all roles",
        "any",
        "n/a",
        "na",
        "-",
        "–",
        "*",
        "all hands",
        "players",
        "participants",
        "group",
        "team",
        "todos",
    }
)
GONE = frozenset(
    {
        "cancelled",
        "canceled",
        "deleted",
        "disabled",
        "removed",
        "dropped",
        "rejected",
        "false",
        "no",
        "gestrichen",
    }
)
"""Words in a status column that take a row out."""
_TO_CONTROLLERS = re.compile(
    r"\b(?:facilitation|administrative|admin|control|milestone|note)\b", re.IGNORECASE
)


@lru_cache(maxsize=1_024)
def delivery_of(text: str) -> tuple[str, bool]:
    """The way of delivery a cell names first (empty where it names none), and whether it names only that."""
    plain = re.sub(r"^(?:send|post|publish|make|place) (?:an?|the|another) ", "", text.strip().lower())
    hits = [
        (found.start(), name, found.group())
        for name, words in _DELIVERIES
        if (found := re.search(rf"(?<!\w)(?:{words})(?!\w)", plain))
    ]
    if not hits:
        return "", False
    _, name, words = min(hits)
    return name, words == plain


def roles_of(text: str) -> tuple[str, ...]:
    """The roles a cell lists; none where it means everybody."""
    parts = text.split("\n") if "\n" in text.strip() else re.split(r"[;,|]| and (?=[A-Z])", text)
    names = (" ".join(part.strip("•*- \t").split())[:120] for part in parts)
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in _EVERYBODY))


def is_contingency(kind: str) -> bool:
    """Whether a row is held in reserve."""
    return bool(
        re.search(r"\bconting|\breserve\b|\bon[- ]call\b|\boptional\b|\bsurprise\b", kind, re.IGNORECASE)
    )


def is_expected_action(kind: str) -> bool:
    """Whether a row tells what players should do, as MSELs after HSEEP have between injects."""
    return bool(re.search(r"\bexpected\b|\bplayer action\b", kind, re.IGNORECASE))


def is_for_controllers(kind: str) -> bool:
    """Whether a row is for whoever runs the exercise."""
    return bool(_TO_CONTROLLERS.search(kind))
