"""The newest values of a focus area: of the municipality, its county and the country."""

from segnb.report.change.few_people import few_people
from segnb.report.change.printed_values import decimals_of
from segnb.report.change.series_limits import told_limits
from segnb.report.exhibits import make_table, number_or_word
from segnb.report.focus_areas.best_indicator import SERIES, ranked_in
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Row, Table
from segnb.report.page.indicator_cards import one_card_each
from segnb.report.phrases import newest_period, with_unit
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.i18n import DASH

COLUMNS = ("municipality", "county", "nation")
Values = dict[str, IndicatorData]


def show_newest(report: Report, focus: str) -> Table | None:
    """Newest values by level, each with its year, of what the municipality has no series of.

    What is published of the county or the country alone stands here. Nothing where all that is
    held is a series.

    Parameters
    ----------
    focus
        Focus area of the catalogue: `housing`, `education`, …
    """
    alone = [entry for entry in ranked_in(report, focus)
             if len(report.read.years(entry.id, "municipality")) < SERIES]  # fmt: skip
    found = [(entry, _values(report, entry)) for entry in alone]
    known = [(entry, values) for entry, values in found if values]
    if not known:
        return None
    say = report.text
    held = [one for _, values in known for one in values.values()]
    heads = ["indicator", report.place.name, report.language.county(report.place.county_name),
             say("levels.nation").capitalize()]  # fmt: skip
    return make_table(
        report,
        f"newest_{focus}",
        heads,
        [_row(report, entry, values) for entry, values in known],
        words="captions.newest",
        values={"focus": say(f"{focus}.title"), **_where(report, found)},
        source=report.source_line(*held, own=False),
        notes=(
            *_early_limits(report, held),
            say("captions.signs"),
            *few_people(report, [entry for entry, _ in known]),
        ),
        cards=one_card_each((report.card(one) for one in held), report.language),
    )


def _where(report: Report, found: list[tuple[Indicator, Values]]) -> dict[str, str]:
    """Levels at which something is held, as the title names them, and each of several."""
    shown = [level for level in COLUMNS if any(level in values for _, values in found)]
    names = [report.text(f"captions.newest.at_{one}") for one in shown]
    each = report.text("captions.newest.each") if len(shown) > 1 else ""
    return {"where": report.language.listing(names), "each": each}


def _early_limits(report: Report, held: list[IndicatorData]) -> tuple[str, ...]:
    """What is known of the sources of numbers that may still change: which months they are of."""
    early = [one for one in held if one.latest["status"].eq("preliminary").any()]
    lines = [
        (one.entry, line)
        for one in early
        for line in report.trail.lines_of([(one, one.behind(None, series=False))])
    ]
    return told_limits(report, [(entry, line) for entry, line in lines if line.limits])


def _values(report: Report, entry: Indicator) -> Values:
    found = {level: report.read.held(entry.id, level) for level in COLUMNS}
    return {level: report.use(one) for level, one in found.items() if one is not None}


def _row(report: Report, entry: Indicator, values: Values) -> Row:
    name = with_unit(report, entry, entry.name.in_language(report.lang))
    return Row((name, *(_cell(report, entry, values.get(level)) for level in COLUMNS)))


def _cell(report: Report, entry: Indicator, held: IndicatorData | None) -> str:
    if held is None:
        return DASH
    row = held.latest.iloc[0]
    places = decimals_of(entry, values=[row["value"]])
    number = number_or_word(row["value"], row["status"], report.language, places)
    county = "" if held.level == "nation" else None
    withheld = held.withheld_after(held.year)
    return f"{number} ({newest_period(report, entry, held.year, withheld, county)})"
