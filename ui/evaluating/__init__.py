"""Parts of the evaluator's room."""
