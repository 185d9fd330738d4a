"""Limits of the five classes of share maps: round, and the same in every report and every year.

They lie near the 10th, 35th, 65th and 90th percentile of all DeSO (electoral districts for
turnout) of the country in 2022.
"""

Limits = tuple[float, float, float, float]

LIMITS: dict[str, Limits] = {
    "children_share": (15, 20, 25, 30),
    "young_adults_share": (8, 11, 15, 20),
    "older_share": (10, 15, 20, 30),
    "foreign_background_share": (10, 20, 30, 50),
    "born_abroad_share": (5, 10, 20, 40),
    "born_outside_europe_share": (2, 5, 10, 25),
    "single_parent_share": (10, 20, 30, 40),
    "single_household_share": (20, 30, 45, 60),
    "low_economic_standard": (5, 10, 15, 25),
    "high_economic_standard": (1, 3, 6, 15),
    "lowest_quartile_share": (10, 20, 30, 45),
    "highest_quartile_share": (10, 20, 30, 45),
    "pre_secondary_share": (5, 10, 15, 20),
    "post_secondary_share": (30, 40, 50, 70),
    "post_secondary_long_share": (15, 20, 35, 50),
    "rental_share": (5, 20, 50, 80),
    "cooperative_share": (5, 20, 40, 60),
    "owned_share": (20, 40, 70, 90),
    "apartment_share": (10, 30, 60, 90),
    "house_share": (10, 40, 70, 90),
    "employed_share": (70, 75, 80, 85),
    "unemployed_share": (2, 3, 5, 10),
    "outside_labour_force_share": (10, 15, 20, 25),
    "turnout_riksdag": (70, 80, 85, 90),
    "turnout_municipal": (65, 75, 85, 90),
    "turnout_region": (65, 75, 85, 90),
}
USUAL: Limits = (20, 40, 60, 80)


def class_limits(indicator: str) -> Limits:
    """The four limits between the five classes of an indicator."""
    return LIMITS.get(indicator, USUAL)
