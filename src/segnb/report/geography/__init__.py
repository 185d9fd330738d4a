"""Where in the municipality: maps, the polygons they stand on, and the scale of division."""
