"""Units of time: how long they are, what people call them, and a length of time in words."""

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_WORDS = {
    SECOND_MS: "s sec secs second seconds sek sekunde sekunden seconde secondes seconden seg segundo segundos"
    " secondo secondi",
    MINUTE_MS: "m min mins mn minute minutes minuten minuto minutos minuti minuut",
    HOUR_MS: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren",
    DAY_MS: "d day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen",
    7 * DAY_MS: "week weeks woche wochen semaine semaines semana semanas",
}
UNITS = {word: unit_ms for unit_ms, words in _WORDS.items() for word in words.split()}
"""Length of a unit in milliseconds by its name: English, and German, French, Spanish and their neighbours."""

_OTHERS = (
    "ms msec msecs millisecond milliseconds mo month months monat monate mois mes meses mese mesi maand"
    " maanden y yr yrs year years jahr jahre an ans año años anno anni jaar"
)
UNFIT = frozenset(_OTHERS.split())
"""Units that no time here is counted in: finer than a second, or of no one length."""

MARKS = {"'": MINUTE_MS, '"': SECOND_MS, "''": SECOND_MS}
"""Length of a unit in milliseconds by its mark, as in 5'30"."""

NEXT_SMALLER = {HOUR_MS: MINUTE_MS, MINUTE_MS: SECOND_MS}
"""What a number without a unit counts after another unit: 1h30 are 1 h 30 min."""

_PRINTED = (
    (DAY_MS, "d", "days"),
    (HOUR_MS, "h", "hours"),
    (MINUTE_MS, "m", "minutes"),
    (SECOND_MS, "s", "s"),
)


def duration_text(length_ms: int) -> str:
    """A length of time, in whole seconds, as scenario files have it: ``90 minutes``, ``1d12h``, ``10m30s``.

    What is no whole number of seconds loses the rest.
    """
    if length_ms < SECOND_MS:
        return "0 minutes"
    if length_ms <= 2 * HOUR_MS and not length_ms % MINUTE_MS:
        return _one(length_ms // MINUTE_MS, "minutes")
    rest, counted = length_ms, []
    for unit_ms, letter, word in _PRINTED:
        count, rest = divmod(rest, unit_ms)
        if count:
            counted.append((count, letter, word))
    if len(counted) == 1:
        count, _, word = counted[0]
        return _one(count, word)
    return "".join(f"{count}{letter}" for count, letter, _ in counted)


def _one(count: int, word: str) -> str:
    return f"{count} {word.removesuffix('s') if count == 1 and word != 's' else word}"
