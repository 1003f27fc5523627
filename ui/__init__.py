"""Screens: the only importer of Streamlit and plotly; they hold no logic."""
