"""The examples of files that can be imported are read, and there is one for every kind."""

from pathlib import Path

import pytest

from docs_site.file_examples import EXAMPLES, FOLDER
from segnb.sources.files import ImportedFile, import_folder
from segnb.sources.files.formats import FORMATS
from segnb.store import Store

TAKEN_AS = {
    "SCB's key from DeSO to RegSO": "SCB's key from DeSO 2018",
    "log of changed DeSO": "SCB's log of changes",
    "key to own areas": "key from DeSO to own areas",
    "table of schools": "Skolverket: table of schools",
    "Försäkringskassan: benefits": "Försäkringskassan: ",
    "Brå: indicators": "Brå: ",
    "Brå: all crimes": "Brå: all",
    "polygons": "polygons of DeSO",
    "polygons of districts": "polygons of electoral districts",
}
KNOWN_ALREADY = {"kolada_places.csv"}  # a list that is compared with what segnb carries


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ImportedFile]:
    store = Store.create(tmp_path_factory.mktemp("examples") / "store")
    return {Path(file.path).name: file for file in import_folder(FOLDER, store)}


def test_every_kind_of_file_has_an_example() -> None:
    assert {one.name for one in FORMATS} <= set(EXAMPLES)
    assert {path.name for path in FOLDER.iterdir()} == set(EXAMPLES.values())


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_is_read_as_what_it_is_an_example_of(
    imported: dict[str, ImportedFile], kind: str
) -> None:
    file = imported[EXAMPLES[kind]]
    assert file.taken_as.startswith(TAKEN_AS.get(kind, kind))
    assert not file.reason or file.path in KNOWN_ALREADY
