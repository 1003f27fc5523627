"""The few rules of style that Streamlit's theme does not offer; they follow its light and dark colours."""

from pathlib import Path

import streamlit as st

from ui.server import settings

ASSETS = Path(__file__).parent / "assets"
LOGO = ASSETS / "logo.svg"
"""The wordmark, in one colour that is read on light and on dark."""
ICON = ASSETS / "icon.svg"
"""What stands in the browser's tab; Streamlit's own icons come from a server elsewhere."""
PICTURE = ASSETS / "picture.svg"
"""What an exercise is: harm rises, alerts fire at T+15, and falls as the team climbs the ladder."""


def _rules(*names: str) -> str:
    return "\n".join((ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in names)


CSS = f"""<style>
{_rules("app", "cards", "exhibits", "seat")}
@media (max-width: 640px) {{
{_rules("stacked")}}}
@container (max-width: 26rem) {{
{_rules("stacked")}}}
@media (prefers-contrast: more) {{
{_rules("contrast")}}}
</style>"""
HIGH_CONTRAST = f"<style>\n{_rules('contrast', 'high_contrast')}</style>"
PROJECTOR = f"<style>\n{_rules('projector')}</style>"

TALK = """
<style>
.stMainBlockContainer h3 {font-size: clamp(1.3rem, 1.7vw, 2.2rem)}
.stMarkdown p, .stMarkdown li, .stCaption p, [data-testid="stTab"] p, [data-testid="stWidgetLabel"] p,
  [data-testid="stPageLink"] p {font-size: clamp(1.1rem, 1.3vw, 1.7rem)}
.tplus-clock {font-size: clamp(2rem, 3.2vw, 4rem)}
</style>
"""


def apply() -> None:
    """Add the rules and the wordmark to this page."""
    st.html(CSS)
    if settings.is_high_contrast(st.get_option):
        st.html(HIGH_CONTRAST)
    st.logo(str(LOGO), size="large")


def project() -> None:
    """Add the rules for a projector: large type and nothing but the content."""
    st.html(PROJECTOR)


def talk() -> None:
    """Add the rules for a projector whose room reads and talks: every text large, the clock smaller."""
    st.html(TALK)
