"""The join poster: how to get into the exercise, readable from the back of the room."""

from scoring.binder.paper import Paper, Source, bare
from scoring.binder.words import LINE
from scoring.writing.document import Banner, Block, Bullets, Code, Section

CODE_MM = 110
"""Width of the QR code: read by phones from about a metre and a half (a tenth of the distance, doubled)."""
LARGE, HUGE = 20, 40

STEPS = (
    "Point your phone's camera at the square, or type the address and the code.",
    "Write your name as the others know you, and choose your role.",
    "Stay on that page: everything that happens appears there by itself.",
    "If the page closes, open it again on the same phone: you are back in your seat.",
)


def _sections(source: Source) -> tuple[Section, ...]:
    setting = source.setting
    address = setting.join_link.partition("?")[0] if setting.code else setting.join_link
    drawn: tuple[Block, ...] = (Code(setting.join_link, CODE_MM),) if setting.join_link else ()
    return (
        Section(
            "join",
            source.title,
            (
                *drawn,
                Banner(address or f"Address: {LINE[:24]}", LARGE if len(address) < 40 else LARGE // 2),
                Banner(setting.code or f"Code: {LINE[:10]}", HUGE),
                Bullets(STEPS),
            ),
        ),
    )


PAPER = Paper(
    id="join-poster",
    order=70,
    title="Join the exercise",
    for_participants=True,
    sections=_sections,
    facts=bare,
)
