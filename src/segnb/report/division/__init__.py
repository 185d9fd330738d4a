"""How divided the municipality is: indices with their intervals or bounds."""
