"""The yardstick split: how much of a change is the areas, how much the moving national limits."""

from dataclasses import dataclass

import pandas as pd

from segnb.analysis import yardstick
from segnb.report import charts
from segnb.report.area_types.official_types import CHALLENGES
from segnb.report.area_types.transitions import Transitions, held_transitions
from segnb.report.comparison.comparison_groups import is_whole
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Note, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData

VINTAGES = ("regso2025", "regso2020")
COUNTED = ("people_yearly", "people_frozen")
INDEX, PEOPLE = "socioeconomic_index", "population"


@dataclass(frozen=True)
class Yardstick:
    """Residents in types 1 or 2 each year, by that year's limits and by those of the first year.

    Attributes
    ----------
    series
        `year, people` (of the municipality), `people_yearly, people_frozen, share_yearly,
        share_frozen` (per cent), `areas_yearly, areas_frozen`.
    split
        `people_first, people_frozen, people_last, change, area_part, yardstick_part`.
    agreement
        Per cent of the country's areas whose published type of the last year the rule gives;
        missing where no types are held.
    """

    held: tuple[IndicatorData, ...]
    series: pd.DataFrame
    split: pd.Series
    agreement: float = float("nan")

    @property
    def first(self) -> int:
        """Year whose limits are the frozen ones."""
        return int(self.series["year"].min())

    @property
    def last(self) -> int:
        """Last year."""
        return int(self.series["year"].max())


def measure_yardstick(report: Report) -> Yardstick | Gap:
    """Split of the change in types 1 and 2, over the longest time with one vintage of areas.

    Without an index to split by, nothing is missing where no area has another type than before.
    """
    for level in VINTAGES:
        index = report.read.held(INDEX, level, everywhere=True)
        people = report.read.held(PEOPLE, level)
        years = _years(report, index, people)
        if index is None or people is None or len(years) < 2:
            continue
        if is_whole(report, "nation", index.rows["municipality"]):
            report.use(index)
            report.use(people)
            found = _split(report, index, people, years)
            lived_in = found.series[list(COUNTED)].to_numpy().any()
            return found if lived_in else _nothing(report, "nobody", found)
    moves = held_transitions(report)
    if moves is not None and moves.none_moved:
        return _nothing(report, "none_moved", moves)
    return report.gap(
        "yardstick",
        report.text("area_types.yardstick.gap_what"),
        report.text("area_types.yardstick.gap_why"),
        nearest=report.text("area_types.yardstick.gap_nearest"),
    )


def _nothing(report: Report, why: str, over: Yardstick | Transitions) -> Gap:
    """There is no change to split: no one has lived in the types, or no area has another."""
    words = {"first": over.first, "last": over.last}
    return report.gap(
        "yardstick",
        report.text("area_types.yardstick.gap_what"),
        report.text(f"area_types.yardstick.{why}", **words),
        status="not_applicable",
    )


def _years(report: Report, *both: IndicatorData | None) -> list[int]:
    held = [one for one in both if one is not None]
    if len(held) < len(both):
        return []
    own = [one.rows[one.rows["municipality"] == report.place.code] for one in held]
    found = [set(rows.dropna(subset="value")["year"]) for rows in own]
    return sorted(set.intersection(*found))


def _split(
    report: Report, index: IndicatorData, people: IndicatorData, years: list[int]
) -> Yardstick:
    first, last, code = years[0], years[-1], report.place.code
    limits = yardstick.cut_offs(index.rows)  # of the whole country, before the own rows are taken
    own = index.rows[(index.rows["municipality"] == code) & index.rows["year"].isin(years)]
    mine = people.rows[people.rows["municipality"] == code]
    kinds = [str(kind) for kind in CHALLENGES]
    series = yardstick.yardstick_series(
        own, mine, base_year=first, cuts=limits, places=("municipality",)
    )
    whole = series.groupby("year")["people_yearly"].sum(min_count=1)
    columns = [c for c in series if c.startswith(("people", "areas"))]
    low = series[series["type"].isin(kinds)].groupby("year")[columns].sum(min_count=1)
    low = low.assign(people=whole)
    for way in ("yearly", "frozen"):
        low[f"share_{way}"] = 100 * low[f"people_{way}"] / low["people"]
    parts = yardstick.yardstick(own, mine, first, last, cuts=limits)
    parts = parts[(parts["place_level"] == "municipality") & parts["type"].isin(kinds)]
    split = parts.sum(numeric_only=True)
    return Yardstick((index, people), low.reset_index(), split, _agreement(report, index, last))


