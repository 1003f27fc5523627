"""Moments as people write them: when a next update is promised, and when something is due."""

import re
from itertools import chain

from engine.scenario.times import HOUR_MS, MINUTE_MS, parse_offset

DAY_MS = 24 * HOUR_MS

NOON, MIDNIGHT = 12, 24

_PROMISE = re.compile(
    r"\b(?:next|further|another|new)\s+(?:update|report|text|message|information|bulletin|statement)\b"
    r"|\bupdate\s+(?:you\s+)?(?:again\s+)?(?:at|by|in|within|every)\b"
    r"|\b(?:write|report|call|inform|update|get\s+back|be\s+in\s+touch|hear\s+from\s+us|speak|brief)\b[^.!?]{0,40}\b(?:again|by|at|in|within)\b",
    re.I,
)
"""Ways to promise to say more."""

_DENIED = re.compile(r"\b(?:no|never|not|without|won't|don't)\s+(?:[a-z]+\s+){0,3}$", re.I)
"""What before a promise takes it back."""

_IN = re.compile(
    r"\b(?:in|within|every|for)\s+(\d{1,4}|an?|half\s+an)\s*(hours?|hrs?|h|minutes?|mins?|min|m|days?|d)\b",
    re.I,
)
_BARE = re.compile(r"^\s*(\d{1,4})\s*(hours?|hrs?|h|minutes?|mins?|min|days?|d)\s*$", re.I)
_CLOCK = re.compile(
    r"\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b\.?|\b(\d{1,2}):(\d{2})\b|\b(noon|midday|midnight)\b", re.I
)
_OFFSET = re.compile(r"\bT\s*\+\s*[0-9][0-9:hm ]*(?:minutes?|hours?)?", re.I)
_DAY = re.compile(r"\b(tomorrow|today|tonight|this\s+(?:afternoon|evening))\b", re.I)


def promises_update(text: str) -> bool:
    """Whether a text promises to say more later."""
    return any(not _DENIED.search(text[: match.start()]) for match in _PROMISE.finditer(text))


def promised_ms(text: str, now_ms: int, start_ms: float) -> int | None:
    """Exercise time at which a text promises to say more; None where it gives no time."""
    for match in _PROMISE.finditer(text):
        sentence = re.split(r"[.!?](?:\s|$)", text[match.start() :], maxsplit=1)[0]
        found = moment_ms(sentence, now_ms, start_ms)
        if found is not None and not _DENIED.search(text[: match.start()]):
            return found
    return None


def moment_ms(text: str, now_ms: int, start_ms: float) -> int | None:
    """Exercise time that a text names, such as ``in 30 minutes``, ``T+90``, ``5 PM`` or ``tomorrow 10:00``.

    A time of day is the next one after now; `start_ms` is StartEx's own time of day in milliseconds. None for
    a text that names no moment.
    """
    if match := _IN.search(text) or _BARE.match(text):
        return now_ms + _span_ms(match.group(1), match.group(2))
    if match := _OFFSET.search(text):
        return _offset_ms(match.group(0))
    days = 1 if (day := _DAY.search(text)) and day.group(1).lower() == "tomorrow" else 0
    clock_ms = _clock_ms(text)
    if clock_ms is None:
        return None if day is None else round((days + 1) * DAY_MS - start_ms) - HOUR_MS * (MIDNIGHT - NOON)
    at_ms = round(clock_ms - start_ms) + days * DAY_MS
    return at_ms if days or at_ms > now_ms else at_ms + DAY_MS


def _span_ms(count: str, unit: str) -> int:
    words = count.lower().split()
    amount = 0.5 if words[0] == "half" else 1.0 if words[0] in ("a", "an") else float(words[0])
    sizes = {"h": HOUR_MS, "m": MINUTE_MS, "d": DAY_MS}
    return round(amount * sizes[unit[0].lower()])


def _offset_ms(text: str) -> int | None:
    try:
        return parse_offset(text.strip())
    except ValueError:
        return None


def _clock_ms(text: str) -> int | None:
    """The first time of day a text names, in milliseconds since midnight."""
    for match in _CLOCK.finditer(text):
        hour12, minute12, half, hour24, minute24, word = match.groups()
        if word:
            return (MIDNIGHT if word.lower() == "midnight" else NOON) * HOUR_MS
        hour = int(hour12) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour24)
        minute = int(next(filter(None, chain((minute12, minute24), ["0"]))))
        if hour <= MIDNIGHT and minute < 60:
            return hour * HOUR_MS + minute * MINUTE_MS
    return None
