"""The figures of the lessons, one each; what they show is also said in words."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns

from segnb import measures as m
from segnb.report.page import theme
from segnb.teaching import towns
from segnb.teaching.lesson_drawing import BLUE, DASHES, LINES, MARKERS, SAND, sheet, ticks
from segnb.teaching.lesson_facts import FOUR, PARTS, REACHES, by_hand, groups, profile
from segnb.teaching.town_figures import Drawn, Words, borders, same_number, wishes
from segnb.vocabulary.i18n import Language

SIZES, AREAS, SHUFFLES = (20, 60, 200, 1000), 20, 2000
WIDTHS = (0.05, 0.035, 0.02, 0.0125)  # of the bars


def swaps(say: Words, language: Language) -> Drawn:
    """Areas as bars with the even line, and how many are too many or missing."""
    facts = by_hand()
    frame = pd.DataFrame({"unit": list("abcd"), "A": facts["x"]})
    with sheet(300) as (figure, (axes,)):
        colours = {u: BLUE if n > facts["even"] else SAND for u, n in frame.to_numpy()}
        sns.barplot(
            frame,
            x="unit",
            y="A",
            hue="unit",
            palette=colours,
            ax=axes,
            width=0.6,
            edgecolor=BLUE,
            legend=False,
        )
        axes.axhline(facts["even"], color=theme.BREAK, linestyle="--", linewidth=1.5)
        axes.annotate(
            say("even", even=facts["even"]),
            (3.42, facts["even"] + 0.8),
            ha="right",
            color=theme.BREAK,
        )
        for at, n in enumerate(facts["x"]):
            gap = n - facts["even"]
            axes.annotate(
                language.number(gap, sign=True), (at, n + 0.8), ha="center", weight="bold"
            )
        axes.set(xlabel=say("unit"), ylabel=say("people"), ylim=(0, 48))
    shown = {"shares": language.listing([str(n) for n in facts["x"]]), "even": facts["even"]}
    return figure, say("alt_swaps", **shown, swaps=facts["swaps"])


def chance(say: Words, language: Language) -> Drawn:
    """D of many lotteries for groups of four sizes; a small group has few values to fall on."""
    said = []
    with sheet(300) as (figure, (axes,)):
        for size, width, colour in zip(SIZES, WIDTHS, LINES, strict=True):
            rng = np.random.default_rng(towns.SEED)
            x = rng.multivariate_hypergeometric([100] * AREAS, size, size=SHUFFLES)
            D = np.abs(x / size - (100 - x) / (100 * AREAS - size)).sum(axis=1) / 2
            label = language.number(size)
            sns.histplot(
                x=D,
                ax=axes,
                element="step",
                stat="density",
                binwidth=width,
                binrange=(0, 0.7),
                color=colour,
                alpha=0.25,
                label=label,
            )
            said.append(f"{label}: {language.number(float(D.mean()), 2)}")
        axes.legend(title=say("group_size"))
        axes.set(xlabel="D", ylabel=say("lotteries"), xlim=(0, 0.65), yticks=[])
        ticks(axes, language.lang, x=True)
    return figure, say("alt_chance", listing=language.listing(said), shuffles=SHUFFLES)


def curves(say: Words, language: Language) -> Drawn:
    """Segregation curves of each pair, and what each group contributes to M."""
    counts = towns.town("tre_grupper")
    wide = counts.pivot_table(index="unit", columns="group", values="count")
    facts = groups()
    with sheet(320, columns=2) as (figure, (left, right)):
        rows = []
        for one, other in (("low", "high"), ("low", "middle"), ("middle", "high")):
            pair = wide[[one, other]].assign(r=wide[one] / wide[other]).sort_values("r")
            points = (pair[[one, other]].cumsum() / pair[[one, other]].sum()).to_numpy()
            points = np.vstack([[0, 0], points])
            name = say("pair", one=say(f"groups.{one}"), other=say(f"groups.{other}"))
            rows.append(pd.DataFrame({"x": points[:, 1], "y": points[:, 0], "pair": name}))
        frame = pd.concat(rows, ignore_index=True)
        sns.lineplot(
            frame,
            x="x",
            y="y",
            hue="pair",
            style="pair",
            ax=left,
            markers=True,
            palette=list(LINES[:3]),
            dashes=list(DASHES[:3]),
        )
        left.plot([0, 1], [0, 1], color=theme.CONTEXT_LINE, linewidth=1)
        left.set(xlabel=say("curve_x"), ylabel=say("curve_y"), title=say("curve"))
        left.get_legend().set_title("")
        ticks(left, language.lang, x=True)
        adds = pd.DataFrame(
            {
                "group": [say(f"groups.{g}") for g in towns.THREE],
                "adds": [facts[f"{g}_adds"] for g in towns.THREE],
            }
        )
        sns.barplot(adds, x="group", y="adds", ax=right, color=BLUE, width=0.6)
        right.set(xlabel="", ylabel=say("adds"), title=say("contributions"))
        ticks(right, language.lang)
    said = [f"{row.group} {language.number(row.adds, 3)}" for row in adds.itertuples()]
    return figure, say("alt_groups", listing=language.listing(said))


def reach(say: Words, language: Language) -> Drawn:
    """D of surroundings that grow, in four towns."""
    names = {name: say(f"towns.{name}") for name in FOUR}
    frame = pd.concat([profile(n).assign(town=label) for n, label in names.items()])
    frame["km"] = frame["bandwidth"] / 1000
    with sheet(320) as (figure, (axes,)):
        sns.lineplot(
            frame,
            x="km",
            y="estimate",
            hue="town",
            style="town",
            ax=axes,
            markers=list(MARKERS),
            dashes=list(DASHES),
            palette=list(LINES),
        )
        axes.set(
            xlabel=say("reach"), ylabel="D", ylim=(0, 0.65), xticks=[r / 1000 for r in REACHES]
        )
        axes.get_legend().set_title("")
        ticks(axes, language.lang, x=True)
    last = frame[frame["km"] == 2]
    said = [f"{row.town} {language.number(row.estimate, 2)}" for row in last.itertuples()]
    return figure, say("alt_reach", listing=language.listing(said))


def parts(say: Words, language: Language) -> Drawn:
    """M of the town Båda from the first year to the second, part by part."""
    found = m.change(towns.town("bada"), "year", 1, 2).set_index("component")["estimate"]
    steps = {name.removesuffix("_margin"): float(found[name]) for name in PARTS}
    return waterfall(say, language, float(found["first"]), steps)


def waterfall(say: Words, language: Language, first: float, steps: Mapping[str, float]) -> Drawn:
    """From the first year to the second in steps."""
    names = ["first", *steps, "second"]
    values = [first, *steps.values(), first + sum(steps.values())]
    ends = np.cumsum([first, *steps.values()])
    low = [0.0, *np.minimum(ends[:-1], ends[1:]), 0.0]
    with sheet(300) as (figure, (axes,)):
        heights = [first, *np.abs(list(steps.values())), values[-1]]
        frame = pd.DataFrame({"part": [say(f"parts.{n}") for n in names], "height": heights})
        sns.barplot(frame, x="part", y="height", ax=axes, color=BLUE, width=0.6)
        bars: Any = axes.patches
        for bar, bottom, value, name in zip(bars, low, values, names, strict=True):
            bar.set_y(bottom)
            bar.set_facecolor(BLUE if name in ("first", "second") else SAND)
            bar.set_edgecolor(BLUE)
            text = language.number(value, 3, sign=name in steps)
            axes.annotate(
                text,
                (bar.get_x() + 0.3, bottom + bar.get_height()),
                (0, 3),
                textcoords="offset points",
                ha="center",
            )
        axes.set(xlabel="", ylabel="M", ylim=(0, max(ends) * 1.18))
        ticks(axes, language.lang)
    said = [
        f"{say(f'parts.{n}')} {language.number(v, 3)}" for n, v in zip(names, values, strict=True)
    ]
    return figure, say("alt_parts", listing=language.listing(said))


_FIGURES = (swaps, same_number, chance, borders, curves, reach, wishes, parts)
FIGURES = {figure.__name__: figure for figure in _FIGURES}