def _agreement(report: Report, index: IndicatorData, year: int) -> float:
    """How far the rule gives the types that are published, over the whole country."""
    types = report.store.read("area_type", level=index.level, years=[year])
    rows = index.rows[index.rows["year"] == year]
    found = yardstick.agreement(rows, types)
    return float(found["share"].iloc[0]) if len(found) else float("nan")


@passing_gaps
def show_yardstick(report: Report, split: Yardstick, *, key: str = "yardstick") -> Figure:
    """Two lines: the residents in types 1 or 2 by moving limits, and by those of the first year."""
    words = _words(report, split)
    return make_figure(
        report, key, charts.trend, _lines(report, split), words="area_types.yardstick",
        values=words, held=split.held, series=True, table=_table(report, split, key),
        data=split.series,
    )  # fmt: skip


def note_yardstick(report: Report, split: Yardstick | Gap) -> Note | None:
    """What the two lines are, where they are shown."""
    return None if isinstance(split, Gap) else report.note("yardstick")


def _lines(report: Report, split: Yardstick) -> pd.DataFrame:
    parts = []
    for way, kind in (("yearly", "own"), ("frozen", "median")):
        value = split.series[f"share_{way}"]
        number = report.language.percent(value.iloc[-1])
        label = report.text(f"area_types.yardstick.{way}", value=number, first=split.first)
        parts.append(split.series[["year"]].assign(series=way, value=value, kind=kind, label=label))
    return pd.concat(parts, ignore_index=True)


def _table(report: Report, split: Yardstick, key: str) -> Table:
    say, number = report.text, report.language.number
    names = ("people_yearly", "share_yearly", "people_frozen", "share_frozen", "areas_yearly",
             "areas_frozen")  # fmt: skip
    columns = [say("area_types.yardstick.year")]
    columns += [say(f"area_types.yardstick.head_{name}", first=split.first) for name in names]
    rows = [
        (str(row.year), *(number(getattr(row, name), int(name[:5] == "share")) for name in names))
        for row in split.series.itertuples()
    ]
    words = _words(report, split)
    return make_table(
        report, f"{key}_table", columns, rows,
        subtitle=say("area_types.yardstick.table_subtitle", **words),
        notes=(say("area_types.yardstick.note", **words), *_rule_words(report, split)),
    )  # fmt: skip


def _rule_words(report: Report, split: Yardstick) -> list[str]:
    """How well the rule that types are recomputed by agrees with what is published."""
    if pd.isna(split.agreement):
        return []
    share = report.language.percent(split.agreement)
    return [report.text("area_types.yardstick.agreement", share=share, last=split.last)]


@passing_gaps
def say_yardstick(report: Report, split: Yardstick) -> Statement | None:
    """How the change of the residents in types 1 or 2 divides between areas and yardstick."""
    if split.split[["people_first", "people_frozen", "people_last"]].isna().any():
        return None
    table = _table(report, split, "yardstick_finding")
    return Statement("yardstick", "split", "types", _words(report, split), "certain", table,
                     split.held, series=True)  # fmt: skip


def _words(report: Report, split: Yardstick) -> dict[str, str]:
    say, parts = report.language.number, split.split
    first, last = split.series.iloc[0], split.series.iloc[-1]
    return {
        "first": str(split.first),
        "last": str(split.last),
        "change": say(parts["change"], sign=True),
        "area": say(parts["area_part"], sign=True),
        "yardstick": say(parts["yardstick_part"], sign=True),
        "people_first": say(parts["people_first"]),
        "people_frozen": say(parts["people_frozen"]),
        "people_last": say(parts["people_last"]),
        "share_first": report.language.percent(first["share_yearly"]),
        "share_last": report.language.percent(last["share_yearly"]),
        "share_frozen": report.language.percent(last["share_frozen"]),
        "level": report.level_vintage(split.held[0].level),
    }
