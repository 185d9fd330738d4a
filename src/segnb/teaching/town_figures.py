"""Figures of lessons that show towns and a real municipality, each with what it shows in words."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from segnb import measures as m
from segnb.report.page import theme
from segnb.teaching import schelling, towns
from segnb.teaching.exercise_values import of
from segnb.teaching.lesson_drawing import BLUE, SHADES, sheet, ticks
from segnb.teaching.lesson_facts import FOUR, model
from segnb.teaching.real_municipality import ABROAD, Place
from segnb.vocabulary.i18n import Language

Words = Callable[..., str]
Drawn = tuple[Figure, str]  # a figure and what it shows in words


def town(axes: Axes, counts: pd.DataFrame) -> None:
    """Areas as squares from sand to blue, with a dot that grows with the share of A."""
    ours = counts[counts["group"] == "A"]
    total = counts.groupby(["row", "col"])["count"].sum()
    share = ours.set_index(["row", "col"])["count"] / total
    grid = share.unstack("col")
    _squares(axes, grid, linewidths=0.5, linecolor=theme.WHITE)
    row, col = np.indices(grid.shape)
    size = 110 / len(grid) * grid.to_numpy().ravel()
    axes.scatter(col.ravel() + 0.5, row.ravel() + 0.5, s=size, color=theme.WHITE, linewidths=0)
    axes.set(xlabel="", ylabel="")


def _squares(axes: Axes, shares: pd.DataFrame, **lines: Any) -> None:
    """Squares from sand (none) to blue (all)."""
    sns.heatmap(
        shares, ax=axes, cmap=SHADES, vmin=0, vmax=1, cbar=False, square=True,
        xticklabels=False, yticklabels=False, **lines,
    )  # fmt: skip


def same_number(say: Words, language: Language) -> Drawn:
    """Four towns in one row with their numbers below; what is the same is grey."""
    with sheet(265, columns=len(FOUR)) as (figure, axes):
        said = []
        for place, name in zip(axes, FOUR, strict=True):
            counts = towns.town(name)
            town(place, counts)
            place.set_title(say(f"towns.{name}"))
            D, xPx = of(m.dissimilarity, counts), of(m.isolation, counts)
            SP = m.spatial_proximity(counts, "A", towns.places(counts))["estimate"].item()
            same = f"D {language.number(D, 2)}   xPx {language.number(xPx, 2)}"
            place.text(0, 8.75, same, color=theme.TEXT_SECONDARY, fontsize=9)
            place.text(0, 9.75, f"SP {language.number(SP, 3)}", weight="bold", fontsize=9.75)
            said.append(f"{say(f'towns.{name}')} {language.number(SP, 3)}")
    return figure, say("alt_same", D=D, xPx=xPx, listing=language.listing(said))


def borders(say: Words, language: Language) -> Drawn:
    """One chessboard under three borders."""
    board = towns.town("checkerboard")
    shown = {"squares": (1, board), "blocks": (2, towns.blocks(board, 2))}
    shown["columns"] = (0, board.assign(unit=board["col"].astype(str)))
    with sheet(265, columns=3) as (figure, axes):
        said = []
        for place, (name, (size, counts)) in zip(axes, shown.items(), strict=True):
            town(place, board)
            for at in range(0, towns.SIDE + 1, size or 1):
                place.axvline(at, color=theme.TEXT, linewidth=2.5, clip_on=False)
                if size:
                    place.axhline(at, color=theme.TEXT, linewidth=2.5, clip_on=False)
            grouped = counts.groupby(["unit", "group"], as_index=False)["count"].sum()
            D = language.number(of(m.dissimilarity, grouped), 2)
            place.set_title(f"{say(f'borders.{name}')}: D {D}")
            said.append(f"{say(f'borders.{name}')} {D}")
    return figure, say("alt_borders", listing=language.listing(said))


def wishes(say: Words, language: Language) -> Drawn:
    """A town before and after, and D against the wish."""
    one, study = schelling.run(0.3, 0), model()
    with sheet(310, columns=3, width_ratios=[1, 1, 1.7]) as (figure, (before, after, curve)):
        for axes, homes, key in ((before, one.before, "before"), (after, one.after, "after")):
            _homes(axes, homes)
            axes.set_title(say(key))
        sns.lineplot(
            study, x="wish", y="after", ax=curve, marker="o", color=BLUE, errorbar=("pi", 100)
        )
        curve.axhline(study["before"].mean(), color=theme.BREAK, linestyle="--", linewidth=1.5)
        curve.annotate(say("start"), (0.01, study["before"].mean() - 0.05), color=theme.BREAK)
        curve.set(xlabel=say("wish"), ylabel="D", ylim=(0, 1))
        ticks(curve, language.lang, x=True)
    means = study.groupby("wish")["after"].mean()
    said = [f"{language.percent(100 * w, 0)}: {language.number(D, 2)}" for w, D in means.items()]
    return figure, say("alt_wishes", listing=language.listing(said))


def _homes(axes: Axes, homes: np.ndarray) -> None:
    """Homes by group: blue with a dot, sand without, white where nobody lives."""
    shown = pd.DataFrame(np.where(homes == 0, np.nan, homes == 1).astype(float))
    _squares(axes, shown)
    row, col = np.nonzero(homes == 1)
    axes.scatter(col + 0.5, row + 0.5, s=3, color=theme.WHITE, linewidths=0)


def own(place: Place, say: Words, language: Language) -> Drawn | None:
    """Areas of the municipality by the share born abroad; None where nothing is held."""
    if place.counts is None:
        return None
    frame = m.shares(place.counts, ABROAD)
    frame["percent"] = 100 * frame["share"]
    mean = 100 * float(place.interval["group_size"] / place.interval["total"])
    with sheet(210) as (figure, (axes,)):
        sns.swarmplot(frame, x="percent", ax=axes, color=BLUE, size=6)
        axes.axvline(mean, color=theme.BREAK, linestyle="--", linewidth=1.5)
        axes.set(xlabel=say("own_x"), ylabel="", yticks=[], xlim=(0, None))
        axes.spines["left"].set_visible(False)
        ticks(axes, language.lang, x=True)
    ends = (
        language.percent(frame["percent"].min(), 0),
        language.percent(frame["percent"].max(), 0),
    )
    shown = {"name": place.name, "units": len(frame), "lowest": ends[0], "highest": ends[1]}
    return figure, say("alt_own", **shown, mean=language.percent(mean, 0))
