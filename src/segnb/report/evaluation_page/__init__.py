"""An effort judged on the rows of the store: its effect, its figures and its limits."""
