"""The page of the coverage study: table and figure, written into ``docs/``."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from studies.page import put

NAME = "coverage"
LOWEST, USUAL = 0.85, 0.90
MARKS = "PXosD^v"


def summary(found: pd.DataFrame) -> list[str]:
    """What the study must hold to, as sentences with the numbers found."""
    large = found[found["share"] >= 0.05]
    below = found[found["coverage"] < USUAL]
    flagged = below["flags"].ne("")
    none = found[found["truth"] == 0]
    fewest, most = int(found["data_sets"].min()), int(found["data_sets"].max())
    number = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    slack = 2 * np.sqrt(0.05 * 0.95 / fewest)
    false = none["distinguishable"]
    return [
        f"* Mean coverage of the 95 per cent interval: **{found['coverage'].mean():.1%}** "
        f"(80 per cent interval: {found['coverage80'].mean():.1%}), "
        f"{len(found)} cells of {number} data sets.",
        f"* Group of 5 per cent or more: lowest cell **{large['coverage'].min():.1%}**; "
        f"{(large['coverage'] >= USUAL).mean():.1%} of the cells reach {USUAL:.0%}.",
        f"* Cells under {USUAL:.0%}: {len(below)}, of which {int(flagged.sum())} carry a flag.",
        f"* Without segregation, called distinguishable: mean {false.mean():.1%}, highest cell "
        f"**{false.max():.1%}** (allowed: {0.05 + slack:.1%}).",
    ]


def table(found: pd.DataFrame) -> list[str]:
    """Every cell as a row of a markdown table."""
    head = [
        "pattern", "areas", "group", "true D", "coverage 95", "coverage 80", "distinguishable",
        "bias of D", "bias, unbiased", "median width", "flags",
    ]  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in found.itertuples():
        mark = "**" if row.coverage < USUAL else ""
        cells = [
            row.pattern, str(row.units), f"{row.share:.0%}", f"{row.truth:.2f}",
            f"{mark}{row.coverage:.3f}{mark}", f"{row.coverage80:.3f}",
            f"{row.distinguishable:.3f}", f"{row.bias_raw:+.3f}", f"{row.bias_unbiased:+.3f}",
            f"{row.width:.3f}", row.flags or "",
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def figure(found: pd.DataFrame, path: Path) -> None:
    """Coverage by true D, a panel for each pattern and group share, a line for each size."""
    with mpl.rc_context({"svg.hashsalt": "segnb", "font.size": 9}):
        patterns, shares = found["pattern"].unique(), found["share"].unique()
        drawing = Figure(figsize=(10, 5.2))
        axes = drawing.subplots(len(patterns), len(shares), sharex=True, sharey=True)
        for (pattern, share), panel in found.groupby(["pattern", "share"], sort=False):
            axis = axes[list(patterns).index(pattern), list(shares).index(share)]
            axis.axhspan(0.92, 0.97, color="0.9", zorder=0)
            axis.axhline(0.95, color="0.5", linewidth=0.8, zorder=1)
            for mark, (units, line) in zip(MARKS, panel.groupby("units"), strict=False):
                axis.plot(
                    line["truth"], line["coverage"], marker=mark, markersize=4,
                    linewidth=1, label=f"{units} areas",
                )  # fmt: skip
            axis.set_title(f"{pattern}, group {share:.0%}", fontsize=9)
            axis.set_ylim(0.8, 1.0)
        axes[-1, 0].set_xlabel("true D")
        axes[0, 0].set_ylabel("coverage of the 95 % interval")
        axes[0, 0].legend(fontsize=7)
        drawing.tight_layout()
        drawing.savefig(path, format="svg", metadata={"Date": None})


def runs(found: pd.DataFrame) -> str:
    """On which days which areas were run, and how many data sets a cell."""
    parts = []
    for day, rows in found.groupby("run", sort=True):
        areas = ", ".join(map(str, sorted(rows["units"].unique())))
        parts.append(
            f"{areas} areas on {day}, {rows['data_sets'].max():.0f} data sets a cell, "
            f"{rows['seconds'].sum() / 60:.0f} minutes of one core"
        )
    return "Run: " + "; ".join(parts) + "."


def write(found: pd.DataFrame, docs: Path) -> None:
    """Table, figure and the numbers behind them."""
    found.round(5).to_csv(docs / "inference_coverage.csv", index=False)
    figure(found, docs / "inference_coverage.svg")
    body = [
        runs(found),
        "",
        *summary(found),
        "",
        "![Coverage by true D](inference_coverage.svg)",
        "",
        *table(found),
    ]
    put(NAME, "\n".join(body), docs / "inference.md")
