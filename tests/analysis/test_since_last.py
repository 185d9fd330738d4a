"""What changed between two downloads or reports: every change has its cause, and they add up."""

from pathlib import Path

import pandas as pd
import pytest

from segnb.analysis.change_causes.download_causes import OVERLAP, compare, decimals, tally
from segnb.analysis.change_causes.figure_causes import changes

KOLADA = Path(__file__).parents[3] / "shared" / "data" / "kolada"
SAME, NONE = "same", "same_no_value"


def download(day: str) -> pd.DataFrame:
    from segnb.sources.download_cells import cells_of
    from segnb.sources.store_choice import open_store
    from segnb.store import BOX

    path = KOLADA / f"{day}_KOLADA_data_raw.parquet"
    if not path.exists():
        pytest.skip(f"the download {path.name} is not here")
    return cells_of(path, open_store(BOX))


# -- section 9.3 of the reference, number by number


@pytest.mark.parametrize(
    ("old", "new", "causes", "overlap"),
    [
        ("2023-09-12", "2024-12-12",
         {SAME: 100_702, NONE: 3_038, "float": 10_248, "rounding": 205, "revised": 3,
          "definition": 7_298, "withdrawn": 246, "filled": 13, "other_reason": 47,
          "new_year": 17_110, "year_dropped": 18_560, "indicator_gone": 4_350}, 121_800),
        ("2023-03-28", "2023-09-12",
         {SAME: 134_120, NONE: 2_977, "other_reason": 73, "new_year": 4_930,
          "indicator_new": 2_610}, 137_170),
        ("2023-03-28", "2024-01-30",
         {SAME: 101_213, NONE: 2_722, "float": 10_248, "filled": 5, "other_reason": 72,
          "new_year": 10_730, "year_dropped": 18_560, "indicator_new": 2_610,
          "indicator_gone": 4_350}, 114_260),
        ("2024-01-30", "2024-12-12",
         {SAME: 116_352, NONE: 3_442, "definition": 7_298, "rounding": 205, "revised": 3,
          "withdrawn": 246, "filled": 8, "other_reason": 46, "new_year": 11_310}, 127_600),
    ],
)  # fmt: skip
def test_every_cell_of_two_downloads_has_the_published_cause(old, new, causes, overlap) -> None:
    compared = compare(download(old), download(new))
    assert compared["cause"].value_counts().to_dict() == causes
    assert compared["cause"].isin(OVERLAP).sum() == overlap


def test_the_causes_stand_where_the_reference_says() -> None:
    compared = compare(download("2023-09-12"), download("2024-12-12"))
    cells = tally(compared).set_index(["cause", "indicator"])["cells"].to_dict()
    expected = {
        ("float", "N15428"): 10_248, ("rounding", "N17813"): 205,
        ("definition", "U07417"): 3_770, ("definition", "U07452"): 3_528,
        ("withdrawn", "U07452"): 242, ("withdrawn", "N17813"): 4,
        ("filled", "N15428"): 5, ("filled", "N17813"): 8,
        ("other_reason", "N17813"): 46, ("other_reason", "N15428"): 1,
        ("indicator_gone", "N02904"): 4_350,
    }  # fmt: skip
    assert {key: cells[key] for key in expected} == expected
    revised = compared[compared["cause"] == "revised"].set_index("area")
    assert revised[["old", "new"]].to_dict("index") == {
        "0162": {"old": 87.06, "new": 90.7}, "0180": {"old": 85.77, "new": 86.3},
        "0191": {"old": 72.11, "new": 75.3},
    }  # fmt: skip


# -- cells


def cells(*rows: tuple, name: str = "N1") -> pd.DataFrame:
    made = [(name, area, year, "total", value, "" if value == value else "missing")
            for area, year, value in rows]  # fmt: skip
    return pd.DataFrame(made, columns=["indicator", "area", "year", "sex", "value", "status"])


def test_decimals_are_those_that_a_number_is_written_with() -> None:
    assert decimals(pd.Series([74.0, 74.5, 0.1 + 0.2, float("nan")])).tolist() == [0, 1, 1, 0]


def test_a_coarser_number_is_rounding_only_within_half_a_step() -> None:
    old = cells(("a", 2020, 87.06), ("b", 2020, 72.11), ("c", 2020, 74.04))
    new = cells(("a", 2020, 87.1), ("b", 2020, 75.3), ("c", 2020, 74.0))
    assert compare(old, new)["cause"].tolist() == ["rounding", "revised", "rounding"]


