"""The smallest Streamlit app that takes an answer by a form; `bench.raced` plays it beside the outbox."""

import os
from pathlib import Path

import streamlit as st


def store() -> None:
    """Add the answer to the file."""
    with Path(os.environ["PLAIN_FORM_ANSWERS"]).open("a", encoding="utf-8") as answers:
        answers.write(f"{st.session_state['answer']}\n")


has_callback = os.environ.get("PLAIN_FORM_CALLBACK") == "1"
with st.form("form"):
    st.text_area("Answer", key="answer")
    is_sent = st.form_submit_button("Send answer", on_click=store if has_callback else None)
st.checkbox("Another widget")
if is_sent:
    if not has_callback:
        store()
    st.success(f"Stored: {st.session_state['answer']}")
