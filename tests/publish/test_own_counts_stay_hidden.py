"""Nobody finds the small counts of a municipality's own files in a report, whatever they try.

Two own files that differ only in what is hidden give the same pages, numbers, drawings and
notebooks byte for byte: so nothing in a report depends on a hidden count, and nothing can be read
or computed from it. What is shown leaves each small count as many values as was promised.
"""

import json
from pathlib import Path

import geopandas as gpd
import nbformat
import numpy as np
import pandas as pd
import pytest
from shapely import box

from segnb.analysis.feasible_cells import cell_ranges
from segnb.publish.manifest import file_hashes
from segnb.publish.report_folder import write_report
from segnb.report.reading.reader import Reader
from segnb.sources.files import import_folder
from segnb.store import Store, make_observations
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.params import make_params

PLACE, THRESHOLD, FORMATS = "0127", 5, ("html", "pdf")
GROUPS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]
AREAS = [f"Del {letter}" for letter in "ABCDEFGH"]
FEW = AREAS.index("Del G")  # four people live there
COUNTS = np.array([
    [3, 40, 20, 61], [35, 80, 30, 52], [28, 75, 2, 48], [44, 91, 33, 70],
    [19, 66, 27, 81], [51, 120, 41, 37], [2, 1, 0, 1], [60, 98, 22, 90],
])  # fmt: skip
WHOLE = COUNTS.sum(axis=0) + np.array([9, 12, 8, 2])  # published; 2 live outside own areas
TWIN = COUNTS.copy()  # as many people in each area, and the same wherever a count is shown
TWIN[0], TWIN[2], TWIN[FEW] = [2, 40, 21, 61], [28, 75, 3, 47], [1, 1, 1, 1]
SMALL = (COUNTS > 0) & (COUNTS < THRESHOLD)


def own_files(folder: Path, counts: np.ndarray) -> None:
    """Files as a municipality would hand them in: counts by area, and the areas' polygons."""
    folder.mkdir()
    rows = pd.DataFrame(counts, AREAS, GROUPS).stack().rename("count").reset_index()
    rows.columns = ["area", "group", "count"]
    rows.assign(year=2022, municipality=PLACE).to_csv(folder / "utbildning.csv", index=False)
    squares = [box(east, 6.56e6, east + 1e3, 6.561e6) for east in range(650_000, 658_000, 1_000)]
    frame = gpd.GeoDataFrame({"code": AREAS, "name": AREAS}, geometry=squares, crs=3006)
    frame.assign(municipality=PLACE).to_file(folder / "delar.gpkg")


def own_store(folder: Path, counts: np.ndarray) -> Store:
    """Store with the own files, and the producer's counts of the whole municipality."""
    folder.mkdir()
    store = Store.create(folder / "store")
    own_files(folder / "files", counts)
    assert [file.reason for file in import_folder(folder / "files", store)] == ["", ""]
    whole = pd.DataFrame({"area": PLACE, "year": 2022, "group": GROUPS, "value": WHOLE})
    made = make_observations(whole, indicator="education", level="municipality")
    store.write(made, store.add_snapshot(b"whole", name="whole.csv", producer="SCB", table="T"))
    return store


def shown(store: Store) -> np.ndarray:
    """Cells that a chapter gets, missing where they are hidden."""
    rows = Reader(store, find_municipality(PLACE)).held("education", "own").rows
    return rows.pivot(index="area", columns="group", values="value").loc[AREAS, GROUPS].to_numpy()


def report_of(store: Store, formats: tuple[str, ...] = FORMATS) -> Path:
    """Folder of a report of own areas."""
    params = make_params(municipality=PLACE, store=str(store.path), areas="own",
                         chapters=("whole_municipality",), threshold=THRESHOLD)  # fmt: skip
    return write_report(params, store.path.parent / "out", formats, engine="here").folder


def what_is_read(folder: Path) -> dict[str, str]:
    """All that a reader may look at: a hash of each file, and what notebooks and record say."""
    found = {name: hashed for name, hashed in file_hashes(folder).items()
             if not name.endswith((".ipynb", "manifest.json"))}  # fmt: skip
    for path in folder.glob("notebooks/*.ipynb"):
        cells = nbformat.read(path, 4).cells
        said = json.dumps([[cell.source, cell.get("outputs")] for cell in cells])
        found[path.name] = said.replace(str(folder.parents[2]), "")
    record = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found | {key: json.dumps(record[key]) for key in ("snapshots", "gaps", "warnings")}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return own_store(tmp_path_factory.mktemp("own") / "a", COUNTS)


def test_what_is_shown_leaves_each_small_count_the_promised_width(store: Store) -> None:
    """Also to a reader who knows how many live in each area, and what is published of all."""
    cells = shown(store)
    assert np.isnan(cells[SMALL]).all()
    assert np.isnan(cells[~SMALL]).any()
    assert (cells == COUNTS)[~np.isnan(cells)].all()
    apart = np.arange(len(COUNTS)) == FEW
    rest = WHOLE - COUNTS[~apart].sum(axis=0)
    known = np.vstack([cells[~apart], np.full(len(GROUPS), np.nan)])
    people = [*COUNTS[~apart].sum(axis=1), rest.sum()]
    table = np.column_stack([np.vstack([known, WHOLE]), [*people, WHOLE.sum()]])
    low, high = cell_ranges(table)
    truth = np.vstack([COUNTS[~apart], rest])
    inner = (slice(-1), slice(-1))
    assert ((low[inner] <= truth) & (truth <= high[inner])).all()
    few = (truth > 0) & (truth < THRESHOLD)
    assert (high - low)[inner][few].min() >= THRESHOLD - 1


def test_files_that_differ_in_what_is_hidden_give_the_same_report(
    store: Store, tmp_path: Path
) -> None:
    other = own_store(tmp_path / "b", TWIN)
    assert np.array_equal(shown(store), shown(other), equal_nan=True)
    first, second = (what_is_read(report_of(one)) for one in (store, other))
    assert {"report.html", "report.pdf", "data.xlsx", "data/ends.csv"} <= set(first)
    assert any(name.endswith("map-own.svg") for name in first)
    assert first == second


def test_the_reports_differ_where_nothing_is_hidden(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail."""
    monkeypatch.setattr(Reader, "_shown", lambda *asked: asked[2])
    other = own_store(tmp_path / "b", TWIN)
    first, second = (what_is_read(report_of(one, ())) for one in (store, other))
    assert first["data/ends.csv"] != second["data/ends.csv"]


def test_no_hash_of_an_own_file_is_printed_by_which_a_guess_could_be_tested(store: Store) -> None:
    folder = report_of(store, ("html",))
    own = store.snapshots().query("producer == 'own data'")["sha256"]
    assert len(own) == 2
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "kommunens egna filer" in page
    assert not [sha for sha in own if sha[:12] in page]
