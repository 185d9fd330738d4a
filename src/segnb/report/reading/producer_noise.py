"""Noise that a producer adds to small counts before it publishes them."""

from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import catalogue

NOISE = 1.5  # standard deviation assumed for SCB's noise, whose size is not published


def noise_in(held: IndicatorData, year: int) -> float | None:
    """Standard deviation of the noise that the producer had added in a year; None for none."""
    sources = held.entry.sources or catalogue()[held.entry.of].sources
    years = [(s.first_year or 0, s.last_year or 9999) for s in sources if s.perturbed]
    return NOISE if any(first <= year <= last for first, last in years) else None
