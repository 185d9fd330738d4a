"""Odd files, alone or among good ones: one sentence about each, and nothing else is lost."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_files import DESO, foreign_born, jsonstat, squares, tenure_excel, write_json, write_key

from segnb.cli import main
from segnb.sources.files import ImportedFile, bounded_process, formats, import_folder
from segnb.store import Store

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]
CELLS = [[68, 11, 234, 0], [2, 222, 386, 0], [1, 2, 556, 0]]
GOOD = "good.xlsx"


def segnb(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def geojson(crs: object = None, **properties: object) -> dict:
    shape = {"type": "Polygon", "coordinates": [[[17.8, 59.2], [17.9, 59.2], [17.9, 59.3],
                                                 [17.8, 59.2]]]}  # fmt: skip
    one = {"type": "Feature", "geometry": shape, "properties": properties or {"code": "A"}}
    return {"type": "FeatureCollection", "features": [one]} | ({"crs": crs} if crs else {})


def shapefile(folder: Path, spoil: Callable[[Path], object]) -> None:
    squares(DESO, desokod=DESO, version="2018").to_file(folder / "borders.shp")
    path = folder / "borders.dbf"
    path.unlink()
    spoil(path)


def extension(value: object) -> dict:
    return jsonstat([1, 2, 3, 4]) | {"extension": value}


ODD: dict[str, Callable[[Path], object]] = {
    "separators only": lambda f: (f / "a.csv").write_text(";;;\n;;;\n"),
    "a table that begins at row 20": lambda f: (f / "a.csv").write_text(
        "\n" * 3 + ";;\n" * 16 + "desokod;år;bef\n0127A0010;2022;5\n"),
    "a list as extension": lambda f: write_json(f / "a.json", extension([1])),
    "a huge number": lambda f: (f / "a.json").write_text(
        json.dumps(jsonstat(["HUGE", 2, 3, 4])).replace('"HUGE"', "1" + "0" * 400)),
    "geojson with NaN": lambda f: (f / "a.geojson").write_text(
        json.dumps(geojson()).replace("17.9", "NaN")),
    "geojson beyond all numbers": lambda f: (f / "a.geojson").write_text(
        json.dumps(geojson()).replace("17.9", "1e400")),
    "a local system of coordinates": lambda f: write_json(
        f / "a.geojson", geojson({"type": "name", "properties": {"name": "LOCAL_CS[\"x\"]"}})),
    "100 000 properties": lambda f: write_json(
        f / "a.geojson", geojson(**{f"p{i}": i for i in range(100_000)})),
    "a folder as .dbf": lambda f: shapefile(f, lambda path: path.mkdir()),
    "a pipe as .dbf": lambda f: shapefile(f, os.mkfifo),
    "a dangling link": lambda f: (f / "a.csv").symlink_to("gone.csv"),
    "a link to itself": lambda f: (f / "a.csv").symlink_to("a.csv"),
    "a pipe": lambda f: os.mkfifo(f / "a.csv"),
    "a device": lambda f: (f / "a.csv").symlink_to("/dev/zero"),
}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("kind", ODD)
def test_an_odd_file_is_one_sentence_and_loses_nothing(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    ODD[kind](folder)
    alone = segnb("import", folder, "--store", tmp_path / "alone", "--json")
    assert alone.exit_code == 2
    assert not (tmp_path / "alone").exists()
    tenure_excel(folder / GOOD, CELLS)
    beside = segnb("import", folder, "--store", tmp_path / "s", "--json")
    files = {file["path"]: file for file in json.loads(beside.stdout)}
    assert files.pop(GOOD)["observations"] == 12
    assert GOOD in set(Store.open(tmp_path / "s").snapshots()["name"])
    reasons = [file["reason"] for file in files.values()]
    assert reasons
    assert all(reason and "\n" not in reason and len(reason) < 400 for reason in reasons)
    assert not [reason for reason in reasons if "at fault" in reason]


def test_a_path_of_five_thousand_letters_is_told(tmp_path: Path) -> None:
    result = segnb("import", "a" * 5000, "--store", tmp_path / "s")
    assert result.exit_code == 2
    assert "cannot be opened: File name too long" in result.stderr
    assert len(result.stderr) < 300


def failing(monkeypatch: pytest.MonkeyPatch, fault: Callable[[], object]) -> None:
    """Let the reader of SCB's key do something that no reader does on purpose."""
    key, *others = formats.FORMATS
    broken = formats.Format(key.name, key.phase, key.recognises, lambda *_: fault())
    monkeypatch.setattr("segnb.sources.files.folder_walk.FORMATS", (broken, *others))


