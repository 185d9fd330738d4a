"""The bridge over equal codes: statistics of one vintage on polygons of another.

DeSO 2018 and DeSO 2025 are different areas, though most codes are the same. A code is carried
over only if it stands in both and no log of changes names it; all others are counted and said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.errors import VintageMismatch


@dataclass(frozen=True)
class Bridge:
    """Which areas of one vintage stand for which of another.

    Attributes
    ----------
    statistics, polygons
        Levels on the two sides.
    matched
        Codes that are the same area in both.
    without_polygon
        Codes with statistics that have no polygon, or whose border has changed.
    without_statistics
        Codes with a polygon that have no statistics, or whose border has changed.
    changed
        Codes found in both that a log names as changed; they are among both of the above.
    people, people_without
        People in all areas with statistics, and in those without a match (NaN if not known).
    log_held
        Whether any log of changes was at hand; without one, equal codes are taken on trust.
    """

    statistics: str
    polygons: str
    matched: tuple[str, ...]
    without_polygon: tuple[str, ...]
    without_statistics: tuple[str, ...]
    changed: tuple[str, ...]
    people: float
    people_without: float
    log_held: bool


def bridge_codes(
    statistics: str,
    polygons: str,
    *,
    with_statistics: Iterable[str],
    with_polygon: Iterable[str],
    changed: Iterable[str] = (),
    people: pd.Series | None = None,
    log_held: bool = False,
) -> Bridge:
    """Bridge between two levels of one family.

    Parameters
    ----------
    statistics, polygons
        Ids of the levels, for example `deso2018` and `deso2025`.
    with_statistics, with_polygon
        Codes on the two sides.
    changed
        Codes that a log of changes names.
    people
        Number of people by code, to say how many live in areas without a match.

    Raises
    ------
    VintageMismatch
        The levels are not two vintages of the same kind of area.

    Examples
    --------
    >>> bridge = bridge_codes("deso2018", "deso2025", changed=["2021A0020"],
    ...     with_statistics=["2021A0010", "2021A0020"], with_polygon=["2021A0010", "2021A0020"])
    >>> bridge.matched, bridge.without_polygon
    (('2021A0010',), ('2021A0020',))
    """
    if LEVELS[statistics].family != LEVELS[polygons].family:
        raise VintageMismatch(
            f"{statistics} and {polygons} are different kinds of areas: no bridge joins them."
        )
    left, right = set(with_statistics), set(with_polygon)
    other = set(changed) & left & right if statistics != polygons else set()
    matched = (left & right) - other
    counted = pd.Series(dtype="float64") if people is None else people
    known = float("nan") if people is None else 0.0
    return Bridge(
        statistics=statistics,
        polygons=polygons,
        matched=tuple(sorted(matched)),
        without_polygon=tuple(sorted(left - matched)),
        without_statistics=tuple(sorted(right - matched)),
        changed=tuple(sorted(other)),
        people=known + float(counted[counted.index.isin(left)].sum()),
        people_without=known + float(counted[counted.index.isin(left - matched)].sum()),
        log_held=log_held,
    )
