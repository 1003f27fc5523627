"""The library of scenarios and playbooks."""
