"""How the source of an effort names the municipality: on a list, by districts, or with money."""

import re

import pandas as pd

from segnb.report.municipality_report import Report
from segnb.vocabulary.effort_register import MONEY, in_place

PER_TKR = {"kr": 1000.0, "tkr": 1.0, "mnkr": 0.001}  # of a unit, in a thousand crowns
OFFERED, GRANTED = "I11", "I10"  # efforts of which the register has the amount of each place


def how_named(report: Report, row: dict, frame: pd.DataFrame, every: pd.DataFrame) -> str:
    """How a source names the municipality, in words; empty where it does not."""
    if report.place.synthetic:
        return ""
    here = in_place(every, report.place.code)
    if row["id"] in (OFFERED, GRANTED):
        return _granted(report, row["id"], here)
    if row["id"] not in set(here["id"]):
        return ""
    apart = here[(here["id"] == row["id"]) & (here["start"].str[:4] > row["start"][:4])]
    if row["start"] and len(apart):
        return _added(report, apart.iloc[0].to_dict())
    note = f"{row['note']} " + " ".join(
        frame.set_index("id").loc[other, "note"]
        for other in re.findall(r"\b[IX]\d{2}\b", row["content"]) if other in set(frame["id"])
    )  # fmt: skip
    listed = re.search(rf"\b{re.escape(report.place.name)}: ([^.:]+)\.", note)
    if listed:
        return report.text("interventions.named.districts", districts=listed[1])
    return report.text("interventions.named.listed")


def _added(report: Report, own: dict) -> str:
    """When a municipality joined an effort that had begun before, and with which money."""
    sums = report.language.listing(sums_in_words(report, own))
    return report.text("interventions.named.added", year=own["start"][:4], amount=sums)


def _granted(report: Report, effort: str, here: pd.DataFrame) -> str:
    """Amounts of a grant that the register gives for the municipality."""
    key, money = (
        ("offered", "money_applicable") if effort == OFFERED else ("granted", "money_awarded")
    )
    rows = here[here["id"].str.startswith(f"{effort}-")]
    return "; ".join(
        report.text(f"interventions.named.{key}", name=row["name_sv"],
                    amount=report.language.number(row[money] / PER_TKR[row["currency_unit"]]))
        for row in rows.to_dict("records")
    )  # fmt: skip


def sums_in_words(report: Report, row: dict) -> list[str]:
    """Each sum of money of an effort, named for what it is."""
    return [
        report.text(f"interventions.money.{name}", amount=amount_in_words(report, row[name]),
                    unit=report.text(f"interventions.money.{row['currency_unit']}"))
        for name in MONEY if row[name] == row[name]
    ]  # fmt: skip


def amount_in_words(report: Report, value: float) -> str:
    """An amount, without decimals where it is whole."""
    return report.language.number(value, 0 if value == round(value, 0) else 1)