def test_a_fault_of_a_reader_is_told_and_shown_on_request(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, lambda: {}["no such key"])
    write_key(folder)
    tenure_excel(folder / GOOD, CELLS)
    result = segnb("import", folder, "--store", tmp_path / "s", "--quiet")
    assert result.exit_code == 1
    assert "key.csv could not be read (KeyError: 'no such key')" in result.stderr
    assert "Traceback" not in result.stderr
    command = [sys.executable, "-c", _FAILING, "import", folder, "--store", tmp_path / "t"]
    told = subprocess.run([*command, "--verbose"], capture_output=True, text=True, check=False)
    assert "KeyError: 'no such key'" in told.stderr
    assert "Traceback" in told.stderr


_FAILING = """
import sys
from segnb.sources.files import folder_walk, formats
key, *others = formats.FORMATS
broken = formats.Format(key.name, key.phase, key.recognises, lambda *_: {}["no such key"])
folder_walk.FORMATS = (broken, *others)
from segnb.cli import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(
    not bounded_process.can_be_apart(), reason="files are read in the same process here"
)
@pytest.mark.parametrize(
    "fault",
    [
        lambda: bytearray(2_000_000_000),
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: [0 for _ in iter(int, 1)],
        lambda: time.sleep(60),
    ],
    ids=["memory", "killed", "work without end", "sleep without end"],
)
def test_a_reader_that_asks_for_too_much_ends_alone(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], object]
) -> None:
    monkeypatch.setattr(bounded_process, "LONGEST", 1.0)
    monkeypatch.setattr(bounded_process, "MOST_MEMORY", 500_000_000)
    failing(monkeypatch, fault)
    write_key(folder)
    tenure_excel(folder / GOOD, CELLS)
    files = {file.path: file for file in import_folder(folder, store)}
    assert files[GOOD].observations == 12
    assert files["key.csv"].damaged
    assert "needs more memory or time than any real file" in files["key.csv"].reason


def test_a_file_never_makes_its_reader_ask_an_address(folder: Path, store: Store) -> None:
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        place = f"http://127.0.0.1:{server.getsockname()[1]}/crs"
        for number, stated in enumerate((
            {"type": "url", "properties": {"url": place, "type": "proj4"}},
            {"type": "link", "properties": {"href": place, "type": "ogcwkt"}},
            {"type": "name", "properties": {"name": place}},
            {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::3006 {place}"}},
            {"type": "OGC", "properties": {"urn": place}},
            {"type": "EPSG", "properties": {"code": place}},
        )):  # fmt: skip
            write_json(folder / f"{number}.geojson", geojson(stated))
        raw = json.dumps(geojson({"type": "url", "properties": {"url": place}}))
        (folder / "twice.geojson").write_text('{"crs": null, ' + raw[1:])
        last = '"crs": null}'
        (folder / "last.geojson").write_text(f"{raw[:-1]}, {last}")
        asker = threading.Thread(target=_accept, args=(server, asked), daemon=True)
        asker.start()
        files = import_folder(folder, store)
        asker.join()
    assert not asked
    assert len(files) == 8
    refused = [f for f in files if "states its coordinate reference system otherwise" in f.reason]
    assert len(refused) == 7


def _accept(server: socket.socket, asked: list) -> None:
    """Note who calls, until nobody has for as long as all files are read."""
    end = time.monotonic() + 6
    while time.monotonic() < end:
        with contextlib.suppress(TimeoutError):
            asked.append(server.accept()[1])


# -- an import that is stopped


@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_import_that_is_stopped_goes_on_when_it_is_run_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    write_key(folder)
    foreign_born(folder, "Botkyrka (Alby norra)")
    tenure_excel(folder / GOOD, CELLS)
    assert segnb("import", folder, "--store", tmp_path / "whole").exit_code == 0
    write, times = Store.add_snapshot, iter(range(9))

    def stop(self: Store, *arguments: object, **named: object) -> object:
        snapshot = write(self, *arguments, **named)
        if next(times) == number:
            raise KeyboardInterrupt
        return snapshot

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add_snapshot", stop)
        assert segnb("import", folder, "--store", tmp_path / "s").exit_code != 0
    assert segnb("store", "status", "--store", tmp_path / "s").exit_code == 0
    assert segnb("import", folder, "--store", tmp_path / "s").exit_code == 0
    prints = {Store.open(tmp_path / name).fingerprint() for name in ("s", "whole")}
    assert len(prints) == 1
