"""Synthetic control: one treated area beside a mix of others that was like it before the start.

A figure, not a second verdict: with many donors and few years a perfect fit means nothing. Weights
are convex (none below zero, together one), fitted to the years before alone.

References
----------
Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative case
studies. Journal of the American Statistical Association 105(490), 493-505.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from segnb.analysis.evaluation.matching import nearest_by_path
from segnb.analysis.evaluation.panel import Floats, Panel
from segnb.vocabulary.evaluation_plan import Refusal

DONORS = 20  # nearest by path: more would fit anything
HEAVIEST = 0.9
FIRM = 1e4  # how much more the sum of the weights counts than a year


@dataclass(frozen=True)
class Synthetic:
    """A treated area and its mix.

    Attributes
    ----------
    weights
        Weight of each donor that has one, by area, the heaviest first.
    path : array of shape (years,)
        Values of the mix.
    gap : array of shape (years,)
        Values of the area less those of the mix.
    effect
        Mean gap after the start.
    misfit
        Root mean square of the gap before the start.
    p
        Rank of the ratio of misfits after and before among all areas, each in turn as treated,
        divided by their number.
    placebos : array of shape (areas, years)
        Gaps of the comparison areas as if they had been treated.
    """

    weights: dict[str, float]
    path: Floats
    gap: Floats
    effect: float
    misfit: float
    p: float
    placebos: Floats


def convex_weights(past: Floats, donors: Floats) -> Floats:
    """Weights, none below zero and together one, whose mix is nearest to a path.

    Parameters
    ----------
    past : array of shape (years,)
        Path of the treated area.
    donors : array of shape (donors, years)
        Paths of the others.

    Examples
    --------
    >>> convex_weights(np.array([2.0, 3.0]), np.array([[1.0, 2.0], [3.0, 4.0]])).round(2).tolist()
    [0.5, 0.5]
    """
    scale = FIRM * max(float(np.abs(donors).max()), 1.0)
    rows = np.vstack([donors.T, np.full(len(donors), scale)])
    found, _ = nnls(rows, np.append(past, scale), maxiter=30 * len(donors))
    return found / found.sum()


def synthetic_control(panel: Panel, most: int | None = DONORS) -> Synthetic:
    """Synthetic control of the one treated area of a panel.

    Parameters
    ----------
    panel
        One treated area; the others are donors.
    most
        So many donors at most, the nearest by path; None for all.

    Raises
    ------
    Refusal
        Fewer or more than one treated area; no donor, or one with nearly all weight; or a misfit
        before the start above the median of the placebos': it lies outside what others can mix.
    """
    if panel.treated.sum() != 1:
        raise Refusal("one_treated", number=int(panel.treated.sum()))
    own = int(np.flatnonzero(panel.treated)[0])
    if len(panel.areas) == 1:
        raise Refusal("no_donor", area=panel.areas[own])
    near = nearest_by_path(panel)
    gaps, weights = _gap(panel, near[own][:most], own)
    others = np.flatnonzero(~panel.treated)
    placebos = np.array([
        _gap(panel, [n for n in near[row] if n != own][:most], row)[0] for row in others.tolist()
    ])  # fmt: skip
    found = _synthetic(panel, own, near[own][:most], weights, gaps, placebos)
    _check_fit(found, panel.areas[own], _misfits(panel, placebos))
    return found


def _gap(panel: Panel, donors: NDArray[np.intp] | list[int], row: int) -> tuple[Floats, Floats]:
    weights = convex_weights(panel.past[row], panel.past[donors])
    return panel.values[row] - weights @ panel.values[donors], weights


def _misfits(panel: Panel, gaps: Floats) -> Floats:
    return np.sqrt((np.atleast_2d(gaps)[:, panel.before] ** 2).mean(axis=1))


def _synthetic(
    panel: Panel,
    own: int,
    donors: NDArray[np.intp],
    weights: Floats,
    gap: Floats,
    placebos: Floats,
) -> Synthetic:
    every = np.vstack([gap, placebos])
    before = np.maximum(_misfits(panel, every), 1e-12)
    ratios = np.sqrt((every[:, panel.after] ** 2).mean(axis=1)) / before
    order = np.argsort(-weights)
    named = {panel.areas[donors[n]]: float(weights[n]) for n in order if weights[n] > 1e-3}
    return Synthetic(
        weights=named,
        path=panel.values[own] - gap,
        gap=gap,
        effect=float(gap[panel.after].mean()),
        misfit=float(before[0]),
        p=float((ratios >= ratios[0] - 1e-12).mean()),
        placebos=placebos,
    )


def _check_fit(found: Synthetic, area: str, misfits: Floats) -> None:
    heaviest = max(found.weights.values())
    if heaviest > HEAVIEST:
        raise Refusal("one_donor", area=area, donor=next(iter(found.weights)))
    if found.misfit > np.median(misfits):
        raise Refusal("misfit", area=area)
