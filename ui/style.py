"""The few rules of style that Streamlit's theme does not offer; they follow its light and dark colours."""

import streamlit as st

CSS = """
<style>
.tplus-clock {font-size: 2.6rem; font-weight: 700; font-variant-numeric: tabular-nums; line-height: 1.1}
.tplus-tiles {display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: .5rem}
.tplus-tile {border: 1px solid rgba(128,128,128,.45); border-radius: .4rem; padding: .45rem .6rem}
.tplus-tile b {display: block; font-size: 1.25rem; font-variant-numeric: tabular-nums}
.tplus-tile span {font-size: .8rem; opacity: .85}
.tplus-artefact {border: 1px solid rgba(128,128,128,.45); border-left: .35rem solid #0b6e99;
  border-radius: .4rem; margin: .4rem 0; padding: .6rem .8rem}
.tplus-artefact figcaption {font-size: .82rem; opacity: .85; margin-bottom: .35rem}
.tplus-artefact.tplus-log div, .tplus-artefact.tplus-dashboard div {font-family: monospace; font-size: .82rem;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere}
.tplus-artefact.tplus-post {border-left-color: #6a5acd}
.tplus-artefact.tplus-mail {border-left-color: #2e7d32}
.tplus-artefact.tplus-log {border-left-color: #8a6d00}
.tplus-scroll {overflow-x: auto}
.tplus-table {border-collapse: collapse; width: 100%; font-size: .88rem}
.tplus-table th {text-align: left; font-weight: 600; padding: .3rem .5rem;
  border-bottom: 2px solid rgba(128,128,128,.5)}
.tplus-table td {vertical-align: top; border-bottom: 1px solid rgba(128,128,128,.3); padding: .3rem .5rem;
  overflow-wrap: anywhere; min-width: 3.5rem}
.tplus-code {font-size: 3rem; font-weight: 700; letter-spacing: .15em; font-family: monospace}
.tplus-big {font-size: 1.9rem; line-height: 1.35; overflow-wrap: anywhere}
.stButton button, .stFormSubmitButton button {min-height: 44px}
@media (max-width: 640px) {
  .tplus-table thead {position: absolute; left: -999rem}
  .tplus-table tr {display: block; border-bottom: 2px solid rgba(128,128,128,.5); padding: .3rem 0}
  .tplus-table td {display: block; border: 0; padding: .1rem 0}
  .tplus-table td:empty {display: none}
  .tplus-table td::before {content: attr(data-label) ": "; font-weight: 600; opacity: .8}
}
</style>
"""

PRESENT = """
<style>
.tplus-clock {font-size: 7rem}
.tplus-tile b {font-size: 2.2rem}
.tplus-tile span {font-size: 1.1rem}
.tplus-artefact {font-size: 1.5rem}
.tplus-artefact figcaption {font-size: 1.1rem}
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"] {display: none}
.stMainBlockContainer {max-width: 1840px; padding-top: 2rem}
</style>
"""


def apply(*, is_projector: bool = False) -> None:
    """Add the rules to this page."""
    st.html(CSS + (PRESENT if is_projector else ""))
