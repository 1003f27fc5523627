"""Figures: timelines, comparisons and history as charts."""
