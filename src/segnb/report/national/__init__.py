"""The yearly report on all municipalities of a store."""
