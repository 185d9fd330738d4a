"""What the tests of the store share."""

from pathlib import Path

import pytest

from segnb.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")
