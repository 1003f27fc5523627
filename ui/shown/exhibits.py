"""Exhibits of injects as HTML that looks like what they are; pure, and every text is escaped."""

import re
from urllib.parse import urlencode

from engine.log.shown import ShownExhibit
from ui.language.text import html
from ui.language.words import t

CHANNEL = {
    "post": t("Social post"),
    "mail": t("E-mail"),
    "log": t("Log extract"),
    "chat": t("Chat"),
    "dashboard": t("Dashboard"),
    "ticket": t("Ticket"),
    "image": t("Picture"),
    "text": t("Document"),
}
_GAP = re.compile(r"\s{2,}")
"""What parts the columns of a dashboard."""


def markup(item: ShownExhibit, picture: str = "") -> str:
    """One exhibit; `picture` is where its picture is fetched, for those that have one."""
    kind = item.kind
    kind = kind if kind in CHANNEL else "text"
    initial = html((item.author or "?")[:1].upper())
    return (
        f'<figure class="tplus-exhibit tplus-{kind}">'
        f'<figcaption data-initial="{initial}">{_head(kind, item)}</figcaption>'
        f"{_body(kind, item, picture)}{_foot(kind, item)}</figure>"
    )


def address(exercise_id: str, seat: str, path: str) -> str:
    """Where a picture of an exercise is fetched by a seat of that kind."""
    return "tplus/picture?" + urlencode({"exercise": exercise_id, "as": seat, "path": path})


def _head(kind: str, item: ShownExhibit) -> str:
    names = ("author", "title") if kind in ("post", "chat", "image") else ("author", "title", "reach")
    said = "".join(f"<i>{html(getattr(item, name))}</i>" for name in names if getattr(item, name))
    return f"<b>{html(CHANNEL[kind])}</b>{said}"


def _body(kind: str, item: ShownExhibit, picture: str) -> str:
    text = item.text.strip("\n")
    match kind:
        case "log":
            lines = "<br>".join(f"<span>{html(row)}</span>" for row in text.splitlines())
            return f'<div tabindex="0" role="region" aria-label="{html(CHANNEL[kind])}">{lines}</div>'
        case "dashboard":
            return f"<div><table><tbody>{''.join(map(_figures, text.splitlines()))}</tbody></table></div>"
        case "image" if picture:
            return f'<img src="{html(picture)}" alt="{html(item.alt)}">' + _prose(text)
        case _:
            return _prose(text or item.alt)


def _prose(text: str) -> str:
    return f"<div>{html(text.strip())}</div>" if text.strip() else ""


def _figures(row: str) -> str:
    """A line of a dashboard: its columns are parted by two spaces or more."""
    cells = _GAP.split(row.strip())
    span = f' colspan="{4 - len(cells)}"' if len(cells) < 3 else ""
    *first, last = cells
    return f"<tr>{''.join(f'<td>{html(cell)}</td>' for cell in first)}<td{span}>{html(last)}</td></tr>"


def _foot(kind: str, item: ShownExhibit) -> str:
    reach = item.reach
    return f"<footer>↻ {html(reach)}</footer>" if kind == "post" and reach else ""
