"""Measures of segregation: one tidy frame of counts in, one tidy frame of estimates out.

Every function takes a frame with the columns ``unit``, ``group``, ``count`` and whatever columns
tell places apart (``by=["municipality", "year"]``). ``docs/measures.md`` says which one to take.
"""

from segnb.measures.bounds import bounds
from segnb.measures.chance import expected
from segnb.measures.change import change, change_by_unit
from segnb.measures.comparison import difference
from segnb.measures.decomposition import nested, within
from segnb.measures.diversity import (
    diversity,
    normalized_diversity,
    simpson_concentration,
    simpson_interaction,
)
from segnb.measures.evenness import (
    atkinson,
    dissimilarity,
    entropy_index,
    eta_squared,
    gini,
    hutchens,
    indices,
)
from segnb.measures.exposure import exposure, interaction, isolation
from segnb.measures.income import (
    income_profile,
    inequality_index,
    neighbourhood_sorting_index,
    rank_order_information,
    rank_order_square_root,
    rank_order_variation,
)
from segnb.measures.inference import intervals
from segnb.measures.local import (
    local_concentration,
    local_divergence,
    local_diversity,
    local_segregation,
    location_quotient,
)
from segnb.measures.multigroup import (
    divergence,
    multigroup_dissimilarity,
    multigroup_entropy_index,
    multigroup_gini,
    mutual_information,
    normalized_exposure,
    relative_diversity,
    squared_variation,
)
from segnb.measures.ordinal import (
    ordinal_absolute_difference,
    ordinal_information,
    ordinal_square_root,
    ordinal_variation,
)
from segnb.measures.overview import Profile, profile

__all__ = [
    "Profile",
    "atkinson",
    "bounds",
    "change",
    "change_by_unit",
    "difference",
    "dissimilarity",
    "divergence",
    "diversity",
    "entropy_index",
    "eta_squared",
    "expected",
    "exposure",
    "gini",
    "hutchens",
    "income_profile",
    "indices",
    "inequality_index",
    "interaction",
    "intervals",
    "isolation",
    "local_concentration",
    "local_divergence",
    "local_diversity",
    "local_segregation",
    "location_quotient",
    "multigroup_dissimilarity",
    "multigroup_entropy_index",
    "multigroup_gini",
    "mutual_information",
    "neighbourhood_sorting_index",
    "nested",
    "normalized_diversity",
    "normalized_exposure",
    "ordinal_absolute_difference",
    "ordinal_information",
    "ordinal_square_root",
    "ordinal_variation",
    "profile",
    "rank_order_information",
    "rank_order_square_root",
    "rank_order_variation",
    "relative_diversity",
    "simpson_concentration",
    "simpson_interaction",
    "squared_variation",
    "within",
]
