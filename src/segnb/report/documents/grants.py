"""Grants of 2018 as the national documents print them: offers, counties, recipients, totals.

What was printed and how it is read stand beside each other; a difference without a known cause
stays one. Nothing here was paid for all that the documents say: amounts are what could be applied
for, what was stated, or example calculations, and each table says which.
"""

from typing import Any

import pandas as pd

from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Bullets, Row, Table
from segnb.vocabulary.i18n import DASH
from segnb.vocabulary.seeds import seed_table

OFFERED, COUNTIES, RECIPIENTS = (
    "grants_tillvaxtverket_2018",
    "grants_delmos_2018_by_county",
    "grants_delmos_2018_gavleborg",
)
AMOUNTS = ("amount_2018", "amount_2019_as_printed", "amount_2019", "per_year_2020_2027")
COUNTED = ("region", "kommun", "ideell_forening", "stiftelse", "recipients_computed", "amount_tkr")
LISTED_COUNTY = "21"  # the only county whose recipients the documents list by name
NOT_SUMMED = "·"
SIGNS = {"last_digit_missing_2019": " †", "non_breaking_space_2019": " ‡"}
FRAME, DECIDED = "X06", "X07"  # efforts: what could be applied for, what was decided


def show_offered(report: Report) -> Table:
    """What municipalities could apply for in 2018: the own one, its county and remarks.

    The columns of later years are example calculations and are named so; the whole list is in the
    data of the table.
    """
    say, frame, number = report.text, seed_table(OFFERED), report.language.number
    own = frame["municipality_code"] == report.place.code
    amount = number(frame.loc[own, "amount_2018"].sum())
    words: dict[str, Any] = {"count": len(frame), "amount": amount}
    kind = "" if own.any() else "_synthetic" if report.place.synthetic else "_other"
    return make_table(
        report, "grants_offered", ("municipality", *AMOUNTS), _offered_rows(report, frame),
        words="interventions.offered",
        title=say(f"interventions.offered.title{kind}", **words),
        on_paper=False, notes=_offered_notes(report, frame),
        data=frame.assign(flag=frame["flag"].map("; ".join)),
    )  # fmt: skip


def _offered_rows(report: Report, frame: pd.DataFrame) -> list[Row]:
    shown = pd.DataFrame(_offered_kinds(report, frame)).any(axis=1)
    rows = [_offer(report, row) for row in frame[shown].to_dict("records")]
    others = report.text("interventions.offered.others", count=int((~shown).sum()))
    rows.append(_sums(report, others, frame[~shown].sum(numeric_only=True)))
    stated = _stated(OFFERED)
    total = frame.sum(numeric_only=True)
    for name, sums in {"sum": total, "stated": stated, "difference": stated - total}.items():
        rows.append(_sums(report, report.text(f"interventions.offered.{name}"), sums, "total"))
    return rows


