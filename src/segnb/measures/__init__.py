"""Measures of segregation: one tidy frame of counts in, one tidy frame of estimates out.

Every function takes a frame with the columns ``unit``, ``group``, ``count`` and whatever columns
tell places apart (``by=["municipality", "year"]``). ``docs/measures.md`` says which one to take.
"""

from segnb.measures.chance import expected
from segnb.measures.evenness import (
    atkinson,
    dissimilarity,
    entropy_index,
    eta_squared,
    gini,
    hutchens,
    indices,
)
from segnb.measures.exposure import interaction, isolation
from segnb.measures.inference import intervals
from segnb.measures.local import location_quotient

__all__ = [
    "atkinson",
    "dissimilarity",
    "entropy_index",
    "eta_squared",
    "expected",
    "gini",
    "hutchens",
    "indices",
    "interaction",
    "intervals",
    "isolation",
    "location_quotient",
]
