"""What a chapter shows of a focus area: the best that is held, as the catalogue ranks it."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from segnb.report.change.trend_figure import pair, show_trend
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Block, Gap
from segnb.report.reading.sexes import SEXES
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Indicator

MOST = 4
EXPECTED = 8  # first of the rank, of which a chapter says that they are missing
SERIES = 2  # years that make a series


def best_of(
    report: Report,
    focus: str,
    *,
    years: int = SERIES,
    most: int = MOST,
    but: Iterable[str] = (),
    one_unit: bool = False,
) -> list[str]:
    """Indicators of a focus area that are held for the municipality, best first.

    The rank is the order of the catalogue, so an entry that is added there is shown. What is
    among the first of the rank and not held is remembered as a gap of the chapter.

    Parameters
    ----------
    focus
        Focus area of the catalogue: `housing`, `education`, …
    years, most
        Fewest years that are held, and how many indicators at most.
    but
        Those that the chapter shows in another way.
    one_unit
        Only those with the unit of the first, for strips on one scale.

    Returns
    -------
    list of str
        Ids; where none is held the first of the rank, whose gap is then shown.
    """
    ranked = [entry for entry in ranked_in(report, focus) if entry.id not in set(but)]
    for entry in ranked[:EXPECTED]:
        if not report.read.years(entry.id, "municipality"):
            report.gap_of(entry.id, "municipality")
    held = [e for e in ranked if len(report.read.years(e.id, "municipality")) >= years]
    if one_unit:
        held = [entry for entry in held if entry.unit == held[0].unit]
    return [entry.id for entry in held[:most] or ranked[:1]]


def ranked_in(report: Report, focus: str) -> list[Indicator]:
    """Entries with one value a municipality, in the order of the catalogue."""
    entries = report.read.catalogue.of_focus(focus)
    return [entry for entry in entries if entry.kind != "counts" and _whole(report, entry)]


def _whole(report: Report, entry: Indicator) -> bool:
    levels = entry.levels or (report.read.catalogue[entry.of].levels if entry.of else ())
    return any(LEVELS[level].family == "municipality" for level in levels)


def best_by_sex(report: Report, focus: str, *, most: int = 2) -> list[str]:
    """Indicators of a focus area with a series for women and one for men, best first."""
    ranked = [entry for entry in ranked_in(report, focus) if entry.by_sex]
    known = (entry.id for entry in ranked if _knows_sexes(report, entry))
    return list(islice(known, most))


def _knows_sexes(report: Report, entry: Indicator) -> bool:
    held = report.read.held(entry.id, "municipality", sex=None)
    if held is None:
        return False
    known = held.rows[held.rows["value"].notna()]
    pairs = {(s, year) for s, year in zip(known["sex"], known["year"], strict=True) if s in SEXES}
    return sum(n == len(SEXES) for n in Counter(year for _, year in pairs).values()) >= SERIES


def show_sexes(report: Report, focus: str) -> Block | Gap | None:
    """Two series of a focus area for women and men beside each other; nothing where none is."""
    names = best_by_sex(report, focus)
    shown = [show_trend(report, name, by_sex=True, half=len(names) > 1) for name in names]
    return pair(report, *[*shown, None, None][:2])
