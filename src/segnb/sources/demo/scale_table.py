"""The indicators of the demonstration that are groups of people, dwellings and households."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from segnb.sources.demo.latent_scales import Course, Scale, counts_of

EDUCATION_STEP, LABOUR_STEP, TENURE_STEP = 2024, 2020, 2024

SCALES: dict[str, Scale] = {
    scale.indicator: scale
    for scale in (
        Scale(
            "income_quartile",
            {2011: {"q1": 0.25, "q2": 0.25, "q3": 0.25, "q4": 0.25}},
            cut=0,
            dissimilarity=Course(0.30, 0.007, 2018, -0.005),
            area_years=(2011, 2024),
            place_years=(2011, 2024),
            means=1.0,
            own=0.35,
            base=0.97,
            wide=True,
        ),
        Scale(
            "economic_standard",
            {
                1990: {"low": 0.08, "middle": 0.77, "high": 0.15},
                2011: {"low": 0.13, "middle": 0.70, "high": 0.17},
                2025: {"low": 0.145, "middle": 0.665, "high": 0.19},
            },
            cut=0,
            dissimilarity=Course(0.33, 0.007, 2018, -0.006),
            area_years=(2011, 2024),
            place_years=(2011, 2024),
            means=1.0,
            own=0.3,
            base=0.985,
            like="income_quartile",
            wide=True,
        ),
        Scale(
            "assistance",  # the third part of the socioeconomic index; not published by itself
            {
                1990: {"assisted": 0.05, "rest": 0.95},
                2011: {"assisted": 0.062, "rest": 0.938},
                2025: {"assisted": 0.045, "rest": 0.955},
            },
            cut=0,
            dissimilarity=Course(0.42, 0.004, 2018, -0.004),
            area_years=(2011, 2024),
            place_years=(2011, 2024),
            means=1.0,
            own=0.3,
            base=0.56,
            wide=True,
        ),
        Scale(
            "education",
            {
                1990: {
                    "pre_secondary": 0.30,
                    "upper_secondary": 0.47,
                    "post_secondary_short": 0.12,
                    "post_secondary_long": 0.11,
                },
                2025: {
                    "pre_secondary": 0.115,
                    "upper_secondary": 0.42,
                    "post_secondary_short": 0.165,
                    "post_secondary_long": 0.30,
                },
            },
            cut=0,
            dissimilarity=Course(0.29, 0.006, 2018),
            area_years=(2015, 2025),
            place_years=(1990, 2025),
            means=1.0,
            own=0.35,
            base=0.52,
            unknown=0.014,
            step=(EDUCATION_STEP, 0.02),
            wide=True,
        ),
        Scale(
            "labour_status",
            {
                1990: {"unemployed": 0.02, "outside": 0.16, "employed": 0.82},
                1997: {"unemployed": 0.09, "outside": 0.20, "employed": 0.71},
                2008: {"unemployed": 0.055, "outside": 0.195, "employed": 0.75},
                2025: {"unemployed": 0.055, "outside": 0.18, "employed": 0.765},
            },
            cut=1,
            dissimilarity=Course(0.19, -0.001, 2018),
            area_years=(2011, 2024),
            place_years=(1993, 2024),
            means=0.9,
            own=0.4,
            base=0.625,
            step=(LABOUR_STEP, -0.09),
            wide=True,
        ),
        Scale(
            "background",
            {
                1990: {"foreign": 0.12, "swedish": 0.88},
                2025: {"foreign": 0.27, "swedish": 0.73},
            },
            cut=0,
            dissimilarity=Course(0.40, 0.004, 2015, -0.006),
            area_years=(2011, 2025),
            place_years=(2002, 2025),
            means=0.8,
            urban=0.3,
            own=0.45,
            wide=True,
        ),
        Scale(
            "birth_region",
            {
                1990: {"world": 0.025, "europe": 0.065, "sweden": 0.91},
                2025: {"world": 0.12, "europe": 0.085, "sweden": 0.795},
            },
            cut=1,
            dissimilarity=Course(0.37, 0.004, 2015, -0.005),
            area_years=(2011, 2025),
            place_years=(2000, 2025),
            means=0.8,
            urban=0.3,
            own=0.45,
            like="background",
            wide=True,
        ),
        Scale(
            "tenure",
            {
                1990: {"rental": 0.44, "cooperative": 0.17, "owned": 0.39},
                2025: {"rental": 0.37, "cooperative": 0.25, "owned": 0.38},
            },
            cut=0,
            dissimilarity=Course(0.48),
            area_years=(2015, 2025),
            place_years=(1990, 2025),
            means=0.5,
            urban=0.9,
            own=0.4,
            base=0.49,
            unknown=0.006,
            step=(TENURE_STEP, 0.06),
            wide=True,
        ),
        Scale(
            "building_type",
            {2012: {"apartment": 0.44, "special": 0.02, "other": 0.02, "house": 0.52}},
            cut=0,
            dissimilarity=Course(0.52),
            area_years=(2012, 2025),
            place_years=(2012, 2025),
            means=0.3,
            urban=1.0,
            own=0.3,
            unknown=0.004,
        ),
        Scale(
            "household_type",
            {
                2011: {
                    "single": 0.40,
                    "single_children": 0.075,
                    "other": 0.08,
                    "couple": 0.25,
                    "couple_children": 0.195,
                }
            },
            cut=0,
            dissimilarity=Course(0.25),
            area_years=(2011, 2025),
            place_years=(2011, 2025),
            urban=1.0,
            own=0.5,
            base=0.46,
        ),
        Scale(
            "turnout",  # divides those entitled to vote; published by electoral district
            {
                1990: {"stayed": 0.14, "voted": 0.86},
                2002: {"stayed": 0.20, "voted": 0.80},
                2018: {"stayed": 0.13, "voted": 0.87},
                2022: {"stayed": 0.16, "voted": 0.84},
            },
            cut=0,
            dissimilarity=Course(0.24, 0.004, 2018),
            area_years=(2018, 2022),
            place_years=(1991, 2022),
            means=1.0,
            own=0.35,
            base=0.74,
        ),
    )
}


@cache
def counts_in_atoms(indicator: str) -> dict[str, NDArray[np.int64]]:
    """Counts of each group in each atom and year, made once."""
    return counts_of(SCALES[indicator])
