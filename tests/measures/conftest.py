"""What the tests of the measures share."""

from collections.abc import Callable

import pandas as pd
import pytest
from tables_of_counts import tidy


@pytest.fixture(scope="session")
def frame() -> Callable[..., pd.DataFrame]:
    """Makes a tidy frame from a table of counts."""
    return tidy
