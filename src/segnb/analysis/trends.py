"""Series over years: segments between breaks, change inside the newest, holes."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segnb import measures
from segnb.analysis.area_rows import Places, places_of
from segnb.analysis.certainty import ENDS, OF_ONE, difference_of, direction, word
from segnb.analysis.index_estimates import FEW_AREAS, withheld
from segnb.analysis.statuses import SERIES, present
from segnb.vocabulary.catalogue import Break

SHORTEST = 3  # years between first and last of which a change is told
EARLIEST = 1990  # no change is told from a year before: reports are about the time since then
NO_INTERVAL, TOO_SHORT, ONE_YEAR, NO_VALUE = "no_interval", "too_short", "one_year", "no_value"
LOW, HIGH = ["lower", "lower80"], ["upper", "upper80"]
CHANGE = [
    "first", "last", "value_first", "value_last", "estimate", *ENDS, "p", "certainty", "direction",
    "reason",
]  # fmt: skip


def series_columns(frame: pd.DataFrame, by: Sequence[str] | None) -> list[str]:
    """Columns that tell series apart: those named, or all of the usual ones that are there."""
    return list(by) if by is not None else present(frame, SERIES)


def segments(
    frame: pd.DataFrame, breaks: Iterable[Break] = (), *, by: Sequence[str] | None = None
) -> pd.DataFrame:
    """The frame with the segment that each year belongs to; a segment never crosses a break.

    Parameters
    ----------
    frame : DataFrame
        `year` and the columns that tell series apart, among them `level`: two vintages of areas
        are two series.
    breaks : iterable of Break
        Breaks of the indicator; the year of a break is the first of a new segment. A break that
        names levels cuts only series of these.
    by : sequence of str, optional
        Columns that tell series apart; the usual ones that the frame has if left out.

    Returns
    -------
    DataFrame
        The rows, sorted by series and year, with `segment` (0 for the oldest; numbers of breaks
        passed) and `newest`.

    Examples
    --------
    >>> text = {"sv": "ny källa", "en": "new source"}
    >>> cut = Break(year=2019, kind="source", text=text)
    >>> frame = pd.DataFrame({"year": [2017, 2018, 2019, 2020], "value": [1.0, 2, 8, 9]})
    >>> segments(frame, [cut])["segment"].tolist()
    [0, 0, 1, 1]
    """
    keys = series_columns(frame, by)
    made = frame.sort_values([*keys, "year"], kind="stable", ignore_index=True)
    made["segment"], cuts = 0, list(breaks)
    if not cuts:
        return made.assign(newest=True)
    for cut in cuts:
        touched = made["level"].isin(cut.levels) if cut.levels and "level" in made else True
        made["segment"] += ((made["year"] >= cut.year) & touched).astype(int)
    last = made.groupby(keys, observed=True)["segment"].transform("max") if keys else None
    made["newest"] = made["segment"] == (made["segment"].max() if last is None else last)
    return made


def change(
    frame: pd.DataFrame,
    breaks: Iterable[Break] = (),
    *,
    by: Sequence[str] | None = None,
    shortest: int = SHORTEST,
    first: int | None = None,
    every_segment: bool = False,
) -> pd.DataFrame:
    """Change of each series from the first to the last year of its newest segment.

    Parameters
    ----------
    frame : DataFrame
        `year, value` and, where there are any, `lower, upper, lower80, upper80`, and the columns
        that tell series apart: what the functions of :mod:`segnb.analysis.shares` give.
    breaks : iterable of Break
        Breaks of the indicator, none of which is crossed.
    by : sequence of str, optional
        Columns that tell series apart.
    shortest : int
        Fewest years between the first and the last of which a change is told.
    first : int, optional
        No year before this one is used.
    every_segment : bool
        One row for each segment of a series (with the columns `segment` and `newest`), so that a
        series whose newest segment is short can be told as it was before the break.

    Returns
    -------
    DataFrame
        One row a series: the `by` columns, `first, last` (years), `value_first, value_last`,
        `estimate` (difference), `lower, upper, lower80, upper80`, `p`, `certainty`, `direction`
        and `reason`: `no_value`, `one_year`, `too_short`, or `no_interval` (a figure published
        without its base: its numbers may be shown, but nothing concluded).

    Notes
    -----
    The two years are taken as independent (:func:`~segnb.analysis.certainty.difference_of`).
    Most people are there in both, so that the interval errs on the wide side.
    """
    keys = series_columns(frame, by)
    rows = frame if first is None else frame[frame["year"] >= first]
    cut = segments(rows, breaks, by=keys)
    if every_segment:
        keys = [*keys, "segment", "newest"]
    places = places_of(cut, keys)
    begin, end = _ends(cut, (cut["newest"] | every_segment) & cut["value"].notna(), places)
    made = places.frame(
        first=begin["year"], last=end["year"], value_first=begin["value"], value_last=end["value"]
    )
    return _told(made.join(difference_of(begin, end)), shortest)[[*keys, *CHANGE]]


def _ends(
    cut: pd.DataFrame, valued: pd.Series, places: Places
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """First and last row with a value of each series, empty where it has none."""
    columns = ["year", "value", *ENDS]
    numbers = cut.reindex(columns=columns).to_numpy(dtype=float)
    numbers = np.vstack([numbers, np.full(len(columns), np.nan)])
    at = np.flatnonzero(valued)
    found = []
    for order in (at[::-1], at):  # of several rows of a series the last one stays
        rows = np.full(places.number, -1)
        rows[places.codes[order]] = order
        found.append(pd.DataFrame(numbers[rows], columns=columns))
    return found[0], found[1]


def _told(made: pd.DataFrame, shortest: int) -> pd.DataFrame:
    years = made["last"] - made["first"]
    made["reason"] = np.select(
        [years.isna(), years == 0, years < shortest, made["lower"].isna()],
        [NO_VALUE, ONE_YEAR, TOO_SHORT, NO_INTERVAL],
        "",
    )
    untold = made["reason"] != ""
    made["certainty"] = np.where(untold, "unknown", word(made))
    made["direction"] = np.where(untold, "", direction(made))
    made["p"] = made["p"].mask(untold)
    return made.assign(**{end: made[end].astype("Int64") for end in ("first", "last")})


def index_change(
    counts: pd.DataFrame,
    measure: str,
    group: str | Sequence[str] | None,
    first: int,
    last: int,
    *,
    breaks: Iterable[Break] = (),
    by: str | Sequence[str] = "municipality",
    shortest: int = SHORTEST,
    **options: Any,
) -> pd.DataFrame:
    """Change of a measure of segregation between two years, as :func:`change` tells it.

    Parameters
    ----------
    counts : DataFrame
        As :func:`~segnb.analysis.sums.unit_counts` gives them, of one level of areas.
    measure, group, options
        As in :func:`segnb.measures.difference`.
    first, last : int
        The two years.
    breaks : iterable of Break
        A break between the two years refuses the comparison, with the reason `break`.

    Returns
    -------
    DataFrame
        The columns of :func:`change`, with `flags` of the measure. Both values are without what
        chance adds, as :func:`segnb.analysis.index_estimates.indices` gives them, and the
        estimate is their difference, which the interval holds. Reasons are those of measures
        besides, `vintages` where the two years have different areas, `few_areas` (and no value)
        where an index is withheld, and `no_value` where one of the years is not held.
    """
    keys = [by] if isinstance(by, str) else list(by)
    refusal = _refusal(counts, first, last, breaks, shortest)
    if not {first, last} <= set(counts["year"]):
        return _not_held(counts, keys, first, last)
    found = measures.difference(
        counts, measure, group, along="year", first=first, second=last, by=keys, **options
    )
    made = found.rename(
        columns={"unbiased_first": "value_first", "unbiased_second": "value_last"}
    ).assign(first=first, last=last)
    made["estimate"] = made["value_last"] - made["value_first"]
    # The interval is round the median of all differences, which need not be that of the medians.
    for ends, outer in ((LOW, "min"), (HIGH, "max")):
        for end in ends:
            made[end] = made[[end, "estimate"]].agg(outer, axis=1, skipna=False)
    made["reason"] = made["reason"].where(made["reason"] != "", refusal)
    few = withheld(made)
    made.loc[few & (made["reason"] == ""), "reason"] = FEW_AREAS
    made.loc[few, ["value_first", "value_last", "estimate"]] = np.nan
    made["certainty"] = word(made, decimals=OF_ONE)
    made["direction"] = direction(made, decimals=OF_ONE)
    untold = made["reason"] != ""
    made.loc[untold, ["certainty", "direction"]] = ["unknown", ""]
    made.loc[untold, [*ENDS, "p"]] = np.nan
    return made[[*keys, *CHANGE, "flags"]]


def _not_held(counts: pd.DataFrame, keys: list[str], first: int, last: int) -> pd.DataFrame:
    """Places of which one of the years is not held at all."""
    made = counts[keys].drop_duplicates(ignore_index=True)
    made = made.assign(first=first, last=last, certainty="unknown", direction="", flags="")
    return made.reindex(columns=[*keys, *CHANGE, "flags"]).assign(reason=NO_VALUE)


def _refusal(
    counts: pd.DataFrame, first: int, last: int, breaks: Iterable[Break], shortest: int
) -> str:
    """Why two years are not compared; an empty word where they may be."""
    both = counts[counts["year"].isin([first, last])]
    levels = set(both["level"]) if "level" in both else {""}
    if len(levels) > 1:
        return "vintages"
    crossed = [cut for cut in breaks if first < cut.year <= last and _touches(cut, levels)]
    if crossed:
        return "break"
    return TOO_SHORT if last - first < shortest else ""


def _touches(cut: Break, levels: set[str]) -> bool:
    return not cut.levels or not levels or bool(levels & set(cut.levels))


def holes(frame: pd.DataFrame, *, by: Sequence[str] | None = None) -> pd.DataFrame:
    """Years inside each series in which it has no value, and why.

    Parameters
    ----------
    frame : DataFrame
        `year, value`, and `status` where known.
    by : sequence of str, optional
        Columns that tell series apart.

    Returns
    -------
    DataFrame
        One row a hole: the `by` columns, `first, last` (years without a value) and `status`, the
        gravest among them: `suppressed`, `missing`, `not_applicable`; `not_held` where there is
        no row. A series that comes every second or fourth year has no hole in between.
    """
    keys = series_columns(frame, by)
    parts = _broken(frame, keys).groupby(keys, observed=True) if keys else [((), frame)]
    rows = []
    for key, part in parts:
        for hole in _holes(part.sort_values("year")):
            rows.append((*(key if isinstance(key, tuple) else (key,)), *hole))
    return pd.DataFrame(rows, columns=[*keys, "first", "last", "status"])


def _broken(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows of series that lack a value, or a year between the first and the last."""
    series, years = places_of(frame, keys), frame["year"].to_numpy(int)
    first, last = np.full(series.number, years.max(initial=0)), np.zeros(series.number, int)
    np.minimum.at(first, series.codes, years)
    np.maximum.at(last, series.codes, years)
    apart = np.unique(np.column_stack([series.codes, years]), axis=0)[:, 0]
    known = np.bincount(apart, minlength=series.number)
    lacking = series.sums(frame["value"].isna()) > 0
    return frame[((last - first + 1 > known) | lacking)[series.codes]]


def _holes(part: pd.DataFrame) -> list[tuple[int, int, str]]:
    years = np.unique(part["year"].to_numpy())
    step = int(np.diff(years).min()) if years.size > 1 else 1
    every = np.arange(years[0], years[-1] + 1, step) if years.size else years
    status = part.drop_duplicates("year").set_index("year")
    known = status["value"].notna()
    words = status["status"] if "status" in status else known.map({True: "ok", False: "missing"})
    empty = [year for year in every if not known.get(year, False)]
    runs = np.split(np.array(empty, dtype=int), np.flatnonzero(np.diff(empty) > step) + 1)
    return [
        (int(run[0]), int(run[-1]), _gravest(words.reindex(run).fillna("not_held")))
        for run in runs
        if run.size
    ]


def _gravest(words: pd.Series) -> str:
    order = ("suppressed", "missing", "not_applicable", "not_held")
    return next((one for one in order if (words == one).any()), "missing")
