"""The changes that a report may speak of, tested together.

Every chapter runs in a process of its own and must reach the same verdict. So the family is data
(`vocabulary/data/changes.yml`), and its tests are computed from the store and the settings alone.
"""

from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from segnb.analysis import trends
from segnb.analysis.certainty import CERTAIN, DOWN, LEVEL, UNKNOWN, UP, quantile
from segnb.analysis.multiple_testing import judge_together
from segnb.analysis.relative_change import beside
from segnb.analysis.turning_point import turning_point
from segnb.report.change.trend_series import Trend, area_family, breaks_of, read_trend
from segnb.report.division.index_values import index_of
from segnb.report.municipality_report import Report
from segnb.report.reading.indicator_data import noise_in
from segnb.report.reading.reader import Reader
from segnb.store.derived_results import derive
from segnb.vocabulary.strict_yaml import load_file

COUNTED = ("persons", "dwellings", "households", "pupils", "votes")  # units of full counts
NOT_DECLARED, TURN, BESIDE = "not_declared", "turn", "beside"
COLUMNS = ["indicator", "family", "test", "shared", "level", *trends.CHANGE, "turn", "slope_before"]
COLUMNS += ["slope_after", "found"]


class Series(NamedTuple):
    """A series whose change may be spoken of: an index where `family` is one of areas."""

    indicator: str
    family: str

    @property
    def is_index(self) -> bool:
        """Whether it is the dissimilarity between areas."""
        return self.family != "municipality"


@cache
def declared() -> tuple[Series, ...]:
    """The family: every series whose change a report may speak of."""
    content = load_file("vocabulary", "data/changes.yml")
    return tuple(Series(name, family) for family, names in content.items() for name in names)


def verdict(
    report: Report, indicator: str, family: str = "municipality", *, index: bool = False
) -> pd.Series | None:
    """What may be said of the change of a series, after the joint test of the report.

    Parameters
    ----------
    indicator, family, index
        As in `report.change.trend_series.get_trend`.

    Returns
    -------
    Series or None
        What `analysis.trends.change` gives of the newest segment that is long enough, with
        `adjusted` and `stands`; `certainty` and `direction` are those of the joint test. A series
        that the family does not have is `unknown` with the reason `not_declared`; but a number of
        which everybody is counted is `counted`, with its `threshold`, and needs no test. None where
        nothing is held.
    """
    return _row(report, indicator, area_family(family, index), "change")


def beside_of(
    report: Report, indicator: str, family: str = "municipality", *, index: bool = False
) -> pd.Series | None:
    """What may be said of a change beside the country's; None where the country has no such series.

    Returns
    -------
    Series or None
        As of `verdict`, but `value_first, value_last` are the country's, and `estimate`, its
        interval and `certainty` those of the municipality's change less the country's.
    """
    return _row(report, indicator, area_family(family, index), BESIDE)


def turn_of(
    report: Report, indicator: str, family: str = "municipality", *, index: bool = False
) -> pd.Series | None:
    """The year in which a series turned (`analysis.turning_point`), if the test lets it stand."""
    row = _row(report, indicator, area_family(family, index), TURN)
    return row if row is not None and row["found"] and row["stands"] else None


def _row(report: Report, indicator: str, family: str, test: str) -> pd.Series | None:
    series = Series(indicator, family)
    if series not in declared():
        untested = partial(_untested, report.read, series)
        return report.read.once(("untested", series), untested) if test == "change" else None
    every = judged(report.read)
    keys = zip(every["indicator"], every["family"], every["test"], strict=True)
    found = report.read.once("judged_rows", lambda: {key: n for n, key in enumerate(keys)})
    wanted = found.get((indicator, family, test))
    return None if wanted is None else every.iloc[wanted]


def _untested(reader: Reader, series: Series) -> pd.Series | None:
    """A series that is not tested: without a conclusion, unless everybody is counted."""
    trend = _read(reader, series)
    found = None if trend is None else change_of(trend, reader)
    if trend is None or found is None:
        return None
    if found["reason"] == trends.NO_INTERVAL and trend.entry.unit in COUNTED:
        return pd.Series(found | _counted(trend, found))
    reason = found["reason"] or NOT_DECLARED
    return pd.Series(found | {"certainty": UNKNOWN, "direction": "", "reason": reason})


def _counted(trend: Trend, found: dict) -> dict:
    """What a full count says: it has changed where it differs by more than the producer's noise."""
    noises = [noise_in(trend.held[-1], int(found[end])) or 0.0 for end in ("first", "last")]
    threshold = float(np.ceil(quantile(LEVEL) * np.hypot(noises[0], noises[1])))
    changed = abs(found["estimate"]) > threshold
    side = UP if found["estimate"] > 0 else DOWN
    told = {"reason": "", "certainty": CERTAIN, "direction": side if changed else ""}
    return told | {"counted": True, "threshold": threshold}


