"""How much may be said: the level is computed from the checks, and nothing can raise it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from segnb.analysis.evaluation.effort_rule import Judgement
from segnb.analysis.evaluation.randomisation import ALPHA

Level = Literal["unjudged", "unlikely", "varies", "differs", "in_line"]
Check = Literal["slope", "before", "twin", "ring", "scale", "direction"]
FEWEST_IN_LINE = 3
ELSEWHERE = "elsewhere"  # similar areas of the same municipality: no areas around


@dataclass(frozen=True)
class Ring:
    """Areas around the treated, judged as these are; they are compared with nobody.

    Attributes
    ----------
    name
        How they lie: `touching`, `to_1_km`, `to_3_km`, `named` by the plan, or `elsewhere`.
    found
        None where nothing is comparable with them.
    detectable
        Smallest effect that the rule finds in them.
    people
        Persons in them before the start.
    """

    name: str
    areas: tuple[str, ...]
    found: Judgement | None = None
    detectable: float = float("inf")
    people: float = 0.0


@dataclass(frozen=True)
class Grounds:
    """What the level of a sentence rests on, beside the judgement itself.

    Attributes
    ----------
    p
        That of the estimate, after Holm where several outcomes were named.
    detectable
        Smallest effect that estimate, twin and guards find.
    worthwhile
        Smallest effect that the user called worthwhile; 0 if none was named.
    direction
        1 up, -1 down, 0 where the plan names none: then no level above `varies` is reached.
    rings
        Areas around, if the plan names any or has them drawn from borders.
    logs
        Judgement of the logarithms, for rates and counts.
    treated
        Number of treated areas.
    registered
        Whether the plan is dated before the first outcome year.
    held_before
        Whether the same held in the report of the year before.
    """

    p: float
    detectable: float
    worthwhile: float = 0.0
    direction: int = 0
    rings: tuple[Ring, ...] = ()
    logs: Judgement | None = None
    treated: int = 1
    registered: bool = False
    held_before: bool = False


def level_of(found: Judgement, grounds: Grounds) -> tuple[Level, Check | None]:
    """The highest level whose conditions all hold, and the check that keeps it at `varies`.

    Returns
    -------
    tuple
        `unjudged` (cannot be judged), `unlikely` (large changes are unlikely), `varies`, `differs`
        or `in_line`; a check is named with `varies` alone.
    """
    if grounds.p > ALPHA or (grounds.worthwhile and grounds.detectable > grounds.worthwhile):
        inside = found.quiet() and max(map(abs, found.interval)) < grounds.worthwhile
        return ("unlikely" if inside else "unjudged"), None
    failed = failed_checks(found, grounds)
    if failed:
        return "varies", failed[0]
    around = any(one.name != ELSEWHERE for one in grounds.rings)
    heard = around and all(_is_quiet(one, found) for one in grounds.rings)
    strong = heard and grounds.registered and grounds.held_before
    return ("in_line" if strong and grounds.treated >= FEWEST_IN_LINE else "differs"), None


def failed_checks(found: Judgement, grounds: Grounds) -> list[Check]:
    """The checks of rule R that do not hold, in the order in which they are told."""
    sign = np.sign(found.estimate.value)
    logs = grounds.logs
    failed: dict[Check, bool] = {
        "slope": found.slope.p <= ALPHA,
        "before": found.before.p <= ALPHA,
        "twin": not found.confirmed(),
        "ring": any(_goes_against(one, sign) for one in grounds.rings),
        "scale": logs is not None and (logs.estimate.p > ALPHA or _opposite(logs, sign)),
        "direction": sign != grounds.direction,
    }
    return [name for name, fails in failed.items() if fails]


def _is_quiet(ring: Ring, found: Judgement) -> bool:
    """Whether nothing was seen in a ring in which an effect of this size would have been."""
    nothing = ring.found is not None and ring.found.estimate.p > ALPHA
    return nothing and ring.detectable < abs(found.estimate.value)


def _goes_against(ring: Ring, sign: float) -> bool:
    seen = ring.found is not None and ring.found.estimate.p <= ALPHA
    return seen and _opposite(ring.found, sign)  # type: ignore[arg-type]


def _opposite(other: Judgement, sign: float) -> bool:
    return bool(np.sign(other.estimate.value) != sign)
