"""All tests of change that a report makes, in one table: from its data any adjusted p follows."""

import pandas as pd

from segnb.measures.inference import LEAST_P
from segnb.report.change.beside_words import apart_of
from segnb.report.change.change_rules import BESIDE, TURN, judged
from segnb.report.change.printed_values import change_of_values, decimals_of, interval_cell
from segnb.report.charts.absence import NOT_APPLICABLE
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Table
from segnb.report.phrases import divided_by, p_text
from segnb.vocabulary.i18n import DASH

HEADS = ("series", "<test", "<level", "years", "difference", "interval", "p", "adjusted", "<after")
DATA = ["indicator", "family", "level", "test", "first", "last", "estimate", "lower", "upper", "p"]
DATA += ["adjusted", "tests", "shared", "turn"]


def show_tests(report: Report) -> Table | None:
    """Every test of change of the report with its p; nothing where none can be made."""
    every = judged(report.read)
    tested = every[every["p"].notna()]
    if tested.empty:
        return None
    own = every[every["test"] == "change"].set_index(["indicator", "family"])
    rows = [_line(report, row, own.loc[row["indicator"], row["family"]])
            for _, row in tested.iterrows()]  # fmt: skip
    words, data = "trends.all_tests", tested[DATA]
    return make_table(report, "tests", HEADS, rows, words=words, data=data, on_paper=False)


def _line(report: Report, row: pd.Series, own: pd.Series) -> tuple[str, ...]:
    entry, lang = report.read.catalogue[row["indicator"]], report.lang
    is_index = row["family"] != "municipality"
    name = report.text("trends.index_name", name=divided_by(report, entry))
    least = LEAST_P if is_index and row["test"] != TURN else 0.0
    turn = "" if pd.isna(row["turn"]) else int(row["turn"])
    return (
        name[:1].upper() + name[1:] if is_index else entry.name.in_language(lang),
        report.text(f"trends.all_tests.of_{row['test']}", turn=turn),
        report.level_vintage(row["level"]) if pd.notna(row["level"]) else DASH,
        report.language.years(int(row["first"]), int(row["last"])),
        *_difference(report, row, own),
        *(p_text(report, row[column], least) for column in ("p", "adjusted")),
        _after(report, row),
    )


def _difference(report: Report, row: pd.Series, own: pd.Series) -> tuple[str, str]:
    """Difference of the printed values with its interval; a turn has neither."""
    if row["test"] == TURN:
        return NOT_APPLICABLE, NOT_APPLICABLE
    places = decimals_of(report.read.catalogue[row["indicator"]], row["family"] != "municipality")
    beside = row["test"] == BESIDE
    change = apart_of(own, row, places) if beside else change_of_values(own, places)
    return report.language.number(change, places, sign=True), interval_cell(report, row)


def _after(report: Report, row: pd.Series) -> str:
    how = "holm" if row["shared"] is True else "rate"
    return report.text(f"trends.all_tests.{how}", count=report.language.number(row["tests"]))
