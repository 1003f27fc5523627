"""Role cards, one a role: what its holder knows at the start, and what it may order and approve."""

from collections.abc import Iterator

from engine.scenario.exercise import Role
from engine.scenario.resolve import Scenario
from scoring.binder import words
from scoring.binder.paper import Facts, Paper, Source, bare
from scoring.writing.document import Blank, Block, Bullets, Paragraph, Section

LINES = 7
"""Lines for notes on a card."""


def held(scenario: Scenario) -> tuple[Role, ...]:
    """The scenario's roles, and those that approve a containment level and are not among them."""
    own = {role.role for role in scenario.roles}
    approve = dict.fromkeys(role for level in range(1, 5) for role in scenario.authority.approvers(level))
    return (*scenario.roles, *(Role(role=name) for name in approve if name not in own))


def _sections(source: Source) -> tuple[Section, ...]:
    return tuple(
        Section(f"role-{number}", role.role, tuple(_card(source, role)), starts_page=True)
        for number, role in enumerate(held(source.scenario), start=1)
    )


def _card(source: Source, role: Role) -> Iterator[Block]:
    yield words.listed("card", _facts(source))
    yield Paragraph(words.one_line(role.briefing) or _unbriefed(role), "What you know at the start")
    powers = tuple(authority(source.scenario, role.role))
    if powers:
        yield Paragraph("", "What you may do")
        yield Bullets(powers)
    yield Paragraph("", "While you play")
    yield Bullets(words.GROUND_RULES[1:4])
    yield Blank("Notes", LINES)


def _unbriefed(role: Role) -> str:
    return f"What {role.role} knows in your organisation. Nobody has told you anything else yet."


def _facts(source: Source) -> Facts:
    setting = source.setting
    return (
        ("Exercise", source.title),
        ("Held by", words.LINE),
        ("When", words.when(setting)),
        ("Join at", words.or_line(setting.join_link)),
    )


def authority(scenario: Scenario, role: str) -> Iterator[str]:
    """What a role may order and approve by the organisation's own rules, level by level."""
    for level, meaning in words.LEVELS.items():
        orders = scenario.authority.orderers(level)
        may_order = not orders or role in orders
        may_approve = role in scenario.authority.approvers(level)
        done = " and ".join(filter(None, ("order" if may_order else "", "approve" if may_approve else "")))
        if done:
            yield f"You may {done} level {level}. {meaning}"


PAPER = Paper(
    id="role-cards",
    order=60,
    title="Role cards",
    for_participants=True,
    sections=_sections,
    facts=bare,
    has_title=False,
)
