"""Which content files are left out, and why, for those who prepare exercises."""

import streamlit as st

from engine.errors import Problem, errors_in
from ui.language import columns
from ui.language.words import many, t
from ui.pieces import panels
from ui.server import numbers, process

FEW = 4
"""Problems that are shown unasked (assumption: more of them push the form out of sight)."""


def draw() -> None:
    """A panel with every problem of the content folders; nothing where there is none."""
    problems = process.shelf().problems
    if not problems:
        return
    files = len({problem.file for problem in errors_in(problems)})
    if files:
        said = many(
            "{number} file of scenarios and content is left out until it is mended. All others can be used.",
            "{number} files of scenarios and content are left out until they are mended."
            " All others can be used.",
            files,
        )
        st.warning(said)
    with st.expander(
        t("Problems of scenario and content files"), key="left_out", expanded=len(problems) <= FEW
    ):
        first = sorted(problems, key=lambda problem: problem.severity)
        panels.table([_row(problem) for problem in first], "")
        st.caption(t("`tplus validate` lists the same in a terminal, and warnings beside it."))
        st.button(t("Read the files again"), key="left_out:again", on_click=_reread)


def _reread() -> None:
    """Read the content anew, and count every score with it."""
    process.reread()
    numbers.forget()


def _row(problem: Problem) -> columns.Row:
    return {
        columns.FILE: f"{problem.file}:{problem.line}",
        columns.PROBLEM: f"{problem.path}: {problem.message}" if problem.path != "file" else problem.message,
        columns.REMEDY: problem.remedy,
    }
