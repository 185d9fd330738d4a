"""The constants that decide, as sentences name them: a threshold is written in one place."""

from functools import cache

from segnb.analysis.claims import HALF_POINT, SMALL_GAP
from segnb.analysis.multiple_testing import INNER_RATE, RATE
from segnb.analysis.school_segregation import FEWEST_SCHOOLS, MOST_LEFT_OUT
from segnb.analysis.spread_between_areas import FEWEST_DISTRICTS
from segnb.analysis.trends import SHORTEST
from segnb.measures.inference import WITHHELD_UNITS
from segnb.vocabulary.i18n import Language

FEWEST_AREAS = WITHHELD_UNITS + 1  # with fewer an index says too little
SMALLEST_GROUP = 200  # people in a group, for a level to be told


@cache
def thresholds(language: Language) -> dict[str, str]:
    """Placeholders of every threshold that a rule names, as the language writes it."""
    number = language.number
    return {
        "fewest_areas": number(FEWEST_AREAS),
        "fewest_schools": number(FEWEST_SCHOOLS),
        "fewest_districts": number(FEWEST_DISTRICTS),
        "smallest_group": number(SMALLEST_GROUP),
        "most_left_out": language.percent(MOST_LEFT_OUT, 0),
        "rate": language.percent(100 * RATE, 0),
        "likely_from": number(RATE, 2),
        "likely_to": number(INNER_RATE, 2),
        "shortest": number(SHORTEST),
        "small_gap": language.points(SMALL_GAP, 0),
        "half_point": language.points(100 * HALF_POINT, 1),
    }
