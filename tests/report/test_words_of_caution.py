"""What a reader is told where a number may change, or where a figure lacks a part of itself."""

from types import SimpleNamespace

import pandas as pd
import pytest

from segnb.analysis.regroupings import Regrouped, Spread
from segnb.report.change.change_words import _preliminary
from segnb.report.change.trend_series import Trend
from segnb.report.comparison.area_sensitivity import _how
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import Language

SV = SimpleNamespace(
    text=Language("sv").text, language=Language("sv"), place=SimpleNamespace(county="")
)


@pytest.mark.parametrize(
    ("preliminary", "said"),
    [
        ((), ""),
        ((2025,), " Talet för 2025 är preliminärt."),
        ((2015, 2025), " Talet för 2015 är preliminärt. Talet för 2025 är preliminärt."),
        ((2020,), ""),  # not compared
    ],
)
def test_a_preliminary_number_is_called_so_beside_what_it_is_compared_with(
    preliminary: tuple[int, ...], said: str
) -> None:
    years = (2015, 2020, 2025)
    status = ["preliminary" if year in preliminary else "ok" for year in years]
    own = pd.DataFrame({"level": "municipality", "year": years, "status": status, "sex": "total"})
    other = own.assign(level="deso2018", status="preliminary")
    held = SimpleNamespace(entry=catalogue()["employed_share"])
    trend = Trend((held,), pd.concat([own, other]))  # type: ignore[arg-type]
    row = pd.Series({"level": "municipality", "first": 2015, "last": 2025})
    assert _preliminary(SV, trend, row) == said


@pytest.mark.parametrize(("joined", "said"), [(Spread(1.0, 0.5, 2.0), True), (Spread(), False)])
def test_groups_of_neighbours_are_named_where_borders_are_known(joined: Spread, said: bool) -> None:
    made = {"0127": {"index": Regrouped(3.0, 2.0, Spread(1.0, 0.5, 1.5), joined)}}
    assert ("bara grannar" in _how(SV, made)) is said
    assert "varifrån som helst" in _how(SV, made)
