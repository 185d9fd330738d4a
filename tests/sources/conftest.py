"""What the tests of the sources share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from segnb.sources.files import ImportedFile, import_folder
from segnb.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder for the files of a test."""
    path = tmp_path / "files"
    path.mkdir()
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


@pytest.fixture
def imported(folder: Path, store: Store) -> Callable[[], dict[str, ImportedFile]]:
    """Imports the folder, and says what became of each file."""
    return lambda: {file.path: file for file in import_folder(folder, store)}
