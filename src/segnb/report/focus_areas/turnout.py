"""Turnout by electoral district: the whole spread, never a list of the lowest."""

from dataclasses import dataclass

import pandas as pd

from segnb.analysis.spread_between_areas import FEWEST_DISTRICTS, HIGHEST_P, evened, spread
from segnb.report import charts
from segnb.report.charts.distribution import references_in_words
from segnb.report.exhibits import make_figure, make_table, number_or_word
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Row, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.phrases import p_text
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import printed_difference, small


@dataclass(frozen=True)
class Turnout:
    """Turnout of the districts of one election, and how much it varies.

    Attributes
    ----------
    whole
        The whole municipality, with the votes that were counted for no district.
    spread
        As of `analysis.spread_between_areas`, of the votes that were counted for districts.
    unplaced
        Votes of the municipality that were counted for no district: advance votes that came too
        late to be sent to the polling stations.
    least
        As `spread`, if these votes belonged where the districts are as alike as they can be.
    """

    held: IndicatorData
    whole: IndicatorData | None
    spread: pd.Series
    unplaced: float
    least: pd.Series

    @property
    def every(self) -> tuple[IndicatorData, ...]:
        """Districts, and the whole municipality where it is held."""
        return (self.held,) if self.whole is None else (self.held, self.whole)

    @property
    def value(self) -> float:
        """Turnout of the whole municipality, per cent; missing where it is not held."""
        return float("nan") if self.whole is None else float(self.whole.latest["value"].iloc[0])

    @property
    def share_unplaced(self) -> float:
        """Unplaced votes in all votes of the municipality, per cent."""
        voters = 0.0 if self.whole is None else self.whole.latest["numerator"].iloc[0]
        return 100 * self.unplaced / voters if voters else 0.0


def measure_turnout(report: Report, indicator: str) -> Turnout | Gap:
    """Turnout by district in the latest election, and of the whole municipality in the same."""
    held = report.get(indicator, "district")
    if isinstance(held, Gap):
        return held
    whole = report.read.held(indicator, "municipality", year=held.year)
    rows, unplaced = held.latest, 0.0
    if whole is not None:
        report.use(whole)
        unplaced = max(0.0, float(whole.latest["numerator"].sum() - rows["numerator"].sum()))
    least = spread(evened(rows, unplaced)).iloc[0]
    return Turnout(held, whole, spread(rows).iloc[0], unplaced, least)


@passing_gaps
def show_turnout(report: Report, turnout: Turnout) -> Figure:
    """One tick a district, with the whole municipality and the country."""
    held, say = turnout.held, report.text
    words = _words(report, turnout)
    nation = report.read.held(held.entry.id, "nation", year=held.year)
    shown = [*turnout.every, *filter(None, [nation])]
    frame = pd.DataFrame({
        "label": held.entry.name.in_language(report.lang),
        "sublabel": say("captions.turnout.sublabel", **words),
        "unit": "%",
        "name": held.latest["area"].map(report.area_name),
        "value": held.latest["value"],
        "municipality_value": turnout.value,
        "nation_value": _value(nation, float("nan")),
    })  # fmt: skip
    number = "one" if len(held.latest) == 1 else "many"
    words["marks"] = references_in_words(frame, report.language, report.place.name)
    subtitle = f"{say(f'captions.turnout.subtitle_{number}', **words)} {_unplaced(report, turnout)}"
    return make_figure(
        report,
        f"turnout_{held.entry.id}",
        charts.distribution,
        frame,
        title=say(f"captions.turnout.title_{number}", **words),
        subtitle=subtitle.strip(),
        alt=say(f"captions.turnout.alt_{number}", **words),
        held=shown,
        source=report.source_line(*shown),
        table=_table(report, turnout, nation),
        data=_data(turnout, nation),
        place=report.place.name,
    )


def _value(held: IndicatorData | None, otherwise: float) -> float:
    return otherwise if held is None else float(held.latest["value"].iloc[0])


def _data(turnout: Turnout, nation: IndicatorData | None) -> pd.DataFrame:
    parts = [one.latest for one in (turnout.held, turnout.whole, nation) if one is not None]
    return pd.concat(parts, ignore_index=True).drop(columns="snapshot", errors="ignore")


def _unplaced(report: Report, turnout: Turnout) -> str:
    """Which votes the districts lack, and what that does to their spread; empty without any."""
    number = "one" if len(turnout.held.latest) == 1 else "many"
    key = f"captions.turnout.unplaced_{number}"
    return report.text(key, **_words(report, turnout)) if turnout.unplaced else ""


