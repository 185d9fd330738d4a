"""Which slip of the hand can explain that a printed sum is not that of its rows."""

from collections.abc import Iterator, Sequence


def swap_possible(difference: int) -> bool:
    """Whether two swapped digits can be the cause of a difference: only if nine divides it."""
    return difference % 9 == 0


def explained_by(values: Sequence[int], difference: int) -> list[int]:
    """Rows in which one wrong, lost, added or swapped digit gives the difference of a sum.

    Parameters
    ----------
    difference
        Stated total less the sum of the rows.

    Examples
    --------
    >>> explained_by([120, 368], 90)
    [0]
    """
    return [row for row, value in enumerate(values)
            if value + difference in set(misprints(value))]  # fmt: skip


def misprints(value: int) -> Iterator[int]:
    """Numbers that one slip of the hand makes of a whole number."""
    text = str(value)
    for place in range(len(text)):
        yield int(text[:place] + text[place + 1 :] or 0)
        yield int(text[:place] + text[place : place + 2][::-1] + text[place + 2 :])
        yield from (int(f"{text[:place]}{digit}{text[place + 1 :]}") for digit in range(10))
    for place in range(len(text) + 1):
        yield from (int(f"{text[:place]}{digit}{text[place:]}") for digit in range(10))
