"""How divided schools are, beside how divided homes are."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from segnb.analysis import school_segregation as analysis
from segnb.analysis.certainty import CERTAIN, word
from segnb.analysis.index_estimates import VALUES
from segnb.report import charts
from segnb.report.change.printed_values import between
from segnb.report.division.division_today import raw_in_words
from segnb.report.division.index_values import as_data, index_of
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import Language, printed_difference, small

PUPILS, SHARE = "school_pupils", "school_parents_post_secondary"
HOMES = "post_secondary_share"


@dataclass(frozen=True)
class Schools:
    """Segregation between schools, and between areas for the nearest group of adults.

    Attributes
    ----------
    between
        Row of the schools in 0-100, as `report.division.index_values` gives those of areas.
    homes
        Row of the areas, or None where education by area is not held, has hidden counts, or there
        are too few areas for an index.
    """

    held: IndicatorData
    between: pd.Series
    homes_held: IndicatorData | None
    homes: pd.Series | None
    few_areas: int = 0  # so many, and therefore no index of homes

    @property
    def against_homes(self) -> pd.Series | None:
        """The schools' index less that of homes."""
        if self.homes is None:
            return None
        both = (row.to_frame().T for row in (self.between, self.homes))
        found = analysis.against_homes(*both, by=("municipality",))
        return None if found.empty or pd.isna(found["lower"].iloc[0]) else found.iloc[0]


def measure_schools(report: Report) -> Schools | Gap:
    """D between schools by parents' education, beside D between areas by adults' education."""
    pupils, share = report.get(PUPILS, "school"), report.get(SHARE, "school")
    if isinstance(pupils, Gap):
        return pupils
    if isinstance(share, Gap):
        return share
    percent = share.rows[share.rows["year"] == share.year]
    found = analysis.between_schools(
        pupils.rows[pupils.rows["year"] == share.year], percent, "dissimilarity"
    )
    row = found.iloc[0]
    if row["reason"] or row["units"] < analysis.FEWEST_SCHOOLS:
        return _withheld(report, row, share)
    homes = report.get(HOMES, "deso")
    row = row.copy()
    row[VALUES] = 100 * row[VALUES].astype(float)
    beside = index_of(homes).iloc[0] if isinstance(homes, IndicatorData) else None
    if beside is None or beside["withheld"] or pd.isna(beside["estimate"]):  # hidden counts too
        few = int(beside["units"]) if beside is not None and beside["withheld"] else 0
        return Schools(share, row, None, None, few)
    return Schools(share, row, homes, beside)  # type: ignore[arg-type]


def _withheld(report: Report, row: pd.Series, share: IndicatorData) -> Gap:
    """Too few schools, or too many whose share is hidden."""
    hidden = row["reason"] == analysis.TOO_MANY
    words = {
        "schools": report.language.number(row["schools"]),
        "left_out": report.language.percent(row["pupils_left_out"], 0),
        "year": share.year,
    }
    what = report.text("captions.schools.what")
    if not hidden:
        why = report.text("captions.schools.few", **words)
        return report.gap("between_schools", what, why, status="not_applicable")
    return report.gap(
        "between_schools",
        what,
        report.text("captions.schools.hidden", **words),
        status="suppressed",
        filled_by=report.text("captions.schools.filled_by_hidden"),
    )


@passing_gaps
def show_schools(report: Report, schools: Schools) -> Figure:
    """Two rows on one scale: between schools, and between homes."""
    language, say = report.language, report.text
    frame = _frame(report, schools)
    words = _words(report, schools)
    subtitle = say("captions.schools.subtitle", **words)
    heads = [say(f"captions.schools.{name}") for name in ("head", "units")]
    heads += ["D", say("captions.indices.interval"), say("captions.indices.raw")]
    rows = [
        (
            row["label"],
            language.number(row["units"]),
            language.number(row["estimate"], 1),
            language.interval(row["lower"], row["upper"]),
            language.number(row["raw_index"], 1),
        )
        for _, row in frame.iterrows()
    ]
    shown = [schools.held, *([schools.homes_held] if schools.homes_held else [])]
    return make_figure(
        report,
        "schools",
        charts.index_dots,
        frame,
        words="captions.schools",
        values=words,
        subtitle=subtitle,
        held=shown,
        table=make_table(
            report,
            "schools_table",
            heads,
            rows,
            subtitle=say("captions.schools.table_subtitle", years=_years_of(shown, language)),
            notes=(say("captions.indices.raw_note"),),
        ),
        data=as_data(frame[["label", "units", "estimate", "lower", "upper", "raw_index"]]),
    )


def _years_of(shown: Iterable[IndicatorData], language: Language) -> str:
    return language.listing(sorted({str(one.year) for one in shown}))


def _frame(report: Report, schools: Schools) -> pd.DataFrame:
    sides = {"between": schools.between}
    if schools.homes is not None:
        sides["homes"] = schools.homes
    rows = [
        dict(row) | {
            "dimension_label": report.text("captions.schools.band"),
            "label": report.text(f"captions.schools.label_{side}"),
            "sublabel": report.text(f"captions.schools.sub_{side}"),
            "level": "",  # a row each, so that both have their numbers and interval
            "withheld": False,
            "reason": "",
        }
        for side, row in sides.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


@passing_gaps
def say_schools(report: Report, schools: Schools) -> Statement | None:
    """Whether schools are divided, what chance adds taken out."""
    row = schools.between
    sure = CERTAIN in word(row.to_frame().T)
    outcome, certainty = ("above", "certain") if sure else ("not_above", "unknown")
    return Statement("schools", outcome, SHARE, _words(report, schools), certainty,  # type: ignore[arg-type]
                     held=tuple(filter(None, (schools.held, schools.homes_held))))  # fmt: skip


def _words(report: Report, schools: Schools) -> dict[str, str]:
    row, say = schools.between, report.language
    words = {
        "d": say.round_within(row["estimate"], row["lower"], row["upper"]),
        "exact": say.number(row["estimate"], 1),
        "raw": raw_in_words(report, row),
        "interval": say.interval(row["lower"], row["upper"]),
        "schools": say.number(row["units"]),
        "left_out": say.number(row["left_out"]),
        "year": str(schools.held.year),
        "homes": "",
    }
    if schools.few_areas:
        areas = say.number(schools.few_areas)
        alone = "_one" * (schools.few_areas == 1)
        words["homes"] = report.text(f"captions.schools.homes_withheld{alone}", areas=areas)
    if schools.homes is not None and schools.homes_held is not None:
        home = schools.homes
        words["homes"] = report.text(
            "captions.schools.homes_words",
            measure=small(schools.homes_held.entry.name.in_language(report.lang)),
            d=say.number(home["estimate"], 1),  # their difference stands beside them
            interval=say.interval(home["lower"], home["upper"]),
            year=schools.homes_held.year,
        )
    return words | {"against": _against(report, schools)}


def _against(report: Report, schools: Schools) -> str:
    """How far the indices of schools and homes are apart, and why that is no verdict."""
    found = schools.against_homes
    if found is None or schools.homes_held is None:
        return ""
    later = schools.held.year != schools.homes_held.year
    ends = (found["lower"], found["upper"])
    difference = printed_difference(found["homes"], found["schools"], within=ends)
    words = {
        "interval": between(report, found),
        "difference": report.language.number(difference, 1, sign=True),
        "apart": report.text(f"captions.schools.apart{'_years' * later}"),
    }
    return report.text("captions.schools.against", **words)
