"""What stands on each page of many chapters of uneven pieces, as it was looked through and kept.

A change of a plan is reviewed like a change of code (`pytest tests/publish --renew`).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from kept_text import compare

from segnb.publish.page_pieces import PAGE, Piece, Unit, units_of
from segnb.publish.page_plan import Sheet, _search, plan_pages

KEPT = Path(__file__).parent / "kept"
SERIES = ("Figure", "Table", "Finding", "Gap", "")
START = {1: 0.0, 2: 61.5, 3: 249.0, 4: 131.25, 5: 0.0, 6: 17.0, 7: 203.0, 8: 0.0}


def piece(chance: np.random.Generator, *, long: bool) -> Piece:
    """A piece that stays whole, text that can be parted, or a table of some rows."""
    kind = chance.integers(5)
    above, gaps = round(chance.uniform(0, 9), 1), int(chance.integers(4))
    if kind == 0 or (kind == 1 and not long):
        return Piece(round(chance.uniform(8, 95), 1), above, gaps, parted=True)
    if kind == 1:
        rows = tuple(round(x, 1) for x in chance.uniform(5, 17, int(chance.integers(5, 40))))
        return Piece(round(above + 11 + sum(rows), 1), above, gaps, parted=True, rows=rows)
    return Piece(round(chance.uniform(6, 150), 1), above, gaps)


def chapter(chance: np.random.Generator) -> list[Unit]:
    """A head and units, most of which may change places."""
    head = Unit(False, False, True, frozenset({""}), (Piece(30.5, 4.0, 1), Piece(9.5, 2.0, 1)))
    units = [head]
    for number in range(int(chance.integers(3, 11))):
        pieces = tuple(piece(chance, long=n == 0) for n in range(int(chance.integers(1, 4))))
        series = frozenset({SERIES[int(chance.integers(5))]})
        free, goes_on = bool(chance.random() < 0.8), bool(number and chance.random() < 0.2)
        units.append(Unit(free, goes_on, bool(chance.random() < 0.2), series, pieces))
    return units


def told(pages: list[Sheet]) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        new = ", begins anew" if page.breaks else ""
        yield (f"page {number}: white {page.white:.1f}, {page.gaps} gaps wider by "
               f"{page.wider:.2f}{new}")  # fmt: skip
        for one, unit, part, rows, rule in page.items:
            of = f" rows {rows[0]}-{rows[1]}" if rows else ""
            yield f"  {one}.{unit}.{part}{of}{' below a rule' if rule else ''}"


@pytest.mark.parametrize("seed", START)
def test_pages_are_planned_as_they_were(seed: int, pytestconfig: pytest.Config) -> None:
    chance = np.random.default_rng(seed)
    chapters = [chapter(chance) for _ in range(3)]
    lines = [f"{line}\n" for line in told(plan_pages(chapters, START[seed]))]
    for kept in (3, 60):
        plan = _search(chapters, START[seed], kept)
        lines.append(
            f"of {kept} plans: {plan.cost:.2f}, {plan.holes} holes, ends at {plan.y:.1f}\n"
        )
    compare("".join(lines), KEPT / f"pages_{seed}.txt", pytestconfig)


@pytest.mark.parametrize(
    ("height", "needed", "end"),
    [(39.9, 39.9, 39.9), (40.0, 24.0, 40.0), (PAGE, 24.0, PAGE), (PAGE + 7, 24.0, 7.0)],
)
def test_text_is_parted_from_a_length_on(height: float, needed: float, end: float) -> None:
    text = Piece(height, 0.0, 0, parted=True)
    assert (text.needed(), text.end(0)) == pytest.approx((needed, end))
    whole = Piece(height, 3.0, 0)
    assert (whole.needed(), whole.end(1.0)) == (height, min(height + 1.0, PAGE))
    assert whole.whole_end(0) == height - 3.0


def test_units_are_read_as_the_compiler_tells_them() -> None:
    rows = {"height": 50.0, "above": 2.0, "gaps": 1, "parted": True, "rows": [5.0, 6.0, 7.0]}
    told_of = {"free": True, "goes_on": False, "slight": False, "series": ["Figure"],
               "pieces": [rows]}  # fmt: skip
    ((unit,),) = units_of([[told_of]])
    assert unit.series == frozenset({"Figure"})
    assert unit.pieces == (Piece(50.0, 2.0, 1, True, (5.0, 6.0, 7.0)),)


def test_a_long_table_is_parted_between_rows_and_its_last_stands_with_what_is_below() -> None:
    table = Piece(3.0 + 9.0 + 5 * 20.0 + 4.0, 3.0, 0, parted=True, rows=(4.0, 9.0, *[20.0] * 5))
    assert table.needed() == 116.0 - 4.0 - 4 * 20.0
    assert table.rows_by_page(0) == ([(0, 5)], 113.0)
    fits = PAGE - 116.0
    assert table.rows_by_page(fits) == ([(0, 5)], pytest.approx(PAGE))
    assert table.rows_by_page(fits + 1) == ([(0, 4), (4, 5)], 9.0 + 20.0 + 4.0)
    assert table.rows_by_page(PAGE - 33.0) == ([(0, 1), (1, 5)], 93.0)
    assert table.rows_by_page(PAGE - 10.0) == ([(0, 1), (1, 5)], 93.0)
    assert table.end(fits + 1) == 33.0
