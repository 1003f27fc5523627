"""Server settings that keep Streamlit live with many people; the same however the app is started."""

from collections.abc import Callable, Mapping

Setting = str | int | bool

SERVER: dict[str, Setting] = {
    "server.address": "127.0.0.1",
    "server.port": 8501,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableAgentApi": False,
    "server.maxUploadSize": 1,
    "server.maxMessageSize": 10,
    "server.maxWidgetStateSize": 1,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "runner.postScriptGC": False,
    "runner.fastReruns": False,
    "runner.magicEnabled": False,
    "theme.font": "sans-serif",
    "theme.baseRadius": "0.4rem",
    "theme.light.primaryColor": "#0b6e99",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f2f5f7",
    "theme.light.textColor": "#1b2730",
    "theme.light.linkColor": "#0b6e99",
    "theme.dark.primaryColor": "#1a7aa5",
    "theme.dark.backgroundColor": "#11181d",
    "theme.dark.secondaryBackgroundColor": "#1c262d",
    "theme.dark.textColor": "#e6edf1",
    "theme.dark.linkColor": "#5cb8e0",
}
"""By name of Streamlit's configuration; a garbage collection after every run holds everybody up, for one.

Sizes are in megabytes, and as small as our screens allow: the largest page sends less than one (ten leave
room for an organisation's tables, an assumption), and the largest form less than a tenth of one.
"""

COLOURS = ("red", "orange", "yellow", "blue", "green", "violet", "gray")
"""Of messages and badges, by Streamlit's names."""


def _strong(scheme: str, *, text: str, accent: str) -> dict[str, Setting]:
    """A scheme whose every text is in one colour, and borders as strong as text."""
    names = ("textColor", "borderColor", *(f"{colour}TextColor" for colour in COLOURS))
    accents: dict[str, Setting] = {f"theme.{scheme}.{name}": accent for name in ("primaryColor", "linkColor")}
    return accents | {f"theme.{scheme}.{name}": text for name in names}


HIGH_CONTRAST: Mapping[str, Setting] = {
    "theme.showWidgetBorder": True,
    "theme.linkUnderline": True,
    **_strong("light", text="#000000", accent="#00405c"),
    **_strong("dark", text="#ffffff", accent="#8fd3f5"),
    "theme.dark.backgroundColor": "#000000",
}
"""What high contrast says otherwise than `SERVER`, for both schemes."""


def server(*, high_contrast: bool = False) -> dict[str, Setting]:
    """The settings a server starts with."""
    return {**SERVER, **HIGH_CONTRAST} if high_contrast else dict(SERVER)


def is_high_contrast(option: Callable[[str], object]) -> bool:
    """Whether a server, asked for its options by name, was started with the high-contrast theme."""
    return all(option(name) == value for name, value in HIGH_CONTRAST.items())
