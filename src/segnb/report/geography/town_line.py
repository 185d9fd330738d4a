"""A line through the town: what varies from stop to stop, in the order of the line."""

import pandas as pd

from segnb.report import charts
from segnb.report.exhibits import make_figure, make_table, number_or_word
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap
from segnb.report.phrases import year_beside
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.whole_per_cents import decimals_of_areas
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import InvalidParams

FAMILIES = ("regso", "deso")
DEMONSTRATION = {  # from west to east through the middle of the town that does not exist
    "9901": ("9901R030", "9901R022", "9901R016", "9901R012", "9901R007", "9901R005", "9901R001",
             "9901R003", "9901R014", "9901R018"),
}  # fmt: skip


def show_line(report: Report, *indicators: str) -> Figure | Gap | None:
    """Strips along the ordered areas of the setting `line`; nothing where there is none.

    The demonstration has a line of its own, in the page.

    Parameters
    ----------
    indicators
        Ids of shares or values by area. One that is not held for every stop at the same level
        and year is refused, and stated as a gap.

    Raises
    ------
    InvalidParams
        A code of the line is no area of a level, or the codes are of two levels.
    """
    stops = list(report.params.line or DEMONSTRATION.get(report.place.code, ()))
    if not stops:
        return None
    family = _family(stops)
    got = [_held(report, name, family, stops) for name in indicators]
    held = [one for one in got if isinstance(one, IndicatorData)]
    if not held:
        return next(one for one in got if isinstance(one, Gap))
    marks = [year_beside([one.year], [each.year for each in held]) for one in held]
    strips = [_strip(report, one, stops, mark) for one, mark in zip(held, marks, strict=True)]
    frame = pd.concat(strips, ignore_index=True)
    say, language = report.text, report.language
    words = {
        "count": len(stops),
        "level": report.level_vintage(held[0].level),
        "first": frame["name"].iloc[0],
        "last": frame["name"].iloc[len(stops) - 1],
        "years": language.listing(sorted({str(one.year) for one in held})),
        "each": "; ".join(_ends(report, part) for _, part in frame.groupby("label", sort=False)),
    }
    names = [one.entry.name.in_language(report.lang) for one in held]
    heads = [say("captions.line.stop"), *map("".join, zip(names, marks, strict=True))]
    return make_figure(
        report,
        "line",
        charts.town_line_strips,
        frame,
        words="captions.line",
        values=words,
        held=held,
        on_paper=bool(report.params.line),
        source=f"{report.source_line(*held)} {say('captions.line.order')}",
        table=make_table(
            report,
            "line_table",
            heads,
            _rows(report, frame),
            title=say("captions.line.title", **words),
            subtitle=say("captions.line.table_subtitle", **words),
        ),
    )


def _family(stops: list[str]) -> str:
    kinds = {"regso" if len(s) == 8 and s[4:5] == "R" else "deso" if len(s) == 9 else ""
             for s in stops}  # fmt: skip
    if len(kinds) != 1 or "" in kinds:
        raise InvalidParams(
            "The setting 'line' must hold codes of one level, RegSO (0127R001) or DeSO (0127A0010)."
        )
    return kinds.pop()


def _held(report: Report, indicator: str, family: str, stops: list[str]) -> IndicatorData | Gap:
    """What is held for all stops, which may lie in other municipalities too."""
    found = report.get(indicator, family, everywhere=True)
    if isinstance(found, Gap):
        return found
    lacking = sorted(set(stops) - set(found.latest["area"]))
    if not lacking:
        return found
    name = found.entry.name.in_language(report.lang)
    why = report.text("captions.line.lacking", areas=report.language.listing(lacking[:5]))
    return report.gap(f"line_{indicator}", report.text("captions.line.what", measure=name), why)


def _strip(report: Report, held: IndicatorData, stops: list[str], year: str = "") -> pd.DataFrame:
    entry, rows = held.entry, held.latest.set_index("area")
    above = report.read.held(entry.id, "county", year=held.year)
    name = "captions.line.county" if above is not None else "levels.nation"
    above = above or report.read.held(entry.id, "nation", year=held.year)
    types = report.read.held("area_type", "regso", year=None, everywhere=True)
    kinds = types.latest.set_index("area")["value"] if types is not None else pd.Series(dtype=float)
    unit = report.text(f"cards.units.{entry.unit}") if entry.kind != "share" else "%"
    population = entry.population.in_language(report.lang)
    return pd.DataFrame({
        "stop": range(len(stops)),
        "name": [report.read.name_anywhere(area) for area in stops],
        "municipality": [find_municipality(area[:4]).name for area in stops],
        "area": stops,
        "type_number": [kinds.get(area, float("nan")) for area in stops],
        "label": entry.name.in_language(report.lang),
        "sublabel": f"{unit}, {population}{year}",
        "value": rows["value"].reindex(stops).to_numpy(),
        "status": rows["status"].reindex(stops).to_numpy(),
        "reference": above.latest["value"].iloc[0] if above is not None else float("nan"),
        "reference_name": report.text(name),
        "floor": 0.0,
        "decimals": _decimals(report, held, stops),
    })  # fmt: skip


def _decimals(report: Report, held: IndicatorData, stops: list[str]) -> list[int]:
    """Decimals of the value of each stop."""
    usual = 0 if held.entry.unit == "tkr" else held.entry.decimals
    if not held.entry.rounding:
        return [usual] * len(stops)
    known = decimals_of_areas(report.read, held)
    return known.reindex(stops, fill_value=usual).tolist()


def _ends(report: Report, part: pd.DataFrame) -> str:
    known, number = part.dropna(subset=["value"]), report.language.number
    if known.empty:
        return report.text("captions.line.none", label=part["label"].iloc[0])
    low, high = (known.loc[at] for at in (known["value"].idxmin(), known["value"].idxmax()))
    return report.text(
        "captions.line.each",
        label=part["label"].iloc[0],
        low=number(low["value"], int(low["decimals"])),
        high=number(high["value"], int(high["decimals"])),
    )


def _rows(report: Report, frame: pd.DataFrame) -> list[tuple[str, ...]]:
    rows = []
    for _, stop in frame.groupby("stop"):
        first = stop.iloc[0]
        values = [
            number_or_word(one.value, one.status, report.language, int(one.decimals))
            for one in stop.itertuples()
        ]
        rows.append((f"{first['name']}, {first['municipality']} ({first['area']})", *values))
    return rows
