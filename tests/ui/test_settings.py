"""The settings that keep Streamlit live."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.web import bootstrap

from ui.server.settings import HIGH_CONTRAST, SERVER, is_high_contrast, server

CONFIG = Path(__file__).parent.parent.parent / ".streamlit" / "config.toml"


def _flat(tree: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = value
    return found


def test_the_file_beside_the_app_says_the_same_as_the_settings_passed_as_flags() -> None:
    """`streamlit run app.py` and `tplus serve` run with the same settings."""
    read = tomllib.loads(CONFIG.read_text(encoding="utf-8"))

    assert _flat(read) == SERVER


def test_every_setting_is_one_that_this_streamlit_knows() -> None:
    """A misspelt or removed setting is found here, not by a slow room."""
    known = config.get_config_options()

    assert [name for name in server(high_contrast=True) if name not in known] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("high_contrast", "text", "link", "filling"),
    [(False, 7, 4.5, 3), (True, 15, 7, 7)],
    ids=["normal", "high"],
)
def test_colours_of_the_theme_can_be_told_apart(
    scheme: str, high_contrast: bool, text: float, link: float, filling: float
) -> None:
    """Text, links, borders and filled parts stand out against both backgrounds, and texts on filled parts."""
    theme = {
        name.removeprefix(f"theme.{scheme}."): str(value)
        for name, value in server(high_contrast=high_contrast).items()
        if name.startswith(f"theme.{scheme}.")
    }
    white, black = "#ffffff", "#000000"
    on_filling = black if high_contrast and scheme == "dark" else white
    least = {
        name: link if name == "linkColor" else filling if name == "primaryColor" else text
        for name in theme
        if not name.lower().endswith("backgroundcolor")
    }

    weak = {
        (name, ground): round(_contrast(theme[name], theme[ground]), 2)
        for name, ratio in least.items()
        for ground in ("backgroundColor", "secondaryBackgroundColor")
        if _contrast(theme[name], theme[ground]) < ratio
    }
    assert weak == {}
    assert _contrast(on_filling, theme["primaryColor"]) >= link


def test_a_server_knows_its_theme() -> None:
    """The rules for high contrast are added where the server has that theme, and nowhere else."""
    assert is_high_contrast(server(high_contrast=True).get)
    assert not is_high_contrast(server().get)
    assert not set(HIGH_CONTRAST.items()) & set(SERVER.items())


def _contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""
    darker, lighter = sorted(map(_luminance, (first, second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not made for Windows")
def test_the_server_runs_on_uvloop() -> None:
    """Python's own event loop would delay one acknowledgement in twenty by 40 ms (docs/performance.md)."""
    make = bootstrap._get_uvloop_loop_factory()

    assert make is not None
    assert make.__module__.startswith("uvloop")
