"""Lessons that show what a measure of segregation does, and where it stops saying anything."""
