"""A folder is read whole: every file is named, twice changes nothing, damage stays where it is."""

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_files import (
    DESO,
    foreign_born,
    kolada_table,
    squares,
    tenure_excel,
    write_excel,
    write_key,
)

from segnb.cli import main
from segnb.sources.files import ImportedFile, file_type, import_folder, workbooks
from segnb.store import Store
from segnb.vocabulary.errors import EmptyStore, InvalidFile

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]
CELLS = [[68, 11, 234, 0], [2, 222, 386, 0], [1, 2, 556, 0]]


@pytest.fixture
def mixed(folder: Path) -> Path:
    """A folder as it may lie on a desk: tables before their key, a shapefile, a letter."""
    tenure_excel(folder / "a" / "dwellings.xlsx", CELLS)
    foreign_born(folder, "Botkyrka (Alby norra )")
    write_key(folder).rename(folder / "z key.csv")
    kolada_table(folder / "2024-12-12.parquet", ("N15428", "0127", 2022, "T", "", 80.5))
    squares(DESO, desokod=DESO, version="2018").to_file(folder / "a" / "borders.shp")
    (folder / "letter.txt").write_text("Dear all,\nhere are the files.\n")
    return folder


# -- the whole folder


def test_every_file_is_named_once_and_none_passes_in_silence(
    mixed: Path, imported: Imported
) -> None:
    (mixed / ".hidden").write_text("x")
    (mixed / "__MACOSX").mkdir()
    (mixed / "__MACOSX" / "x.xlsx").write_text("x")
    files = imported()
    assert list(files) == sorted(files)
    assert {path.partition(".shp")[0] for path in files} >= {"a.csv", "z key.csv", "letter.txt"}
    assert not [path for path in files if "hidden" in path or "MACOSX" in path]
    assert files["letter.txt"].reason == "it is running text, not a table"
    assert files["a.csv"].observations > 0  # its key is read before it, whatever it is called
    assert all(file.observations or file.notes or file.reason for file in files.values())


def test_importing_twice_changes_nothing(mixed: Path, store: Store) -> None:
    first = import_folder(mixed, store)
    before = store.fingerprint()
    second = import_folder(mixed, store)
    assert store.fingerprint() == before
    assert sum(file.change.new for file in first) > 0
    assert not any(file.change.changed for file in second)
    assert [f.observations for f in first] == [f.observations for f in second]


def test_two_imports_into_two_stores_give_the_same_bytes(mixed: Path, tmp_path: Path) -> None:
    prints = set()
    for name in ("one", "two"):
        made = Store.create(tmp_path / name)
        import_folder(mixed, made)
        prints.add(made.fingerprint())
    assert len(prints) == 1


def test_files_are_known_by_content_and_not_by_name(folder: Path, imported: Imported) -> None:
    tenure_excel(folder / "a.xlsx", CELLS).rename(folder / "photo.png")
    write_key(folder).rename(folder / "key.xlsx")
    files = imported()
    assert files["photo.png"].observations == 12
    assert files["key.xlsx"].taken_as.startswith("SCB's key")


def test_a_revised_file_replaces_values_and_both_snapshots_stay(
    folder: Path, store: Store, imported: Imported
) -> None:
    tenure_excel(folder / "a.xlsx", CELLS)
    imported()
    revised = tenure_excel(folder / "a.xlsx", [[70, 11, 234, 0], *CELLS[1:]])
    os.utime(revised, (revised.stat().st_atime, revised.stat().st_mtime + 86_400))
    file = imported()["a.xlsx"]
    assert (file.change.revised, file.change.same) == (1, 11)
    assert any("1 values up to 2022 are revisions" in note for note in file.notes)
    rental = store.read("tenure", areas=DESO[:1]).set_index("group").loc["rental"]
    newest = store.snapshots().iloc[-1]
    assert (rental["value"], rental["snapshot"]) == (70, newest["sha256"])
    assert len(store.snapshots()) == 2
    assert (store.raw(newest["sha256"])) == revised.read_bytes()


def test_the_day_in_a_name_dates_a_file_that_has_no_other(
    folder: Path, store: Store, imported: Imported
) -> None:
    kolada_table(folder / "2024-12-12_data.parquet", ("N15428", "0127", 2022, "T", "", 80.5))
    imported()
    assert store.snapshots()["retrieved"].tolist() == ["2024-12-12"]


def test_a_name_that_cannot_be_printed_is_shown_with_replaced_letters(
    folder: Path, imported: Imported
) -> None:
    (folder / "a\x1b[31m.txt").write_text("text")
    assert list(imported()) == ["a\ufffd[31m.txt"]


def test_a_folder_without_files_and_a_path_to_nothing_are_told(folder: Path, store: Store) -> None:
    with pytest.raises(EmptyStore, match="has no file to import"):
        import_folder(folder, store)
    with pytest.raises(InvalidFile, match="no file or folder"):
        import_folder(folder / "gone", store)


# -- files that cannot be read


