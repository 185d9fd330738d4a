"""Limits of the five classes of share maps: round, and the same in every report and every year.

They were chosen near the 10th, 35th, 65th and 90th percentile of all DeSO of the country.
"""

LIMITS: dict[str, tuple[float, float, float, float]] = {}
USUAL = (20.0, 40.0, 60.0, 80.0)


def class_limits(indicator: str) -> tuple[float, float, float, float]:
    """The four limits between the five classes of an indicator."""
    return LIMITS.get(indicator, USUAL)
