"""Words over and under panels of series: what is drawn, whose median it is, what is lacking."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from segnb.report.change import published_anchors
from segnb.report.change.printed_values import value_text
from segnb.report.change.trend_captions import level_words, people_words
from segnb.report.change.trend_frames import FEWEST_PEERS, peer_kind
from segnb.report.change.trend_series import Trend, alt_breaks, mean_marks
from segnb.report.charts.absence import early
from segnb.report.charts.line_series import Break, Hole
from segnb.report.exhibits import alt_of_each
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.phrases import period
from segnb.vocabulary.i18n import small
from segnb.vocabulary.published_facts import Fact

Breaks = dict[str, list[Break]]  # by the title of a panel
Holes = dict[str, list[Hole]]


@dataclass(frozen=True)
class Panel:
    """One panel: a series with its verdict, or the gap at its `level` that stands in its place."""

    title: str
    trend: Trend | Gap
    row: pd.Series | None = None
    level: str = ""

    @property
    def named(self) -> str:
        """What has no series at the level; it may have one at another."""
        return f"{self.title} ({self.level})"

    @property
    def why(self) -> str:
        """Why there is no series: too `few` areas for an index, `not_here`, or it is `lacking`."""
        if not isinstance(self.trend, Gap) or self.trend.status != "not_applicable":
            return "lacking"
        return "few" if self.trend.key.endswith("_index") else "not_here"


def drawn_marks(
    frames: list[pd.DataFrame], breaks: Breaks, holes: Holes, years: tuple[int, int]
) -> list[str]:
    """Marks that are drawn in some panel: breaks inside the axis, and years without a value."""
    broken = any(years[0] < year <= years[1] for each in breaks.values() for year, _ in each)
    empty = any(frame.loc[frame["kind"] == "own", "value"].isna().any() for frame in frames
                if len(frame))  # fmt: skip
    return ["break"] * broken + ["hole"] * (empty or any(holes.values()))


def panels_subtitle(
    report: Report, frames: list[pd.DataFrame], panels: int, marks: Iterable[str]
) -> str:
    """What the figure shows, what is drawn in it, and whose median its dashed lines are."""
    panel = next(frame["subtitle"].iloc[0] for frame in frames if len(frame))
    key = f"trends.multiples.subtitle{'_one' * (panels == 1)}"
    each = [report.text(f"trends.marks.{mark}") for mark in marks]
    text = " ".join([report.text(key, n=panels, panel=panel.removesuffix(".")), *each])
    medians = sum(bool(frame["kind"].eq("median").any()) for frame in frames if len(frame))
    if not medians:
        return text
    key = f"trends.multiples.median{'_some' * (medians < panels)}"
    words = {"peers": report.text(f"comparison.{peer_kind(report)}"), "fewest": FEWEST_PEERS}
    return f"{text} {report.text(key, **words)}"


def lacking_words(report: Report, panels: Iterable[Panel]) -> str:
    """Which panels have no series and why, as the end of the line under the figure."""
    names: dict[str, list[str]] = {}
    for panel in panels:
        names.setdefault(panel.why, []).append(small(panel.named))
    listed = {why: report.language.listing(each) for why, each in names.items()}
    return "".join(
        " " + report.text(f"trends.multiples.{why}", names=each) for why, each in listed.items()
    )


def why_empty(report: Report, panel: Panel) -> str:
    """Why a panel has no series, inside it."""
    if panel.why == "lacking":
        return report.text("trends.not_held", level=panel.level)
    return report.text(f"trends.{panel.why}")


def words_of_panel(report: Report, trend: Trend, floor: float) -> str:
    """Who and what a panel is about, where its axis starts and where a mean stands."""
    level = level_words(report, trend)
    if trend.index:
        text = report.text("trends.multiples.panel_index", level=level)
    else:
        unit = report.text(f"cards.units.{trend.entry.unit}")
        words = {"population": people_words(report, trend), "unit": unit, "level": level}
        text = report.text("trends.multiples.panel", **words)
    start = report.text("trends.marks.floor", floor=report.language.number(floor))
    means = [
        report.text(f"trends.marks.{name}") for name, is_so in mean_marks(trend).items() if is_so
    ]
    notes = [start] * (floor > 0) + means
    return ". ".join([text, " ".join(notes)]) if notes else text


def panels_alt(
    report: Report, panels: list[Panel], years: tuple[int, int], count: int,
    published: Iterable[Fact] = (), lacking: Iterable[Panel] = (),
) -> str:  # fmt: skip
    """Both ends of each series, after what the country and what no panel has."""
    each = [published_anchors.values_in_words(report, fact) for fact in published]
    each += [lacking_words(report, lacking).strip()] if lacking else []
    for panel in panels:
        own = panel.trend.known  # type: ignore[union-attr]
        ends = [
            value_text(report, panel.trend.entry, row.value, index=panel.trend.index,  # type: ignore[union-attr]
                       mark=early(row.status))
            for row in own.iloc[[0, -1]].itertuples()
        ]  # fmt: skip
        both = own["year"].iloc[[0, -1]]
        first, last = (period(report, panel.trend.entry, year) for year in both)  # type: ignore[union-attr]
        each.append(
            report.text(f"trends.multiples.alt_{'once' if first == last else 'each'}",
                        name=panel.title, a=ends[0], b=ends[1], first=first, last=last,
                        breaks=alt_breaks(report, panel.trend))  # type: ignore[arg-type]
        )  # fmt: skip
    span = report.language.years(*years)
    key = f"trends.multiples.alt{'_one' * (count == 1)}"
    return alt_of_each(report, key, each, n=count, years=span)


def trends_of(panels: list[Panel]) -> list[Trend]:
    """Series of the panels that have one."""
    return [panel.trend for panel in panels if isinstance(panel.trend, Trend)]