def judged(reader: Reader) -> pd.DataFrame:
    """All changes and turns of the family in one municipality, tested together.

    Returns
    -------
    DataFrame
        One row a series that is held and a test (`change`, `beside` or `turn`): `indicator, family,
        test`, what the test gives, `adjusted`, `stands`, `certainty`, `direction`. Where the
        country has the series, its change may be one that all municipalities `share`: then the
        change beside the country's is of the family, and that alone is tested apart.
    """
    return reader.once("judged", lambda: _kept(reader))


def _kept(reader: Reader) -> pd.DataFrame:
    entries = [reader.catalogue.indicators.get(series.indicator) for series in declared()]
    basis = [entry.of or entry.id for entry in entries if entry]
    code = reader.place.code
    place = {"municipality": code, "last_year": reader.last_year}
    name, compute = f"changes-{code}", partial(_tested, reader)
    return derive(reader.store, name, basis, compute, of_reader=True, **place)


def _tested(reader: Reader) -> pd.DataFrame:
    rows = [row for series in declared() for row in _tests(reader, series)]
    made = judge_together(pd.DataFrame(rows).reindex(columns=COLUMNS))
    side = pd.Series(np.where(made["estimate"] > 0, "up", "down"), made.index)
    made["direction"] = side.where(made["certainty"] != UNKNOWN, "")
    made["found"] = made["found"].eq(True)
    return made.astype(dict.fromkeys(["first", "last", "turn"], "Int64"))


def _tests(reader: Reader, series: Series) -> list[dict]:
    """Change and turn of a series, as rows of the family."""
    trend = _read(reader, series)
    if trend is None:
        return []
    place = {"indicator": series.indicator, "family": series.family}
    changed = change_of(trend, reader)
    rows = [] if changed is None else [place | {"test": "change"} | changed]
    more = None if changed is None or trend.index else _beside(reader, series, changed)
    if more is not None:
        rows = [rows[0] | {"shared": True}, place | {"test": BESIDE} | more]
    turned = _turn(trend, reader)
    return rows if turned is None else [*rows, place | {"test": TURN} | turned]


def _beside(reader: Reader, series: Series, changed: dict) -> dict | None:
    """The same two years in the country, and the municipality's change less that; None without."""
    country = None if changed["reason"] else read_trend(reader, series.indicator, "nation")
    if country is None:
        return None
    years = country.own[country.own["year"].isin([changed["first"], changed["last"]])]
    found = trends.change(years, by=[])
    if found["reason"].iloc[0] or found["first"].iloc[0] != changed["first"]:
        return None
    apart = beside(pd.DataFrame([changed]), found).iloc[0]
    return {"level": changed["level"], "reason": ""} | dict(found.iloc[0]) | dict(apart)


def _read(reader: Reader, series: Series) -> Trend | None:
    if series.indicator not in reader.catalogue.indicators:
        return None
    return read_trend(
        reader, series.indicator, series.family, index=series.is_index, intervals=False
    )


def change_of(trend: Trend, reader: Reader) -> dict | None:
    """Change since the nineties in the newest segment that is long enough, else in the newest."""
    cuts = breaks_of(trend, reader)
    rows = trends.change(trend.own, cuts, by=["level"], first=trends.EARLIEST, every_segment=True)
    rows = rows[rows["reason"] != trends.NO_VALUE].sort_values("last")
    if rows.empty:
        return None
    long = rows[rows["last"] - rows["first"] >= trends.SHORTEST]
    chosen = (rows if long.empty else long).iloc[-1]
    return _index_change(trend, chosen) if trend.index else chosen.to_dict()


def _index_change(trend: Trend, chosen: pd.Series) -> dict:
    """The same two years compared by the test of the measures."""
    held = next(one for one in trend.held if one.level == chosen["level"])
    years = int(chosen["first"]), int(chosen["last"])
    if chosen["reason"] == trends.ONE_YEAR:
        value = index_of(replace(held, year=years[0]))["estimate"].iloc[0]
        return chosen.to_dict() | {"value_first": value, "value_last": value}
    found = trends.index_change(
        held.counts(*years), "dissimilarity", "in", *years,
        rounding=held.entry.rounding or None, noise=noise_in(held, years[1]),
    )  # fmt: skip
    row = found.iloc[0].to_dict()
    for name in ("value_first", "value_last", "estimate", "lower", "upper", "lower80", "upper80"):
        row[name] = 100 * row[name]
    return row | {"level": chosen["level"]}


def _turn(trend: Trend, reader: Reader) -> dict | None:
    """Turn of a series whose values have an interval of their own, or are an index."""
    own, raw = trend.own, trend.index and trend.own["lower"].isna().all()
    if not trend.index and own["lower"].isna().all():
        return None
    told = own[own["year"] >= trends.EARLIEST]
    rows = turning_point(told, breaks_of(trend, reader), by=["level"])
    rows = rows[rows["reason"] == ""].sort_values("last")
    if rows.empty:
        return None
    found = rows.iloc[-1].to_dict()
    return _turn_of_index(trend, reader) if raw and found["found"] else found


def _turn_of_index(trend: Trend, reader: Reader) -> dict | None:
    """The turn that raw indices have, sought anew in the estimates that are shown."""
    series = trend.entry.id, trend.held[-1].family
    shown = read_trend(reader, *series)
    return None if shown is None else _turn(shown, reader)
