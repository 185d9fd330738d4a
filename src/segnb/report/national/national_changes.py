"""In which municipalities the division has changed for certain, all of them tested together."""

import pandas as pd

from segnb.analysis.trends import SHORTEST, segments
from segnb.report.country_report import WholeReport
from segnb.report.exhibits import make_table
from segnb.report.page.blocks import Boxes, Bullets, Gap, Table
from segnb.report.phrases import divided_by
from segnb.report.reading.all_municipalities import everywhere, held_years, national_changes
from segnb.report.reading.levels import vintages
from segnb.vocabulary.areas import find_municipality


def measure_national_changes(
    report: WholeReport, *indicators: str, family: str = "regso"
) -> pd.DataFrame:
    """Change of the dissimilarity in every municipality, over the newest years that allow it.

    Returns
    -------
    DataFrame
        What `report.reading.all_municipalities.national_changes` gives, with `indicator, level,
        first, last`; without rows where no indicator is held over three years on the same areas.
    """
    frames = []
    for indicator in indicators:
        span = _span(report, indicator, family)
        if span is None:
            _cannot_change(report, indicator)
            continue
        level, first, last = span
        held = everywhere(report.store, indicator, level, first, last)
        if held is not None:
            report.use(held)
            found = national_changes(report.store, indicator, level, first, last)
            place = {"indicator": indicator, "level": level, "first": first, "last": last}
            frames.append(found.assign(**place))
    columns = ["indicator", "level", "first", "last", "municipality", "certainty", "direction"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _cannot_change(report: WholeReport, indicator: str) -> Gap:
    name = report.read.catalogue[indicator].name.in_language(report.lang)
    return report.gap(
        f"national_changes_{indicator}", report.text("national.changes.what_of", name=name),
        report.text("national.changes.why", years=SHORTEST),
    )  # fmt: skip


def _span(report: WholeReport, indicator: str, family: str) -> tuple[str, int, int] | None:
    """First and last year of the newest segment that is long enough, of one vintage."""
    entry = report.read.catalogue[indicator]
    cuts = entry.breaks or report.read.catalogue[entry.of or indicator].breaks
    last_year = report.params.year or 9999
    for level in vintages(family):
        years = [year for year in held_years(report.store, indicator, level) if year <= last_year]
        frame = segments(pd.DataFrame({"level": level, "year": years}), cuts, by=["level"])
        ends = frame.groupby("segment")["year"].agg(["min", "max"])
        long = ends[ends["max"] - ends["min"] >= SHORTEST]
        if len(long):
            return level, int(long["min"].iloc[-1]), int(long["max"].iloc[-1])
    return None


def show_national_changes(
    report: WholeReport, changes: pd.DataFrame, *, key: str = "national_changes"
) -> Table | Gap:
    """In how many municipalities each index certainly grew or fell."""
    if changes.empty:
        return report.gap("national_changes", report.text("national.changes.what"),
                          report.text("national.changes.why", years=SHORTEST))  # fmt: skip
    rows = []
    for indicator, part in changes.groupby("indicator", sort=False):
        one = part.iloc[0]
        counts = [_certain(part, "up"), _certain(part, "down")]
        tested = int(part["adjusted"].notna().sum())
        numbers = (tested, *map(len, counts), tested - sum(map(len, counts)), len(part) - tested)
        name = report.read.catalogue[indicator].name.in_language(report.lang)
        where = (report.level_vintage(one["level"]),
                 report.language.years(int(one["first"]), int(one["last"])))  # fmt: skip
        rows.append((name, *where, *(report.language.number(n) for n in numbers)))
    measure, level, years = (report.text(f"national.{it}") for it in ("measure", "level", "years"))
    heads = (measure, f"<{level}", years, "tested", "up", "down", "unknown", "without")
    return make_table(report, key, heads, rows, words="national.changes", data=changes)


def _certain(part: pd.DataFrame, direction: str) -> list[str]:
    rows = part[(part["certainty"] == "certain") & (part["direction"] == direction)]
    return sorted(find_municipality(code).name for code in rows["municipality"])


def show_changed_places(report: WholeReport, changes: pd.DataFrame, indicator: str) -> Boxes | None:
    """Municipalities where an index certainly grew, and where it fell, in alphabetical order."""
    part = changes[changes["indicator"] == indicator]
    if part.empty:
        return None
    name = divided_by(report, report.read.catalogue[indicator])
    years = report.language.years(int(part["first"].iloc[0]), int(part["last"].iloc[0]))
    none = (report.text("national.changes.nowhere"),)
    boxes = tuple(
        Bullets(
            tuple(_certain(part, direction)) or none,
            report.text(f"national.changes.box_{direction}", name=name, years=years),
            lang=report.lang,
        )
        for direction in ("up", "down")
    )
    return Boxes(boxes, lang=report.lang)
