"""An index between two bounds, because counts are hidden: a bar without a dot."""

from typing import Any

import numpy as np
import pandas as pd

from segnb.report.charts.scales import Scale
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box
from segnb.report.page import theme
from segnb.vocabulary.i18n import Language

BOUNDS = ["lower_bound", "upper_bound"]


def with_bounds(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with columns for bounds, whether it has any or not."""
    return frame.assign(**{name: np.nan for name in BOUNDS if name not in frame})


def is_shown(rows: pd.DataFrame) -> pd.Series:
    """Rows with a value or with bounds that may be shown."""
    known = rows["estimate"].notna() | rows["lower_bound"].notna()
    return known & ~rows["withheld"].astype(bool)


def index_text(row: pd.Series, language: Language) -> str:
    """The value, or both bounds."""
    if pd.isna(row["lower_bound"]):
        return language.number(row["estimate"], 1)
    return language.interval(row["lower_bound"], row["upper_bound"])


def index_mark(
    sheet: Sheet, scale: Scale, row: pd.Series, middle: float, *, filled: bool, gid: str
) -> Box:
    """Dot of a value, or bar between bounds; gives its box."""
    size = 8 * sheet.layout.unit
    style: dict[str, Any] = {
        "fill": theme.OWN if filled else theme.WHITE,
        "edge": theme.OWN,
        "width": 1.6,
    }
    if pd.isna(row["lower_bound"]):
        x = scale(row["estimate"])
        sheet.marks([x], [middle], size=size, gid=gid, **style)
        return Box(x - size / 2, middle - size / 2, x + size / 2, middle + size / 2)
    left, right = scale(row["lower_bound"]), scale(row["upper_bound"])
    bar = Box(left, middle - size / 3, right, middle + size / 3)
    sheet.field(*bar, zorder=4, gid=f"bounds-{gid}", **style)
    return bar
