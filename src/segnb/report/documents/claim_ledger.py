"""The ledger of claims: who says what, what is known of the country, what is found here."""

from string import ascii_lowercase

import pandas as pd

from segnb.analysis import claims
from segnb.report.documents.claim_evidence import Claims, words_of
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Row, Table
from segnb.vocabulary.published_facts import facts
from segnb.vocabulary.seeds import seed_table

NET_MOVES = "net_migration"


def count_verdicts(report: Report, found: Claims) -> str:
    """Sentence that says how many claims got which verdict here; claims on the country got none."""
    here = [one for one in found.verdicts.values() if one.claim not in claims.NATIONAL]
    kinds = [one.verdict for one in here]
    parts = [
        report.text(f"claims.counts.{kind}", count=kinds.count(kind))
        for kind in claims.VERDICTS
        if kind in kinds
    ]
    verdicts, national = (report.language.listing(one) for one in (parts, [*claims.NATIONAL]))
    words = {"total": len(kinds), "all": len(found.verdicts), "national": national}
    return report.text("claims.counted", verdicts=verdicts, **words)


def show_ledger(report: Report, found: Claims) -> Table:
    """All ten claims in the order of the documents, never by verdict."""
    say, known, table = report.text, _known(report, found), seed_table("claims")
    _rest_on_types(report)
    marks = _marks(table["source_file"])
    rows = [_row(report, found, row, known, marks) for row in table.to_dict("records")]
    heads = ("claim", "<nation", "<here")
    cited = {mark: say(f"interventions.documents.{key}") for key, mark in marks.items()}
    for one in (*cited.values(), *say("claims.ledger.documents").split("; ")):
        report.trail.use_document(one)
    sources = [f"{mark}: {document}." for mark, document in cited.items()]
    measured = report.language.listing(list(table.loc[table["measure_named"], "claim_id"]))
    return make_table(
        report, "claims", heads, rows, words="claims.ledger",
        notes=(*sources, say("claims.ledger.named", claims=measured)),
    )  # fmt: skip


def _rest_on_types(report: Report) -> None:
    """Remember the lists of types that the numbers on the country were counted from."""
    years = sorted({point.year for point in facts()["area_types"].points})
    held = (report.read.held("area_type", "regso", year=year) for year in years)
    report.shows(*filter(None, held))


def _marks(sources: pd.Series) -> dict[str, str]:
    """A letter for each document, in the order in which claims name them."""
    keys = dict.fromkeys(key for several in sources for key in several)
    return dict(zip(keys, ascii_lowercase, strict=False))


def _row(
    report: Report, found: Claims, row: dict, known: dict[str, str], marks: dict[str, str]
) -> Row:
    say, own = report.text, f"claims.claim.{row['claim_id']}"
    claim = say(
        "claims.ledger.said",
        id=row["claim_id"],
        claim=say(f"{own}.text_cited"),
        source=", ".join(marks[key] for key in row["source_file"]),
        period=say(f"{own}.period"),
    )
    nation = say(
        "claims.ledger.known",
        reading=say(f"{own}.reading", **known),
        known=say(f"{own}.known_cited", **known),
        source=say(f"{own}.known_source"),
    )
    return Row((claim, nation, _here(report, found, row["claim_id"])))


def _here(report: Report, found: Claims, claim: str) -> str:
    """Verdict with its definition and numbers, or with the reason why there is none."""
    verdict = found.verdicts[claim]
    if claim in claims.NATIONAL:
        return report.text("claims.only_nation")
    parts = []
    if verdict.reason:
        key = f"claims.why.{verdict.reason}"
        parts.append(report.text(key if report.language.has(key) else "claims.why.other"))
    if verdict.numbers and report.language.has(f"claims.here.{claim}"):
        words = words_of(report, found, claim)
        parts.append(report.text(f"claims.here.{claim}", **words))
    more = {"K2": _no_yardstick, "K6": _net_moves}.get(claim)
    why = " ".join(parts) + (more(report, found) if more else "")
    word = report.text(f"claims.verdicts.{verdict.verdict}")
    return report.text("claims.ledger.verdict", verdict=word, why=why)


def _no_yardstick(report: Report, found: Claims) -> str:
    return "" if found.verdicts["K2"].numbers else report.text("claims.no_yardstick")


def _net_moves(report: Report, _: Claims) -> str:
    """Net moves of the municipality, where they are held: all that open data have."""
    held = report.read.held(NET_MOVES, "municipality")
    if held is None:
        return ""
    report.use(held)
    report.shows(held)
    value = report.language.number(held.latest["value"].iloc[0], sign=True)
    return report.text("claims.moves", year=held.year, value=value)


def _known(report: Report, found: Claims) -> dict[str, str]:
    """Published numbers that the column on the country retells."""
    index, types = facts()["inequality_index_nation"], facts()["area_types"]
    (first, a), (last, b) = ((point.year, point.value) for point in index.points)
    turnout, gini = facts()["turnout_by_type"], facts()["gini_long"]
    years = sorted({point.year for point in types.points})
    number, year = report.language.number, max(point.year for point in turnout.points)
    challenged = {y: sum(types.at(y, kind) for kind in ("1", "2")) for y in years}
    words = {
        "index_first": str(first), "index_last": str(last),
        "index_a": number(a), "index_b": number(b),
        "index_units": number(b - a), "index_percent": number(100 * (b - a) / a),
        "types_first": str(years[0]), "types_last": str(years[-1]),
        "types_a": number(challenged[years[0]]), "types_b": number(challenged[years[-1]]),
        "regso": number(facts()["regso"].points[0].value),
        "gini": number(gini.value, 2), "gini_year": str(gini.points[0].year),
        "employment": number(facts()["employment_gap_types"].value),
        "turnout_year": str(year),
        **{f"turnout_{kind}": number(turnout.at(year, kind)) for kind in ("1", "5")},
    }  # fmt: skip
    return words | words_of(report, found, "K10")
