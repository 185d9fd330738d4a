"""The perspectives of the strategy: women and men, children and young people, the global goals."""

from dataclasses import dataclass

import pandas as pd

from segnb.analysis.medians import median_of
from segnb.analysis.statuses import computed_from
from segnb.report.change.few_people import few_people
from segnb.report.change.printed_values import decimals_of
from segnb.report.change.trend_frames import FEWEST_PEERS
from segnb.report.exhibits import make_table, number_or_word
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap, Row, Table
from segnb.report.phrases import newest_period, with_unit
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.sexes import SEXES, called
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.i18n import DASH, Language, printed_difference, small
from segnb.vocabulary.seeds import seed_table

SIMILAR = 2  # column of the median of similar municipalities
STAR = "*"  # after a difference between intervals that do not overlap


@dataclass(frozen=True)
class BySex:
    """An indicator for women and for men in its latest year with both."""

    held: IndicatorData
    year: int
    values: dict[str, pd.Series]


def show_perspectives(report: Report) -> Table:
    """What the report shows for each of the five perspectives."""
    rows = [
        (
            row[f"name_{report.lang}"],
            report.text(f"perspectives.shows.{row['id']}"),
        )
        for row in seed_table("perspectives").sort_values("order").to_dict("records")
    ]
    heads = ("head", "<shows")
    return make_table(
        report,
        "perspectives",
        heads,
        rows,
        words="perspectives.table",
    )


def show_by_sex(report: Report, *indicators: str) -> Table | Gap:
    """Women and men side by side, with the distance between them where it may be judged."""
    got = [_by_sex(report, name) for name in indicators]
    found = [one for one in got if isinstance(one, BySex)]
    if not found:
        return next(one for one in got if isinstance(one, Gap))
    say = report.text
    heads = ("indicator", *SEXES, "distance", "year")
    rows = [_sex_row(report, one) for one in found]
    starred = any(STAR in row.cells[3] for row in rows)
    return make_table(
        report,
        "by_sex",
        heads,
        rows,
        words="perspectives.sex",
        held=[one.held for one in found],
        source=report.source_line(*(one.held for one in found)),
        notes=(
            say("captions.signs"),
            say(f"perspectives.sex.{_tested(found, starred=starred)}"),
            *[say("perspectives.sex.pupils")] * any(map(_of_pupils, found)),
            *few_people(report, [one.held.entry for one in found]),
        ),
    )


def _tested(found: list[BySex], *, starred: bool) -> str:
    """Key of what is said of tests: some difference is certain, none is, or none has intervals."""
    known = any(
        all(pd.notna(one.values[sex].get("lower", float("nan"))) for sex in SEXES) for one in found
    )
    return "note" if starred else "none_certain" if known else "untested"


def _of_pupils(one: BySex) -> bool:
    return called(one.held.entry, SEXES[0]) != SEXES[0]


def _by_sex(report: Report, indicator: str) -> BySex | Gap:
    held = report.get(indicator, "municipality", sex=None)
    if isinstance(held, Gap):
        return held
    known = held.rows[held.rows["sex"].isin(SEXES)].dropna(subset=["value"])
    known = known[~known["group"].isin(["ci_low", "ci_high"])] if "group" in known else known
    both = known.groupby("year")["sex"].nunique()
    years = both.index[both == len(SEXES)]
    if len(years) == 0:
        name = held.entry.name.in_language(report.lang)
        what = report.text("perspectives.sex.what", measure=small(name))
        return report.gap(f"{indicator}_sex", what, report.text("perspectives.sex.why"))
    rows = known[known["year"] == years.max()].set_index("sex")
    return BySex(held, int(years.max()), {sex: rows.loc[sex] for sex in SEXES})


