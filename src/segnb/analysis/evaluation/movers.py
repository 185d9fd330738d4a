"""What the people who stayed may have done, when others moved in and out."""

from typing import NamedTuple


class Ends(NamedTuple):
    """Lowest and highest value that is possible."""

    low: float
    high: float


def stayers(people: float, share: float, moved: float) -> Ends:
    """Share among those who stayed, when it is not known who of the people moved.

    The stayers' share lies in [(p N - M) / (N - M), p N / (N - M)], cut to 0-1.

    Parameters
    ----------
    people, share
        People N in the area and the share p of them, 0-1.
    moved
        People M who moved out before (or in after) and are not stayers.

    Examples
    --------
    >>> [round(100 * end, 1) for end in stayers(3000, 0.23, 300)]
    [14.4, 25.6]
    """
    if not 0 <= moved < people:
        raise ValueError("people who moved must be fewer than all")
    counted, left = share * people, people - moved
    return Ends(max(0.0, (counted - moved) / left), min(1.0, counted / left))


def change_of_stayers(
    before: tuple[float, float], after: tuple[float, float], out: float, into: float
) -> Ends:
    """Change of the share among those who stayed.

    Parameters
    ----------
    before, after
        People and share in the two years.
    out, into
        People who moved out and in between them.

    Examples
    --------
    >>> [round(100 * end, 1) for end in change_of_stayers((3000, 0.25), (3000, 0.23), 300, 300)]
    [-13.3, 8.9]
    """
    first, last = stayers(*before, out), stayers(*after, into)
    return Ends(last.low - first.high, last.high - first.low)
