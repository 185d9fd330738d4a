"""A static site of all municipalities: start page with a map, comparison, data, gaps."""
