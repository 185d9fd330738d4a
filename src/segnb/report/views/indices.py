"""How divided the municipality is: indices with interval and the value under randomness."""

import pandas as pd

from segnb.report import figures
from segnb.report.blocks import Figure, Gap
from segnb.report.context import Report
from segnb.report.figures.index_bounds import BOUNDS, is_shown
from segnb.report.gaps import passing_gaps
from segnb.report.indices import Indices
from segnb.report.indices import measure_indices as measure_indices
from segnb.report.levels import OWN
from segnb.report.say import Statement
from segnb.report.showing import make_figure
from segnb.report.thresholds import SMALLEST_GROUP
from segnb.report.views.index_tables import (
    bounds_in_words,
    bounds_note,
    chart_frame,
    finding_table,
    index_table,
    value_of,
)


@passing_gaps
def show_indices(report: Report, indices: Indices, *, key: str = "indices") -> Figure:
    """Dots with intervals against the field of what chance alone gives."""
    frame = chart_frame(report, indices)
    levels = [report.level_vintage(level) for level in dict.fromkeys(indices.frame["level"])]
    years = report.language.listing(sorted({str(year) for year in indices.frame["year"]}))
    title = _title(report, indices)
    each = "; ".join(_in_words(report, row) for _, row in _leading(indices).iterrows())
    words = {"first": levels[0], "others": report.language.listing(levels[1:]), "years": years}
    subtitle = "captions.indices.subtitle" if len(levels) > 1 else "captions.indices.subtitle_one"
    unneeded = ["group", "withheld", *(() if indices.bounded else BOUNDS)]
    return make_figure(
        report.language,
        key,
        figures.index_dots,
        frame,
        title=title,
        subtitle=" ".join([report.text(subtitle, **words), *bounds_note(report, indices.bounded)]),
        alt=report.text("captions.indices.alt", each=each, outcome=title, years=years),
        source=report.source_line(*indices.held),
        table=index_table(report, indices, key, years),
        data=indices.frame.drop(columns=unneeded),
        cards=[report.card(held) for held in indices.one_each],
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
    words = {"measure": report_measure(report, indicator), "group": people_of(report, indicator)}
    row = (rows if shown.empty else shown).iloc[0]
    words |= _numbers(report, row) | {"place": report.place.name, "here": _here(report, rows)}
    outcome, certainty = _outcome(shown)
    return Statement("level", outcome, entry.id, words, certainty, finding_table(report, rows))  # type: ignore[arg-type]


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
    if shown.empty:
        return "few", "unknown"
    enough = bool((shown["group_size"] >= SMALLEST_GROUP).all())
    if enough and shown["distinguishable"].all():
        return "clear", "certain"
    if enough and (shown["lower80"] > 0).all():
        return "likely", "likely"
    return "not_above", "unknown"


def report_measure(report: Report, indicator: str) -> str:
    """What a division is by, as a sentence names it: education, economic standard."""
    key = f"groups.{indicator}.by"
    return report.text(key) if report.language.has(key) else small_name(report, indicator)


def people_of(report: Report, indicator: str) -> str:
    """The people in a share, named before their condition."""
    key = f"groups.{indicator}.people"
    return report.text(key) if report.language.has(key) else small_name(report, indicator)


def small_name(report: Report, indicator: str) -> str:
    """Short label of an indicator with a small letter first, to stand inside a sentence."""
    name = report.read.catalogue[indicator].name.in_language(report.lang)
    return name[:1].lower() + name[1:]


def _numbers(report: Report, row: pd.Series) -> dict[str, str]:
    say = report.language
    return {
        "d": value_of(report, row, 0),
        "chance": say.number(row["expected"]),
        "interval": say.interval(row["lower"], row["upper"]),
        "level": report.level_vintage(row["level"]),
        "areas": say.number(row["units"]),
        "year": str(row["year"]),
        "bounds": bounds_in_words(report, row),
    }


def _here(report: Report, rows: pd.DataFrame) -> str:
    """The values that the rule looked at, level by level."""
    say = report.language
    parts = [
        f"{report.level_vintage(row.level)}: {say.interval(row.lower, row.upper)}, "
        f"p = {say.number(row.p, 3)}, {say.number(row.units)} / {say.number(row.group_size)}"
        for row in rows.itertuples()
    ]
    return " · ".join(parts)


def _leading(indices: Indices) -> pd.DataFrame:
    """The finest level of each indicator that has a value to show."""
    shown = indices.frame[is_shown(indices.frame)]
    return shown.drop_duplicates("indicator")


def _title(report: Report, indices: Indices) -> str:
    first = _leading(indices)
    above = int(first["distinguishable"].sum())
    words = {"n": len(first), "k": above}
    if len(first) == 1:
        return report.text(f"captions.indices.title_one_{'above' if above else 'not'}")
    if first.empty and indices.frame["withheld"].any():
        return report.text("captions.indices.title_withheld")
    if above and above == len(first):
        every = report.language.all_measures(above)
        return report.text("captions.indices.title_all", every=every[:1].upper() + every[1:])
    return report.text(f"captions.indices.title_{'some' if above else 'none'}", **words)


def _in_words(report: Report, row: pd.Series) -> str:
    say = report.language
    return report.text(
        "captions.indices.alt_each",
        label=small_name(report, row["indicator"]),
        value=value_of(report, row),
        interval=say.interval(row["lower"], row["upper"]),
        chance=say.number(row["expected"], 1),
    )
