"""Which order of what a chapter has leaves the least white, and what never changes places."""

import pytest

from segnb.publish.page_pieces import PAGE, Piece, Unit
from segnb.publish.page_plan import Sheet, _next, _search, _Set, _set, plan_pages


def unit(height: float, series: str = "Figure", *, free: bool = True, **known: object) -> Unit:
    """A unit of one piece."""
    rows = known.pop("rows", ())
    piece = Piece(height, 0.0, 1, parted=bool(rows), rows=rows)  # type: ignore[arg-type]
    flags = {"goes_on": False, "slight": False} | known
    return Unit(free=free, series=frozenset({series}), pieces=(piece,), **flags)  # type: ignore[arg-type]


def head(height: float = 30.0) -> Unit:
    return unit(height, "", free=False)


def units(page: Sheet) -> list[tuple[int, int]]:
    """Chapter and unit of what stands on a page."""
    return [(chapter, number) for chapter, number, *_ in page.items]


def test_a_table_comes_before_a_figure_that_would_leave_a_hole() -> None:
    chapter = [head(), unit(100), unit(200), unit(90, "Table")]
    pages = plan_pages([chapter], 0.0)
    assert [units(page) for page in pages] == [[(0, 0), (0, 1), (0, 3)], [(0, 2)]]


def test_no_figure_comes_before_another() -> None:
    chapter = [head(), unit(100), unit(200), unit(90)]
    pages = plan_pages([chapter], 0.0)
    assert [units(page) for page in pages] == [[(0, 0), (0, 1)], [(0, 2)], [(0, 3)]]


def test_a_chapter_begins_below_another_where_its_figure_fits_too() -> None:
    first, low, tall = [head(), unit(80)], [head(), unit(90)], [head(), unit(200)]
    (page,) = plan_pages([first, low], 0.0)
    assert [item[-1] for item in page.items] == [False, False, True, False]
    assert [units(page) for page in plan_pages([first, tall], 0.0)] == [
        [(0, 0), (0, 1)],
        [(1, 0), (1, 1)],
    ]


def test_a_page_with_much_white_is_set_wider_and_the_next_begins_anew() -> None:
    first, second = plan_pages([[head(), unit(70), unit(70), unit(230)]], 0.0)
    assert first.white == PAGE - 170
    assert first.gaps == 2
    assert first.wider == 20.0
    assert second.breaks
    assert plan_pages([[head(), unit(110), unit(110)]], 0.0)[0].wider == 0


def test_a_long_table_goes_on_with_its_head_between_two_rows() -> None:
    rows = (10.0, 8.0, *(20.0 for _ in range(15)))
    chapter = [head(), unit(330.0, "Table", rows=rows)]
    first, second = plan_pages([chapter], 0.0)
    (*_, (_, _, _, above, _)), ((_, _, _, below, _),) = first.items, second.items
    assert above == (0, 10)  # 30 of the head, 20 above the rows, and ten of them
    assert below == (10, 15)
    assert second.breaks


def test_what_stands_above_a_piece_is_left_out_at_the_top_of_a_page() -> None:
    tall = Unit(False, False, False, frozenset(), (Piece(PAGE + 5, 5.0, 1),))
    (page,) = plan_pages([[tall]], 0.0)
    assert page.white == 0


def test_what_fills_a_page_exactly_stays_on_it() -> None:
    pages = plan_pages([[head(59.5), unit(100), unit(100), unit(90)]], 0.0)
    assert [units(page) for page in pages] == [[(0, 0), (0, 1), (0, 2)], [(0, 3)]]
    assert pages[0].white == 0
    assert not _set(unit(100), PAGE - 100, 0).turned
    assert _set(unit(100), PAGE - 99, 0).turned


def test_a_page_has_a_hole_where_more_than_44_millimetres_are_white() -> None:
    assert [_Set().page(white, 0).holes for white in (44.0, 44.1)] == [0, 1]
    assert _Set().page(65.0, 1).holes == 1
    assert _Set().page(64.0, 1).holes == 0  # 20 of them between what stands there


def test_each_hole_at_the_end_of_a_chapter_is_counted() -> None:
    tall = [head(), unit(120)]
    assert [_search([tall] * number, 0.0, 60).holes for number in (1, 2, 3)] == [0, 1, 2]


@pytest.mark.parametrize(("last", "scant"), [(39.0, True), (40.0, False)])
def test_a_last_page_of_less_than_40_millimetres_is_avoided(last: float, scant: bool) -> None:
    chapter = [head(), unit(150), unit(69.5, "Table"), unit(last, "Finding")]
    first, (moved,) = map(units, plan_pages([chapter], 0.0))
    assert (first[-1], moved) == (((0, 3), (0, 2)) if scant else ((0, 2), (0, 3)))


@pytest.mark.parametrize(("white", "anew"), [(8.0, False), (8.5, True)])
def test_a_page_begins_anew_where_the_one_before_is_surely_not_full(
    white: float, anew: bool
) -> None:
    _, second = plan_pages([[head(), unit(PAGE - 30 - white), unit(90)]], 0.0)
    assert second.breaks is anew


def test_what_is_higher_than_a_page_begins_where_there_is_nothing_above() -> None:
    assert not _set(unit(PAGE + 5), 0.0, -1).turned
    assert _set(unit(PAGE + 5), 0.5, 0).turned


def test_the_search_is_wider_where_a_narrow_one_leaves_a_hole() -> None:
    kinds = ("Figure", "Table", "Finding", "")
    heights = (131, 31, 19, 33, 93, 57, 105, 69, 34, 94, 61, 65, 73, 27)
    chapter = [head(), *(unit(h, kinds[at % 4]) for at, h in enumerate(heights))]
    pages = plan_pages([chapter, [head(65), unit(190)]], 150.0)
    assert max(page.white - max(page.gaps, 0) * page.wider for page in pages[:-1]) < 44


def test_a_unit_passes_at_most_fourteen_and_none_of_its_kind() -> None:
    many = [unit(9, f"kind {n}") for n in range(20)]
    assert list(_next(range(20), many)) == list(range(15))
    assert list(_next([3, 4], [*many[:4], many[3]])) == [0]
    held = [*many[:2], unit(9, "fixed", free=False), *many[3:]]
    assert list(_next(range(20), held)) == [0, 1]
    assert list(_next(range(2, 20), held)) == [0]
