"""The shape that segregation has: the observed shares, and the same with chance taken out."""

import numpy as np

from segnb.measures.cells import Floats

ROUNDS, OWN = 80, 0.02
MOST_ATOMS = 250


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


def stretched(shares: Floats, own: Floats, t: Floats, margin: Floats) -> Floats:
    """The shape drawn out from the margin until it is as uneven as the observed shares."""
    reach = [float((t * np.abs(z - margin)).sum()) for z in (own, shares)]
    if reach[1] <= 1e-12 * max(reach[0], 1e-300) or reach[1] == 0:
        return own
    return margin + (shares - margin) * (reach[0] / reach[1])
