"""What the example files are read as, as it was read and kept.

A change of a kept text is reviewed like a change of code
(`python -m pytest tests/golden/test_kept_files.py --renew`).
"""

from pathlib import Path

import kept_files
import pytest
from kept_text import compare

from segnb.store import Store

pytestmark = pytest.mark.long

KEPT = Path(__file__).parent / "kept_of_rooms"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with what files look up."""
    return kept_files.store_of(tmp_path_factory.mktemp("looked up"))


@pytest.mark.parametrize("name", kept_files.examples())
def test_a_file_and_what_is_changed_in_it_are_read_as_they_were(
    name: str, store: Store, pytestconfig: pytest.Config
) -> None:
    found = "".join(f"{line}\n" for line in kept_files.told(name, store))
    compare(found, KEPT / f"file_{name}.txt", pytestconfig)
