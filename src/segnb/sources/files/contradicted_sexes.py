"""Values for women and men that contradict the total of both: hidden ones are sent as 0 or as 100.

Kolada sends 0 per cent eligible girls and 0 per cent eligible boys beside 61.5 per cent of all
pupils, without a mark, where a municipality has few pupils.
"""

import numpy as np
import pandas as pd

ROUNDING = 0.6  # of values in whole numbers, beside a total with decimals
CELL = ["kpi", "area", "year"]


def without_contradicted_sexes(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows in which women and men have no value where these cannot be parts of the total.

    Parameters
    ----------
    rows
        `kpi`, `area`, `year`, `sex`, `value` and `status`; shares and means, whose total lies
        between women and men, or counts, whose total is their sum.
    """
    sexes = rows.pivot_table(index=CELL, columns="sex", values="value", observed=True)
    if not {"total", "women", "men"} <= set(sexes.columns):
        return rows, []
    wrong = sexes.index[_is_contradicted(sexes)]
    hit = pd.MultiIndex.from_frame(rows[CELL]).isin(wrong) & (rows["sex"] != "total")
    hit &= rows["value"].notna()
    if not hit.any():
        return rows, []
    settled = rows.assign(value=rows["value"].mask(hit), status=rows["status"].mask(hit, "missing"))
    figures = ", ".join(sorted(rows.loc[hit, "kpi"].unique()))
    return settled, [
        f"{int(hit.sum())} values for women and men contradict the total of both, as hidden ones "
        f"do that are sent as 0 or 100, and were taken as missing: {figures}."
    ]


def _is_contradicted(sexes: pd.DataFrame) -> pd.Series:
    low, high = (
        sexes[["women", "men"]].min(axis="columns"),
        sexes[["women", "men"]].max(axis="columns"),
    )
    outside = (sexes["total"] < low - ROUNDING) | (sexes["total"] > high + ROUNDING)
    both = sexes["women"] + sexes["men"]
    return outside & ~np.isclose(both, sexes["total"], rtol=0.01) & both.notna()
