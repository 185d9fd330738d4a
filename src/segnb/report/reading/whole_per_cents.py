"""Shares that the producer gives in whole per cents: which values are so."""

import numpy as np
import pandas as pd

from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.reader import Reader


def decimals_of_areas(reader: Reader, held: IndicatorData) -> pd.Series:
    """Decimals of the share of each area: none where one rounded value is all that it rests on."""
    areas = held.latest["area"]
    single = pd.Series(bool(held.entry.rounding), areas.index)
    if held.entry.rounding and held.summed_from:
        parents = reader.parents(held.summed_from, None, held.family)
        single = areas.map(parents.value_counts()) == 1
    return pd.Series(np.where(single, 0, 1), areas)
