"""The few rules of style that Streamlit's theme does not offer; they follow its light and dark colours."""

import streamlit as st

CSS = """
<style>
.stMainBlockContainer {padding-top: 4.2rem; padding-bottom: 4rem}
.stMainBlockContainer h1 {font-size: 1.8rem; padding-top: 0; overflow-wrap: anywhere}
.stMainBlockContainer h2 {font-size: 1.4rem; overflow-wrap: anywhere}
.stMainBlockContainer h3 {font-size: 1.2rem; overflow-wrap: anywhere}
.stMainBlockContainer p {overflow-wrap: anywhere}
.tplus-clock {font-size: 2.6rem; font-weight: 700; font-variant-numeric: tabular-nums; line-height: 1.1}
.tplus-clock.tplus-paused, .tplus-clock.tplus-ended {opacity: .6}
.tplus-below, .tplus-label {font-size: .9rem; opacity: .85}
.tplus-prose {white-space: normal; overflow-wrap: anywhere; line-height: 1.5}
.tplus-tiles {display: grid; grid-template-columns: repeat(auto-fill, minmax(6.4rem, 1fr)); gap: .4rem}
.tplus-tile {border: 1px solid rgba(128,128,128,.4); border-radius: .4rem; padding: .35rem .5rem}
.tplus-tile b {display: block; font-size: 1.15rem; font-variant-numeric: tabular-nums}
.tplus-tile span {display: block; font-size: .78rem; line-height: 1.25; opacity: .85}
.tplus-alerts {border: 1px solid #b3541e; border-left-width: .35rem; border-radius: .4rem;
  margin-bottom: .5rem; padding: .4rem .6rem; font-size: .9rem}
.tplus-artefact {border: 1px solid rgba(128,128,128,.4); border-left: .35rem solid #0b6e99;
  border-radius: .4rem; margin: .2rem 0; padding: .5rem .7rem; overflow-wrap: anywhere}
.tplus-artefact figcaption {font-size: .82rem; opacity: .85; margin-bottom: .3rem}
.tplus-artefact.tplus-log div, .tplus-artefact.tplus-dashboard div {font-family: monospace; font-size: .8rem;
  overflow-x: auto; white-space: pre; overflow-wrap: normal}
.tplus-artefact.tplus-post {border-left-color: #6a5acd}
.tplus-artefact.tplus-mail {border-left-color: #2e7d32}
.tplus-artefact.tplus-chat {border-left-color: #8e44ad}
.tplus-artefact.tplus-log {border-left-color: #8a6d00}
.tplus-artefact.tplus-ticket {border-left-color: #b3541e}
.tplus-scroll {overflow-x: auto}
.tplus-table {border-collapse: collapse; width: 100%; font-size: .88rem}
.tplus-table th {text-align: left; font-weight: 600; padding: .3rem .5rem; white-space: nowrap;
  border-bottom: 2px solid rgba(128,128,128,.5)}
.tplus-table td {vertical-align: top; border-bottom: 1px solid rgba(128,128,128,.3); padding: .3rem .5rem;
  overflow-wrap: break-word; word-break: normal; min-width: 3.5rem; max-width: 36rem}
.tplus-table td.tplus-narrow {white-space: nowrap; font-variant-numeric: tabular-nums}
.tplus-table td.tplus-free {overflow-wrap: anywhere; min-width: 7rem}
.tplus-table td[data-label="SHA-256"] {font-family: monospace; font-size: .72rem; word-break: break-all}
.tplus-table tr:target {background: rgba(255,196,0,.28)}
.tplus-table tr {scroll-margin-top: 5rem}
.tplus-code {font-size: 2.6rem; font-weight: 700; letter-spacing: .12em; font-family: monospace;
  line-height: 1.1}
.tplus-big {font-size: 1.9rem; line-height: 1.35; overflow-wrap: anywhere}
.tplus-chip {border: 1px solid currentColor; border-radius: 1rem; display: inline-block; font-size: .8rem;
  font-weight: 600; padding: .05rem .6rem; white-space: nowrap}
.tplus-chip-likely {border-width: 2px}
.tplus-chip-possible {border-style: dashed}
.tplus-chip-not-found, .tplus-chip-negated, .tplus-chip-keyword-list, .tplus-chip-cannot-read
  {border-style: dotted; font-weight: 400}
.tplus-quote {border-left: .2rem solid rgba(128,128,128,.6); margin: .25rem 0; padding-left: .5rem;
  overflow-wrap: anywhere}
.stButton button, .stFormSubmitButton button, .stPopover button {min-height: 44px}
[data-testid="stButtonGroup"] button {min-height: 2.5rem}
@media (max-width: 640px) {
  .stMainBlockContainer {padding-left: 1rem; padding-right: 1rem}
  .tplus-table thead {position: absolute; left: -999rem}
  .tplus-table, .tplus-table tbody {display: block}
  .tplus-table tr {display: block; border-bottom: 2px solid rgba(128,128,128,.5); padding: .3rem 0}
  .tplus-table td, .tplus-table td.tplus-narrow {display: block; border: 0; padding: .1rem 0; max-width: none;
    white-space: normal; overflow-wrap: anywhere}
  .tplus-table td:empty {display: none}
  .tplus-table td::before {content: attr(data-label) ": "; font-weight: 600; opacity: .8}
}
</style>
"""

PROJECTOR = """
<style>
.tplus-clock {font-size: clamp(3rem, 6.5vw, 7rem)}
.tplus-below {font-size: clamp(1rem, 1.4vw, 1.5rem)}
.tplus-big {font-size: clamp(1.2rem, 1.75vw, 2.1rem)}
.tplus-label {font-size: clamp(1rem, 1.2vw, 1.4rem)}
.tplus-tiles {grid-template-columns: repeat(auto-fill, minmax(min(9rem, 30vw), 1fr))}
.tplus-tile b {font-size: clamp(1.3rem, 2.1vw, 2.4rem)}
.tplus-tile span {font-size: clamp(.85rem, 1vw, 1.2rem)}
.tplus-alerts {font-size: clamp(1rem, 1.2vw, 1.4rem)}
.tplus-artefact {font-size: clamp(1rem, 1.35vw, 1.6rem)}
.tplus-artefact figcaption {font-size: clamp(.9rem, 1vw, 1.2rem)}
.tplus-artefact.tplus-log div, .tplus-artefact.tplus-dashboard div {font-size: clamp(.8rem, 1.05vw, 1.25rem)}
.tplus-table {font-size: clamp(1rem, 1.25vw, 1.5rem)}
.tplus-code {font-size: clamp(3rem, 7vw, 8rem)}
.stMainBlockContainer h2 {font-size: clamp(1.5rem, 2.4vw, 2.8rem)}
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"] {display: none}
.stMainBlockContainer {max-width: none; padding: 2rem 3vw}
</style>
"""

TALK = """
<style>
.stMainBlockContainer h3 {font-size: clamp(1.3rem, 1.7vw, 2.2rem)}
.stMarkdown p, .stMarkdown li, .stCaption p, [data-testid="stTab"] p, [data-testid="stWidgetLabel"] p,
  [data-testid="stPageLink"] p {font-size: clamp(1.1rem, 1.3vw, 1.7rem)}
.tplus-clock {font-size: clamp(2rem, 3.2vw, 4rem)}
</style>
"""


def apply() -> None:
    """Add the rules to this page."""
    st.html(CSS)


def project() -> None:
    """Add the rules for a projector: large type and nothing but the content."""
    st.html(PROJECTOR)


def talk() -> None:
    """Add the rules for a projector whose room reads and talks: every text large, the clock smaller."""
    st.html(TALK)
