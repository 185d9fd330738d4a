"""The queries: held against the catalogue, and against the metadata and answers of SCB."""

import json
from pathlib import Path

import pytest

from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.live.queries import Query, Scope, of_api, queries, read_queries
from segnb.sources.live.request_plan import asks
from segnb.sources.live.table_metadata import faults, mended, structure_of
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import InvalidFile

ALIASES = {"FolkmDesoAldKon", "FolkmDesoLandKon"}  # old names of tables that are asked for by id
FILES = {"ME0105", "betygsresultat_ak9"}  # come as files only


@pytest.fixture(scope="session")
def samples(shared: Path) -> Path:
    return shared / "api" / "samples"


def tables(producer: str) -> set[str]:
    return {s.table for e in catalogue().stored() for s in e.sources if s.producer == producer}


def test_every_table_of_scb_in_the_catalogue_is_asked_for() -> None:
    asked = {query.table for query in of_api("scb")}
    assert tables("SCB") - ALIASES - FILES == asked


def test_every_table_of_folkhalsodata_in_the_catalogue_is_asked_for() -> None:
    assert tables("Folkhälsomyndigheten") == {query.table for query in of_api("folkhalsa")}


def test_every_table_of_skolverket_in_the_catalogue_is_asked_for() -> None:
    asked = {query.table for query in of_api("skolverket")}
    assert tables("Skolverket") - FILES == asked


def test_a_query_covers_the_years_that_the_catalogue_expects() -> None:
    for query in of_api("scb"):
        for entry in catalogue().stored():
            for source in entry.sources:
                if source.table != query.table:
                    continue
                first = source.first_year or query.years[0]
                assert query.years[0] <= first <= query.years[1], query.table


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {table: TAB1, title: x, nonsense: 1}", "a.yml, TAB1"),
        ("- {table: TAB1, title: x, levels: [village]}", "unknown levels"),
        ("- {table: TAB1, title: x, years: [2020, 2010]}", "before its first"),
        ("- {table: TAB1, title: x, select: {Kon: ['*']}}", "number of its values"),
        ("- {table: TAB1, title: x}\n- {table: TAB1, title: y}", "asked for twice"),
    ],
)
def test_a_query_with_a_fault_is_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_queries({"a.yml": text})


MONTHLY = Query(
    table="TAB6471", title="x", levels=("municipality", "county", "nation"), years=(2025, 2026),
    select={"Alder": ["TOT1"], "Kon": ["1+2"]},
)  # fmt: skip


def test_recorded_metadata_tell_what_a_query_asks_wrongly(samples: Path) -> None:
    content = json.loads((samples / "TAB6471_metadata.json").read_text(encoding="utf-8"))
    table = structure_of(content)
    assert table.table == "TAB6471"
    assert len(table.variables["Region"]) == 312
    wrong = MONTHLY.model_copy(update={"select": {"Sex": MONTHLY.select["Kon"]}})
    found = faults(wrong, table)
    assert "it has no variable Sex" in found
    assert "its variable Alder is not named" in found
    assert "it has no whole years" in found
    assert not [f for f in found if "level" in f]


def test_a_query_is_mended_from_recorded_metadata(samples: Path) -> None:
    content = json.loads((samples / "TAB6471_metadata.json").read_text(encoding="utf-8"))
    fitting = mended(MONTHLY.model_copy(update={"select": {}}), structure_of(content))
    assert set(fitting.select) == {"Alder", "Kon"}
    assert all(values.number == 1 for values in fitting.select.values())


def test_a_recorded_answer_is_read_as_it_is(samples: Path) -> None:
    content = json.loads((samples / "TAB6471_data.json").read_text(encoding="utf-8"))
    table = labelled_answer(content, "TAB6471_data.json")
    assert len(table.frame) == 2772
    assert (table.frame["status"] == "ok").all()
    assert table.published == "2026-06-08"
    assert table.frame["value"].iloc[0] == content["value"][0]


def test_metadata_that_are_cut_off_are_refused() -> None:
    with pytest.raises(InvalidFile, match="not whole"):
        structure_of({"id": ["Region"]})


def test_no_query_is_ever_too_large() -> None:
    for query in queries():
        for scope in (Scope(("0180",)), Scope(("1480",)), Scope()):
            if query.api == "scb":
                assert all(ask.cells <= 150_000 for ask in asks(query, scope, 150_000))
