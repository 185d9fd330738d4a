"""Words under the title of a series: who is counted, where, when, and what each mark means."""

from collections.abc import Collection

from segnb.report.change.trend_frames import Lines, peer_words
from segnb.report.change.trend_series import Trend, mean_marks
from segnb.report.municipality_report import Report


def subtitle_of(
    report: Report, trend: Trend, lines: Lines, floor: float, marks: Collection[str]
) -> str:
    """Words under the title: the measure, those counted, level and years, and each mark shown.

    Parameters
    ----------
    floor
        Where the axis starts.
    marks
        Which of `break`, `hole` and `unconcluded` (no rule gives a verdict) there are.
    """
    entry, say = trend.entry, report.text
    kind = "index_figure" if trend.index else "figure"
    words = {
        "label": entry.label.in_language(report.lang),
        "population": people_words(report, trend),
        "unit": say(f"cards.units.{entry.unit}"),
        "level": level_words(report, trend),
        "years": report.language.years(trend.begins, trend.years[1]),
    }
    shown = {
        peers_mark(lines): lines.peers > 0,
        "sexes": "women" in set(lines.frame["kind"]),
        "sexes_young": "girls" in set(lines.frame["kind"]),
        "interval": not trend.index and bool(lines.frame["lower"].notna().any()),
        "break": "break" in marks,
        "hole": "hole" in marks
        or bool(lines.frame.loc[lines.frame["kind"] == "own", "value"].isna().any()),
        "floor": floor > 0,
        "unconcluded": "unconcluded" in marks,
    } | mean_marks(trend)
    more = {"peers": peer_words(report, lines.peers), "floor": report.language.number(floor)}
    counts = lines.behind.values()
    more["behind"] = report.language.years(min(counts, default=0), max(counts, default=0))
    texts = [say(f"trends.marks.{mark}", **more) for mark, is_so in shown.items() if is_so]
    return " ".join([say(f"trends.{kind}.subtitle", **words), *texts])


def peers_mark(lines: Lines) -> str:
    """Whether there is a median of the others, and whether it is that of all of them."""
    if not lines.behind:
        return "peers_alone"
    return "peers" if set(lines.behind.values()) == {lines.peers} else "peers_some"


def people_words(report: Report, trend: Trend) -> str:
    """Population as part of a longer line."""
    return trend.entry.population.in_language(report.lang).removesuffix(".")


def level_words(report: Report, trend: Trend) -> str:
    """Levels with their vintages, as a subtitle names them."""
    names = [report.level_vintage(level) for level in trend.levels]
    return report.language.listing(list(dict.fromkeys(names)))
