"""What `docs/files.md` says of files is what the importers know."""

from pathlib import Path

from segnb.sources.files.formats import FORMATS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "files.md"


def test_every_format_stands_in_the_table_and_no_other() -> None:
    rows = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| ")]
    named = {name.strip() for row in rows[1:] for name in row.split("|")[1].split(",")}
    assert named == {known.name for known in FORMATS}


def test_a_format_is_asked_before_those_that_would_also_take_its_files() -> None:
    order = [known.name for known in FORMATS]
    for first, second in (
        ("polygons of districts", "polygons"),
        ("Kolada: list of key figures", "Kolada: list of places"),
        ("SCB's key from DeSO to RegSO", "SCB table"),
        ("Kolada: export to Excel", "SCB table"),
        ("SCB table", "table of areas and years"),
    ):
        assert order.index(first) < order.index(second)
