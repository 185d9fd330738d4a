"""Some municipalities beside each other: values, ranks as intervals, pairs, change."""

from typing import Any

import pandas as pd

from segnb.analysis.pairwise_tests import pairs
from segnb.report import charts
from segnb.report.change.printed_values import decimals_of, value_text
from segnb.report.charts.absence import early, sign_of
from segnb.report.comparison.place_ranks import ENDS, Measure, PlaceRanks, measure_beside
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Opening, Table
from segnb.report.phrases import SMALLEST_P, fitting_title
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import DASH, printed_difference, small

__all__ = ["measure_beside", "open_beside", "show_beside", "show_pairs"]


def open_beside(report: Report, found: PlaceRanks) -> Opening:
    """Head of the page: who is compared."""
    names = names_of(report, found)
    return Opening(
        kicker=report.text("side_by_side.kicker"),
        title=report.text("side_by_side.title", names=names),
        lead=(report.text("side_by_side.lead"),),
        question=report.text("side_by_side.question"),
        lang=report.lang,
    )


def names_of(report: Report, found: PlaceRanks) -> str:
    """Names of the places, or how many there are."""
    if found.many:
        return report.text("side_by_side.many", n=len(found.places))
    return report.language.listing([find_municipality(code).name for code in found.places])


def show_beside(
    report: Report, found: PlaceRanks, part: int = 1, *, key: str = "beside"
) -> Figure | None:
    """A panel for each measure: a row for each place, the country, and all municipalities.

    Nothing where there are so few measures that an earlier part has them all.
    """
    if part > len(found.parts):
        return None
    one_part = found.parts[part - 1]
    key = key if part == 1 else f"{key}_{part}"
    panel = _strip if found.many else _panel
    frame = pd.concat([panel(report, one) for one in one_part.measures], ignore_index=True)
    each = " ".join(_in_words(report, one) for one in one_part.measures)
    names = [small(_name(report, one)) for one in one_part.measures]
    words = {"n": len(found.places)}
    return make_figure(
        report, key, charts.place_dots, frame, words="side_by_side.figure",
        title=fitting_title(report, "side_by_side.figure.title", {"measures": names}, **words),
        values={"each": each, "names": names_of(report, found)},
        subtitle=report.text(f"side_by_side.figure.subtitle{'_many' if found.many else ''}"),
        held=[one.held for one in one_part.measures],
        table=_table(report, one_part, f"{key}_table"), data=_values(one_part),
    )  # fmt: skip


def _name(report: Report, one: Measure) -> str:
    name = one.held.entry.name.in_language(report.lang)
    return report.text("side_by_side.index", name=name) if one.index else name


def _dated(report: Report, one: Measure) -> str:
    """A measure with its year, as rows of a table name it."""
    return report.text("side_by_side.dated", name=_name(report, one), year=one.held.year)


def _difference(report: Report, one: Measure, value: float) -> str:
    """A difference with its sign; between percentages in percentage points."""
    entry = one.held.entry
    say, places = report.language, decimals_of(entry, one.index)
    points = entry.unit == "percent" and not one.index
    return (say.points if points else say.number)(value, places, sign=True)


def _strip(report: Report, one: Measure) -> pd.DataFrame:
    """One measure of many places: these as ticks, above those of all municipalities."""
    rows = _panel(report, one)
    places = rows[rows["row"] == "place"]
    known = places["value"].dropna()
    ends = [_value(report, one, value) for value in (known.min(), known.max())]
    text = report.text("side_by_side.ends", low=ends[0], high=ends[1]) if len(known) else DASH
    name = report.text("side_by_side.chosen", n=len(places))
    ticks = places.assign(row="all", name=name, text=text, lower=float("nan"), upper=float("nan"))
    return pd.concat([ticks, rows[rows["row"] != "place"]], ignore_index=True)


def _panel(report: Report, one: Measure) -> pd.DataFrame:
    unit = "side_by_side.index_unit" if one.index else f"cards.units.{one.held.entry.unit}"
    words = {"label": _name(report, one), "sublabel": report.text(
        "side_by_side.sublabel", unit=report.text(unit), year=one.held.year,
        level=report.level_vintage(one.held.level))}  # fmt: skip
    rows = [
        {"row": "place", "name": find_municipality(row.area).name, "value": row.value,
         "status": _status(one, row),
         "lower": row.lower, "upper": row.upper, "text": _row_text(report, one, row)}
        for row in one.rows.itertuples()
    ]  # fmt: skip
    if one.nation == one.nation:
        rows.append({"row": "nation", "name": report.text("side_by_side.nation"),
                     "value": one.nation,
                     "text": _value(report, one, one.nation, one.nation_status)})  # fmt: skip
    known = one.others.dropna(subset="value")
    if len(known):
        low, high = (_value(report, one, v) for v in (known["value"].min(), known["value"].max()))
        text = report.text("side_by_side.ends", low=low, high=high)
        name = report.text("side_by_side.all", n=len(known))
        rows += [{"row": "all", "name": name, "value": v, "text": text} for v in known["value"]]
    return pd.DataFrame(rows, columns=["row", "name", *ENDS, "status", "text"]).assign(**words)


