"""Labelled answers written for these tests, in the form that bench/answers.py reads."""
