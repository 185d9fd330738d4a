"""The report before, held against the same figures as they are now: what differs, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segnb.analysis.change_causes import figure_causes
from segnb.analysis.change_causes.figure_causes import FigureChange, changes
from segnb.report.change.trend_series import read_trend
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap, Paragraph, Table
from segnb.report.page.figure_key import ShownFigure
from segnb.report.reading.chapter_figures import AREAS, VALUE, figures_of, index_figures
from segnb.report.reading.figure_records import (
    figure_records,
    figures_in,
    settings_that_differ,
)
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import DASH

SHOWN = 20  # changed figures that are listed; the data of the table have all
INDEX = "dissimilarity"


@dataclass(frozen=True)
class SinceLast:
    """What differs from the report before.

    Attributes
    ----------
    date
        Newest day of the files of the earlier report.
    compared
        Number of its figures that could be computed again, changed or not.
    """

    date: str
    compared: int
    found: tuple[FigureChange, ...]

    @property
    def changed(self) -> list[FigureChange]:
        """Figures of both reports that are not the same."""
        return [one for one in self.found if one.old and one.new]


def get_since_last(report: Report) -> SinceLast | Gap:
    """Figures of the report that the settings name as `earlier`, beside the same figures now.

    Raises
    ------
    InvalidParams
        It is of another municipality.
    """
    if not report.params.earlier:
        return report.gap(
            "since_last", report.text("since_last.gap_what"), report.text("since_last.gap_why"),
            status="not_applicable", filled_by=report.text("since_last.gap_filled"),
        )  # fmt: skip
    old = figures_in(Path(report.params.earlier))
    _check_place(report, old)
    known = [one for one in old["figures"] if one["indicator"] in report.read.catalogue.indicators]
    now = figure_records(_figures_now(report, known))["figures"]
    settings = settings_that_differ(old, {"parameters": report.params.model_dump(mode="json")})
    found = changes(old["figures"], _comparable(known, now), settings)
    both = sum(one["key"] in {other["key"] for other in known} for one in now)
    return SinceLast(old.get("date", ""), both, tuple(found))


def _check_place(report: Report, old: dict[str, Any]) -> None:
    code = old["municipality"]["code"]
    if code != report.place.code:
        raise InvalidParams(
            f"The earlier report is of {old['municipality']['name']} ({code}), not of "
            f"{report.place.name}: name the manifest.json of last year's report in `earlier`."
        )


def _figures_now(report: Report, known: Iterable[dict[str, Any]]) -> Iterator[ShownFigure]:
    """Every figure of the series that the earlier report showed, computed now."""
    series = dict.fromkeys((one["indicator"], one["level"], one["measure"]) for one in known)
    found: dict[str, ShownFigure] = {}
    for indicator, level, measure in series:
        for one in _series_now(report, indicator, LEVELS[level].family, measure):
            found.setdefault(one.key, one)
    return iter(found.values())


def _series_now(report: Report, indicator: str, family: str, measure: str) -> Iterator[ShownFigure]:
    place = report.place.code
    if measure in (VALUE, AREAS):
        trend = read_trend(report.read, indicator, family, intervals=False)
        held = [report.read.held(indicator, family, sex=None), *(trend.held if trend else ())]
        for one in filter(None, held):
            yield from figures_of(one, place, ())
    elif measure == INDEX:
        trend = read_trend(report.read, indicator, family, index=True)
        if trend is not None:
            yield from index_figures(trend.held, trend.own, INDEX, ())


def _comparable(
    known: Iterable[dict[str, Any]], now: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Of what is there now, the figures that were shown, and later years of the same series."""
    keys: set[Any] = set()
    last: dict[Any, int] = {}
    for one in known:
        keys.add(one["key"])
        series = _series_of(one)
        last[series] = max(last.get(series, 0), one["year"])
    return [one for one in now
            if one["key"] in keys or one["year"] > last.get(_series_of(one), 9999)]  # fmt: skip


def _series_of(one: dict[str, Any]) -> tuple[str, ...]:
    family = LEVELS[one["level"]].family
    return (one["indicator"], family, one["area"], one["sex"], one["group"], one["measure"])


# -- what is shown


