"""At which scale the municipality is divided: nested areas, and the nearest neighbours."""

import pandas as pd

from segnb import measures
from segnb.report import charts
from segnb.report.exhibits import make_figure, make_table
from segnb.report.geography.across_border import find_neighbours
from segnb.report.geography.polygon_choice import find_borders
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Paragraph
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import FEWEST_AREAS
from segnb.report.phrases import year_beside
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import small

NEIGHBOURS = (1600, 3200, 6400, 12_800, 25_600, 51_200)
PERCENTILES = ("p10", "p50", "p90")
ALL = 100  # per cent: each RegSO is one DeSO, and there is no rest to tell of


def say_nested(report: Report, *indicators: str) -> Paragraph | None:
    """How much of the division lies between RegSO, and how much inside them, where some does."""
    parts = {name: _between(report, name) for name in indicators}
    known = {name: part for name, part in parts.items() if part is not None}
    if not known or round(min(share for share, _ in known.values())) == ALL:
        return None
    years = [year for _, year in known.values()]
    names = {one: small(report.read.catalogue[one].name.in_language(report.lang)) for one in known}
    each = [f"{names[one]} {report.language.number(share)}{year_beside([year], years)}"
            for one, (share, year) in known.items()]  # fmt: skip
    words = {
        "each": report.language.listing(each),
        "years": report.language.listing(sorted({str(year) for year in years})),
        "alone": _alone(report, next(iter(known))),
    }
    return Paragraph(report.text("captions.nested.text", **words), lang=report.lang)


def _alone(report: Report, indicator: str) -> str:
    """How many RegSO are one DeSO, within which nothing can lie; empty where none is."""
    held = report.read.held(indicator, "deso")
    if held is None:
        return ""
    parts = report.store.read_areas(held.level, report.place.code)["parent"].value_counts()
    number, alone = report.language.number, int((parts == 1).sum())
    words = {"regso": number(len(parts)), "count": number(alone)}
    return report.text("captions.nested.alone", **words) if alone else ""


def _between(report: Report, indicator: str) -> tuple[float, int] | None:
    """Part of Theil's H over DeSO that lies between RegSO, in per cent, and its year."""
    held = report.read.held(indicator, "deso")
    if held is None or held.latest["area"].nunique() < FEWEST_AREAS:
        return None
    parents = report.store.read_areas(held.level, report.place.code).set_index("area")["parent"]
    counts = held.counts()
    counts = counts.assign(regso=counts["unit"].map(parents))
    if counts["regso"].isna().any() or (counts["regso"] == "").any():
        return None
    if counts["regso"].nunique() < FEWEST_AREAS:
        return None
    parts = measures.nested(counts, ["regso"])
    found = parts[(parts["measure"] == "entropy_index") & (parts["level"] == "regso")]
    share = found["share"].iloc[0]
    return None if pd.isna(share) else (100 * float(share), held.year)


def measure_neighbours(report: Report, indicator: str) -> pd.DataFrame | Gap:
    """Shares that residents have among their nearest neighbours, for ever larger numbers of them.

    Neighbours across the municipal border count where all who may be among them are known
    (`across_border`). Numbers of neighbours are those that the municipality itself has.

    Returns
    -------
    DataFrame
        `k, p10, p50, p90` (per cent), with the attributes `held`, `whole` (the share in the
        whole municipality), `across` and `note` (whether and why the border is crossed).
    """
    held = report.get(indicator, "deso")
    if isinstance(held, Gap):
        return held
    borders = find_borders(report, held.level, held.year)
    if isinstance(borders, Gap):
        return borders
    counts = held.counts()
    places = borders.shapes.rename(columns={"area": "unit"})[["unit", "geometry"]]
    lacking = set(counts["unit"]) - set(places["unit"])
    if lacking:
        return _unknown(report, held, "why", len(lacking))
    places = places[places["unit"].isin(counts["unit"])]
    frame = _percentiles(measures.neighbour_profile(counts, "in", places, NEIGHBOURS))
    known = frame.dropna()
    if len(known) < 2 or counts["unit"].nunique() < FEWEST_AREAS:
        return _unknown(report, held, "few")
    around = find_neighbours(report, held, counts, places, int(known["k"].max()))
    if around.across:
        rows = measures.neighbour_profile(
            around.counts, "in", around.places, list(known["k"]), by="municipality", across=True
        )
        frame = _percentiles(rows[rows["municipality"] == report.place.code])
    whole = 100 * counts.loc[counts["group"] == "in", "count"].sum() / counts["count"].sum()
    frame.attrs.update(held=held, whole=whole, across=around.across, note=around.note)
    return frame


def _percentiles(rows: pd.DataFrame) -> pd.DataFrame:
    wide = rows.pivot(index="k", columns="measure", values="estimate")[list(PERCENTILES)] * 100
    return wide.reset_index()


def _unknown(report: Report, held: IndicatorData, reason: str, lacking: int = 0) -> Gap:
    measure = small(held.entry.name.in_language(report.lang))
    what = report.text("captions.neighbours.what", measure=measure)
    key = "captions.neighbours."
    words = {"level": report.level_vintage(held.level), "lacking": report.language.number(lacking)}
    why = report.text(key + reason, **words)
    if reason == "few":
        return report.gap("neighbours_few", what, why, status="not_applicable")
    return report.gap(
        f"neighbours_{reason}",
        what,
        why,
        filled_by=report.text(f"{key}filled_by_{reason}", **words),
        not_meant=report.text(f"{key}not_meant"),
    )


@passing_gaps
def show_neighbours(report: Report, profile: pd.DataFrame) -> Figure:
    """Lines that draw together as the surroundings grow, and what is said of the border."""
    held: IndicatorData = profile.attrs["held"]
    whole: float = profile.attrs["whole"]
    known = profile.dropna(subset=list(PERCENTILES))
    say, language = report.text, report.language
    first, last = known.iloc[0], known.iloc[-1]
    words = {
        "measure": held.entry.name.in_language(report.lang),
        "small": small(held.entry.name.in_language(report.lang)),
        "population": small(held.entry.population.in_language(report.lang)),
        "k": language.number(first["k"]),
        "k_last": language.number(last["k"]),
        "low": language.percent(first["p10"], 0),
        "high": language.percent(first["p90"], 0),
        "whole": language.percent(whole),
        "low_last": language.percent(last["p10"], 0),
        "high_last": language.percent(last["p90"], 0),
        "year": held.year,
        "name": held.entry.name.in_language(report.lang),
        "where": say(f"captions.neighbours.{'across' if profile.attrs['across'] else 'within'}"),
    }
    rows = [
        (language.number(r["k"]), *(language.number(r[p], 1) for p in PERCENTILES))
        for _, r in known.iterrows()
    ]
    heads = [say(f"captions.neighbours.{name}") for name in ("k", *PERCENTILES)]
    return make_figure(
        report, "neighbours", charts.scale_profile, known, words="captions.neighbours",
        values=words, held=[held], source=f"{report.source_line(held)} {profile.attrs['note']}",
        table=make_table(
    report,
    "neighbours_table",
    heads,
    rows,
    subtitle=say("captions.neighbours.table_subtitle", **words),
),
        whole=whole,
    )  # fmt: skip
