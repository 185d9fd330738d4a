"""Studies that repeat something many times; ``make studies`` runs them and keeps the results."""
