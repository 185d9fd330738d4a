"""Turnout by electoral district: the whole spread, never a list of the lowest."""

from dataclasses import dataclass

import pandas as pd

from segnb.analysis.spread import FEWEST_DISTRICTS, spread
from segnb.report import figures
from segnb.report.blocks import Figure, Gap
from segnb.report.context import Report
from segnb.report.gaps import passing_gaps
from segnb.report.held import Held
from segnb.report.say import Statement
from segnb.report.showing import make_figure, make_table, number_or_word


@dataclass(frozen=True)
class Turnout:
    """Turnout of the districts of one election, and how much it varies."""

    held: Held
    spread: pd.Series


def measure_turnout(report: Report, indicator: str) -> Turnout | Gap:
    """Turnout by district in the latest election; votes that belong to no district are left out."""
    held = report.get(indicator, "district")
    if isinstance(held, Gap):
        return held
    rows = spread(held.latest)
    return Turnout(held, rows.iloc[0])


@passing_gaps
def show_turnout(report: Report, turnout: Turnout) -> Figure:
    """One tick a district, with the whole municipality and the country."""
    held, language, say = turnout.held, report.language, report.text
    words = _words(report, turnout)
    own = report.read.held(held.entry.id, "municipality", year=held.year)
    nation = report.read.held(held.entry.id, "nation", year=held.year)
    frame = pd.DataFrame({
        "label": held.entry.name.in_language(report.lang),
        "sublabel": say("captions.turnout.sublabel", **words),
        "unit": "%",
        "name": held.latest["area"].map(report.area_name),
        "value": held.latest["value"],
        "municipality_value": _value(own, turnout.spread["value"]),
        "nation_value": _value(nation, float("nan")),
    })  # fmt: skip
    subtitle = say("captions.turnout.subtitle", **words)
    title = say("captions.turnout.title", **words)
    return make_figure(
        language,
        f"turnout_{held.entry.id}",
        figures.distribution,
        frame,
        title=title,
        subtitle=subtitle,
        alt=say("captions.turnout.alt", **words),
        source=report.source_line(held),
        table=_table(report, turnout, subtitle),
        data=held.latest.drop(columns="snapshot", errors="ignore"),
        cards=[report.card(held)],
        place=report.place.name,
    )


def _value(held: Held | None, otherwise: float) -> float:
    return otherwise if held is None else float(held.latest["value"].iloc[0])


@passing_gaps
def say_turnout(report: Report, turnout: Turnout) -> Statement | None:
    """Whether districts differ by more than chance would let them."""
    found = turnout.spread
    if found["areas"] < FEWEST_DISTRICTS:
        return None
    above = found["sd_beyond_chance"] > found["sd_chance"]
    outcome, certainty = ("apart", "certain") if above else ("not_apart", "unknown")
    words = _words(report, turnout)
    return Statement("turnout", outcome, turnout.held.entry.id, words, certainty)  # type: ignore[arg-type]


def _words(report: Report, turnout: Turnout) -> dict[str, str]:
    found, say = turnout.spread, report.language
    entry = turnout.held.entry
    shares = ("value", "lowest", "highest", "p10", "median", "p90")
    return {
        "place": report.place.name,
        "measure": entry.name.in_language(report.lang),
        "population": entry.population.in_language(report.lang),
        "year": str(turnout.held.year),
        "districts": say.number(found["areas"]),
        "gap": say.number(found["p90"] - found["p10"], 1),
        "sd": say.number(found["sd"], 1),
        "sd_chance": say.number(found["sd_chance"], 1),
        "sd_beyond": say.number(found["sd_beyond_chance"], 1),
        **{name: say.number(found[name], 1) for name in shares},
    }


def _table(report: Report, turnout: Turnout, subtitle: str):
    say, language = report.text, report.language
    heads = [say(f"captions.turnout.{name}") for name in ("district", "eligible", "share")]
    named = turnout.held.latest.assign(name=turnout.held.latest["area"].map(report.area_name))
    rows = [
        (
            f"{row.name} ({row.area})" if row.name != row.area else row.area,
            number_or_word(row.denominator, row.status, language, 0),
            number_or_word(row.value, row.status, language),
        )
        for row in named.sort_values(["name", "area"]).itertuples(index=False)
    ]
    return make_table(
        language, "turnout_table", say("captions.turnout.title_table"), subtitle, heads, rows,
        notes=(say("captions.signs"),),
    )  # fmt: skip
