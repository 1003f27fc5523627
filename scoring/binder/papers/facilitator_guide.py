"""The facilitator guide: run of show by minute, each inject in full, what to do when the room is stuck."""

from collections.abc import Iterator

from engine.scenario.times import offset_label
from scoring.binder import words
from scoring.binder.paper import Paper, Source
from scoring.binder.show import decisions, telling
from scoring.binder.show.due import grouped
from scoring.binder.show.run import Beat, Stretch, beats, stretches
from scoring.writing.document import Block, Bullets, Cell, Paragraph, Section, Table


def _sections(source: Source) -> tuple[Section, ...]:
    played = beats(source)
    return (
        _story(source),
        _before(source),
        _show(source, played),
        *(_inject(source, beat) for beat in played),
        *telling.reserves(source),
        decisions.section(source),
        _hot_wash(source),
        *telling.exhibit_section(source),
    )


def _story(source: Source) -> Section:
    scenario = source.scenario
    kind = scenario.incident_types.get(scenario.incident_type, scenario.incident_type)
    enough = f"Level {scenario.needed_level} is enough to contain it"
    facts = [
        ("Incident", f"{kind}, {scenario.severity}"),
        ("Containment", f"{enough}; level 4 is approved by {_approvers(source)}."),
        ("Length", f"{words.minutes(scenario.duration_ms)} from StartEx"),
        ("Based on", "; ".join(scenario.based_on) or "no named incident"),
    ]
    if scenario.unreachable:
        facts.append(("Not reachable", f"{', '.join(scenario.unreachable)}: nobody answers for them."))
    return Section(
        "story",
        "The story in brief",
        (
            Paragraph(words.one_line(scenario.background), "At the start"),
            words.listed("story", facts),
        ),
    )


def _approvers(source: Source) -> str:
    return words.either(source.scenario.authority.approvers(4)) or "nobody"


def _before(source: Source) -> Section:
    """What is to be so before the doors open."""
    scenario = source.scenario
    there = [role for role in scenario.authority.approvers(4) if role not in scenario.unreachable]
    approver = words.either(there)
    checks = (
        f"The control room, the projector and the join address are open: {source.setting.join_link}".rstrip(
            ": "
        )
        + ".",
        f"Somebody holds each of: {words.several([role.role for role in scenario.roles])}.",
        f"Somebody holds {approver}, or you approve in their place." if approver else "",
        "You have read every inject, and tried the first one on yourself.",
        "Evaluators have their guides and know whom they watch; somebody takes notes.",
        "Label, recording and use of the log were said, and the attendance sheet is signed.",
        "Everybody knows the words REAL WORLD and what they do.",
    )
    rows = tuple((f"{words.BOX} {text}", "") for text in checks if text)
    return Section("before", "Before the doors", (Table("before", "", ("Check", "By"), rows, (82, 18)),))


def _show(source: Source, played: tuple[Beat, ...]) -> Section:
    """The table by minute: parts of the meeting and injects in one order."""
    rows: list[tuple[Cell, ...]] = []
    for part in stretches(source):
        rows.append(_part_row(source, part, played))
        if part.at_ms == 0:
            rows += [_beat_row(source, beat) for beat in played]
    columns = ("Time", "What happens", "Aim and questions", "Due by now", "Time there is")
    return Section(
        "show",
        "Run of show by minute",
        (
            Paragraph(
                "Times count from StartEx. What a trained team has done is what the scenario expects by"
                " then; say nothing of it aloud."
            ),
            Table("show", "Run of show", columns, tuple(rows), (9, 23, 27, 27, 14)),
        ),
        is_wide=True,
    )


def _part_row(source: Source, part: Stretch, played: tuple[Beat, ...]) -> tuple[Cell, ...]:
    last = played[-1].coming if played and part.at_ms == source.scenario.duration_ms else ()
    pause = "Not before every phone shows its seat." if part.at_ms == 0 else ""
    what = f"{part.title}, {words.minutes(part.length_ms)}"
    return (
        words.at(source.setting, part.at_ms),
        what,
        part.asked,
        _bulleted(grouped(last, source.scenario.duration_ms)),
        pause,
    )


def _beat_row(source: Source, beat: Beat) -> tuple[Cell, ...]:
    inject = beat.inject
    what = (f"{beat.number}. {inject.title}", telling.way(source.scenario, inject))
    asked = (
        f"? {words.one_line(item.text)}{'' if item.core else ' (if there is time)'}"
        for item in inject.questions
    )
    aims = (telling.aim(source.scenario, inject), *asked)
    return (
        words.at(source.setting, inject.time),
        "\n".join(filter(None, what)),
        "\n".join(filter(None, aims)),
        _bulleted(grouped(beat.done, source.scenario.duration_ms)),
        "\n".join(
            filter(None, (f"{words.minutes(beat.room_ms)} until {offset_label(beat.until_ms)}", beat.pause))
        ),
    )


def _bulleted(lines: tuple[str, ...]) -> str:
    return "\n".join(f"– {line}" for line in lines)


def _inject(source: Source, beat: Beat) -> Section:
    inject = beat.inject
    title = f"{offset_label(inject.time)}  {beat.number}. {inject.title}"
    return Section(f"inject-{beat.number}", title, tuple(_told(source, beat)), starts_page=True)


def _told(source: Source, beat: Beat) -> Iterator[Block]:
    inject = beat.inject
    yield Paragraph(telling.way(source.scenario, inject), "How it comes")
    yield Paragraph(words.one_line(inject.event), "What they read")
    yield from telling.details(source.scenario, inject)
    yield telling.questions(inject)
    if beat.coming:
        yield Paragraph("", "Falls due before the next inject")
        yield Bullets(grouped(beat.coming, source.scenario.duration_ms))
    if beat.pause:
        yield Paragraph(beat.pause, "When to pause")
    yield telling.stuck(source, beat)


def _hot_wash(source: Source) -> Section:
    asked = [
        f"{words.sentence(item.text)} How did it go, and what would you change?" for item in source.objectives
    ]
    return Section(
        "hot-wash",
        "Hot wash",
        (
            Paragraph(
                "Right after EndEx, with everybody, before the scores are shown. One thing each that"
                " went well, then one thing each to improve."
            ),
            Bullets(tuple(asked)),
            Paragraph(
                "Then open the results: ask the room which score surprises it. Every point that is to be"
                " improved gets an owner and a date before anybody leaves.",
                "Scores",
            ),
        ),
    )


PAPER = Paper(
    id="facilitator-guide", order=30, title="Facilitator guide", for_participants=False, sections=_sections
)
