"""What kind of place the report is about: its size, its areas, and whom it is compared with."""

from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Paragraph, Table
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.areas import find_municipality, skr_groups

Facts = tuple[tuple[str, str], ...]
MEASURED = ("area_type", "economic_standard", "education", "labour_status")


def place_facts(report: Report) -> Facts:
    """Residents, areas and comparisons, as the line of facts under a title."""
    say, people = report.text, report.get("population", "municipality")
    facts = []
    if isinstance(people, IndicatorData):
        report.shows(people)
        number = report.language.number(people.latest["value"].sum())
        facts.append((number, say("captions.place.residents", year=people.year)))
    areas = {family: _areas(report, family) for family in ("regso", "deso")}
    for family, (level, count) in areas.items():
        kind = family if count > areas["regso"][1] else "regso"  # as many: the same areas
        if count:
            words = say(f"captions.place.{kind}", level=report.level_vintage(level))
            facts.append((str(count), words))
    facts.append(("", _compared(report)))
    return tuple(facts)


def _areas(report: Report, family: str) -> tuple[str, int]:
    """Vintage and number of the areas that types and indices are of, else of those with people."""
    for indicator in (*MEASURED, "population"):
        held = report.read.held(indicator, family)
        if held is not None:
            return held.level, held.latest["area"].nunique()
    return "", 0


def _compared(report: Report) -> str:
    kind = "similar" if report.similar_is_official else "similar_skr"
    named = {
        "similar": report.text(f"captions.place.{kind}", count=len(report.similar)),
        "county": report.language.county(report.place.county_name),
        "nation": report.text("levels.nation"),
    }
    parts = [named.get(one, one) for one in report.params.compare_with]
    return report.text("captions.place.compared", others=report.language.listing(parts))


def show_definition(report: Report) -> Paragraph:
    """What segregation is, in the words of the documents that the report serves."""
    return Paragraph(report.text("whole_municipality.definition"), lang=report.lang)


def show_place(report: Report) -> Table:
    """Context of the municipality: what a reader has to know before comparing it."""
    say, rows = report.text, []
    for indicator in ("population", "children_share", "median_age", "density"):
        if indicator not in report.read.catalogue.indicators:
            continue
        held = report.get(indicator, "municipality")
        if isinstance(held, IndicatorData):
            report.shows(held)
            value = report.language.number(held.latest["value"].iloc[-1], held.entry.decimals)
            unit = say(f"cards.units.{held.entry.unit}")
            rows.append((held.entry.label.in_language(report.lang), value, unit, str(held.year)))
    group = skr_groups().set_index("code")[f"name_{report.lang}"].get(report.place.skr_group, "")
    rows.append((say("captions.place.skr_group"), report.place.skr_group, group, "2023"))
    heads = ("what", "value", "<unit", "year")
    return make_table(
        report, "place", heads, rows, words="captions.place", subtitle=report.place.name,
        notes=_similar(report),
    )  # fmt: skip


def _similar(report: Report) -> tuple[str, ...]:
    """Who the similar municipalities are, where the report compares with them."""
    others = [find_municipality(code).name for code in report.similar if code != report.place.code]
    if not others or "similar" not in report.params.compare_with:
        return ()
    key = "named_similar" if report.similar_is_official else "named_skr"
    return (report.text(f"captions.place.{key}", names=report.language.listing(others)),)
