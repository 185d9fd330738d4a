"""The indicators of the demonstration that are groups of people, dwellings and households."""

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segnb.sources.demo.latent_scales import Course, Scale, counts_of
from segnb.vocabulary.strict_yaml import load


def _scale(name: str, row: dict[str, Any]) -> Scale:
    course = Course(**row.pop("dissimilarity"))
    pairs = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return Scale(name, dissimilarity=course, **row | pairs)


_ROWS = load((files("segnb.sources.demo") / "scales.yml").read_text(encoding="utf-8"))
SCALES = {name: _scale(name, row) for name, row in _ROWS.items()}
STEPS = {name: scale.step[0] for name, scale in SCALES.items() if scale.step}


@cache
def counts_in_atoms(indicator: str) -> dict[str, NDArray[np.int64]]:
    """Counts of each group in each atom and year, made once."""
    return counts_of(SCALES[indicator])
