"""The app for `streamlit run app.py` in a checkout; `tplus serve` starts the same from `ui/app.py`."""

import streamlit as st

from ui.routes import MIDDLEWARE, ROUTES, lifespan

app = st.App("ui/main.py", lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE)
