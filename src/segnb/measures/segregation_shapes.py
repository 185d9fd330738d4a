"""The shape that segregation has: the observed shares, and the same with chance taken out."""

import numpy as np

from segnb.measures.unit_counts import Floats

ROUNDS, OWN, EVEN = 80, 0.02, 1e-12
MOST_ATOMS, MOST_CLASSES = 250, 8


def pooled(n: Floats) -> Floats:
    """Shares by unit (units x groups), units that may well be alike drawn together.

    The distribution of true shares over units is estimated (nonparametric maximum likelihood,
    with the observed mixes as the points it may sit on), and each unit gets the mean share given
    its counts, with a little of its own share kept so that no direction is lost.
    """
    t = n.sum(axis=1, keepdims=True)
    own, margin = n / t, n.sum(axis=0) / n.sum()
    atoms = (n + margin) / (t + 1)
    if len(atoms) > MOST_ATOMS:
        order = np.argsort(own[:, 0], kind="stable")
        atoms = atoms[order[np.linspace(0, len(order) - 1, MOST_ATOMS).astype(int)]]
    likelihood = n @ np.log(np.maximum(atoms, 1e-12)).T
    likelihood = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    weight = np.full(len(atoms), 1 / len(atoms))
    for _ in range(ROUNDS):
        weight = (likelihood * (weight / (likelihood @ weight)[:, None])).mean(axis=0)
    posterior = likelihood * weight
    mean = posterior @ atoms / posterior.sum(axis=1, keepdims=True)
    shares = mean + OWN * (own - mean)
    return shares + margin - (t * shares).sum(axis=0) / t.sum()


def clustered(n: Floats) -> Floats:
    """Shares by unit (units x groups) if units fall into a few classes of one mix each.

    A mixture of multinomials fitted by maximum likelihood; the number of classes is the one after
    which the Bayesian information criterion (Schwarz 1978) rises twice.
    """
    margin, best, worse = n.sum(axis=0) / n.sum(), np.inf, 0
    shares = np.broadcast_to(margin, n.shape)
    for number in range(1, MOST_CLASSES + 1):
        likelihood, found, mixes = _classes(n, _start(n, number))
        criterion = (mixes * n.shape[1] - 1) * np.log(len(n)) - 2 * likelihood
        if criterion < best:
            best, shares, worse = criterion, found, 0
        elif (worse := worse + 1) == 2:
            break
    t = n.sum(axis=1, keepdims=True)
    return shares + margin - (t * shares).sum(axis=0) / t.sum()


def _start(n: Floats, number: int) -> Floats:
    """Units by class (0 or 1): steps of equal width along the direction that sets them apart."""
    apart = n / n.sum(axis=1, keepdims=True) - n.sum(axis=0) / n.sum()
    score = apart @ np.linalg.svd(apart, full_matrices=False)[2][0]
    width = max(float(np.ptp(score)), 1e-300)
    step = np.minimum((score - score.min()) / width * number, number - 1).astype(int)
    belongs = np.eye(number)[step]
    return belongs[:, belongs.any(axis=0)]


def _classes(n: Floats, belongs: Floats) -> tuple[float, Floats, int]:
    """Log-likelihood of classes, mean shares of each unit given its counts, number of classes."""
    for _ in range(ROUNDS):
        mix = belongs.T @ n + 1e-9
        mix /= mix.sum(axis=1, keepdims=True)
        weight = np.maximum(belongs.mean(axis=0), 1e-300)
        each = n @ np.log(mix).T + np.log(weight)
        most = each.max(axis=1, keepdims=True)
        belongs = np.exp(each - most)
        total = belongs.sum(axis=1, keepdims=True)
        belongs /= total
    return float((most + np.log(total)).sum()), belongs @ mix, len(mix)


def ends(n: Floats, classes: bool) -> list[Floats]:
    """Shares at the end of each line: observed, like units pooled, and (if asked) in classes."""
    t = n.sum(axis=1, keepdims=True)
    own, margin = n / t, n.sum(axis=0) / n.sum()
    if np.abs(own - margin).max() < EVEN:
        return [_alternating(t, margin)]
    drawn = [pooled(n), *([clustered(n)] if classes else [])]
    return [own, *(stretched(shares, own, t, margin) for shares in drawn)]


def _alternating(t: Floats, margin: Floats) -> Floats:
    """A direction for a place without any: every other unit one standard error up, or down."""
    first, sign = np.argmax(margin > 0), (-1.0) ** np.arange(len(t))
    last = margin.size - 1 - np.argmax(margin[::-1] > 0)
    error = np.sqrt(margin[first] * (1 - margin[first]) / t[:, 0]) * sign
    shares = np.tile(margin, (len(t), 1))
    shares[:, first] += error
    shares[:, last] -= error
    return shares


def stretched(shares: Floats, own: Floats, t: Floats, margin: Floats) -> Floats:
    """The shape drawn out from the margin until it is as uneven as the observed shares."""
    reach = [float((t * np.abs(z - margin)).sum()) for z in (own, shares)]
    if reach[1] <= 1e-12 * max(reach[0], 1e-300) or reach[1] == 0:
        return own
    return margin + (shares - margin) * (reach[0] / reach[1])
