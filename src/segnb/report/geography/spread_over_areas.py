"""How shares spread over the areas: one tick an area, both ends named or neither."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from segnb.analysis.certainty import difference_of
from segnb.report import charts
from segnb.report.charts.distribution import references_in_words
from segnb.report.exhibits import alt_of_each, make_figure, make_table, number_or_word
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Row
from segnb.report.phrases import fitting_title, whole_per_cents, year_beside
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN
from segnb.report.reading.whole_per_cents import decimals_of_areas
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.i18n import small

FEWEST_ENDS = 2  # areas, for there to be a lowest and a highest


def show_ends(report: Report, *indicators: str) -> Figure | Gap:
    """How each share spreads over the areas: one tick an area, both ends named or neither."""
    got = [report.get(name, "areas") for name in indicators]
    held = [one for one in got if isinstance(one, IndicatorData)]
    if not held:
        return next(one for one in got if isinstance(one, Gap))
    frame = pd.concat([_spread(report, one) for one in held], ignore_index=True)
    language, say = report.language, report.text
    frame["year"] = frame["label"].map(_years_beside(held, frame["label"].unique()))
    each = [_ends_in_words(report, part) for _, part in frame.groupby("label", sort=False)]
    level = language.listing(list(dict.fromkeys(report.level_vintage(h.level) for h in held)))
    years = language.listing(sorted({str(one.year) for one in held}))
    rows = [
        (row.name, row.label + row.year,
         number_or_word(row.value, row.status, language, row.decimals))
        for row in frame.sort_values(["name", "label"]).itertuples(name="Row", index=False)
    ]  # fmt: skip
    heads = [level, f"<{say('captions.ends.measure')}", say("captions.ends.share")]
    marks = references_in_words(frame, language, report.place.name)
    subtitle = say("captions.ends.subtitle", level=level, years=years, marks=marks)
    title = _ends_title(report, held, frame)
    return make_figure(
        report,
        "ends",
        charts.distribution,
        frame.assign(sublabel=frame["sublabel"] + frame["year"]).drop(columns="year"),
        title=title,
        subtitle=subtitle,
        alt=alt_of_each(report, "captions.ends.alt", each, "; ", level=level, years=years),
        held=held,
        source=f"{report.source_line(*held)}{whole_per_cents(report, held)}",
        table=make_table(
            report,
            "ends_table",
            heads,
            [*rows, *_whole_rows(report, frame)],
            title=title,
            subtitle=say("captions.ends.table_subtitle", level=level, years=years),
            notes=(say("captions.signs"),),
        ),
        place=report.place.name,
        ends=LEVELS[held[0].level].family in ("regso", OWN),
    )


def _whole_rows(report: Report, frame: pd.DataFrame) -> list[Row]:
    """What the diamond and the dashed line stand for: the whole municipality, and the country."""
    each, language = frame.drop_duplicates("label"), report.language
    names = {
        "municipality_value": language.text("figures.whole_place", place=report.place.name),
        "nation_value": language.text("figures.nation"),
    }
    return [
        Row((name[:1].upper() + name[1:], row["label"] + row["year"],
             language.number(row[column], 1)), "total")
        for column, name in names.items()
        for _, row in each.dropna(subset=column).sort_values("label").iterrows()
    ]  # fmt: skip


def _years_beside(held: list[IndicatorData], labels: Iterable[str]) -> dict[str, str]:
    """The year of each measure, where they are not all of one."""
    years = [one.year for one in held]
    return {name: year_beside([year], years) for name, year in zip(labels, years, strict=True)}


def _ends_title(report: Report, held: list[IndicatorData], frame: pd.DataFrame) -> str:
    """The share that certainly varies most of those shown at one level, else their names."""
    ends = frame.groupby("label", sort=False)["value"].agg(["min", "max", "count"])
    lone = ends["count"].max() < FEWEST_ENDS
    families = [LEVELS[one.level].family for one in held]
    same = [name for name, one in zip(ends.index, families, strict=True) if one == families[0]]
    widest = same[0] if lone or len(same) == 1 else _widest(frame, same)
    if not widest:
        names = [small(one.entry.name.in_language(report.lang)) for one in held]
        level = report.level_name(held[0].level)
        return fitting_title(report, "captions.ends.title_alike", {"names": names}, level=level)
    kind = "_one" if lone else "_widest" if len(same) > 1 else ""
    low, high = _printed_ends(report, frame[frame["label"] == widest])
    subject = held[ends.index.get_loc(widest)].entry.changing.in_language(report.lang)
    return report.text(
        f"captions.ends.title{kind}",
        level=report.level_name(held[0].level),
        measure=widest,
        subject=small(subject),
        count=len(same),
        low=low,
        high=high,
    )


def _printed_ends(report: Report, part: pd.DataFrame) -> tuple[str, str]:
    """Lowest and highest share of the areas, each with the decimals that it is known by."""
    known = part.dropna(subset="value")
    low, high = (known.loc[at] for at in (known["value"].idxmin(), known["value"].idxmax()))
    write = report.language.number
    return write(low["value"], low["decimals"]), write(high["value"], high["decimals"])


def _widest(frame: pd.DataFrame, labels: list[str]) -> str:
    """The label whose range is certainly wider than all others; empty where none is."""
    rows = frame[frame["label"].isin(labels)].dropna(subset="value")
    groups = rows.groupby("label", sort=False)["value"]
    low, high = (rows.loc[at].set_index("label") for at in (groups.idxmin(), groups.idxmax()))
    ranges = difference_of(low, high).rename(columns={"estimate": "value"}).sort_values("value")
    first = pd.concat([ranges.tail(1)] * (len(ranges) - 1)).set_axis(ranges.index[:-1])
    wider = difference_of(ranges.iloc[:-1], first)
    return str(ranges.index[-1]) if (wider["lower"] > 0).all() else ""


def _spread(report: Report, held: IndicatorData) -> pd.DataFrame:
    own = report.read.held(held.entry.id, "municipality", year=held.year)
    nation = report.read.held(held.entry.id, "nation", year=held.year)
    entry = held.entry
    return pd.DataFrame({
        "label": entry.name.in_language(report.lang),
        "sublabel": entry.population.in_language(report.lang),
        "unit": "%",
        "name": held.latest["area"].map(report.area_name),
        "value": held.latest["value"],
        "decimals": decimals_of_areas(report.read, held).to_numpy(),
        "status": held.latest["status"],
        "lower": held.latest.get("lower", np.nan),
        "upper": held.latest.get("upper", np.nan),
        "municipality_value": _value(own),
        "nation_value": _value(nation),
    })  # fmt: skip


def _value(held: IndicatorData | None) -> float:
    return float(held.latest["value"].iloc[0]) if held is not None else float("nan")


def _ends_in_words(report: Report, part: pd.DataFrame) -> str:
    language = report.language
    lone = part["value"].notna().sum() < FEWEST_ENDS
    low, high = _printed_ends(report, part)
    return report.text(
        f"captions.ends.each{'_one' * bool(lone)}",
        label=part["label"].iloc[0] + part["year"].iloc[0],
        low=low,
        high=high,
        whole=language.number(part["municipality_value"].iloc[0], 1),
    )
