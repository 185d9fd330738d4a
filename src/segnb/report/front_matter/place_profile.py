"""What kind of place the report is about: its size, its areas, and whom it is compared with."""

from collections.abc import Iterable

from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Paragraph, Table
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.areas import SKR_YEAR, find_municipality, skr_groups

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
    say, rows, shown = report.text, [], []
    for indicator in ("population", "children_share", "median_age", "density"):
        if indicator not in report.read.catalogue.indicators:
            continue
        held = report.get(indicator, "municipality")
        if isinstance(held, IndicatorData):
            shown.append(held)
            value = report.language.number(held.latest["value"].iloc[-1], held.entry.decimals)
            unit = say(f"cards.units.{held.entry.unit}")
            rows.append((held.entry.label.in_language(report.lang), value, unit, str(held.year)))
    group = skr_groups().set_index("code")[f"name_{report.lang}"].get(report.place.skr_group, "")
    name = f"{say('captions.place.skr_group')}: {group[:1].lower()}{group[1:]}"
    rows.append((name, report.place.skr_group, "", str(SKR_YEAR)))
    heads = ("what", "value", "<unit", "year")
    return make_table(
        report, "place", heads, rows, words="captions.place", subtitle=report.place.name,
        notes=_similar(report), source=_source(report, shown),
    )  # fmt: skip


def _source(report: Report, shown: Iterable[IndicatorData]) -> str:
    """Where the rows come from, and the groups that the municipality is compared in."""
    say = report.text
    report.trail.use_table("SKR", say("captions.place.skr_title"), SKR_YEAR)
    parts = [report.source_line(*shown), say("captions.place.source_skr", year=SKR_YEAR)]
    if "similar" in report.params.compare_with and report.similar_is_official:
        parts.append(_source_of_similar(report))
    return " ".join(parts)


def _source_of_similar(report: Report) -> str:
    """Who publishes the similar municipalities, and the year that the name of the group has."""
    group = report.similar_group.iloc[0]
    year = str(report.show_similar() or report.text("captions.place.year_unknown"))
    producer = report.trail.producer(group["snapshot"])
    return report.text("captions.place.source_similar", producer=producer, year=year)


def _similar(report: Report) -> tuple[str, ...]:
    """Who the similar municipalities are, where the report compares with them."""
    others = [find_municipality(code).name for code in report.similar if code != report.place.code]
    if not others or "similar" not in report.params.compare_with:
        return ()
    key = "named_similar" if report.similar_is_official else "named_skr"
    return (report.text(f"captions.place.{key}", names=report.language.listing(others)),)
