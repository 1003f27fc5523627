"""Exhibits of injects as a facilitator reads them out, or copies them where there is no screen."""

import re

from engine.scenario.exercise import Exhibit

_COLUMNS = re.compile(r"(?<=\S) {2,}(?=\S)|\t+")
"""What parts the columns of logs and dashboards."""

KINDS = {
    "text": "Text",
    "log": "Log",
    "image": "Picture",
    "post": "Public post",
    "mail": "Mail",
    "chat": "Chat",
    "dashboard": "Dashboard",
    "ticket": "Ticket",
}


def named(item: Exhibit) -> str:
    """What an exhibit is: its kind, and its title where it has one."""
    return ": ".join(filter(None, (KINDS[item.kind], item.title.strip())))


def shown(item: Exhibit) -> str:
    """What is to be read in it, columns parted by a stroke; of a picture what it shows."""
    seen = " · ".join(filter(None, (item.author, item.reach)))
    body = _COLUMNS.sub(" | ", item.text.rstrip()) or item.alt
    return "\n".join(filter(None, (seen, body)))
