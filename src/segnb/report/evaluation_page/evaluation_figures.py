"""Figures of an evaluation: the path year by year, and the effort among its placebos."""

import numpy as np
import pandas as pd

from segnb.analysis.evaluation import band, paths
from segnb.report import charts
from segnb.report.evaluation_page.evaluation_words import amount, name_of, probability
from segnb.report.evaluation_page.judgement import Evaluation, Outcome
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure

MOST = 150  # placements that a strip shows


def show_event_study(report: Report, evaluation: Evaluation) -> Figure:
    """Treated less matched in each year, with the range of other placements behind."""
    parts = [_yearly(report, one) for one in evaluation.outcomes]
    say = report.text
    each = " ".join(
        say("evaluation.event.each", name=name_of(report, one),
            value=amount(report, one, part["value"].iloc[-1], sign=True))
        for one, part in zip(evaluation.outcomes, parts, strict=True)
    )  # fmt: skip
    starts = {
        name_of(report, one): [(evaluation.plan.start, say("evaluation.event.start",
                                                       year=evaluation.plan.start))]
        for one in evaluation.outcomes
    }  # fmt: skip
    every = pd.concat(parts, ignore_index=True)
    return make_figure(
        report, "event_study", charts.small_multiples, _lines(report, every),
        words="evaluation.event", values={"each": each},
        held=[one.shown for one in evaluation.outcomes], series=True,
        table=_table(report, evaluation, parts),
        data=every.drop(columns=["panel", "subtitle"]), breaks=starts,
    )  # fmt: skip


def _yearly(report: Report, outcome: Outcome) -> pd.DataFrame:
    """Difference and range of other placements in each year."""
    yearly = paths(outcome.design, outcome.panel)
    low, high = band(yearly)
    unit = report.text(f"evaluation.unit.{outcome.held.entry.unit}")
    level = report.level_name(outcome.held.level)
    return pd.DataFrame(
        {
            "panel": name_of(report, outcome),
            "subtitle": report.text("evaluation.event.panel", unit=unit, level=level),
            "indicator": outcome.held.entry.id,
            "year": outcome.panel.years,
            "value": yearly[0],
            "low": low,
            "high": high,
        }
    )


def _lines(report: Report, every: pd.DataFrame) -> pd.DataFrame:
    """The treated as a line, other placements as a field around their middle."""
    own = every.assign(series="own", kind="own", label=report.text("evaluation.event.own"))
    others = every.assign(
        series="others", kind="median", label=report.text("evaluation.event.band"),
        value=(every["low"] + every["high"]) / 2, lower=every["low"], upper=every["high"],
    )  # fmt: skip
    return pd.concat([others, own], ignore_index=True).drop(columns=["low", "high"])


def _table(report: Report, evaluation: Evaluation, parts: list[pd.DataFrame]):
    say = report.text
    columns = [say("evaluation.event.outcome"), *(say(f"evaluation.event.{key}")
               for key in ("year", "value", "low", "high"))]  # fmt: skip
    rows = [
        (name_of(report, one), str(row.year), *(report.language.number(v, 2, sign=True)
                                                for v in (row.value, row.low, row.high)))
        for one, part in zip(evaluation.outcomes, parts, strict=True)
        for row in part.itertuples()
    ]  # fmt: skip
    return make_table(report, "event_study_table", columns, rows, subtitle=evaluation.plan.effort)


def show_placebos(report: Report, evaluation: Evaluation) -> Figure:
    """The effort among all ways in which it could have been placed."""
    say = report.text
    parts = [_placements(report, one) for one in evaluation.outcomes]
    own = [part[part["own"]].iloc[0] for part in parts]
    rows = [
        (name_of(report, one), report.language.number(mark["estimate"], 2, sign=True),
         probability(report, one.found.estimate.p))
        for one, mark in zip(evaluation.outcomes, own, strict=True)
    ]  # fmt: skip
    each = " ".join(say("evaluation.placebo.each", name=n, value=v, p=p) for n, v, p in rows)
    columns = [say("evaluation.event.outcome"), say("evaluation.placebo.spread"),
               say("evaluation.numbers.p")]  # fmt: skip
    every = pd.concat(parts, ignore_index=True)
    return make_figure(
        report, "placebos", charts.comparison_strips, every, words="evaluation.placebo",
        values={"most": MOST, "each": each},
        source=report.source_line(*(one.shown for one in evaluation.outcomes), series=True),
        table=make_table(report, "placebos_table", columns, rows, subtitle=evaluation.plan.effort),
        data=every[["indicator", "estimate", "own"]],
    )  # fmt: skip


def _placements(report: Report, outcome: Outcome) -> pd.DataFrame:
    """Statistics of placements in their own standard deviation, the effort last."""
    seen = outcome.design.matched @ outcome.design.of(outcome.panel).change
    spread = float(seen.std()) or 1.0
    placed = (seen - seen.mean()) / spread
    others = np.sort(placed[1:])
    shown = others[np.linspace(0, len(others) - 1, min(MOST, len(others))).astype(int)]
    low, high = ((end - seen.mean()) / spread for end in outcome.found.interval)
    words = {"strip": "nation", "label": name_of(report, outcome), "municipality": "",
             "strip_label": report.text("evaluation.placebo.strip", count=len(placed)),
             "indicator": outcome.held.entry.id, "name": report.text("evaluation.placebo.own"),
             "rank_text": report.text("evaluation.placebo.p",
                                      p=probability(report, outcome.found.estimate.p))}  # fmt: skip
    rows = pd.DataFrame({"estimate": [*shown, placed[0]]})
    own = np.arange(len(rows)) == len(rows) - 1
    ends = {"lower": np.where(own, low, np.nan), "upper": np.where(own, high, np.nan)}
    return rows.assign(**words, own=own, median=0.0, **ends)
