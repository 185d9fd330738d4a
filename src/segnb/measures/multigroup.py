"""Measures over several groups at once: how far are units from the mix of the whole place?"""

from collections.abc import Sequence

import pandas as pd

from segnb.measures.evenness import result
from segnb.measures.groups import ManyGroups, many_groups
from segnb.measures.multigroup_formulas import MANY_GROUPS, ManyFormula
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Label, labels

Groups = Sequence[Label] | None
EVERYBODY = "all"


def written(groups: Groups) -> str:
    """The groups as they are written in a table."""
    return EVERYBODY if groups is None else "|".join(str(label) for label in labels(groups))


def evaluate_many(table: ManyGroups, formula: ManyFormula) -> Floats:
    """The formula for every place; a missing value where there is a reason for one."""
    if not table.n.size:
        return table.places.filled(0.0)
    return table.places.filled(formula(table.n, table.over))


def one(
    counts: pd.DataFrame, name: str, formula: ManyFormula, groups: Groups, by: By
) -> pd.DataFrame:
    """One measure over several groups, as a tidy frame."""
    table = many_groups(counts, groups, by)
    return result(table.places, name, written(groups), evaluate_many(table, formula))


@takes_tables
def multigroup_dissimilarity(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Multigroup D: people who would have to move for evenness, over the most that it could be.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group``, ``count`` and those named in ``by``.
    groups : sequence of labels, optional
        The groups; all of the frame if left out.
    by : str or sequence of str
        Columns that tell the places apart.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`; ``group_universal`` means that all people
        belong to one group.

    Notes
    -----
    .. math:: D = \sum_k \sum_j \frac{t_j}{2TI} |p_{jk} - P_k|, \quad
        I = \sum_k P_k(1-P_k), \quad 0 \le D \le 1

    The numerator is the share of people who would have to change units for the same mix everywhere;
    I is that share if each unit held one group only. D is their ratio, not a share of people.

    References
    ----------
    Sakoda, J. M. (1981). A generalized index of dissimilarity. Demography 18, 245-250.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(multigroup_dissimilarity(counts)["estimate"].item(), 4)
    0.3125
    """
    return one(
        counts, "multigroup_dissimilarity", MANY_GROUPS["multigroup_dissimilarity"], groups, by
    )


@takes_tables
def multigroup_gini(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Multigroup Gini: mean difference between units' shares, over all groups.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: G = \sum_k \sum_i \sum_j \frac{t_i t_j}{2T^2 I} |p_{ik} - p_{jk}|,
        \qquad 0 \le G \le 1

    References
    ----------
    Reardon, S. F. & Firebaugh, G. (2002). Measures of multigroup segregation. Sociological
    Methodology 32, 33-67.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(multigroup_gini(counts)["estimate"].item(), 4)
    0.3125
    """
    return one(counts, "multigroup_gini", MANY_GROUPS["multigroup_gini"], groups, by)


@takes_tables
def multigroup_entropy_index(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Theil's H over several groups: how much less diverse units are than the place.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: H = \sum_j \frac{t_j (E - E_j)}{T E}, \quad E = -\sum_k P_k \ln P_k,
        \qquad 0 \le H \le 1

    References
    ----------
    Theil, H. (1972). Statistical Decomposition Analysis. North-Holland.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(multigroup_entropy_index(counts)["estimate"].item(), 4)
    0.0648
    """
    return one(
        counts, "multigroup_entropy_index", MANY_GROUPS["multigroup_entropy_index"], groups, by
    )


@takes_tables
def mutual_information(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Mutual information M between group and unit, in nats.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: M = \sum_j \sum_k p_{jk}^{*} \ln \frac{p_{jk}^{*}}{p_j^{*} P_k} = H E,
        \qquad 0 \le M \le \ln K

    References
    ----------
    Theil, H. & Finizza, A. J. (1971). A note on the measurement of racial integration of schools.
    Journal of Mathematical Sociology 1, 187-193. Mora, R. & Ruiz-Castillo, J. (2011). Entropy-based
    segregation indices. Sociological Methodology 41, 159-194.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(mutual_information(counts)["estimate"].item(), 4)
    0.0324
    """
    return one(counts, "mutual_information", MANY_GROUPS["mutual_information"], groups, by)


@takes_tables
def relative_diversity(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Relative diversity R: how much lower Simpson's interaction is in units than in the place.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: R = 1 - \sum_j \frac{t_j I_j}{T I}, \quad I = \sum_k P_k (1 - P_k),
        \qquad 0 \le R \le 1

    References
    ----------
    Goodman, L. A. & Kruskal, W. H. (1954). Measures of association for cross classifications.
    Journal of the American Statistical Association 49, 732-764. Reardon & Firebaugh (2002).

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(relative_diversity(counts)["estimate"].item(), 4)
    0.0625
    """
    return one(counts, "relative_diversity", MANY_GROUPS["relative_diversity"], groups, by)


@takes_tables
def normalized_exposure(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Normalised exposure P: the groups' isolation beyond chance, weighted by their shares.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: P = \sum_k \sum_j \frac{t_j (p_{jk} - P_k)^2}{T (1 - P_k)}, \qquad 0 \le P \le 1

    References
    ----------
    James, F. J. (1986). A new generalized exposure-based segregation index. Sociological Methods &
    Research 14, 301-316.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(normalized_exposure(counts)["estimate"].item(), 4)
    0.0625
    """
    return one(counts, "normalized_exposure", MANY_GROUPS["normalized_exposure"], groups, by)


@takes_tables
def squared_variation(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Squared coefficient of variation C of the units' shares.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: C = \sum_k \sum_j \frac{t_j (p_{jk} - P_k)^2}{T (K-1) P_k}, \qquad 0 \le C \le 1

    References
    ----------
    Reardon, S. F. & Firebaugh, G. (2002). Measures of multigroup segregation. Sociological
    Methodology 32, 33-67.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(squared_variation(counts)["estimate"].item(), 4)
    0.0625
    """
    return one(counts, "squared_variation", MANY_GROUPS["squared_variation"], groups, by)


@takes_tables
def divergence(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Divergence index: mean divergence of the units from the place; it equals M.

    Parameters and result are those of :func:`multigroup_dissimilarity`.

    Notes
    -----
    .. math:: D = \sum_j \frac{t_j}{T} \sum_k p_{jk} \ln \frac{p_{jk}}{P_k},
        \qquad 0 \le D \le \ln K

    References
    ----------
    Roberto, E. (2016). The divergence index. arXiv:1508.01167.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(divergence(counts)["estimate"].item(), 4)
    0.0324
    """
    return one(counts, "divergence", MANY_GROUPS["mutual_information"], groups, by)
