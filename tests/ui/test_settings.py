"""The settings that keep Streamlit live."""

import tomllib
from pathlib import Path
from typing import Any

from streamlit import config

from ui.settings import SERVER

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

    assert sorted(SERVER) == sorted(name for name in SERVER if name in known)
