"""The simulated AI system: parameters, a tape of chance, switches and the step that makes a timeline."""
