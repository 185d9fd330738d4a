"""The official area types: which areas, who lives there, how far apart the ends are."""
