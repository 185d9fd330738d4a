"""Tables of files and names that are wrong or mean harm: one sentence each, and the rest stands."""

import json
import time
from pathlib import Path

import pandas as pd
import pytest
from hostile_rows import rows_of

from segnb.sources.files import import_folder
from segnb.store import Store

SOON = 20.0  # seconds by the clock of a busy machine; none takes more than a few of work
GOOD = "id;title;type\n0127;Botkyrka;K\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


@pytest.mark.parametrize("row", rows_of("files.csv"), ids=lambda row: row.what)
def test_a_hostile_file_is_one_sentence(row: pd.Series, tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    encoding = "latin-1" if row.content[:4] in _BINARY else "utf-8"
    (folder / row.file).write_bytes(row.content.encode(encoding))
    (folder / "z good.csv").write_text(GOOD)
    begun = time.monotonic()
    bad, good = import_folder(folder, store)
    assert time.monotonic() - begun < SOON
    assert good.taken_as == "Kolada: list of places"
    assert bad.reason
    assert row.sentence in bad.reason
    assert "\n" not in bad.reason
    assert len(bad.reason) < 700
    assert "segnb is at fault" not in bad.reason
    assert store.coverage().empty


_BINARY = ("\u00d0\u00cf\u0011\u00e0", "\x00\x00\x27\x0a")


@pytest.mark.parametrize("row", rows_of("names.csv"), ids=lambda row: row.what)
def test_a_hostile_name_is_one_sentence(row: pd.Series, tmp_path: Path, store: Store) -> None:
    names = {"code": "A", "name": "Alby", "municipality": "0127"} | {row.column: row.content}
    ring = [[17.8, 59.2], [17.9, 59.2], [17.9, 59.3], [17.8, 59.2]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": names, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    (tmp_path / "a.geojson").write_text(text, encoding="utf-8")
    (file,) = import_folder(tmp_path / "a.geojson", store)
    assert row.sentence in file.reason
    assert "\n" not in file.reason
    assert len(file.reason) < 300
    assert store.read_polygons("own").empty
