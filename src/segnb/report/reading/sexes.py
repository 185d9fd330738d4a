"""Women and men, who among pupils are girls and boys."""

import re

from segnb.vocabulary.catalogue import Indicator

SEXES = ("women", "men")
OF_PUPILS = {"women": "girls", "men": "boys"}
PUPILS = re.compile(r"\bpupils?\b", re.IGNORECASE)


def called(entry: Indicator, sex: str) -> str:
    """What those of a sex are called in what an indicator tells of.

    Examples
    --------
    >>> from segnb.vocabulary.catalogue import catalogue
    >>> [called(catalogue()[name], "women") for name in ("employed_share", "truancy")]
    ['women', 'girls']
    """
    return OF_PUPILS[sex] if PUPILS.search(entry.population.en) else sex
