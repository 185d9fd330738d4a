"""How divided the municipality is: indices without what chance adds, with their intervals."""

import numpy as np
import pandas as pd

from segnb.analysis.certainty import CERTAIN, LIKELY, UNKNOWN, word
from segnb.measures.inference import LEAST_P, WITHHELD_UNITS
from segnb.report import charts
from segnb.report.charts.index_dots import BOUNDS, is_shown
from segnb.report.division.index_tables import (
    bounds_in_words,
    bounds_note,
    chart_frame,
    finding_table,
    index_table,
    large_value_of,
    share_table,
    value_of,
)
from segnb.report.division.index_values import Indices, as_data
from segnb.report.division.index_values import measure_indices as measure_indices
from segnb.report.exhibits import alt_of_each, make_figure
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Note, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import SMALLEST_GROUP, Statement
from segnb.report.phrases import divided_by, fitting_title, p_text, year_beside
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN
from segnb.vocabulary.i18n import small

FEW_AREAS = 2 * WITHHELD_UNITS  # with fewer each area weighs heavily in an index
KNOWN_DIGITS = 3  # of a group that is computed of whole per cents


def note_index(report: Report, indices: Indices | Gap) -> Note | None:
    """How an index and its interval are read; nothing where none is shown."""
    shown = isinstance(indices, Indices) and is_shown(indices.frame).any()
    return report.note("index") if shown else None


@passing_gaps
def show_indices(report: Report, indices: Indices, *, key: str = "indices") -> Figure | Table:
    """Dots with intervals, from 0, which is an even spread; the shares where no index is shown."""
    shown = indices.frame[is_shown(indices.frame)]
    every = (shown if len(shown) else indices.frame)["level"]
    levels = [report.level_vintage(level) for level in dict.fromkeys(every)]
    years = report.language.listing(sorted({str(year) for year in indices.frame["year"]}))
    title = _title(report, indices)
    if indices.frame["withheld"].all():
        return share_table(report, indices, key, title, years)
    frame = chart_frame(report, indices)
    each = [_in_words(report, row) for _, row in _leading(indices).iterrows()] or [title]
    each[0] = each[0][:1].upper() + each[0][1:]
    words = {"first": levels[0], "others": report.language.listing(levels[1:]), "years": years}
    subtitle = "captions.indices.subtitle" if len(levels) > 1 else "captions.indices.subtitle_one"
    unneeded = ["group", "withheld", *(() if indices.bounded else BOUNDS)]
    return make_figure(
        report,
        key,
        charts.index_dots,
        frame,
        title=title,
        subtitle=" ".join([report.text(subtitle, **words), *bounds_note(report, indices.bounded)]),
        alt=alt_of_each(report, "captions.indices.alt", each, "; ", years=years),
        held=indices.held,
        source=report.source_line(*indices.held),
        table=index_table(report, indices, key, years),
        data=as_data(indices.frame.drop(columns=unneeded)),
    )


def say_level(report: Report, indices: Indices | Gap, indicator: str) -> Statement | Gap | None:
    """Whether the municipality is divided by an indicator more than chance would divide it."""
    if isinstance(indices, Gap):
        return indices
    rows = _official(indices.of(indicator))
    if rows.empty:
        return None
    shown = rows[is_shown(rows)]
    if shown.empty and not rows["withheld"].any():
        return None  # hidden counts leave everything open
    entry = next(h.entry for h in indices.held if h.entry.id == indicator)
    words = {
        "measure": divided_by(report, report.read.catalogue[indicator]),
        "group": people_of(report, indicator),
    }
    row = rows.iloc[0] if shown.empty else _deciding(shown)
    words |= _numbers(report, row) | {"here": _here(report, rows)}
    words["few"] = few_in_words(report, shown)
    unit = report.read.catalogue[entry.of].unit if entry.of else entry.unit
    counted = "dwellings" if unit == "dwellings" else "people"
    for key in ("even", "even_plain"):
        words[key] = report.text(f"findings.level.{key}.{counted}", **words)
    outcome, certainty = _outcome(shown)
    return Statement("level", outcome, entry.id, words, certainty, finding_table(report, rows),  # type: ignore[arg-type]
                     _held_of(indices, rows))  # fmt: skip


def _held_of(indices: Indices, rows: pd.DataFrame) -> tuple[IndicatorData, ...]:
    """What the printed rows of an indicator were computed of."""
    name, levels = rows["indicator"].iloc[0], set(rows["level"])
    return tuple(one for one in indices.held if one.entry.id == name and one.level in levels)


def say_levels(
    report: Report, indices: Indices | Gap, *indicators: str
) -> list[Statement | Gap | None]:
    """What may be said of several indicators, in their order; that there are few areas once."""
    said = [say_level(report, indices, indicator) for indicator in indicators]
    few = [one for one in said if isinstance(one, Statement) and one.outcome == "few"]
    return [one for one in said if one not in few[1:]]


