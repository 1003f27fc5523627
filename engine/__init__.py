"""The exercise: scenario, log, clock, simulated AI system; no screen and no score."""
