"""Files damaged at random: whatever was cut, doubled or put in, the answer is one sentence."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from small_files import (
    DESO,
    foreign_born,
    jsonstat,
    kolada_table,
    px_text,
    squares,
    tenure_excel,
    write_csv,
    write_json,
    write_key,
)

from segnb.sources.files import import_folder
from segnb.store import Store

pytestmark = pytest.mark.long

TIMES = 12
TOKENS = [b"\x00", b'"', b";", b",", b"\n", b"{", b"]", b"null", b"-1", b"1e999", b"NaN", b"..",
          b"\xff", b"\xc3", b"9" * 30, b"a" * 200_000, b"'", b"\r"]  # fmt: skip


def answer() -> dict:
    cell = {"gender": "T", "count": 1, "status": "", "value": 80.5, "isdeleted": False}
    entry = {"kpi": "N15428", "municipality": "0127", "period": 2022, "values": [cell]}
    return {"values": [entry], "count": 1, "next_url": None}


WRITERS: dict[str, Callable[[Path], object]] = {
    "key": lambda f: write_key(f),
    "flat table": lambda f: foreign_born(f, "Botkyrka (Alby norra)"),
    "excel": lambda f: tenure_excel(f / "a.xlsx", [[1, 2, 3, 4]]),
    "px": lambda f: (f / "a.px").write_text(px_text(["1", "2", "3", '".."']), "utf-8"),
    "json-stat": lambda f: write_json(f / "a.json", jsonstat([1, 2, 3, 4], {"1": ".."})),
    "answer of kolada": lambda f: write_json(f / "a.json", answer()),
    "table of kolada": lambda f: kolada_table(
        f / "a.parquet", ("N15428", "0127", 2022, "T", "", 80.5)
    ),
    "log": lambda f: write_csv(f / "a.csv", [["fran", "till", "typ", "datum"],
                                             [DESO[0], DESO[1], "Utvidgas", "2025-01-01"]]),
    "groups": lambda f: write_csv(f / "a.csv", [
        ["id", "title", "members"],
        ["G2", "Liknande kommuner socioekonomi, Botkyrka, 2024", "0126|0136|Huddinge|Haninge"]]),
    "crime": lambda f: write_csv(f / "a.csv", [["kommun", "period", "key", "count", "per100k"],
                                               ["0114", 2024, "total", 5016, 13801.0]], mark=";"),
    "own counts": lambda f: write_csv(f / "a.csv", [
        ["area", "year", "group", "count", "municipality", "indicator"],
        ["N1", 2022, "rental", 10, "0127", "tenure"]]),
    "geojson": lambda f: squares(DESO, desokod=DESO, version="2018").to_file(f / "a.geojson"),
}  # fmt: skip


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Bytes with one to four places cut out, put in, doubled, or cut off."""
    content = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        place, kind = chance.randrange(len(content) + 1), chance.random()
        if kind < 0.4:
            content[place:place] = chance.choice(TOKENS)
        elif kind < 0.7:
            del content[place : place + chance.randint(1, 30)]
        elif kind < 0.85:
            content = content[: max(1, place)]
        else:
            start = chance.randrange(len(content) + 1)
            content[place:place] = content[start : start + chance.randint(1, 60)]
    return bytes(content)


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_damaged_at_random_is_read_or_answered(
    folder: Path, store: Store, name: str
) -> None:
    WRITERS[name](folder)
    (path,) = folder.iterdir()
    raw, chance = path.read_bytes(), random.Random(name)
    for _ in range(TIMES):
        path.write_bytes(damaged(raw, chance))
        (file,) = import_folder(folder, store)
        assert file.reason or file.observations or file.notes
        assert "\n" not in file.reason
