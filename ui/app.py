"""The app as an installation serves it: Streamlit's screens with our own routes beside them."""

import streamlit as st

from ui.routes import MIDDLEWARE, ROUTES, lifespan

app = st.App("main.py", lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE)
