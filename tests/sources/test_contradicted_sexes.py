"""Values of women and men are kept unless the total of both says that they cannot be."""

import pandas as pd
import pytest

from segnb.sources.files.contradicted_sexes import without_contradicted_sexes


@pytest.mark.parametrize(
    ("total", "women", "men", "kept"),
    [
        (61.5, 0.0, 0.0, False),  # hidden ones, sent as nought
        (61.5, 100.0, 100.0, False),
        (50.0, 48.0, 52.0, True),
        (50.0, 50.5, 50.5, True),  # whole numbers beside decimals
        (120.0, 70.0, 50.0, True),  # a count is their sum
        (None, 41.6, 55.0, True),  # nothing contradicts them where the total is lacking
    ],
)
def test_women_and_men_are_kept_unless_their_total_contradicts_them(
    total: float | None, women: float, men: float, kept: bool
) -> None:
    values = {"total": total, "women": women, "men": men}
    rows = pd.DataFrame({"kpi": "N1", "area": "2061", "year": 2023, "sex": list(values),
                         "value": pd.Series(values.values(), dtype=float),
                         "status": ["ok" if value is not None else "missing"
                                    for value in values.values()]})  # fmt: skip
    other = rows.assign(area="2062", value=[50.0, 40.0, 60.0], status="ok")
    settled, notes = without_contradicted_sexes(pd.concat([rows, other], ignore_index=True))
    told = settled[(settled["area"] == "2061") & (settled["sex"] != "total")]
    assert told["value"].notna().all() == kept
    assert set(told["status"]) == ({"ok"} if kept else {"missing"})
    assert bool(notes) is not kept
