"""No segment of a series is of two producers, over all observations of the store of real files."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from segnb.store import Store
from segnb.vocabulary.catalogue import Indicator, catalogue

pytestmark = pytest.mark.long

# One producer passes on the other's own numbers: those that both give are equal, tried below.
PASSED_ON = {"population", "eligibility_by_school"}


@pytest.fixture(scope="module")
def mixed(real_store: Path) -> dict[str, list[tuple]]:
    """Segments (level, area, breaks passed) with two producers, by indicator."""
    producer = Store.open(real_store).snapshots().set_index("sha256")["producer"]
    found = {}
    for path in sorted((real_store / "observations").glob("*.parquet")):
        columns = ["level", "area", "year", "snapshot"]
        rows = pd.read_parquet(path, columns=columns).dropna()
        rows["producer"] = rows["snapshot"].astype("str").map(producer)
        found[path.stem] = list(_mixed(rows, catalogue()[path.stem]))
    return found


def _mixed(rows: pd.DataFrame, entry: Indicator) -> Iterator[tuple]:
    if rows["producer"].nunique() < 2:
        return
    rows = rows.assign(segment=0)
    for found in entry.breaks:
        touched = rows["level"].isin(found.levels) if found.levels else True
        rows["segment"] += ((rows["year"] >= found.year) & touched).astype(int)
    keys = ["level", "area", "segment"]
    number = rows.groupby(keys, observed=True)["producer"].nunique()
    yield from number[number > 1].index


def test_a_change_of_producer_is_a_break_or_passes_on_the_same_numbers(mixed) -> None:
    told = {name: places[:3] for name, places in mixed.items() if places}
    assert {name for name in told if name not in PASSED_ON} == set(), told
    assert set(told) == PASSED_ON


def test_people_of_kolada_are_those_of_scb(shared: Path) -> None:
    scb = pd.read_csv(shared / "data" / "scb_kommun" / "folkmangd_kommun_1968_2017.csv")
    scb = scb[scb["kön"] == "totalt"]
    scb = scb.assign(place=scb["region"].str[5:], people=pd.to_numeric(scb["Folkmängd"]))
    book = pd.read_excel(
        shared / "data" / "kolada" / "alla_invanare.xlsx", header=None, engine="calamine"
    )
    years = book.iloc[1, 2:].astype(int).tolist()
    rows = book[book[0] == "Invånare  totalt, antal"].drop_duplicates(1).set_index(1)
    kolada = rows[list(range(2, 2 + len(years)))].set_axis(years, axis=1)
    for year in (1998, 2017):
        both = scb[scb["år"] == year].set_index("place")["people"].to_frame().join(kolada[year])
        assert len(both.dropna()) > 280
        assert (both["people"] == both[year]).all()


def test_eligible_pupils_of_kolada_are_those_of_skolverket(shared: Path) -> None:
    path = shared / "data" / "kolada" / "kolada_crime_2006_2025.csv"
    kolada = pd.read_csv(path).query("kpi == 'N15424' and year == 2025 and gender == 'T'")
    name = "grundskola_betygsresultat_over_tid_2025_kommun_ak9.xlsx"
    book = pd.read_excel(shared / "data" / "skolverket" / name, header=7, engine="calamine")
    own = book[book["Uppgift"] == "Andel (%) behöriga till yrkesprogram"]
    own = own.assign(value=pd.to_numeric(own["2024/25"], errors="coerce"))
    both = kolada.merge(own, left_on="municipality_id", right_on="Kommunkod")
    assert len(both) > 280
    assert (both["value_x"] == both["value_y"]).all()