@passing_gaps
def say_turnout(report: Report, turnout: Turnout) -> Statement | None:
    """Whether districts differ by more than chance would let them."""
    found = turnout.spread
    if found["areas"] < FEWEST_DISTRICTS:
        return None
    above = turnout.least["p"] <= HIGHEST_P
    outcome, certainty = ("apart", "certain") if above else ("not_apart", "unknown")
    # by their own votes the districts may differ, and only votes that no district has undo it
    why = "unplaced_undo" if found["p"] <= HIGHEST_P else "by_chance"
    words = _words(report, turnout) | {"unsure": report.text(f"captions.turnout.{why}")}
    return Statement(
        "turnout",
        outcome,
        turnout.held.entry.id,
        words,
        certainty,  # type: ignore[arg-type]
        held=turnout.every,
    )


def _words(report: Report, turnout: Turnout) -> dict[str, str]:
    found, say = turnout.spread, report.language
    entry = turnout.held.entry
    shares = ("lowest", "highest", "p10", "median", "p90")
    words = {
        "measure": entry.label.in_language(report.lang),
        "measure_small": small(entry.label.in_language(report.lang)),
        "subject": entry.changing.in_language(report.lang),
        "population": entry.population.in_language(report.lang),
        "year": str(turnout.held.year),
        "districts": say.number(found["areas"]),
        "gap": say.number(printed_difference(found["p10"], found["p90"]), 1),
        "sd": say.number(found["sd"], 1),
        "sd_chance": say.number(found["sd_chance"], 1),
        "sd_beyond": say.number(found["sd_beyond_chance"], 1),
        "sd_least": say.number(turnout.least["sd_beyond_chance"], 1),
        "p": p_text(report, found["p"]) if found["areas"] > 1 else "",
        "p_least": p_text(report, turnout.least["p"]) if found["areas"] > 1 else "",
        "value": say.number(turnout.value, 1),
        "together": say.number(found["value"], 1),
        "unplaced": say.number(turnout.unplaced),
        "share": say.number(turnout.share_unplaced, 1),
        **{name: say.number(found[name], 1) for name in shares},
    }
    left = "left" if turnout.least["p"] <= HIGHEST_P else "undone"
    keys = {"least": f"least_{left}", **{name: name for name in ("lacking", "without", "by_own")}}
    for name, key in keys.items():
        words[name] = report.text(f"captions.turnout.{key}", **words) if turnout.unplaced else ""
    return words | _band(report, words)


def _band(report: Report, words: dict[str, str]) -> dict[str, str]:
    """Where eight in ten of those entitled to vote live; not said where all of them do."""
    if (words["p10"], words["p90"]) == (words["lowest"], words["highest"]):
        return {"band": "", "gap_unit": report.text("captions.turnout.gap_of_all", **words)}
    said = {"band": "band", "gap_unit": "gap_of_band"}
    return {name: report.text(f"captions.turnout.{key}", **words) for name, key in said.items()}


def as_counted(names: pd.Series) -> pd.Series:
    """Names so that they sort as people count: district 2 before district 10."""
    return names.str.replace(r"\d+", lambda found: found.group().zfill(8), regex=True)


def _table(report: Report, turnout: Turnout, nation: IndicatorData | None) -> Table:
    say, language = report.text, report.language
    heads = ("district", "eligible", "share")
    named = turnout.held.latest.assign(name=turnout.held.latest["area"].map(report.area_name))
    rows: list[Row | tuple[str, ...]] = [
        (
            f"{row.name} ({row.area})" if row.name != row.area else row.area,
            number_or_word(row.denominator, row.status, language, 0),
            number_or_word(row.value, row.status, language),
        )
        for row in named.sort_values(["name", "area"], key=as_counted).itertuples()
    ]
    rows += _whole_row(report, turnout) + _nation_row(report, nation)
    return make_table(
        report, "turnout_table", heads, rows, words="captions.turnout",
        title=say("captions.turnout.title_table", **_words(report, turnout)),
        subtitle=say("captions.turnout.table_subtitle", **_words(report, turnout)),
        notes=(say("captions.signs"),),
    )  # fmt: skip


def _whole_row(report: Report, turnout: Turnout) -> list[Row]:
    if turnout.whole is None:
        return []
    whole, language = turnout.whole.latest.iloc[0], report.language
    key = "whole" if turnout.unplaced else "whole_alone"
    name = report.text(f"captions.turnout.{key}", **_words(report, turnout))
    cells = (name, language.number(whole["denominator"]), language.number(turnout.value, 1))
    return [Row(cells, "total")]


def _nation_row(report: Report, nation: IndicatorData | None) -> list[Row]:
    """The country, which the dashed line is."""
    if nation is None:
        return []
    row, language = nation.latest.iloc[0], report.language
    name = report.text("figures.nation")
    voters = language.number(row["denominator"]), language.number(row["value"], 1)
    return [Row((name[:1].upper() + name[1:], *voters), "total")]
