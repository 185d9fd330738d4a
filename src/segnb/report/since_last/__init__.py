"""What changed since the report before, and why."""
