"""What all tests share: the folder beside the checkout, and figures that are always closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with real files and known values beside the checkout; the suite stands without it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder shared/ beside the checkout (real files and known values)")
    return folder


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    """No test leaves a matplotlib figure open for the next one."""
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