def _offered_kinds(report: Report, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Rows that are shown, by the reason for it."""
    codes = frame["municipality_code"]
    own = codes == report.place.code
    near = (codes.str[:2] == report.place.county) & (not report.place.synthetic)
    return {"own": own, "county": near & ~own, "flagged": frame["flag"].map(len) > 0}


def _offer(report: Report, row: dict) -> Row:
    number = report.language.number
    printed = row["amount_2019_as_printed"] + "".join(SIGNS[flag] for flag in row["flag"])
    cells = (row["municipality_name"], number(row["amount_2018"]), printed,
             number(row["amount_2019"]), number(row["per_year_2020_2027"]))  # fmt: skip
    return Row(cells, "own" if row["municipality_code"] == report.place.code else "normal")


def _sums(report: Report, name: str, sums: pd.Series, style: str = "normal") -> Row:
    cells = [NOT_SUMMED if column not in sums or column.endswith("printed")
             else report.language.number(sums[column]) for column in AMOUNTS]  # fmt: skip
    return Row((name, *cells), style)  # type: ignore[arg-type]


def _stated(table: str) -> pd.Series:
    """Totals that a document states for the columns of a table."""
    rows = seed_table("stated_totals")
    rows = rows[rows["table"] == f"{table}.csv"]
    return rows.set_index("column")["stated"]


def _offered_notes(report: Report, frame: pd.DataFrame) -> tuple[str, ...]:
    kinds = [kind for kind, rows in _offered_kinds(report, frame).items() if rows.any()]
    shown = [report.text(f"interventions.offered.shown_{kind}") for kind in kinds]
    decided = seed_table("interventions").set_index("id").loc[DECIDED]
    years = report.language.years(int(decided["start"]), int(decided["end"]))
    words = {"amount": report.language.number(decided["amount_msek"]), "years": years,
             "count": len(frame), "shown": report.language.listing(shown)}  # fmt: skip
    names = ("rows", "as_printed", "administration", "decided")
    return tuple(report.text(f"interventions.offered.{name}", **words) for name in names)


# -- counties


def show_counties(report: Report) -> Table:
    """Grants of 2018 by county, the rows' sums beside the stated totals and what differs."""
    frame, stated = seed_table(COUNTIES), _stated(COUNTIES)
    sums = frame[list(COUNTED)].sum()
    none = frame["flag"].map(lambda flags: "no_grant" in flags)
    none &= frame["county_code"] != report.place.county
    rows = [_county(report, row) for row in frame[~none].to_dict("records")]
    rows.append(_without(report, frame[none]))
    totals = {"sum": sums, "stated": stated[list(COUNTED)], "difference": stated - sums}
    rows += [_total(report, name, values) for name, values in totals.items()]
    number = report.language.number
    words = {"sum": number(sums["amount_tkr"]), "stated": number(stated["amount_tkr"])}
    lists = {name: frame[name].map("; ".join) for name in ("flag", "cells_printed_as_dash")}
    return make_table(
        report, "grants_by_county", ("county", *COUNTED), rows,
        words="interventions.counties", values=words, on_paper=False,
        notes=_county_notes(report, frame, stated - sums), data=frame.assign(**lists),
    )  # fmt: skip


def _county(report: Report, row: dict) -> Row:
    name = _short(report, row["county_name"])
    if not row["county_code"]:
        name = report.text("interventions.counties.several")
    elif row["county_name"] != row["county_name_as_printed"]:
        printed = row["county_name_as_printed"].removesuffix(" län")
        name = report.text("interventions.counties.printed_as", name=name, printed=printed)
    cells = [report.language.number(row[column]) for column in COUNTED]
    return Row((name, *cells), "own" if row["county_code"] == report.place.county else "normal")


def _short(report: Report, name: str) -> str:
    """Name of a county; under a Swedish head that says so without the word for it.

    That which has its name from the municipality keeps the word.
    """
    if report.lang == "en":
        return report.language.county(name)
    short = name.removesuffix(" län")
    return name if short == report.place.name else short


def _without(report: Report, rows: pd.DataFrame) -> Row:
    """Counties whose cells are all dashes, read as zero, in one row."""
    cells = [report.language.number(rows[column].sum()) for column in COUNTED]
    return Row((report.text("interventions.counties.without", count=len(rows)), *cells))


def _total(report: Report, name: str, values: pd.Series) -> Row:
    cells = [report.language.number(values[column]) for column in COUNTED]
    return Row((report.text(f"interventions.counties.{name}"), *cells), "total")


def _county_notes(report: Report, frame: pd.DataFrame, gaps: pd.Series) -> tuple[str, ...]:
    say, number = report.text, report.language.number
    none = frame["flag"].map(lambda flags: "no_grant" in flags)
    names = [_short(report, name) for name in frame.loc[none, "county_name"]]
    frame_of = seed_table("interventions").set_index("id").loc[FRAME, "amount_msek"]
    sums = frame[["kommun", "recipients_computed"]].sum()
    notes = [
        say("interventions.counties.gap", amount=number(gaps["amount_tkr"])),
        say("interventions.counties.zero", names=report.language.listing(names)),
        say("interventions.counties.kommun_note", kommun=number(sums["kommun"]),
            recipients=number(sums["recipients_computed"])),
        say("interventions.counties.frame", frame=number(frame_of)),
    ]  # fmt: skip
    synthetic = [say("interventions.counties.synthetic")] * report.place.synthetic
    return (*synthetic, *notes)


# -- recipients


def show_recipients(report: Report) -> Table | None:
    """Recipients by name, for the county that the documents list them of; nothing elsewhere."""
    if report.place.county != LISTED_COUNTY:
        return None
    say, frame, number = report.text, seed_table(RECIPIENTS), report.language.number
    rows = [_recipient(report, row) for row in frame.to_dict("records")]
    total = number(frame["amount_tkr"].sum())
    rows.append(Row((say("interventions.recipients.sum"), DASH, total), "total"))
    heads = ("name", "<kind", "amount")
    return make_table(
        report, "grants_recipients", heads, rows, words="interventions.recipients",
        on_paper=False,
    )  # fmt: skip


def _recipient(report: Report, row: dict) -> Row:
    kind = report.text(f"interventions.recipients.kinds.{row['recipient_type_inferred']}")
    if "municipal_federation" in row["flag"]:
        kind = report.text("interventions.recipients.federation")
    own = row["municipality_code"] == report.place.code
    cells = (row["recipient_as_printed"], kind, report.language.number(row["amount_tkr"]))
    return Row(cells, "own" if own else "normal")


def show_uses(report: Report) -> Bullets | None:
    """How the municipality used the grant, where a document says it; nothing elsewhere."""
    key = f"interventions.uses.m{report.place.code}"
    if not report.language.has(f"{key}_cited"):
        return None
    source = report.text("interventions.experience.source", source=report.text(f"{key}_source"))
    title = report.text("interventions.uses.title")
    return Bullets((report.text(f"{key}_cited"),), title, source=source, lang=report.lang)
