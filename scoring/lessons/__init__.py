"""What a debrief draws from findings: strengths, areas for improvement, pitfalls."""
