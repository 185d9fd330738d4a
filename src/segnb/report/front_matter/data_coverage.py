"""What exists: indicator by level and year, so that no hole is silent."""

from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap, Table
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Indicator

FAMILIES = ("municipality", "regso", "deso")
ELSEWHERE = ("district", "school")
FINER = {"municipality": ("regso", "deso", *ELSEWHERE), "regso": ("deso",)}  # what lies within
STATES = {
    "inapplicable": "inapplicable",
    "suppressed": "few",
    "blank": "blank",
    "held": "published",
    "published": "none",
}


def show_gap(report: Report, indicator: str, family: str) -> Gap | None:
    """The gap where an indicator is not held at a level; nothing where it is."""
    found = report.get(indicator, family)
    return found if isinstance(found, Gap) else None


def show_coverage(report: Report, focus: str, *, key: str = "") -> Table:
    """Matrix of the indicators of a focus area: held, at the producer, or nowhere.

    Parameters
    ----------
    focus
        Focus area of the catalogue: `housing`, `education`, …
    """
    entries = report.read.catalogue.of_focus(focus)
    families = [
        *FAMILIES,
        *(f for f in ELSEWHERE if any(_published(report, e, f) for e in entries)),
    ]
    say = report.text
    columns = ["indicator", *(f"<{_head(report, f)}" for f in families)]
    rows = [
        (entry.label.in_language(report.lang), *(_cell(report, entry, f) for f in families))
        for entry in entries
    ]
    return make_table(
        report,
        key or f"coverage_{focus}",
        columns,
        rows,
        words="captions.coverage",
        values={"focus": say(f"{focus}.title").lower()},
        on_paper=False,
    )


def _head(report: Report, family: str) -> str:
    name = report.level_name(family)
    return name[:1].upper() + name[1:]


def _cell(report: Report, entry: Indicator, family: str) -> str:
    """Years that are held, each vintage of areas and each unbroken run of years by itself."""
    years = _held_years(report, entry, family)
    if years:
        told = ", ".join(dict.fromkeys(years))
        return report.text("captions.coverage.held", years=told)
    state = STATES[report.lack_of(entry, family)]
    return _within(report, entry, family) if state == "none" else _state(report, state)


def _within(report: Report, entry: Indicator, family: str) -> str:
    """Of a level without a figure of its own: at which level within it there is one."""
    finer = next((f for f in FINER.get(family, ()) if _published(report, entry, f)), "")
    if not finer:
        return _state(report, "none")
    state = "held" if _held_years(report, entry, finer) else "published"
    return _state(report, f"{state}_within", level=report.level_name(finer))


def _state(report: Report, state: str, **words: str) -> str:
    return report.text(f"captions.coverage.{state}", **words)


def _held_years(report: Report, entry: Indicator, family: str) -> list[str]:
    """Runs of years of each vintage of a level."""
    levels = [level.id for level in LEVELS.values() if level.family == family]
    held = [_covered(report, entry, level) for level in levels]
    return [span for each in held for span in _spans(report, each)]


def _covered(report: Report, entry: Indicator, level: str) -> list[int]:
    """Years that values are held of, all years of a mean of several."""
    spans = (entry.span(year, report.place.county) for year in report.read.years(entry.id, level))
    return sorted({year for first, last in spans for year in range(first, last + 1)})


def _spans(report: Report, years: list[int]) -> list[str]:
    """Each run of years as first and last; years that are apart, such as elections, one by one."""
    return [report.language.years(*run) for run in _runs(years)]


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """First and last year of each run of years that follow upon each other.

    Examples
    --------
    >>> _runs([2015, 2016, 2017, 2020, 2021]), _runs([2018, 2022])
    ([(2015, 2017), (2020, 2021)], [(2018, 2018), (2022, 2022)])
    """
    ends = [year for year in years if year + 1 not in years]
    starts = [year for year in years if year - 1 not in years]
    return list(zip(starts, ends, strict=True))


def _published(report: Report, entry: Indicator, family: str) -> bool:
    basis = report.read.catalogue[entry.of] if entry.of else entry
    return any(LEVELS[level].family == family for level in entry.levels or basis.levels)
