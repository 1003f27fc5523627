"""The web door: Streamlit's screens with our own routes beside them."""

import streamlit as st

from ui.server.routes import MIDDLEWARE, ROUTES, lifespan

app = st.App("ui/main.py", lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE)
