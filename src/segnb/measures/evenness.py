"""Evenness of two groups: is the group spread over the units as everybody else is?"""

from functools import partial

import pandas as pd

from segnb.measures.contact import pairwise
from segnb.measures.formulas import TWO_GROUP, Formula
from segnb.measures.formulas import atkinson as atkinson_formula
from segnb.measures.groups import TwoGroups, two_groups
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Labels, Places, title


def result(places: Places, measure: str, group: str, estimate: Floats) -> pd.DataFrame:
    """The tidy frame that every measure returns."""
    return places.keys.assign(
        measure=measure,
        group=group,
        estimate=estimate,
        units=places.units,
        group_size=places.group_size,
        total=places.total,
        reason=pd.array(places.reason, dtype="str"),
    )


def evaluate(table: TwoGroups, formula: Formula) -> Floats:
    """The formula for every place; a missing value where there is a reason for one."""
    if not table.x.size:
        return table.places.filled(0.0)
    return table.places.filled(formula(table.x, table.t, table.over))


def two_group(
    counts: pd.DataFrame, name: str, formula: Formula, group: Labels, versus: Labels | None, by: By
) -> pd.DataFrame:
    """One two-group measure; interaction with ``versus`` counts everybody as a neighbour."""
    if name == "interaction" and versus is not None:
        estimate, places, _ = pairwise(counts, group, versus, by)
        return result(places, name, title(group), estimate)
    table = two_groups(counts, group, versus, by)
    return result(table.places, name, title(group), evaluate(table, formula))


@takes_tables
def dissimilarity(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""Index of dissimilarity D: the share of the group that would have to move for evenness.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group``, ``count`` and those named in ``by``. Rows that repeat a unit
        and a group are added up; an absent row is a count of 0; an empty count is a missing one.
    group : label or list of labels
        The group; several labels form it together.
    versus : label or list of labels, optional
        Those it is compared with; everybody else in the frame if left out.
    by : str or sequence of str
        Columns that tell the places apart, such as municipality and year.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, estimate, units, group_size, total, reason``.
        Where there is no value, ``reason`` says why: ``one_unit``, ``group_absent``,
        ``group_universal``, ``no_people`` or ``missing_count``.

    Notes
    -----
    .. math:: D = \tfrac12 \sum_j |x_j/X - y_j/Y|, \qquad 0 \le D \le 1

    with x the group and y those it is compared with (not the total, which is Gorard's index).
    D lies upwards where units or groups are small; see :func:`expected` and :func:`intervals`.

    References
    ----------
    Duncan, O. D. & Duncan, B. (1955). A methodological analysis of segregation indexes. American
    Sociological Review 20, 210-217.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": ["a", "a", "b", "b"], "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> dissimilarity(counts, "x")["estimate"].item()
    0.3125
    """
    return two_group(counts, "dissimilarity", TWO_GROUP["dissimilarity"], group, versus, by)


@takes_tables
def gini(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""Gini index of segregation G: mean difference between the units' shares, normed to 0-1.

    Parameters and result are those of :func:`dissimilarity`.

    Notes
    -----
    .. math:: G = \frac{\sum_i \sum_j t_i t_j |p_i - p_j|}{2 T^2 P (1-P)}, \qquad D \le G \le 1

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "rest"] * 3,
    ...                        "count": [30, 70, 10, 90, 20, 80]})
    >>> round(gini(counts, "x")["estimate"].item(), 6)
    0.277778
    """
    return two_group(counts, "gini", TWO_GROUP["gini"], group, versus, by)


@takes_tables
def entropy_index(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""Theil's information index H: how much less diverse units are than the whole.

    Parameters and result are those of :func:`dissimilarity`.

    Notes
    -----
    .. math:: H = \sum_j \frac{t_j (E - E_j)}{T E}, \qquad E = -P\ln P - (1-P)\ln(1-P)

    between 0 (every unit like the whole) and 1; the base of the logarithm cancels out.

    References
    ----------
    Theil, H. & Finizza, A. J. (1971). A note on the measurement of racial integration of schools.
    Journal of Mathematical Sociology 1, 187-193.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> entropy_index(counts, "x")["estimate"].item()
    1.0
    """
    return two_group(counts, "entropy_index", TWO_GROUP["entropy_index"], group, versus, by)


@takes_tables
def atkinson(
    counts: pd.DataFrame,
    group: Labels,
    *,
    b: float = 0.5,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Atkinson's index A(b): evenness with a weight on units where the group is rare or common.

    Parameters and result are those of :func:`dissimilarity`; ``b`` (between 0 and 1) above .5
    lets units where the group is over-represented weigh more.

    Notes
    -----
    .. math:: A(b) = 1 - \frac{P}{1-P}
        \Big[\sum_j \frac{(1-p_j)^{1-b} p_j^{b} t_j}{P T}\Big]^{1/(1-b)}, \qquad 0 \le A \le 1

    References
    ----------
    James, D. R. & Taeuber, K. E. (1985). Measures of segregation. Sociological Methodology 15,
    1-32.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> atkinson(counts, "x")["estimate"].item()
    1.0
    """
    return two_group(counts, "atkinson", partial(atkinson_formula, b=b), group, versus, by)


@takes_tables
def hutchens(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""Hutchens' square root index: distance between the two distributions over units.

    Parameters and result are those of :func:`dissimilarity`.

    Notes
    -----
    .. math:: S = 1 - \sum_j \sqrt{\frac{x_j}{X}\frac{y_j}{Y}}, \qquad 0 \le S \le 1

    References
    ----------
    Hutchens, R. (2004). One measure of segregation. International Economic Review 45, 555-578.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [20, 20, 20, 20]})
    >>> hutchens(counts, "x")["estimate"].item()
    0.0
    """
    return two_group(counts, "hutchens", TWO_GROUP["hutchens"], group, versus, by)


@takes_tables
def eta_squared(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""Correlation ratio eta²: isolation with the share of the group in the whole taken out.

    Parameters and result are those of :func:`dissimilarity`.

    Notes
    -----
    .. math:: \eta^2 = \frac{xPx - P}{1 - P} = \frac{\sum_j t_j (p_j-P)^2}{T P (1-P)},
        \qquad 0 \le \eta^2 \le 1

    References
    ----------
    Bell, W. (1954). A probability model for the measurement of ecological segregation. Social
    Forces 32, 357-364.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(eta_squared(counts, "x")["estimate"].item(), 4)
    0.0625
    """
    return two_group(counts, "eta_squared", TWO_GROUP["eta_squared"], group, versus, by)


@takes_tables
def gorard(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""Gorard's segregation index GS: the share of the group that would have to move out of units.

    Parameters and result are those of :func:`dissimilarity`.

    Notes
    -----
    .. math:: GS = \tfrac12 \sum_j |x_j/X - t_j/T| = D (1 - P), \qquad 0 \le GS < 1

    The group is compared with everybody, itself included; without ``versus`` t is all people.

    References
    ----------
    Gorard, S. & Taylor, C. (2002). What is segregation? A comparison of measures in terms of
    'strong' and 'weak' compositional invariance. Sociology 36, 875-895.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> gorard(counts, "x")["estimate"].item()
    0.25
    """
    return two_group(counts, "gorard", TWO_GROUP["gorard"], group, versus, by)
