"""How often rule R claims something about an effort that did not happen, and what it can find."""

import datetime as dt
from collections.abc import Sequence
from itertools import product

import numpy as np

from segnb.analysis.evaluation import Judgement, Panel, design, judge, smallest_detectable
from segnb.analysis.evaluation.randomisation import ALPHA
from studies.coverage import DOCS
from studies.page import put

NAME, PAGE = "evaluation", DOCS / "evaluation.md"
DRAWS, TREATED = 1000, (1, 3)  # placebo efforts of each number of treated areas
TRIES = 4  # efforts in one data set: its smallest detectable effect is sought once
AREAS, YEARS, BEFORE = 60, 11, 7
HOW = ("random", "highest", "high_on_average", "risen")
# white noise, autoregressive part (spread, memory), random walk, spread of the slopes
SERIES = {
    "foreign_born_regso": (0.10, 0.0, 0.0, 0.69, 0.37),
    "child_poverty_small": (0.68, 2.19, 0.70, 0.0, 0.0),
    "child_poverty": (0.30, 1.21, 0.50, 0.0, 0.34),
    "eligible": (3.5, 4.2, 0.20, 0.0, 0.58),
}


def series(name: str, areas: int, years: int, rng: np.random.Generator) -> np.ndarray:
    """Yearly values of areas that behave like real ones, in per cent, without any effort."""
    white, spread, memory, walk, slope = SERIES[name]
    kept = np.empty((areas, years))
    kept[:, 0] = rng.normal(0, spread, areas)
    for year in range(1, years):
        fresh = rng.normal(0, spread * np.sqrt(1 - memory**2), areas)
        kept[:, year] = memory * kept[:, year - 1] + fresh
    walked = np.cumsum(rng.normal(0, walk, (areas, years)), axis=1)
    sloped = rng.normal(0, slope, areas)[:, None] * np.arange(years)
    level = 30 + rng.normal(0, 6, areas)[:, None]
    return level + kept + walked + sloped + rng.normal(0, white, (areas, years))


def panel_of(values: np.ndarray, treated: Sequence[int], before: int = BEFORE) -> Panel:
    areas, years = values.shape
    own = np.zeros(areas, dtype=bool)
    own[list(treated)] = True
    return Panel(
        areas=tuple(f"{area:04d}" for area in range(areas)),
        years=tuple(range(2010, 2010 + years)),
        values=values,
        treated=own,
        population=np.full(areas, 5000.0),
        after=np.arange(years) >= before,
    )


def chosen(how: str, values: np.ndarray, k: int, rng: np.random.Generator) -> list[int]:
    """Areas that get an effort: drawn, or because they are bad or get worse."""
    past = values[:, :BEFORE]
    if how == "random":
        return rng.choice(len(values), k, replace=False).tolist()
    marks = {"highest": past[:, -1], "risen": past[:, -1] - past[:, 0],
             "high_on_average": past.mean(axis=1) + rng.normal(0, 2, len(past))}  # fmt: skip
    return np.argsort(-marks[how])[:k].tolist()


def judged(panel: Panel, seed: int = 1) -> Judgement:
    return judge(design(panel, seed))


def fires(found: Judgement) -> bool:
    """Whether rule R holds."""
    return found.estimate.p <= ALPHA and found.quiet() and found.confirmed()


def claims(name: str, how: str, treated: int, draws: int) -> tuple[float, float]:
    """Share of placebo efforts about which the matched test alone, and rule R, claim anything."""
    alone = rule = 0
    for draw in range(draws):
        rng = np.random.default_rng([draw, BEFORE])
        values = series(name, AREAS, YEARS, rng)
        found = judged(panel_of(values, chosen(how, values, treated, rng)), draw)
        alone += found.estimate.p <= ALPHA
        rule += fires(found)
    return alone / draws, rule / draws


def detectable(name: str, treated: int, draws: int) -> tuple[float, float]:
    """Smallest detectable effect, on average, and how often the rule finds one of that size."""
    sizes, found = [], 0
    for seed in range(draws // TRIES):
        rng = np.random.default_rng(seed)
        values = series(name, AREAS, YEARS, rng)
        sizes.append(smallest_detectable(panel_of(values, range(treated)), seed))
        for sign in (1, -1) * (TRIES // 2):
            own, after = rng.choice(AREAS, treated, replace=False).tolist(), values.copy()
            after[own, BEFORE:] += sign * sizes[-1]
            found += fires(judged(panel_of(after, own), seed))
    return float(np.mean(sizes)), found / (len(sizes) * TRIES)


def main() -> None:
    rows, every, powers = [], [], []
    for name, treated in product(SERIES, TREATED):
        found = [claims(name, how, treated, DRAWS) for how in HOW]
        every += [rule for _, rule in found]
        cells = " | ".join(f"{alone:.1%} / **{rule:.1%}**" for alone, rule in found)
        smallest, power = detectable(name, treated, DRAWS)
        powers.append(power)
        rows.append(f"| {name} | {treated} | {cells} | {smallest:.1f} | {power:.1%} |")
        print(rows[-1], flush=True)
    head = f"| series | treated | {' | '.join(HOW)} | smallest detectable | found |"
    lead = (
        f"Run on {dt.date.today()}; {DRAWS} efforts a cell. Rule R: mean **{np.mean(every):.1%}**, "
        f"worst cell **{max(every):.1%}**. An effect of the smallest detectable size was found in "
        f"**{min(powers):.1%}** to **{max(powers):.1%}**."
    )
    put(NAME, "\n".join([lead, "", head, "|---" * (len(HOW) + 4) + "|", *rows]), PAGE)


if __name__ == "__main__":
    main()
