"""What the pages of a printed report are planned of, as the compiler measured it in millimetres."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

PAGE: Final = 261 - 1.5  # height of what is set on a page, which may be longer than it was measured
SHORTEST: Final = 24.0  # room in which something that can be parted begins
SHORT_TEXT: Final = 40.0  # that is not parted
FEWEST_ROWS: Final = 1  # of a long table at the foot of a page


@dataclass(frozen=True)
class Piece:
    """What stays whole, or can be parted as text; a long table can between its rows.

    The space `above` it is part of its height, but not at the top of a page. `gaps` are the places
    where its page can be set wider. `rows` are what stands below a long table, its head, and each
    of its rows.
    """

    height: float
    above: float
    gaps: int
    parted: bool = False
    rows: tuple[float, ...] = ()

    def needed(self) -> float:
        """Room without which it begins on the next page."""
        if not self.parted:
            return self.height
        if not self.rows:
            return self.height if self.height < SHORT_TEXT else SHORTEST
        return self.height - self.rows[0] - sum(self.rows[2 + FEWEST_ROWS :])

    def whole_end(self, y: float) -> float:
        """Where it would end if the page were long enough."""
        return y + self.height - (self.above if y == 0 else 0)

    def end(self, y: float) -> float:
        """Where it ends that begins at a height of a page."""
        end = self.whole_end(y)
        if end <= PAGE or not self.parted:
            return min(end, PAGE)
        return self.rows_by_page(y)[1] if self.rows else end % PAGE

    def rows_by_page(self, y: float) -> tuple[list[tuple[int, int]], float]:
        """Rows of a long table page by page, and where the last ones end."""
        below, head, *rows = self.rows
        at, first, found = self.whole_end(y) - below - sum(rows), 0, []
        for number, row in enumerate(rows):
            last = below if number == len(rows) - 1 else 0
            if at + row + last > PAGE and number > first:
                found.append((first, number))
                at, first = head, number
            at += row
        return [*found, (first, len(rows))], at + below


@dataclass(frozen=True)
class Unit:
    """Pieces that go together.

    One that is `free` may be overtaken by what follows, and may itself come earlier; `series` are
    the kinds of numbered things in it, which keep their order. One that is `slight` is no content
    below a head.
    """

    free: bool
    goes_on: bool
    slight: bool
    series: frozenset[str]
    pieces: tuple[Piece, ...]


def units_of(measured: Iterable[Iterable[dict[str, Any]]]) -> list[list[Unit]]:
    """Units of each chapter, from what the compiler tells of them."""
    return [
        [
            Unit(
                **unit
                | {
                    "series": frozenset(unit["series"]),
                    "pieces": tuple(
                        Piece(**piece | {"rows": tuple(piece["rows"])}) for piece in unit["pieces"]
                    ),
                }
            )
            for unit in units
        ]
        for units in measured
    ]
