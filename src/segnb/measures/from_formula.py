"""A public measure from its formula: tables in, a tidy frame out, and a docstring that is whole.

A formula stands once, with the words that are its own (what it says, its notes, references and an
example); a decorator makes the function that is called from it, adds what all measures of its kind
take and give, and enters the formula under its name for intervals, bootstrap and bounds.
"""

from collections.abc import Callable, Sequence
from functools import partial
from inspect import Parameter, cleandoc, signature
from typing import Any, Protocol

import pandas as pd

from segnb.measures.contact import pairwise
from segnb.measures.groups import ManyGroups, TwoGroups, many_groups, two_groups
from segnb.measures.parameter_words import MEASURE, completed
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Label, Labels, Over, Places, labels, title

Groups = Sequence[Label] | None
Formula = Callable[[Floats, Floats, Over], Floats]
ManyFormula = Callable[[Floats, Over], Floats]
EVERYBODY = "all"

TWO_GROUP: dict[str, Formula] = {}  # people of the group (x) among all (t) by unit
MANY_GROUPS: dict[str, ManyFormula] = {}  # people by unit and group
COMPOSITION: dict[str, ManyFormula] = {}  # the same, of the whole place only

EXAMPLES = "Examples\n--------\n"


class TwoGroupMeasure(Protocol):
    """A measure of a group against those it is compared with."""

    def __call__(
        self,
        counts: pd.DataFrame,
        group: Labels,
        *,
        versus: Labels | None = None,
        by: By = (),
        **options: Any,
    ) -> pd.DataFrame:
        """The measure of every place."""


class ManyGroupMeasure(Protocol):
    """A measure over several groups at once."""

    def __call__(self, counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
        """The measure of every place."""


def public(
    formula: Callable[..., Any], call: Callable[..., pd.DataFrame]
) -> Callable[..., pd.DataFrame]:
    """`call` under the name of a formula, with its options and its docstring completed."""
    own = [p for p in signature(formula).parameters.values() if p.kind is Parameter.KEYWORD_ONLY]
    shared = [p for p in signature(call).parameters.values() if p.kind is not Parameter.VAR_KEYWORD]
    vars(call).update(__signature__=signature(call).replace(parameters=[*shared, *own]))
    call.__name__ = call.__qualname__ = formula.__name__
    call.__module__ = formula.__module__
    text = cleandoc(formula.__doc__ or "")
    text = text.replace(EXAMPLES, f"{EXAMPLES}>>> import pandas as pd\n")
    call.__doc__ = completed(call, text, MEASURE)
    return takes_tables(call)


def two_group_measure(formula: Callable[..., Floats]) -> TwoGroupMeasure:
    """Public measure of a formula on people of the group (x) and all people (t) by unit."""
    name = formula.__name__
    TWO_GROUP[name] = formula

    def call(
        counts: pd.DataFrame,
        group: Labels,
        *,
        versus: Labels | None = None,
        by: By = (),
        **options: Any,
    ) -> pd.DataFrame:
        return two_group(counts, name, partial(formula, **options), group, versus, by)

    return public(formula, call)


def many_group_measure(
    registry: dict[str, ManyFormula] = MANY_GROUPS,
) -> Callable[[ManyFormula], ManyGroupMeasure]:
    """Public measure of a formula on people by unit and group."""

    def made(formula: ManyFormula) -> ManyGroupMeasure:
        name = formula.__name__
        registry[name] = formula

        def call(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
            return many_group(counts, name, formula, groups, by)

        return public(formula, call)

    return made


def two_group(
    counts: pd.DataFrame, name: str, formula: Formula, group: Labels, versus: Labels | None, by: By
) -> pd.DataFrame:
    """One two-group measure; interaction with ``versus`` counts everybody as a neighbour."""
    if name == "interaction" and versus is not None:
        estimate, places, _ = pairwise(counts, group, versus, by)
        return result(places, name, title(group), estimate)
    table = two_groups(counts, group, versus, by)
    return result(table.places, name, title(group), evaluate(table, formula))


def many_group(
    counts: pd.DataFrame, name: str, formula: ManyFormula, groups: Groups, by: By
) -> pd.DataFrame:
    """One measure over several groups, as a tidy frame."""
    table = many_groups(counts, groups, by)
    return result(table.places, name, written(groups), evaluate_many(table, formula))


def evaluate(table: TwoGroups, formula: Formula) -> Floats:
    """The formula for every place; a missing value where there is a reason for one."""
    return table.places.filled(formula(table.x, table.t, table.over) if table.x.size else 0.0)


def evaluate_many(table: ManyGroups, formula: ManyFormula) -> Floats:
    """The same over several groups."""
    return table.places.filled(formula(table.n, table.over) if table.n.size else 0.0)


def written(groups: Groups) -> str:
    """The groups as they are written in a table."""
    return EVERYBODY if groups is None else "|".join(str(label) for label in labels(groups))


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
