"""Which measures there are, by name, and how an interval is made for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import signature
from typing import Any

from segnb.measures.from_formula import COMPOSITION, MANY_GROUPS, TWO_GROUP
from segnb.measures.ordinal_formulas import ORDERED, neighbourhood_sorting
from segnb.measures.resampling import Formula
from segnb.measures.unit_counts import Floats


@dataclass(frozen=True)
class Measure:
    """A formula and the kind of table it takes."""

    name: str
    two_groups: bool
    formula: Formula


def measure(name: str, options: Mapping[str, Any] | None = None) -> Measure:
    """The measure of that name; an unknown name is refused with those there are."""
    if name in COMPOSITION:
        raise ValueError(
            f"{name} describes who lives in the place, not where; there is nothing random in it"
        )
    sorting = {"neighbourhood_sorting_index": neighbourhood_sorting}
    many: dict[str, Callable[..., Floats]] = {**MANY_GROUPS, **ORDERED, **sorting}
    for two, formulas in ((True, TWO_GROUP), (False, many)):
        if name in formulas:
            return Measure(name, two, _bound(name, formulas[name], options or {}))
    raise ValueError(f"no measure {name!r}; there are {', '.join([*TWO_GROUP, *many])}")


def _bound(name: str, formula: Formula, options: Mapping[str, Any]) -> Formula:
    """The formula with its options; those it does not know, or lacks, are refused by name."""
    known = {
        key: parameter.default is parameter.empty
        for key, parameter in signature(formula).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
    unknown = [key for key in options if key not in known]
    lacking = [key for key, needed in known.items() if needed and key not in options]
    if unknown or lacking:
        what = f"has no option {unknown[0]!r}" if unknown else f"needs the option {lacking[0]!r}"
        raise ValueError(f"{name} {what}; its options are: {', '.join(known) or 'none'}")
    return partial(formula, **options) if options else formula