@pytest.mark.parametrize(
    ("raw", "message", "damaged"),
    [
        (b"", "the file is empty", False),
        (b"  \n ", "the file is empty", False),
        (b"%PDF-1.7 ...", "it is a PDF", False),
        (b"\x89PNG\r\n", "it is an image", False),
        (b"\xd0\xcf\x11\xe0 old", "save it as .xlsx", False),
        (gzip.compress(b"a,b", mtime=0), "unpack it first", False),
        (b"\x00\x01\x02\x00", "binary file", False),
        (b"<html><body>404</body></html>", "a page or a description", False),
        (b'{"hello": 1}', "neither JSON-stat, GeoJSON nor", False),
        (b"name;dogs\nAlby;3\n", "no source known here has its columns (name, dogs)", False),
        (b'a,b\n"' + b"x" * 200_000, "running text", False),
        (b"fran,till,typ,datum\n", "no change", True),
        (b"desokod;\xc3\xa5r;bef\n", "no indicator of the catalogue", False),
        (b"kommun;period;key;count;per100k\n", "none of its variables", False),
        ("kommun;värde\nRÃ¤ttvik;3\n".encode(), "broken when it was saved", True),
        ("kommun;värde\nRättvik;3\n".encode("cp850"), "save it as CSV in UTF-8", True),
        (b'{"dimension":' + b"[" * 100_000, "damaged or cut off", True),
        (b'{"type":"FeatureCollection","features":[{"ty', "damaged or cut off", True),
        (b"PK\x03\x04 cut off", "damaged or cut off", True),
        (b'{"type":"FeatureCollection","features":[{}]}', "holds no polygons", True),
        (b"PAR1 cut off", "damaged or truncated parquet", True),
        (b"SQLite format 3\x00 and more", "a database without polygons", False),
    ],
)
def test_a_file_of_no_use_says_why_in_one_sentence(
    folder: Path, imported: Imported, raw: bytes, message: str, damaged: bool
) -> None:
    (folder / "file").write_bytes(raw)
    file = imported()["file"]
    assert message in file.reason
    assert "\n" not in file.reason
    assert file.damaged == damaged


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_truncated_workbook_is_told(folder: Path, imported: Imported, share: float) -> None:
    path = tenure_excel(folder / "a.xlsx", CELLS)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    file = imported()["a.xlsx"]
    assert file.damaged
    assert file.reason == "a.xlsx is damaged or cut off: download it again."