def _value(report: Report, one: Measure, value: float, status: str = "missing") -> str:
    """Value as it is printed, with its mark, or the sign for why there is none."""
    if value != value:
        return sign_of(status)
    entry, places = one.held.entry, decimals_of(one.held.entry, one.index, [value])
    mark = early(status)
    return value_text(report, entry, value, index=one.index, decimals=places, mark=mark)


def _status(one: Measure, row: Any) -> str:
    """Status of a row: an index that is not there is one of too few areas."""
    return "not_applicable" if one.index else row.status


def _row_text(report: Report, one: Measure, row: Any) -> str:
    if one.index and row.value != row.value:
        return report.text("side_by_side.few")
    value = _value(report, one, row.value, _status(one, row))
    rank = _together(report, row)
    if rank == DASH:
        return value
    of = int(one.rows["together_first"].notna().sum())
    return report.text("side_by_side.row", value=value, ranks=rank, of=of)


def _together(report: Report, row: Any) -> str:
    first, last = row.together_first, row.together_last
    if pd.isna(first):
        return DASH
    return report.language.ranks(int(first), int(last))


def _in_words(report: Report, one: Measure) -> str:
    rows = [(find_municipality(row.area).name, row.value, _status(one, row))
            for row in one.rows.itertuples()]  # fmt: skip
    values = [f"{name} {_value(report, one, *value)}" for name, *value in rows]
    return f"{_name(report, one)}: {', '.join(values)}."


def _table(report: Report, found: PlaceRanks, key: str) -> Table:
    say = report.text
    heads = ("measure", "place", "value", "interval", "together", "among_all", "first_year",
             "change", "median_change")  # fmt: skip
    columns = [say(f"side_by_side.table.{head}") for head in heads]
    columns[1] = f"<{columns[1]}"
    rows = [
        (_dated(report, one), find_municipality(row.area).name, *_cells(report, one, row))
        for one in found.measures
        for row in one.rows.itertuples()
    ]
    compared = any(row[-1] != DASH for row in rows)  # with an earlier year
    notes = (*[say("side_by_side.table.note")] * compared, say("captions.signs"))
    return make_table(
        report, key, columns, rows, subtitle=say("side_by_side.table.subtitle"), notes=notes,
    )  # fmt: skip


def _cells(report: Report, one: Measure, row: Any) -> tuple[str, ...]:
    say, places = report.language, decimals_of(one.held.entry, one.index)
    known = row.lower == row.lower
    interval = say.interval(row.lower, row.upper, places) if known else DASH
    among, first, change, median = DASH, DASH, DASH, DASH
    if not one.index and pd.notna(row.rank_first):
        ends = int(row.rank_first), int(row.rank_last)
        range_ = say.ranks(*ends) if known else str(ends[0])
        among = report.text("comparison.rank_of", ranks=range_, of=row.of)
    if not one.index and row.first_year == row.first_year and row.first_year is not None:
        first = say.years(int(row.first_year), one.held.year)
        change = _difference(report, one, row.value - row.first_value)
        median = _difference(report, one, row.median_change)
    value = _value(report, one, row.value, _status(one, row))
    return value, interval, _together(report, row), among, first, change, median


def _values(found: PlaceRanks) -> pd.DataFrame:
    """What is written to the data file: values, intervals, both sets of ranks, change."""
    parts = [
        one.rows.assign(indicator=one.held.entry.id, year=one.held.year, level=one.held.level,
                        measure="dissimilarity" if one.index else "value", nation=one.nation)
        for one in found.measures
    ]  # fmt: skip
    made = pd.concat(parts, ignore_index=True)
    keep = ["indicator", "measure", "level", "year", "area", *ENDS, "together_first",
            "together_last", "rank_first", "rank_last", "of", "nation", "first_year", "first_value",
            "median_change"]  # fmt: skip
    return made.reindex(columns=keep)


def show_pairs(report: Report, found: PlaceRanks) -> Table | None:
    """Every pair of places in every measure with an interval, with Holm's p inside each measure.

    Nothing where places are many.
    """
    if found.many:  # thousands of rows that nobody reads; ranks come from the same tests
        return None
    tested = [(one, pairs(one.rows)) for one in found.measures]
    parts = [table.assign(indicator=one.held.entry.id) for one, table in tested if len(table)]
    if not parts:
        return None
    heads = ("measure", "<higher", "<lower", "difference", "interval", "p", "adjusted")
    rows = [
        (_dated(report, one), *_pair_cells(report, one, row))
        for one, table in tested
        for row in table.itertuples()
    ]
    data = pd.concat(parts, ignore_index=True)
    return make_table(report, "beside_pairs", heads, rows, words="side_by_side.pairs", data=data)


def _p(report: Report, p: float) -> str:
    number = report.language.number(max(p, SMALLEST_P), 3)
    return f"< {number}" if p < SMALLEST_P else number


def _pair_cells(report: Report, one: Measure, row: Any) -> tuple[str, ...]:
    say, places = report.language, decimals_of(one.held.entry, one.index)
    names = [find_municipality(code).name for code in (row.first, row.second)]
    values = one.rows.set_index("area")["value"]
    ends = (row.lower, row.upper)
    low, high = values[row.second], values[row.first]
    gap = _difference(report, one, printed_difference(low, high, places, ends))
    return (
        *names,
        gap,
        say.interval(*ends, places),
        *(_p(report, p) for p in (row.p, row.adjusted)),
    )