def test_an_indicator_whose_entry_changed_is_another_definition_whatever_its_values() -> None:
    old, new = cells(("a", 2020, 1.0)), cells(("a", 2020, 1.1))
    named = compare(old.assign(definition="x"), new.assign(definition="y"))
    assert named["cause"].tolist() == ["definition"]


# -- figures of reports


def figure(key: str = "labour/e/municipality/0127/2022/total/all/value", **more) -> dict:
    focus, indicator, level, area, year, *_ = key.split("/")
    made = {"key": key, "indicator": indicator, "level": level, "area": area, "year": int(year)}
    same = {"value": 50.0, "status": "ok", "snapshots": ["s1"], "definition": "d", "method": "m"}
    return made | same | {"focus": focus} | more


def causes(old: dict, new: dict, **more) -> list[tuple[str, float]]:
    return [(cause, round(size, 9)) for one in changes([old], [new], **more)
            for cause, size in one.parts]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ({}, []),
        ({"value": 51.0}, [("method", 1.0)]),
        ({"value": 51.0, "method": "n"}, [("method", 1.0)]),
        ({"value": 51.0, "snapshots": ["s2"]}, [("revised", 1.0)]),
        ({"value": 51.0, "snapshots": ["s2"], "method": "n"}, [("not_separable", 1.0)]),
        ({"value": 51.0, "snapshots": ["s2"], "definition": "e"}, [("definition", 1.0)]),
        ({"definition": "e"}, [("definition", 0.0)]),
        ({"value": None, "status": "suppressed", "snapshots": ["s2"]}, [("status", 0.0)]),
        ({"value": 50.000001, "snapshots": ["s2"]}, [("float", 1e-6)]),
        ({"lower": 49.0, "snapshots": ["s1"]}, [("method", 0.0)]),
        ({"digest": "x", "snapshots": ["s2"]}, [("revised", 0.0)]),
    ],
)
def test_a_change_has_the_first_cause_whose_test_holds(new, found) -> None:
    assert causes(figure(), figure(**new)) == found


def test_a_setting_is_the_cause_only_where_the_figure_depends_on_it() -> None:
    other = {"value": 51.0, "snapshots": ["s2"]}
    own = {"parameters": ["threshold"]}
    settings = {"parameters": ["threshold", "lang"]}
    assert causes(figure(**own), figure(**own, **other), **settings) == [("parameters", 1.0)]
    assert causes(figure(), figure(**other), **settings) == [("revised", 1.0)]


def test_coarser_digits_are_rounding_where_the_whole_series_is_coarser() -> None:
    other = "labour/e/municipality/0127/2021/total/all/value"
    old = [figure(value=74.04), figure(other, value=74.11)]
    new = [figure(value=74.0, snapshots=["s2"]), figure(other, value=74.1, snapshots=["s2"])]
    assert [one.causes for one in changes(old, new)] == [("rounding",)] * 2
    new[1]["value"] = 74.11
    assert [one.causes for one in changes(old, new)] == [("revised",)]


def test_program_and_data_are_parted_by_the_old_files_and_add_up() -> None:
    old, new = figure(value=50.25), figure(value=53.25, snapshots=["s2"], method="n")
    again = {old["key"]: figure(value=52.75, method="n")}
    parts = causes(old, new, again=again)
    assert parts == [("method", 2.5), ("revised", 0.5)]
    assert sum(size for _, size in parts) == new["value"] - old["value"]


def test_areas_of_another_vintage_meet_and_are_told_so() -> None:
    old = figure("base/e/deso2018/0127/2022/total/all/dissimilarity")
    new = figure("base/e/deso2025/0127/2022/total/all/dissimilarity", value=48.0)
    assert causes(old, new) == [("vintage", -2.0)]


@pytest.mark.parametrize(
    ("key", "came", "went"),
    [("labour/e/municipality/0127/2023/total/all/value", "new_year", "year_dropped"),
     ("labour/f/municipality/0127/2022/total/all/value", "indicator_new", "indicator_gone"),
     ("labour/e/municipality/0127/2022/women/all/value", "newly_shown", "no_longer_shown")],
)  # fmt: skip
def test_a_figure_without_a_partner_says_why(key: str, came: str, went: str) -> None:
    one, two = [figure()], [figure(), figure(key)]
    assert [found.causes for found in changes(one, two)] == [(came,)]
    assert [found.causes for found in changes(two, one)] == [(went,)]