def replaced(path: Path, part: str, content: bytes) -> None:
    """Put other content into one part of a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name.endswith(part) else old.read(name))
    path.write_bytes(buffer.getvalue())


def test_a_workbook_with_broken_parts_is_told(folder: Path, imported: Imported) -> None:
    replaced(tenure_excel(folder / "a.xlsx", CELLS), "sheet1.xml", b"<worksheet><sheetData><row")
    assert imported()["a.xlsx"].damaged


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(
    folder: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 1_000_000)
    replaced(tenure_excel(folder / "a.xlsx", CELLS), "sheet1.xml", b" " * 2_000_000)
    assert (folder / "a.xlsx").stat().st_size < 20_000
    assert "would unpack to more than 1 MB" in imported()["a.xlsx"].reason


@pytest.mark.parametrize("place", ["XFD1048576", "ZZ99999"])
def test_a_far_away_cell_does_not_fill_the_memory(
    folder: Path, imported: Imported, place: str
) -> None:
    path = tenure_excel(folder / "a.xlsx", CELLS)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    far = f"<row r='1048576'><c r = '{place}'><v>1</v></c></row></sheetData>".encode()
    replaced(path, "sheet1.xml", sheet.replace(b"</sheetData>", far))
    file = imported()["a.xlsx"]
    assert file.damaged
    assert "has more than 20000000 cells" in file.reason


def test_entities_that_explode_are_not_expanded(folder: Path, imported: Imported) -> None:
    names = "abcdefghij"
    entities = '<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 20}">' for old, new in pairwise(names)
    )
    cell = '<c r="A1" t="inlineStr"><is><t>&j;</t></is></c>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (f'<!DOCTYPE x [{entities}]><worksheet xmlns="{space}"><sheetData><row r="1">{cell}'
             "</row></sheetData></worksheet>")  # fmt: skip
    replaced(tenure_excel(folder / "a.xlsx", CELLS), "sheet1.xml", sheet.encode())
    assert imported()["a.xlsx"].damaged


@pytest.mark.parametrize("others", [[], ["read me.txt", "__MACOSX/._a.csv"], ["b.csv"]])
def test_an_archive_with_one_table_is_read_as_that(
    folder: Path, store: Store, imported: Imported, others: list[str]
) -> None:
    row = "kommun;period;key;count;per100k\n0114;2024;total;5016;13801.0\n"
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("a.csv", row)
        for name in others:
            archive.writestr(name, row)
    file = imported()["a.zip"]
    if "b.csv" in others:
        assert "unpack it" in file.reason
    else:
        assert file.reason == ""
        assert store.read("reported_crime")["value"].tolist() == [13_801.0]


def test_a_file_beyond_any_real_size_is_not_read(
    folder: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_type, "LARGEST_FILE", 2_000_000)
    (folder / "a.csv").write_bytes(b"a,b\n" * 600_000)
    assert "larger than 2 MB" in imported()["a.csv"].reason


def test_formulas_without_results_are_refused(folder: Path, imported: Imported) -> None:
    head = ["area", "year", "group", "count", "indicator", "municipality"]
    write_excel(folder / "a.xlsx", [head, ["N1", 2022, "rental", "=1+1", "tenure", "9901"]])
    file = imported()["a.xlsx"]
    assert file.damaged
    assert "formulas whose results were not saved (=1+1)" in file.reason


def test_a_year_that_has_not_come_is_refused(folder: Path, imported: Imported) -> None:
    kolada_table(folder / "a.parquet", ("N15428", "0127", 2093, "T", "", 80.5))
    assert "a year that has not come" in imported()["a.parquet"].reason


def test_a_damaged_file_takes_nothing_else_with_it(mixed: Path, store: Store) -> None:
    (mixed / "b.xlsx").write_bytes(b"PK\x03\x04 cut off")
    files = {file.path: file for file in import_folder(mixed, store)}
    assert files["b.xlsx"].damaged
    assert files["a/dwellings.xlsx"].observations == 12
    assert len(store.read("tenure")) == 12


# -- the command


def segnb(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_file_named_alone_that_is_of_no_use_is_one_line_and_leaves_no_store(
    folder: Path, tmp_path: Path
) -> None:
    path = tenure_excel(folder / "a.xlsx", CELLS)
    path.write_bytes(path.read_bytes()[:3000])
    result = segnb("import", path, "--store", tmp_path / "new")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "segnb: a.xlsx is damaged or cut off: download it again.\n"
    assert not (tmp_path / "new").exists()


def test_a_folder_of_no_use_is_told_file_by_file_and_leaves_no_store(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "letter.txt").write_text("Dear all")
    result = segnb("import", folder, "--store", tmp_path / "new")
    assert result.exit_code == 2
    assert "letter.txt: left" in result.stdout
    assert len(result.stderr.splitlines()) == 1
    assert "could be used" in result.stderr
    assert not (tmp_path / "new").exists()
    assert segnb("import", tmp_path / "gone", "--store", tmp_path / "new").exit_code == 2


def test_a_store_that_is_there_stays_as_it_is(mixed: Path, store: Store, tmp_path: Path) -> None:
    assert segnb("import", mixed, "--store", store.path).exit_code == 0
    before = Store.open(store.path).fingerprint()
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear all")
    assert segnb("import", other, "--store", store.path).exit_code == 2
    assert Store.open(store.path).fingerprint() == before


def test_one_damaged_file_among_others_is_done_in_part(mixed: Path, tmp_path: Path) -> None:
    assert segnb("import", mixed, "--store", tmp_path / "s").exit_code == 0
    (mixed / "b.xlsx").write_bytes(b"PK\x03\x04 cut off")
    result = segnb("import", mixed, "--store", tmp_path / "s", "--quiet")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "segnb: b.xlsx is damaged or cut off: download it again.\n"


def test_a_dry_run_tells_all_and_writes_nothing(mixed: Path, tmp_path: Path) -> None:
    tried = segnb("import", mixed, "--store", tmp_path / "s", "--dry-run")
    assert tried.exit_code == 0
    assert not (tmp_path / "s").exists()
    assert "files would be in" in tried.stdout
    done = segnb("import", mixed, "--store", tmp_path / "s")
    assert tried.stdout.splitlines()[:-1] == done.stdout.splitlines()[:-1]
    before = Store.open(tmp_path / "s").fingerprint()
    assert segnb("import", mixed, "--store", tmp_path / "s", "--dry-run").exit_code == 0
    assert Store.open(tmp_path / "s").fingerprint() == before


def test_the_end_is_a_table_of_what_each_file_gave(mixed: Path, tmp_path: Path) -> None:
    lines = segnb("import", mixed, "--store", tmp_path / "s").stdout.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("file "))
    assert lines[head].split() == ["file", "taken", "for", "indicators", "years", "areas"]
    rows = {line.split("  ")[0]: " ".join(line.split()) for line in lines[head + 1 : -1]}
    assert rows["a/dwellings.xlsx"] == "a/dwellings.xlsx SCB table (Excel) tenure 2022 3"
    assert rows["letter.txt"].startswith("letter.txt text or table left: it is running text")


def test_the_outcome_is_json_on_request(mixed: Path, tmp_path: Path) -> None:
    result = segnb("import", mixed, "--store", tmp_path / "s", "--json")
    files = {file["path"]: file for file in json.loads(result.stdout)}
    assert files["a/dwellings.xlsx"]["observations"] == 12
    assert files["letter.txt"]["reason"]


def test_a_store_that_cannot_be_written_is_told(mixed: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("root, and Windows, may write everywhere: tried by make test-order")
    result = segnb("import", mixed, "--store", locked / "store")
    assert result.exit_code == 2
    assert "cannot be made" in result.stderr
