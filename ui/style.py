"""The few rules of style that Streamlit's theme does not offer; they follow its light and dark colours."""

from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parent / "assets"
LOGO = ASSETS / "logo.svg"
"""The wordmark, in one colour that is read on light and on dark."""


def _rules(*names: str) -> str:
    return "\n".join((ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in names)


CSS = f"<style>\n{_rules('app', 'artefacts')}</style>"
PROJECTOR = f"<style>\n{_rules('projector')}</style>"


def apply() -> None:
    """Add the rules and the wordmark to this page."""
    st.html(CSS)
    st.logo(str(LOGO), size="large")


def project() -> None:
    """Add the rules for a projector: large type and nothing but the content."""
    st.html(PROJECTOR)