def _sex_row(report: Report, one: BySex) -> Row:
    entry, language = one.held.entry, report.language
    women, men = (one.values[sex] for sex in SEXES)
    places = decimals_of(entry, values=[women["value"], men["value"]])
    texts = [number_or_word(v["value"], v["status"], language, places) for v in (women, men)]
    gap = printed_difference(men["value"], women["value"], places)
    difference = language.number(gap, places, sign=True)
    name = with_unit(report, entry, entry.label.in_language(report.lang))
    year = newest_period(report, entry, one.year, one.held.withheld_after(one.year, *SEXES))
    return Row((name, *texts, f"{difference}{_told_apart(women, men)}", year))


def _told_apart(women: pd.Series, men: pd.Series) -> str:
    """A sign where both intervals are known and do not overlap."""
    ends = pd.DataFrame([women, men]).reindex(columns=["lower", "upper"])
    return f" {STAR}" if ends["lower"].max() > ends["upper"].min() else ""


def show_young(report: Report, *indicators: str) -> Table | Gap:
    """Children and young people, beside the median of similar municipalities and the country.

    Parameters
    ----------
    indicators
        Ids of shares and values at the level of the municipality.
    """
    got = [report.get(name, "municipality") for name in indicators]
    held = [one for one in got if isinstance(one, IndicatorData)]
    if not held:
        return next(one for one in got if isinstance(one, Gap))
    say = report.text
    heads = [say("perspectives.sex.indicator"), report.place.name,
             "similar", say("area_types.nation"),
             say("perspectives.sex.year")]  # fmt: skip
    nations = [report.read.held(one.entry.id, "nation", year=one.year) for one in held]
    rows = [_young_row(report, *both) for both in zip(held, nations, strict=True)]
    shown = [*held, *filter(None, nations)]
    return make_table(
        report,
        "young",
        heads,
        rows,
        words="perspectives.young",
        values={"beside": _beside(report, rows)},
        held=shown,
        source=report.source_line(*shown),
        notes=(
            say("captions.signs"),
            *[say("perspectives.young.some")] * _of_some(rows),
            *few_people(report, [one.entry for one in held]),
        ),
    )


def _of_some(rows: list[Row]) -> bool:
    """Whether some median is not of all similar municipalities, which its cell then says."""
    return any("(" in row.cells[SIMILAR] for row in rows)


def _beside(report: Report, rows: list[Row]) -> str:
    """What the own values stand beside, of what is held."""
    places = {"similar": SIMILAR, "nation": SIMILAR + 1}
    shown = [name for name, at in places.items() if any(row.cells[at] != DASH for row in rows)]
    if not shown:
        return ""
    others = [report.text(f"perspectives.young.others_{name}") for name in shown]
    return report.text("perspectives.young.beside", others=report.language.listing(others))


def _young_row(report: Report, held: IndicatorData, nation: IndicatorData | None) -> Row:
    entry, language = held.entry, report.language
    everywhere = report.read.held(entry.id, "municipality", year=held.year, everywhere=True)
    own, country = _cell(language, held), _cell(language, nation)
    numbers = [own, _of_similar(report, entry, everywhere), country]
    name = with_unit(report, entry, entry.label.in_language(report.lang))
    year = newest_period(report, entry, held.year, held.withheld_after(held.year))
    return Row((name, *numbers, year))


def _cell(language: Language, held: IndicatorData | None) -> str:
    if held is None:
        return DASH
    row = held.latest.iloc[0]
    places = decimals_of(held.entry, values=[row["value"]])
    return number_or_word(row["value"], row["status"], language, places)


def _of_similar(report: Report, entry: Indicator, everywhere: IndicatorData | None) -> str:
    """Median of similar municipalities, with how many it is of where some have no value."""
    if everywhere is None:
        return DASH
    rows = everywhere.latest
    rows = rows[rows["municipality"].isin(report.similar) & rows["value"].notna()]
    known, status = rows["value"], computed_from(rows["status"])
    if len(known) < FEWEST_PEERS:
        return DASH
    report.show_similar()
    middle = median_of(known)
    places = decimals_of(entry, values=[middle])
    text = number_or_word(middle, status, report.language, places)
    some = {"value": text, "count": len(known), "all": len(report.similar)}
    return text if len(known) == len(report.similar) else report.text("trends.of_some", **some)
