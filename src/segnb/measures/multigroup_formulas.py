"""The multigroup formulas on arrays of people by unit (first axis) and group (second axis).

``over`` adds up rows by place; further axes are draws. A group that is absent from a place adds
nothing there.
"""

from collections.abc import Callable

import numpy as np

from segnb.measures import formulas
from segnb.measures.formulas import xlogx
from segnb.measures.unit_counts import Floats, Over

ManyFormula = Callable[[Floats, Over], Floats]


def shares(n: Floats, over: Over) -> tuple[Floats, Floats, Floats]:
    """People by unit, share of each group in the unit, share of each group in the place."""
    t = n.sum(axis=1, keepdims=True)
    margin = over.sum(n)
    return t, n / t, margin / margin.sum(axis=1, keepdims=True)


def _mean(values: Floats, t: Floats, over: Over) -> Floats:
    """Mean over the units of a place, weighted by people."""
    return over.sum(t * values) / over.sum(t)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Quotient, and 0 where a group is absent."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _deviation(n: Floats, over: Over, power: int) -> tuple[Floats, Floats]:
    """Mean deviation |p - P| to a power by place and group, and the margin P."""
    t, p, P = shares(n, over)
    gap = np.abs(p - over.spread(P))
    return _mean(gap if power == 1 else gap * gap, t, over), P


def dissimilarity(n: Floats, over: Over) -> Floats:
    """Sum over groups of mean |p - P|, over twice Simpson's interaction."""
    deviation, P = _deviation(n, over, 1)
    return deviation.sum(axis=1) / (2 * (P * (1 - P)).sum(axis=1))


def gini(n: Floats, over: Over) -> Floats:
    """Two-group Gini of each group against the rest, weighted by P (1 - P)."""
    t, _, P = shares(n, over)
    weight = P * (1 - P)
    total = np.zeros_like(P[:, 0])
    for k in range(n.shape[1]):
        with np.errstate(invalid="ignore", divide="ignore"):
            value = formulas.gini(n[:, k], t[:, 0], over)
        total += np.where(weight[:, k] > 0, value * weight[:, k], 0.0)
    return total / weight.sum(axis=1)


def diversity(n: Floats, over: Over) -> Floats:
    """Entropy of the place, in nats."""
    return -xlogx(shares(n, over)[2]).sum(axis=1)


def normalized_diversity(n: Floats, over: Over) -> Floats:
    """Entropy over its largest value, ln K."""
    return diversity(n, over) / np.log(n.shape[1])


def simpson_interaction(n: Floats, over: Over) -> Floats:
    """Chance that two people drawn at random belong to different groups."""
    P = shares(n, over)[2]
    return (P * (1 - P)).sum(axis=1)


def simpson_concentration(n: Floats, over: Over) -> Floats:
    """Chance that two people drawn at random belong to the same group."""
    return 1 - simpson_interaction(n, over)


def mutual_information(n: Floats, over: Over) -> Floats:
    """Entropy of the place less the mean entropy of its units, in nats."""
    t, p, _ = shares(n, over)
    return diversity(n, over) + _mean(xlogx(p), t, over).sum(axis=1)


def entropy_index(n: Floats, over: Over) -> Floats:
    """Theil's H: mutual information over the entropy of the place."""
    return mutual_information(n, over) / diversity(n, over)


def relative_diversity(n: Floats, over: Over) -> Floats:
    """R: how much lower Simpson's interaction is in the units than in the place."""
    deviation, P = _deviation(n, over, 2)
    return deviation.sum(axis=1) / (P * (1 - P)).sum(axis=1)


def normalized_exposure(n: Floats, over: Over) -> Floats:
    """P: mean of the groups' eta squared, weighted by their shares."""
    deviation, P = _deviation(n, over, 2)
    return _ratio(deviation, 1 - P).sum(axis=1)


def squared_variation(n: Floats, over: Over) -> Floats:
    """C: squared coefficient of variation of the shares, over the number of groups less one."""
    deviation, P = _deviation(n, over, 2)
    present = (P > 0).sum(axis=1)
    return _ratio(deviation, P).sum(axis=1) / (present - 1)


MANY_GROUPS: dict[str, ManyFormula] = {
    "multigroup_dissimilarity": dissimilarity,
    "multigroup_gini": gini,
    "multigroup_entropy_index": entropy_index,
    "mutual_information": mutual_information,
    "relative_diversity": relative_diversity,
    "normalized_exposure": normalized_exposure,
    "squared_variation": squared_variation,
}
COMPOSITION: dict[str, ManyFormula] = {
    "diversity": diversity,
    "normalized_diversity": normalized_diversity,
    "simpson_interaction": simpson_interaction,
    "simpson_concentration": simpson_concentration,
}
