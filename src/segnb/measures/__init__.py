"""Measures of segregation: one tidy frame of counts in, one tidy frame of estimates out.

Every function takes a frame with the columns ``unit``, ``group``, ``count`` and whatever columns
tell places apart (``by=["municipality", "year"]``). ``docs/measures.md`` says which one to take.
"""

# ruff: noqa: F401  what is imported here is offered

from segnb.measures.autocorrelation import contiguity, local_morans_i, morans_i, shares
from segnb.measures.bootstrap import bootstrap
from segnb.measures.boundary_evenness import boundary_dissimilarity
from segnb.measures.bounds import bounds
from segnb.measures.change_components import change, change_by_unit
from segnb.measures.clustering import (
    absolute_clustering,
    distance_decay_interaction,
    distance_decay_isolation,
    relative_clustering,
    spatial_proximity,
)
from segnb.measures.concentration import (
    absolute_centralisation,
    absolute_concentration,
    delta,
    relative_centralisation,
    relative_concentration,
)
from segnb.measures.decomposition import nested, within
from segnb.measures.difference_test import difference
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
    gorard,
    hutchens,
)
from segnb.measures.expectation import expected
from segnb.measures.exposure import exposure, interaction, isolation
from segnb.measures.income_segregation import (
    income_profile,
    rank_order_information,
    rank_order_square_root,
    rank_order_variation,
)
from segnb.measures.inference import intervals
from segnb.measures.local_measures import (
    local_concentration,
    local_divergence,
    local_diversity,
    local_segregation,
)
from segnb.measures.location_quotients import location_quotient
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
from segnb.measures.municipality_overview import Profile, profile
from segnb.measures.neighbours import neighbour_profile, neighbour_shares
from segnb.measures.ordinal import (
    ordinal_absolute_difference,
    ordinal_information,
    ordinal_square_root,
    ordinal_variation,
)
from segnb.measures.several_measures import indices, segregation_curve
from segnb.measures.sorting import inequality_index, neighbourhood_sorting_index
from segnb.measures.spatial_measures import environments, spatial_exposure, spatial_indices
from segnb.measures.wide_tables import from_wide

__all__ = sorted(name for name, one in vars().items() if callable(one) and name[0] != "_")
