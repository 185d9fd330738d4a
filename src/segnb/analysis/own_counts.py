"""A user's own observations as they may be shown."""

from collections.abc import Sequence

import pandas as pd

from segnb.analysis.disclosure import THRESHOLD, TOTAL, protect


def protect_observations(
    observations: pd.DataFrame,
    totals: Sequence[str] = (),
    *,
    threshold: int = THRESHOLD,
    published: Sequence[str] = (),
) -> pd.DataFrame:
    """A user's own observations as they may be shown, in the shape that they came in.

    Parameters
    ----------
    observations : DataFrame
        Counts of one level of own areas. Totals by sex (`total`) and groups that are `totals` are
        made anew from their parts.
    totals : sequence of str
        Groups that are the sum of all others, in the catalogue's words.
    threshold, published
        As in :func:`~segnb.analysis.disclosure.protect`.

    Returns
    -------
    DataFrame
        The rows with `value` and `status`; what must not be shown is `suppressed`. In a year with
        a cell that has no value there are no totals to subtract from: small counts are hidden and
        totals left out.
    """
    parts = observations[~observations["group"].isin([*totals, TOTAL])]
    if parts.empty:
        return parts
    sexes = parts["sex"].nunique() > 1
    parts = parts[parts["sex"] != TOTAL] if sexes else parts
    dimensions = ["area", "group", *(["sex"] if sexes else [])]
    by = ["indicator", "level", "year"]
    broken = parts["value"].isna().groupby([parts[key] for key in by]).transform("any")
    whole = parts[~broken].rename(columns={"value": "count"})[[*by, *dimensions, "count"]]
    shown = protect(whole, dimensions, by=by, threshold=threshold, published=published)
    shown = shown[shown["area"] != TOTAL].rename(columns={"count": "value"})
    shown["group"] = shown["group"].replace({TOTAL: next(iter(totals), "")})
    fixed = observations.drop(columns=["group", "sex", "value", "status"])
    fixed = fixed.drop_duplicates([*by, "area"])
    made = shown[shown["group"] != ""].merge(fixed, on=[*by, "area"], how="left")
    if not sexes:
        made["sex"] = parts["sex"].iloc[0] if len(parts) else TOTAL
    rest = _without_small(parts[broken], threshold)
    return pd.concat([made, rest], ignore_index=True)[list(observations.columns)]


def _without_small(rows: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Rows of a table without totals: what is small is hidden, and nothing gives it away."""
    made = rows.copy()
    small = made["value"].between(1, threshold - 1)
    made["value"] = made["value"].mask(small)
    made["status"] = made["status"].mask(small, "suppressed")
    return made
