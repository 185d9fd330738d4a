"""What we talk about: areas, indicators, words and settings. Reads package data only."""