def _official(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the official areas, by which all reports conclude; of own areas if there are none."""
    official = rows[rows["level"] != OWN]
    return official if len(official) else rows


def _outcome(shown: pd.DataFrame) -> tuple[str, str]:
    """Branch and word: those of the level that is least sure."""
    if shown.empty:
        return "few", UNKNOWN
    if (shown["group_size"] < SMALLEST_GROUP).any():
        return "small_group", UNKNOWN
    certainty = str(word(_deciding(shown).to_frame().T).item())
    return {CERTAIN: "clear", LIKELY: "likely", UNKNOWN: "not_above"}[certainty], certainty


def _deciding(shown: pd.DataFrame) -> pd.Series:
    """The level that decides what may be said: the least sure one, the finest of equals."""
    small = shown[shown["group_size"] < SMALLEST_GROUP]
    rows = small if len(small) else shown
    order = [(UNKNOWN, LIKELY, CERTAIN).index(one) for one in word(rows)]
    return rows.iloc[int(np.argmin(order))]


def people_of(report: Report, indicator: str) -> str:
    """The people in a share, named before their condition."""
    key = f"groups.{indicator}.people"
    return report.text(key) if report.language.has(key) else small_name(report, indicator)


def small_name(report: Report, indicator: str) -> str:
    """Short label of an indicator with a small letter first, to stand inside a sentence."""
    return small(report.read.catalogue[indicator].name.in_language(report.lang))


def _numbers(report: Report, row: pd.Series) -> dict[str, str]:
    say = report.language
    return {
        "d": large_value_of(report, row),
        "people": _people(report, row),
        "interval": say.interval(row["lower"], row["upper"]),
        "level": report.level_vintage(row["level"]),
        "areas": say.number(row["units"]),
        "year": str(row["year"]),
        "bounds": bounds_in_words(report, row),
    }


def few_in_words(report: Report, shown: pd.DataFrame) -> str:
    """Levels of so few areas that each of them weighs heavily; empty where there are more."""
    few = shown[shown["units"] < FEW_AREAS]
    each = [
        report.text("captions.indices.areas", count=int(row["units"]),
                    level=report.level_name(row["level"]))
        for _, row in few.iterrows()
    ]  # fmt: skip
    told = report.language.listing(each)
    return report.text("findings.level.few_areas", each=told) if each else ""


def _here(report: Report, rows: pd.DataFrame) -> str:
    years = [year_beside([year], rows["year"]) for year in rows["year"]]
    return " · ".join(
        _here_at(report, row, year) for year, (_, row) in zip(years, rows.iterrows(), strict=True)
    )


def _here_at(report: Report, row: pd.Series, year: str = "") -> str:
    """One level: estimate, interval and p, and the index before chance was taken out."""
    say = report.language
    level = report.level_vintage(row["level"]) + year
    words = {"level": level, "areas": say.number(row["units"])}
    if row["withheld"]:
        alone = "_one" * int(row["units"] == 1)
        return report.text(f"findings.level.here_withheld{alone}", **words)
    if pd.isna(row["lower"]):
        return report.text("findings.level.here_hidden", **words)
    told = report.text(
        "findings.level.here_at", **words,
        d=value_of(report, row), p=p_text(report, row["p"], LEAST_P),
        interval=say.interval(row["lower"], row["upper"]), people=_people(report, row),
    )  # fmt: skip
    return told + raw_in_words(report, row)


def _people(report: Report, row: pd.Series) -> str:
    """Size of the group, of which whole per cents leave no more than some digits known."""
    size, say = row["group_size"], report.language
    if not report.read.catalogue[row["indicator"]].rounding:
        return say.number(size)
    return report.text("findings.level.about", count=say.number(float(f"{size:.{KNOWN_DIGITS}g}")))


def raw_in_words(report: Report, row: pd.Series) -> str:
    """The index before chance was taken out, and how much that was; empty where there is none."""
    if pd.isna(row["raw_index"]):
        return ""
    say, part = report.language, round(row["raw_index"], 1) - round(row["estimate"], 1)
    words = {"raw": say.number(row["raw_index"], 1), "part": say.number(part, 1)}
    return report.text(f"findings.level.raw{'_less' if round(part, 1) <= 0 else ''}", **words)


def _leading(indices: Indices) -> pd.DataFrame:
    """The finest level of each indicator that has a value to show."""
    shown = indices.frame[is_shown(indices.frame)]
    return shown.drop_duplicates("indicator")


def _title(report: Report, indices: Indices) -> str:
    first = _leading(indices)
    above = sum(_is_clear(indices.of(name)) for name in first["indicator"])
    if len(first) == 1:
        return report.text(f"captions.indices.title_one_{'above' if above else 'not'}")
    if first.empty and indices.frame["withheld"].any():
        return report.text("captions.indices.title_withheld")
    if not above:
        return report.text("captions.indices.title_none")
    clear = [name for name in first["indicator"] if _is_clear(indices.of(name))]
    names = [divided_by(report, report.read.catalogue[name]) for name in clear]
    return fitting_title(report, "captions.indices.title_named", {"names": names})


def _is_clear(rows: pd.DataFrame) -> bool:
    """Whether the finding on an indicator is certain, so that title and finding agree."""
    rows = _official(rows)
    return _outcome(rows[is_shown(rows)])[1] == CERTAIN


def _in_words(report: Report, row: pd.Series) -> str:
    say = report.language
    return report.text(
        "captions.indices.alt_each",
        label=small_name(report, row["indicator"]),
        value=value_of(report, row),
        interval=say.interval(row["lower"], row["upper"]),
    )
