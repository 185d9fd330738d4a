"""Series as charts take them: the municipality's own, by sex, and those it is compared with."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from segnb.analysis import trends
from segnb.analysis.statuses import computed_from
from segnb.report.change.change_rules import COUNTED
from segnb.report.change.printed_values import decimals_of
from segnb.report.change.trend_series import Trend, breaks_of, is_apart, of_total
from segnb.report.charts.trend_lines import value_limits
from segnb.report.exhibits import number_or_word
from segnb.report.municipality_report import Report
from segnb.report.phrases import period
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.sexes import SEXES, called
from segnb.vocabulary.areas import code_history
from segnb.vocabulary.i18n import Language

FEWEST_PEERS = 3
HIGH, STEP = 50.0, 10.0  # per cent above which an axis may start elsewhere, and its steps
WORDS = ("similar", "county", "nation")
END = ["series", "kind", "year", "value"]
COLUMNS = ["series", "kind", "year", "value", "lower", "upper", "status"]


@dataclass(frozen=True)
class Lines:
    """Lines of a chart, and what is to be written about them.

    Attributes
    ----------
    frame
        `series, kind, year, value, lower, upper, status, label`.
    peers
        How many other municipalities have a value in some year.
    behind
        How many of them have a value, by year in which there is a median.
    held
        What the lines of others were made from.
    """

    frame: pd.DataFrame
    peers: int = 0
    behind: dict[int, int] = field(default_factory=dict)
    held: tuple[IndicatorData, ...] = ()

    def of(self, kind: str) -> pd.Series:
        """Values of a kind of line, by year; the last one where a year has several."""
        shown = (self.frame["kind"] == kind).to_numpy() & self.frame["value"].notna().to_numpy()
        years, values = (self.frame[name].to_numpy()[shown] for name in ("year", "value"))
        found = dict(zip(years, values, strict=True))
        return pd.Series(found, index=list(found), dtype=float)

    def early_years(self, kind: str) -> set[int]:
        """Years in which the value of a kind of line may still change."""
        rows = self.frame[(self.frame["kind"] == kind) & (self.frame["status"] == "preliminary")]
        return set(rows["year"].astype(int))

    def cells(self, kind: str, language: Language, decimals: int) -> dict[int, str]:
        """What a table has of a kind of line, by year: its number, or why there is none."""
        rows = self.frame.loc[self.frame["kind"] == kind, ["year", "value", "status"]]
        return {int(year): number_or_word(value, status, language, decimals)
                for year, value, status in rows.itertuples(index=False)}  # fmt: skip


def lines_of(report: Report, trend: Trend, *, by_sex: bool = False, compare: bool = True) -> Lines:
    """The lines of a trend chart, the municipality's own first.

    Parameters
    ----------
    by_sex
        Also women and men.
    compare
        Also those that the settings name: similar municipalities (or chosen ones) with their
        median, county, nation. Numbers of people and dwellings are not compared, and no index: it
        would have to be computed for all.
    """
    own = trend.own[trend.own["value"].notna() | ~trend.own["year"].isin(trend.in_means)]
    own = own.assign(series="own " + own["level"], kind="own")
    parts = [own.reindex(columns=COLUMNS)]
    if by_sex:
        parts += [_sex(trend, sex) for sex in SEXES]
    others: list[IndicatorData] = []
    known: dict[int, np.ndarray] = {}
    peers = pd.DataFrame(columns=COLUMNS)
    if compare and not trend.index and trend.entry.unit not in COUNTED:
        peers, others = _peers(report, trend)
        if "similar" in report.params.compare_with and len(peers):
            report.show_similar()
        known = _known(peers)
        parts += [peers, _median(peers, known)]
        for family in ("county", "nation"):
            if family in report.params.compare_with:
                rows, held = _above(report, trend, family)
                parts, others = [*parts, rows], [*others, *held]
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True)
    count = peers["series"][peers["value"].notna()].nunique()
    made = _labelled(report, trend, frame, count)
    return Lines(made, count, {year: len(values) for year, values in known.items()}, tuple(others))


def _sex(trend: Trend, sex: str) -> pd.DataFrame:
    rows = trend.rows[trend.rows["sex"] == sex].sort_values("year")
    kind = called(trend.entry, sex)
    bare = rows.assign(series=kind, kind=kind, lower=float("nan"), upper=float("nan"))
    return bare.reindex(columns=COLUMNS)


def compared_with(report: Report) -> list[str]:
    """Codes of the municipalities that the settings compare with."""
    chosen = [code for code in report.params.compare_with if code not in WORDS]
    similar = report.similar if "similar" in report.params.compare_with else []
    return [code for code in dict.fromkeys([*similar, *chosen]) if code != report.place.code]


def _peers(report: Report, trend: Trend) -> tuple[pd.DataFrame, list[IndicatorData]]:
    found = report.read.held(trend.entry.id, "municipality", everywhere=True)
    codes = compared_with(report)
    if found is None or not codes:
        return pd.DataFrame(columns=COLUMNS), []
    rows = _figure(found)
    # no longer than the own series: a median of other years would stand beside nothing
    rows = rows[rows["municipality"].isin(codes) & rows["year"].between(*trend.years)]
    rows = rows.sort_values(["municipality", "year"])
    words = {"series": rows["municipality"], "kind": "peer"}
    bare = rows.assign(**words, lower=float("nan"), upper=float("nan"))
    return bare.reindex(columns=COLUMNS), [found]


def _figure(held: IndicatorData) -> pd.DataFrame:
    rows = held.rows[held.rows["sex"] == "total"]
    whole = of_total(held, rows)
    return rows.iloc[:0] if whole is None else whole


def _known(peers: pd.DataFrame) -> dict[int, np.ndarray]:
    """Values of the others in order, by year in which at least three of them have one."""
    years, values = (peers[name].to_numpy(dtype=float) for name in ("year", "value"))
    by_year = {int(year): values[years == year] for year in np.unique(years)}
    known = {year: np.sort(found[~np.isnan(found)]) for year, found in by_year.items()}
    return {year: found for year, found in known.items() if len(found) >= FEWEST_PEERS}


def _median(peers: pd.DataFrame, known: dict[int, np.ndarray]) -> pd.DataFrame:
    """Median of those that have a value, in each year in which there are enough of them."""
    middle = [float(np.median(values)) for values in known.values()]
    by_year = {year: computed_from(part) for year, part in peers.groupby("year")["status"]}
    status = [by_year[year] for year in known]
    rows = pd.DataFrame({"year": list(known), "value": middle, "status": status})
    return rows.assign(series="median", kind="median").reindex(columns=COLUMNS)


def _above(report: Report, trend: Trend, family: str) -> tuple[pd.DataFrame, list[IndicatorData]]:
    """The line of county or nation, as published: a store may hold only some of their parts."""
    held = report.read.held(trend.entry.id, family)
    if held is None or held.summed_from:
        return pd.DataFrame(), []
    rows = _figure(held).sort_values("year")
    bare = rows.assign(series=family, kind=family, lower=float("nan"), upper=float("nan"))
    return bare.reindex(columns=COLUMNS), [held]


def _labelled(report: Report, trend: Trend, frame: pd.DataFrame, peers: int) -> pd.DataFrame:
    """The lines with what stands at their ends: name and last value."""
    known = frame.dropna(subset="value").sort_values("year", kind="stable")
    last = known[known["kind"] != "peer"].drop_duplicates("series", keep="last")
    newest = _common_year(last)
    ends = zip(*(last[name] for name in (*END, "status")), strict=True)
    texts = {
        name: _end_label(report, trend, kind, year, value, status, newest)
        for name, kind, year, value, status in ends
    }
    texts |= {f"own {level}": "" for level in trend.levels[:-1]}
    made = frame.assign(label=frame["series"].map(texts).fillna(""))
    is_peer = made["kind"] == "peer"
    first = made["series"] == next(iter(made.loc[is_peer, "series"]), None)
    made.loc[is_peer & first, "label"] = report.text("trends.peer_end", count=peers)
    return made


def _common_year(last: pd.DataFrame) -> int:
    """Year that labels need not say: that of all lines' ends; 0 where the own line ends earlier."""
    newest, own = int(last["year"].max()), last.loc[last["kind"] == "own", "year"]
    return newest if own.empty or int(own.max()) == newest else 0


