"""Lines of Arabic, Hebrew and the like, as a format without a text engine has to draw them."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby

STRONG = ("L", "R", "AL")
NEUTRAL = ("B", "S", "WS", "ON", "BN")
NUMBERS = ("EN", "AN")
MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
"""Signs that open on the other side in a line from right to left."""
TATWEEL = "\u0640"
"""The stroke that lengthens a word; it joins on both sides and looks the same everywhere."""
_PRESENTED = (0xFB50, 0xFEFD)
"""Where Unicode keeps Arabic letters as they look at the beginning, middle and end of a word."""
_LAM_ALEF = 0xFEF5
"""From where on its ligatures are those that are obligatory."""


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def begins_right(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left, and so the line."""
    found = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in found if kind in STRONG), "L") != "L"


def drawn(line: str, *, is_right: bool) -> str:
    """A line's letters in the order and shape in which they are drawn from the left.

    Shapes by Unicode's presentation forms, order by its bidirectional algorithm (UAX 9) for lines without
    marks that turn the direction, which `scoring.writing.text.clean` takes out.
    """
    if not has_right_to_left(line):
        return line
    letters = list(shaped(line))
    levels = _levels(letters, base=int(is_right))
    order = list(range(len(letters)))
    for level in range(max(levels), 0, -1):
        order = _turned(order, [levels[place] >= level for place in order])
    return "".join(MIRRORED.get(letters[n], letters[n]) if levels[n] % 2 else letters[n] for n in order)


def _turned(order: list[int], is_high: list[bool]) -> list[int]:
    """Places with every stretch of high levels the other way round."""
    found: list[int] = []
    for is_turned, group in groupby(zip(is_high, order, strict=True), key=lambda item: item[0]):
        places = [place for _, place in group]
        found += places[::-1] if is_turned else places
    return found


def _levels(letters: list[str], *, base: int) -> list[int]:
    """How deep each letter lies: even from left to right, odd from right to left (rules W1 to I2 and L1)."""
    kinds = _neutrals(_weak([unicodedata.bidirectional(letter[:1]) or "L" for letter in letters], base), base)
    levels = [_level(kind, base) for kind in kinds]
    for place in range(len(letters) - 1, -1, -1):
        if not letters[place].isspace():
            break
        levels[place] = base
    return levels


def _level(kind: str, base: int) -> int:
    if kind == "R":
        return 1
    if kind in NUMBERS:
        return 2
    return 2 * base


def _weak(kinds: list[str], base: int) -> list[str]:
    """Marks, numbers and what stands beside numbers, resolved (rules W1 to W7)."""
    found: list[str] = []
    start = strong = "R" if base else "L"
    for kind in kinds:
        now = (found[-1] if found else start) if kind == "NSM" else kind
        now = "AN" if now == "EN" and strong == "AL" else now
        strong = now if now in STRONG else strong
        found.append(now)
    found = ["R" if kind == "AL" else kind for kind in found]
    _separators(found)
    strong = start
    for place, kind in enumerate(found):
        strong = kind if kind in ("L", "R") else strong
        if kind == "EN" and strong == "L":
            found[place] = "L"
    return found


def _separators(kinds: list[str]) -> None:
    """Signs between and beside numbers belong to them; elsewhere they are neutral (rules W4 to W6)."""
    for place in range(1, len(kinds) - 1):
        before, kind, after = kinds[place - 1 : place + 2]
        if before == after and ((kind == "CS" and before in NUMBERS) or (kind == "ES" and before == "EN")):
            kinds[place] = before
    place = 0
    for kind, group in groupby(list(kinds)):
        end = place + len(list(group))
        beside = kinds[max(place - 1, 0) : place] + kinds[end : end + 1]
        if kind == "ET":
            kinds[place:end] = ["EN" if "EN" in beside else "ON"] * (end - place)
        elif kind in ("ES", "CS"):
            kinds[place:end] = ["ON"] * (end - place)
        place = end


def _neutrals(kinds: list[str], base: int) -> list[str]:
    """What has no direction takes that of both its sides, or the line's (rules N1 and N2)."""
    own = "R" if base else "L"
    found: list[str] = []
    place = 0
    for is_neutral, group in groupby(kinds, key=lambda kind: kind in NEUTRAL):
        stretch = list(group)
        end = place + len(stretch)
        if is_neutral:
            before = _side(found[-1]) if found else own
            after = _side(kinds[end]) if end < len(kinds) else own
            stretch = [before if before == after else own] * len(stretch)
        found += stretch
        place = end
    return found


def _side(kind: str) -> str:
    return "R" if kind in NUMBERS else kind


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """The shapes of each Arabic letter, and of lam with alef, by what it stands beside."""
    found: dict[str, dict[str, str]] = {}
    for code in range(*_PRESENTED):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if " " in letters and code < _LAM_ALEF:
            continue
        if kind in ("<isolated>", "<initial>", "<medial>", "<final>"):
            base = "".join(chr(int(part, 16)) for part in letters.split())
            found.setdefault(base, {}).setdefault(kind.strip("<>"), chr(code))
    return found


def shaped(line: str) -> str:
    """The letters of a line as each is drawn, lam and alef as one; a second time it changes nothing."""
    return "".join(_shapes(list(_ligated(line))))


def _shapes(letters: list[str]) -> Iterator[str]:
    for place, letter in enumerate(letters):
        forms = _forms().get(letter)
        if forms is None:
            yield letter
            continue
        joins_before = "final" in forms and _joins(_neighbour(letters, place, -1), "initial")
        joins_after = "initial" in forms and _joins(_neighbour(letters, place, 1), "final")
        wanted = {(True, True): "medial", (True, False): "final", (False, True): "initial"}
        yield forms.get(wanted.get((joins_before, joins_after), "isolated"), letter)


def _joins(letter: str, form: str) -> bool:
    """Whether a letter joins the next one, which gives it the form `initial`, or the one before, `final`."""
    return letter == TATWEEL or form in _forms().get(letter, {})


def _ligated(line: str) -> Iterator[str]:
    """The letters of a line, lam with the alef that follows it as one."""
    place = 0
    while place < len(line):
        pair = line[place : place + 2]
        taken = pair if pair in _forms() else pair[0]
        yield taken
        place += len(taken)


def _neighbour(letters: list[str], place: int, step: int) -> str:
    """The next letter on that side that is no mark above or below another; empty at the end."""
    place += step
    while 0 <= place < len(letters):
        if unicodedata.category(letters[place][:1]) != "Mn":
            return letters[place]
        place += step
    return ""
