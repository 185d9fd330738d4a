"""What a figure says where its values rest on few people: rates and shares of a small place."""

from collections.abc import Iterable

from segnb.report.municipality_report import Report
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import Indicator

FEW_RESIDENTS = 10_000  # of whom some hundred are in the last year of compulsory school
FEW_IN_FLATS = 500  # of whom a household of four is nearly one per cent
CROWDED = ("overcrowding", "overcrowding_norm3")


def few_people(report: Report, shown: Iterable[Indicator]) -> list[str]:
    """Sentences on what is shown; none where the municipality is larger."""
    entries = list(shown)
    told = one_case(report, *entries), _few_pupils(report, entries), _few_in_flats(report, entries)
    return [said for said in told if said]


def _small_place(report: Report) -> IndicatorData | None:
    """The residents, where they are few."""
    people = report.read.held("population", "municipality")
    return people if people is not None and _count(people) < FEW_RESIDENTS else None


def _count(people: IndicatorData) -> float:
    return float(people.latest["value"].sum())


def one_case(
    report: Report, *entries: Indicator, told: str = "case", year: int | None = None
) -> str:
    """What one case is in a rate per 100 000 of a year (the newest), where residents are few."""
    if _small_place(report) is None or all(entry.unit != "per_100000" for entry in entries):
        return ""
    people = report.read.held("population", "municipality", year=year)
    if people is None or not (count := _count(people)):
        return ""
    one = report.language.number(100_000 / count)
    return report.text(f"trends.few_people.{told}", one=one, year=report.use(people).year)


def _few_pupils(report: Report, entries: list[Indicator]) -> str:
    """That shares of pupils rest on few of them."""
    of_pupils = any("pupils" in entry.population.en.lower() for entry in entries)
    if not of_pupils or _small_place(report) is None:
        return ""
    limit = report.language.number(FEW_RESIDENTS)
    return report.text("trends.few_people.pupils", limit=limit)


def _few_in_flats(report: Report, entries: list[Indicator]) -> str:
    """How many live in flats, where shares of them rest on few."""
    if all(entry.id not in CROWDED for entry in entries):
        return ""
    held = report.read.held("apartment_share", "municipality")
    if held is None or not 0 < (count := held.latest["numerator"].sum()) < FEW_IN_FLATS:
        return ""
    words = {"count": report.language.number(count), "year": report.use(held).year}
    return report.text("trends.few_people.flats", **words)
