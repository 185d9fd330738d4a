"""What stands in the chart and the tables of indices, and the words for bounds."""

import pandas as pd

from segnb.report.charts.index_dots import BOUNDS
from segnb.report.division.index_values import Indices, as_data
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Row, Table
from segnb.report.phrases import year_beside
from segnb.report.reading.levels import OWN
from segnb.vocabulary.i18n import DASH


def value_of(report: Report, row: pd.Series, decimals: int = 1) -> str:
    """The index, or its bounds where counts are hidden: never a point between them."""
    if pd.notna(row["lower_bound"]):
        return _bounds(report, row, decimals)
    return report.language.number(row["estimate"], decimals)


def _bounds(report: Report, row: pd.Series, decimals: int) -> str:
    """Both bounds, or the one number that both are printed as."""
    say, low, high = report.language, row[BOUNDS[0]], row[BOUNDS[1]]
    ends = say.number(low, decimals), say.number(high, decimals)
    return ends[0] if ends[0] == ends[1] else say.interval(low, high, decimals)


def large_value_of(report: Report, row: pd.Series) -> str:
    """The index as a sentence says it: whole where that still lies in the interval."""
    say, ends = report.language, (row["lower"], row["upper"])
    if pd.isna(row["lower_bound"]):
        return say.round_within(row["estimate"], *ends)
    texts = [say.round_within(row[bound], *ends) for bound in BOUNDS]
    whole = all(text == say.number(row[bound]) for text, bound in zip(texts, BOUNDS, strict=True))
    return _bounds(report, row, 0 if whole else 1)


def short_level(report: Report, level: str) -> str:
    """Level as it stands beside a mark."""
    return report.text("captions.indices.own") if level == OWN else report.level_name(level)


def bounds_note(report: Report, bounded: bool) -> tuple[str, ...]:
    """What bounds are, where there are any."""
    return (report.text("captions.indices.bounds"),) if bounded else ()


def bounds_in_words(report: Report, row: pd.Series) -> str:
    """That a range is no interval but what hidden counts leave open; empty where none is hidden."""
    if pd.isna(row["lower_bound"]):
        return ""
    text = large_value_of(report, row)
    key = "bounds" if DASH in text else "bounds_one"
    return f" {report.text(f'findings.level.{key}', d=text)}"


def index_table(report: Report, indices: Indices, key: str, years: str) -> Table:
    """One row a group, four columns a level."""
    levels = list(dict.fromkeys(indices.frame["level"]))
    say = report.text
    columns = [say("captions.indices.group"), say("captions.indices.share")]
    for level in levels:
        name = report.level_name(level)
        columns += [f"{say('captions.indices.areas_head')}, {name}",
                    say("captions.indices.level_d", level=name),
                    say("captions.indices.interval"), say("captions.indices.raw")]  # fmt: skip
    rows = [_row_of(report, indices, name, levels) for name in indices.indicators]
    title = say("captions.table_of")
    return make_table(
        report, f"{key}_table", columns, rows, title=title,
        subtitle=f"{report.place.name}, {years}",
        notes=(say("captions.signs"), say("captions.indices.raw_note"),
               *bounds_note(report, indices.bounded)),
    )  # fmt: skip


def share_table(report: Report, indices: Indices, key: str, title: str, years: str) -> Table:
    """The shares in place of indices that none of which may be shown, and how few the areas are."""
    levels = list(dict.fromkeys(indices.frame["level"]))
    say, areas = report.text, report.text("captions.indices.areas_head")
    rows = []
    for name in indices.indicators:
        label, share, *cells = _row_of(report, indices, name, levels).cells
        rows.append((label, share, *cells[::4]))
    return make_table(
        report, key,
        [say("captions.indices.group"), say("captions.indices.share"),
         *(f"{areas}, {report.level_name(level)}" for level in levels)],
        rows, title=title, subtitle=f"{report.place.name}, {years}", held=indices.held,
        source=report.source_line(*indices.held), data=as_data(indices.frame),
    )  # fmt: skip


def _row_of(report: Report, indices: Indices, indicator: str, levels: list[str]) -> Row:
    rows = indices.of(indicator)
    return _row(report, rows, levels, year_beside(rows["year"], indices.frame["year"]))


def _row(report: Report, rows: pd.DataFrame, levels: list[str], year: str = "") -> Row:
    entry = report.read.catalogue[rows.iloc[0]["indicator"]]
    say = report.language
    share = rows["share"].dropna()
    cells = [entry.label.in_language(report.lang) + year]
    cells.append(say.number(share.iloc[0], 1) if len(share) else "..")
    for level in levels:
        found = rows[rows["level"] == level]
        cells += _cells(report, found.iloc[0]) if len(found) else ["–"] * 4
    return Row(tuple(cells))


def _cells(report: Report, row: pd.Series) -> list[str]:
    say = report.language
    if row["withheld"]:
        return [say.number(row["units"]), "·", "·", "·"]
    return [
        say.number(row["units"]),
        value_of(report, row),
        say.interval(row["lower"], row["upper"]),
        say.number(row["raw_index"], 1),
    ]


def finding_table(report: Report, rows: pd.DataFrame) -> Table:
    """The numbers behind a finding, one row a level."""
    say = report.text
    names = ("areas_head", "interval", "raw")
    areas, interval, raw = (say(f"captions.indices.{name}") for name in names)
    years = report.language.listing(list(dict.fromkeys(map(str, rows["year"]))))
    lines = [(report.level_vintage(row["level"]) + year_beside([row["year"]], rows["year"]),
              *_cells(report, row)) for _, row in rows.iterrows()]  # fmt: skip
    title = say("findings.numbers.title")
    return make_table(
        report, f"level_{rows.iloc[0]['indicator']}",
        [say("captions.indices.level_head"), areas, "D", interval, raw], lines, title=title,
        subtitle=years, notes=(say("captions.indices.raw_note"),),
    )  # fmt: skip


def chart_frame(report: Report, indices: Indices) -> pd.DataFrame:
    """The indices as the chart takes them, with labels and why one is not shown."""
    rows = []
    years = {name: part["year"] for name, part in indices.frame.groupby("indicator")}
    for row in indices.frame.to_dict("records"):
        entry = report.read.catalogue[row["indicator"]]
        ages = entry.population.in_language(report.lang)
        share = report.language.percent(row["share"])
        told = report.text("captions.indices.sublabel", population=ages, share=share)
        year = year_beside(years[row["indicator"]], indices.frame["year"])
        units = int(row["units"])
        few = report.text(f"captions.indices.withheld{'_one' * (units == 1)}", count=units)
        rows.append(row | {
            "dimension_label": _dimension(report, entry.dimension),
            "label": entry.name.in_language(report.lang),
            "sublabel": (ages if pd.isna(row["share"]) else told) + year,
            "level": short_level(report, row["level"]),
            "reason": few if row["withheld"] else "",
            "status": "suppressed" if "hidden_cells" in str(row["flags"]) else "missing",
        })  # fmt: skip
    return pd.DataFrame(rows)


def _dimension(report: Report, dimension: str) -> str:
    name = report.text(f"cards.{dimension}")
    kind = "main" if dimension == "socioeconomic" else "side"
    return report.text(f"captions.indices.{kind}", dimension=name)
