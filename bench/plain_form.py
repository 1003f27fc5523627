"""The smallest Streamlit app that takes an answer by a form; `bench.raced` plays it beside the outbox."""

import os
from pathlib import Path

import streamlit as st

with st.form("answer"):
    text = st.text_area("Answer")
    is_sent = st.form_submit_button("Send answer")
st.checkbox("Another widget")
if is_sent:
    with Path(os.environ["PLAIN_FORM_ANSWERS"]).open("a", encoding="utf-8") as answers:
        answers.write(f"{text}\n")
    st.success(f"Stored: {text}")