def say_since_last(report: Report, since: SinceLast | Gap) -> Paragraph | Gap:
    """How many figures are as they were, and how many are not."""
    if isinstance(since, Gap):
        return since
    number = report.language.number
    changed = len(since.changed)
    new = sum(figure_causes.NEW_YEAR in one.causes for one in since.found)
    key = "said" if changed else "said_none"
    words = {"same": number(since.compared - changed), "compared": number(since.compared),
             "changed": number(changed), "new": number(new), "date": since.date}  # fmt: skip
    return Paragraph(report.text(f"since_last.{key}", **words), "lead", lang=report.lang)


def show_causes(report: Report, since: SinceLast | Gap) -> Table | None:
    """How many figures differ for which cause, and what each cause means."""
    if isinstance(since, Gap) or not since.found:
        return None
    counts = Counter(cause for one in since.found for cause in one.causes)
    rows = [
        (report.text(f"since_last.cause.{cause}"), report.text(f"since_last.means.{cause}"),
         report.language.number(counts[cause]))
        for cause in figure_causes.CAUSES if counts[cause]
    ]  # fmt: skip
    say = report.text
    heads = [say("since_last.why"), f"<{say('since_last.what')}", say("since_last.figures")]
    return make_table(
        report, "since_last_causes", heads, rows, title=say("since_last.causes"),
        subtitle=say("since_last.causes_subtitle"), notes=(say("since_last.note"),),
    )  # fmt: skip


def show_changed(report: Report, since: SinceLast | Gap) -> Table | None:
    """Figures that are another now, the largest difference of each cause first."""
    if isinstance(since, Gap) or not since.changed:
        return None
    order = {cause: number for number, cause in enumerate(figure_causes.CAUSES)}
    found = sorted(since.changed, key=lambda one: (order[one.causes[0]], -_size(one), one.key))
    say = report.text
    heads = [say("since_last.figure"), say("since_last.before"), say("since_last.now"),
             f"<{say('since_last.why')}"]  # fmt: skip
    more = report.language.number(len(found) - SHOWN)
    notes = (say("since_last.more", count=more),) if len(found) > SHOWN else ()
    return make_table(
        report, "since_last_changed", heads, [_row(report, one) for one in found[:SHOWN]],
        title=say("since_last.changed"), subtitle=say("since_last.changed_subtitle"), notes=notes,
    )  # fmt: skip


def _size(one: FigureChange) -> float:
    return sum(abs(size) for _, size in one.parts)


def _row(report: Report, one: FigureChange) -> tuple[str, ...]:
    say, new = report.text, one.new or {}
    entry = report.read.catalogue[new["indicator"]]
    words = {"name": entry.name.in_language(report.lang), "year": new["year"],
             "level": report.level_vintage(new["level"])}  # fmt: skip
    measure = new["measure"] if new["measure"] in (VALUE, AREAS) else "index"
    name = say(f"since_last.of.{measure}", **words)
    name += "" if new["sex"] == "total" else ", " + say(f"since_last.sex.{new['sex']}")
    sides = [_side(report, side, entry.decimals) for side in (one.old, one.new)]
    return (name, *sides, ", ".join(say(f"since_last.cause.{c}") for c in one.causes))


def _side(report: Report, side: Any, decimals: int) -> str:
    if side is None or side.get("value") is None:
        return DASH
    places = 0 if side["measure"] == AREAS else max(decimals, 1)
    return report.language.number(side["value"], places)


def show_new_years(report: Report, since: SinceLast | Gap) -> Table | None:
    """Which series have got another year."""
    if isinstance(since, Gap):
        return None
    years: dict[str, set[int]] = {}
    for one in since.found:
        if figure_causes.NEW_YEAR in one.causes and one.new:
            years.setdefault(one.new["indicator"], set()).add(one.new["year"])
    if not years:
        return None
    known = report.read.catalogue
    rows = [(known[name].name.in_language(report.lang), ", ".join(map(str, sorted(found))))
            for name, found in years.items()]  # fmt: skip
    say = report.text
    return make_table(
        report, "since_last_years", [say("since_last.series"), f"<{say('since_last.year')}"], rows,
        title=say("since_last.years"), subtitle=say("since_last.years_subtitle"),
    )  # fmt: skip