def _end_label(
    report: Report, trend: Trend, kind: str, year: int, value: float, status: str, newest: int
) -> str:
    name = report.place.name if kind == "own" else report.text(f"trends.{kind}")
    places = decimals_of(trend.entry, trend.index, [value])
    number = number_or_word(value, status, report.language, places)
    key = "trends.end" if year == newest else "trends.end_year"
    return report.text(key, name=name, value=number, year=period(report, trend.entry, year))


def axis_start(frame: pd.DataFrame, trend: Trend) -> float:
    """Where the axis starts: 0, or the tick that is well below percentages that are all high."""
    values = frame["value"].dropna()
    if trend.index or trend.entry.unit != "percent" or values.min() < HIGH:
        return 0.0
    return value_limits(frame, float((values.min() - STEP / 2) // STEP * STEP))[0]


# -- breaks and holes


def chart_breaks(report: Report, trend: Trend) -> list[tuple[int, str]]:
    """Breaks as the chart draws them; a new vintage of areas is one, declared or not."""
    years = {found.year for found in breaks_of(trend, report.read)} | set(new_areas(trend))
    return [(year, report.text("trends.break_label", year=year)) for year in sorted(years)]


def new_areas(trend: Trend) -> list[int]:
    """Years from which an index is between areas of another vintage."""
    if not trend.index:
        return []
    known = trend.known
    return [int(known.loc[known["level"] == level, "year"].min()) for level in trend.levels[1:]]


def chart_holes(
    report: Report, trend: Trend, years: tuple[int, int] | None = None
) -> list[tuple[int, int, str]]:
    """Years without data and why; with `years`, also those before and after the series."""
    first, last = trend.years
    known = np.unique(trend.known["year"])
    inside = [
        (int(row.first), int(row.last), _hole_word(report, row.status))
        for row in trends.holes(trend.own, by=["sex"]).itertuples()
        if first < row.first and row.last < last
        and not trend.in_means.issuperset(range(row.first, row.last + 1))
        and (row.status != "not_held" or is_apart(known, row.first))
    ]  # fmt: skip
    if years is None:
        return inside
    before = _before(report, trend, years[0], trend.begins)
    return [*before, *inside, *_after(report, years[1], last)]


def _hole_word(report: Report, status: str) -> str:
    key = f"figures.{status}"
    return report.text(key if report.language.has(key) else "trends.no_row")


def _before(report: Report, trend: Trend, start: int, first: int) -> list[tuple[int, int, str]]:
    if first <= start:
        return []
    history = code_history()
    mine = history[(history["code"] == trend.own["municipality"].iloc[0])]
    formed = mine.loc[(mine["year"] - first).abs() <= 1, "year"]
    key, year = ("trends.formed", formed.iloc[0]) if len(formed) else ("trends.begins", first)
    return [(start, first - 1, report.text(key, year=int(year)))]


def _after(report: Report, end: int, last: int) -> list[tuple[int, int, str]]:
    return [(last + 1, end, report.text("trends.ends", year=last))] if last < end else []


def peer_kind(report: Report) -> str:
    """Who the other municipalities are: `chosen`, `similar` (Kolada) or `skr` (same group)."""
    if any(code not in WORDS for code in report.params.compare_with):
        return "chosen"
    return "similar" if report.similar_is_official else "skr"


def peer_words(report: Report, count: int) -> str:
    """The other municipalities as a subtitle calls them: so many, or so many of all of them."""
    every = len(compared_with(report))
    key = f"trends.{peer_kind(report)}{'_some' * (count < every)}"
    return report.text(key, count=count, all=every)
