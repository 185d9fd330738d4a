"""Change of a place beside that of the country: what all places share says nothing about one."""

import pandas as pd

from segnb.analysis.certainty import difference_of


def beside(own: pd.DataFrame, country: pd.DataFrame) -> pd.DataFrame:
    """Change of a place beside that of the country: the difference between the two differences.

    Parameters
    ----------
    own, country : DataFrame
        What :func:`~segnb.analysis.trends.change` gives between the same years, row by row.

    Returns
    -------
    DataFrame
        `estimate` (own change less the country's), `lower, upper, lower80, upper80, p`.

    Notes
    -----
    What all places share is not evidence about one of them. The intervals are taken as independent
    (:func:`~segnb.analysis.certainty.difference_of`); the place is a part of the country, which
    draws the estimate a little towards 0.
    """
    one, two = (
        rows.drop(columns="value", errors="ignore").rename(columns={"estimate": "value"})
        for rows in (country, own)
    )
    return difference_of(one, two)
