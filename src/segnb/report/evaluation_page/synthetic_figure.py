"""One treated area beside a mix of others that was like it before: a figure, not a verdict."""

import numpy as np
import pandas as pd

from segnb.analysis.evaluation.synthetic_control import Synthetic, synthetic_control
from segnb.report import charts
from segnb.report.evaluation_page.evaluation_words import amount, name_of, names, probability
from segnb.report.evaluation_page.judgement import Evaluation, Outcome
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.vocabulary.evaluation_plan import Refusal

FIELD = (0.025, 0.975)  # of the comparison areas' differences
Pair = tuple[Outcome, Synthetic]


def show_synthetic(report: Report, evaluation: Evaluation) -> Figure | Gap | None:
    """The one treated area and its synthetic control; nothing where several areas were treated.

    An outcome whose area lies outside what others can mix is named in the gap, or left out where
    another outcome has a figure.
    """
    if len(evaluation.plan.treated) != 1:
        return None
    found, refused = _each(evaluation)
    if not found:
        return _gap(report, refused)
    say = report.text
    each = " ".join(_sentence(report, *one) for one in found)
    start = (evaluation.plan.start, say("evaluation.event.start", year=evaluation.plan.start))
    every = pd.concat([_lines(report, *one) for one in found], ignore_index=True)
    data = every[["indicator", "series", "year", "value", "lower", "upper"]]
    return make_figure(
        report, "synthetic_control", charts.small_multiples, every, words="evaluation.synthetic",
        values={"each": each},
        source=report.source_line(*(one.shown for one, _ in found), series=True),
        table=_table(report, evaluation, found), data=data,
        breaks={name_of(report, one): [start] for one, _ in found},
    )  # fmt: skip


def _each(evaluation: Evaluation) -> tuple[list[Pair], list[tuple[Outcome, Refusal]]]:
    found, refused = [], []
    for outcome in evaluation.outcomes:
        try:
            found.append((outcome, synthetic_control(outcome.panel)))
        except Refusal as why:
            refused.append((outcome, why))
    return found, refused


def _gap(report: Report, refused: list[tuple[Outcome, Refusal]]) -> Gap:
    why = " ".join(reason.in_language(report.language) for _, reason in refused)
    return report.gap(
        "synthetic_control", report.text("evaluation.synthetic.title"), why,
        status="not_applicable",
    )  # fmt: skip


def _sentence(report: Report, outcome: Outcome, made: Synthetic) -> str:
    return report.text(
        "evaluation.synthetic.each", name=name_of(report, outcome),
        value=amount(report, outcome, made.effect, sign=True), p=probability(report, made.p),
    )  # fmt: skip


def _lines(report: Report, outcome: Outcome, made: Synthetic) -> pd.DataFrame:
    """The area less its mix, before the field of the others less theirs."""
    low, high = np.quantile(made.placebos, FIELD, axis=0)
    unit = report.text(f"evaluation.unit.{outcome.held.entry.unit}")
    level = report.level_name(outcome.held.level)
    shared = pd.DataFrame({
        "year": outcome.panel.years, "panel": name_of(report, outcome),
        "indicator": outcome.held.entry.id,
        "subtitle": report.text("evaluation.event.panel", unit=unit, level=level),
    })  # fmt: skip
    own = shared.assign(series="own", kind="own", value=made.gap,
                        label=report.text("evaluation.synthetic.own"))  # fmt: skip
    others = shared.assign(
        series="others", kind="median", label=report.text("evaluation.synthetic.others"),
        value=(low + high) / 2, lower=low, upper=high,
    )  # fmt: skip
    return pd.concat([others, own], ignore_index=True)


def _table(report: Report, evaluation: Evaluation, found: list[Pair]) -> Table:
    say = report.text
    keys = ("effect", "misfit", "p", "weights")
    heads = [say("evaluation.event.outcome"), *(say(f"evaluation.synthetic.{key}") for key in keys)]
    rows = [
        (name_of(report, one), amount(report, one, made.effect, sign=True),
         report.language.number(made.misfit, 2), probability(report, made.p),
         _weights(report, evaluation, made))
        for one, made in found
    ]  # fmt: skip
    return make_table(
        report, "synthetic_control_table", heads, rows, subtitle=evaluation.plan.effort,
        notes=(say("evaluation.synthetic.note"),),
    )  # fmt: skip


def _weights(report: Report, evaluation: Evaluation, made: Synthetic) -> str:
    known = names(evaluation, tuple(made.weights))
    return report.language.listing([
        f"{name} {report.language.number(100 * weight)} %"
        for name, weight in zip(known, made.weights.values(), strict=True)
    ])  # fmt: skip
