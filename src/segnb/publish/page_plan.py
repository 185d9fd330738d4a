"""What stands on each page of A4, so that none is left half empty.

The compiler measures the pieces of all chapters; here the order of the units of each chapter that
leaves the least white at the ends of pages is chosen, one large hole counting more than two small,
and whether a chapter begins on a new page. All lengths are in millimetres.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Final

from segnb.publish.page_pieces import PAGE, Unit

AHEAD: Final = 14  # units that one may pass
KEPT: Final = (60, 600, 3_000)  # plans that are gone on with; more where the best has a hole
BETWEEN_CHAPTERS: Final = 12.0  # that a rule takes
HOLE: Final = 44.0
SCANT: Final = 40.0  # of a last page that is too little
OF_A_HOLE, OF_A_LONE_HEAD, OF_A_PASSED_UNIT = 20_000, 100_000, 25  # costs, in squared millimetres
OF_A_PAGE, OF_A_SCANT_PAGE = 2_000, 5_000
OF_A_LIST_GONE_ON_WITH: Final = 1_500  # below a figure that begins a page
SURE_WHITE: Final = 8.0  # above which what follows is set on a new page as planned
ENOUGH_WHITE, WIDEST_GAP = 25.0, 20.0  # above the first a page is set wider, by the second at most


@dataclass(frozen=True, slots=True)
class _Plan:
    """Units set so far: where the last ends, what the pages before cost, and what is left."""

    y: float
    gaps: int
    cost: float
    holes: int = 0
    left: tuple[int, ...] = ()
    lone: bool = False  # nothing but a head in the chapter so far
    turned: bool = False  # a figure or table begins the page
    last: int = -1
    new: bool = False  # the last is the head of a chapter on a new page
    before: "_Plan | None" = None

    @property
    def end(self) -> tuple[tuple[int, ...], int, bool]:
        return self.left, round(self.y), self.last + 1 in self.left

    @property
    def prospect(self) -> float:
        return self.cost + OF_A_PAGE * self.y / PAGE


@dataclass
class Sheet:
    """A page: pieces (chapter, unit, piece, rows or none, whether a rule stands above)."""

    items: list[tuple[int, int, int, tuple[int, int] | None, bool]] = field(default_factory=list)
    gaps: int = -1
    white: float = 0.0
    breaks: bool = False

    @property
    def wider(self) -> float:
        """What is added to each gap."""
        if self.gaps < 1:
            return 0
        return min(max((self.white - ENOUGH_WHITE) / self.gaps, 0), WIDEST_GAP)


def plan_pages(chapters: Sequence[Sequence[Unit]], y: float) -> list[Sheet]:
    """Pages of the chapters below something that ends at a height of the first page.

    The search is wider where the best that it finds leaves a hole.
    """
    for kept in KEPT:
        plan = _search(chapters, y, kept)
        if not plan.holes:
            break
    return _sheets(chapters, _orders(plan), y)


def _search(chapters: Sequence[Sequence[Unit]], y: float, kept: int) -> _Plan:
    plans = [_Plan(y, 0, 0.0)]
    for number, units in enumerate(chapters):
        plans = _best(_begun(plans, units, first=number == 0), kept)
        for _ in units[1:]:
            plans = _best(_continued(plans, units), kept)
    return min(plans, key=lambda plan: plan.cost + (OF_A_SCANT_PAGE if plan.y < SCANT else 0))


def _best(plans: Iterable[_Plan], kept: int) -> list[_Plan]:
    """The cheapest of the plans that end alike."""
    found: dict[tuple[tuple[int, ...], int, bool], _Plan] = {}
    for plan in sorted(plans, key=lambda plan: plan.prospect):
        found.setdefault(plan.end, plan)
        if len(found) == kept:
            break
    return list(found.values())


def _begun(plans: Iterable[_Plan], units: Sequence[Unit], *, first: bool) -> Iterator[_Plan]:
    """Each plan with the head of a chapter below what there is, and at the top of a new page."""
    left = tuple(range(1, len(units)))
    for plan in plans:
        ended = _Set() if first and plan.y == 0 else _Set().page(PAGE - plan.y, plan.gaps)
        fresh = _set(units[0], 0.0, -1)
        cost, holes = plan.cost + ended.cost, 0 if first else plan.holes + ended.holes
        yield _Plan(fresh.y, fresh.gaps, cost, holes, left, True, True, 0, True, plan)
        below = _set(units[0], plan.y + BETWEEN_CHAPTERS, plan.gaps)
        if plan.y > 0 and not below.turned and not below.parted:
            kept = plan.cost, plan.holes
            yield _Plan(below.y, below.gaps, *kept, left, True, plan.turned, 0, False, plan)


def _continued(plans: Iterable[_Plan], units: Sequence[Unit]) -> Iterator[_Plan]:
    """Each plan with each unit that may come next."""
    for plan in plans:
        for at in _next(plan.left, units):
            index = plan.left[at]
            unit = units[index]
            done = _set(unit, plan.y, plan.gaps)
            cost = plan.cost + done.cost + at * OF_A_PASSED_UNIT
            if plan.lone and done.turned:
                cost += OF_A_LONE_HEAD
            if unit.goes_on and plan.last != index - 1:
                cost += OF_A_LIST_GONE_ON_WITH if plan.turned else OF_A_HOLE
            left = plan.left[:at] + plan.left[at + 1 :]
            lone = plan.lone and unit.slight
            turned = done.turned or (plan.turned and "Finding" not in unit.series)
            holes = plan.holes + done.holes
            yield _Plan(done.y, done.gaps, cost, holes, left, lone, turned, index, False, plan)


def _next(left: Sequence[int], units: Sequence[Unit]) -> Iterator[int]:
    """Which of the units that are left may come next.

    The first, or one for which all that it passes gives way, and which is no figure before a
    figure and no table before a table.
    """
    passed: set[str] = set()
    for at, index in enumerate(left[: AHEAD + 1]):
        unit = units[index]
        if at > 0 and not unit.free:
            return
        if not unit.series & passed:
            yield at
        if not unit.free:
            return
        passed |= unit.series


@dataclass(frozen=True)
class _Set:
    """A unit set at a height of a page, and what the white above its pieces costs."""

    y: float = 0.0
    gaps: int = -1
    cost: float = 0.0
    holes: int = 0
    turned: bool = False  # it begins on a new page
    parted: bool = False  # it goes on there

    def page(self, white: float, gaps: int) -> "_Set":
        """With a page that ends in white and can be set wider at some gaps."""
        wider = min(max(white - ENOUGH_WHITE, 0), WIDEST_GAP * max(gaps, 0))
        left = white - wider
        hole = left > HOLE
        cost = self.cost + left * left + OF_A_PAGE + (OF_A_HOLE if hole else 0)
        return replace(self, cost=cost, holes=self.holes + hole)


@cache
def _set(unit: Unit, y: float, gaps: int) -> _Set:
    ended, turned, parted = _Set(), False, False
    for number, piece in enumerate(unit.pieces):
        if y > 0 and piece.needed() > PAGE - y:
            ended = ended.page(PAGE - y, gaps)
            y, gaps = 0.0, -1
            turned, parted = turned or number == 0, parted or number > 0
        ends_later = piece.whole_end(y) > PAGE  # and has the gap above its rows there again
        gaps = (piece.gaps if piece.rows else 0) - 1 if ends_later else gaps + piece.gaps
        y = piece.end(y)
    return _Set(y, gaps, ended.cost, ended.holes, turned, parted)


def _orders(plan: _Plan) -> list[tuple[bool, list[int]]]:
    """For each chapter whether it begins on a new page, and the order of its units."""
    found: list[tuple[bool, list[int]]] = []
    order: list[int] = []
    step: _Plan | None = plan
    while step is not None and step.before is not None:
        order.append(step.last)
        if step.last == 0:
            found.append((step.new, order[::-1]))
            order = []
        step = step.before
    return found[::-1]


def _sheets(
    chapters: Sequence[Sequence[Unit]], orders: Sequence[tuple[bool, list[int]]], y: float
) -> list[Sheet]:
    """What stands on each page, and the height that it leaves white."""
    pages = [Sheet()]
    for chapter, (new, order) in enumerate(orders):
        if new and y > 0:
            pages = _turned(pages, y)
        y = 0.0 if new else y + BETWEEN_CHAPTERS
        rule = not new
        for unit in order:
            for number, piece in enumerate(chapters[chapter][unit].pieces):
                if y > 0 and piece.needed() > PAGE - y:
                    pages, y = _turned(pages, y), 0.0
                parts = piece.rows_by_page(y)[0] if piece.rows else [None]
                for part, rows in enumerate(parts):
                    pages += [Sheet(breaks=True)] if part else []
                    pages[-1].items.append((chapter, unit, number, rows, rule))
                    pages[-1].gaps += piece.gaps
                    rule = False
                text_goes_on = len(parts) == 1 and piece.whole_end(y) > PAGE
                pages += [Sheet()] if text_goes_on else []
                y = piece.end(y)
    for page, after in pairwise(pages):
        after.breaks = after.breaks or page.white > SURE_WHITE
    return pages


def _turned(pages: Sequence[Sheet], y: float) -> list[Sheet]:
    """Pages of which the last ends at a height, and a new one."""
    pages[-1].white = PAGE - y
    return [*pages, Sheet()]
