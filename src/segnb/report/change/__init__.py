"""What changes over the years, and what may be said of it."""
