"""An effort in a municipality's own areas: its rings, and the areas for which nothing is judged."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box
from types_store import PLACE

from segnb.analysis.evaluation import Panel
from segnb.report.evaluation_page.judgement import Evaluation, evaluate
from segnb.report.evaluation_page.rings import around, elsewhere
from segnb.store import Store, make_observations
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.evaluation_plan import SEALED, EvaluationPlan, make_plan

SIDE, WIDTH = 8, 600  # areas a side of the town, and metres a side of an area
AREAS = [f"{row}{column}" for row in range(SIDE) for column in range(SIDE)]
YEARS = range(2010, 2022)
MIDDLE = "33"
PLAN = {"effort": "Something", "start": "2018", "level": "own", "municipality": PLACE,
        "treated": [MIDDLE], "outcomes": {"rental_share": "down"}}  # fmt: skip


def counts_of(areas: list[str], people: int = 900) -> pd.DataFrame:
    """Rented and other dwellings, drawn anew each year around a share of each area."""
    rng = np.random.default_rng(5)
    share = np.clip(rng.uniform(0.3, 0.6, len(areas)) + rng.normal(0, 0.02, (12, len(areas))), 0, 1)
    rows = []
    for year, shares in zip(YEARS, share, strict=True):
        for area, one in zip(areas, shares, strict=True):
            rented = round(people * one)
            parts = {"rental": rented, "cooperative": people - rented, "owned": 50, "unknown": 0}
            rows += [{"area": area, "year": year, "group": g, "value": n} for g, n in parts.items()]
    return pd.DataFrame(rows)


def store_of(folder: Path, counts: pd.DataFrame, level: str = "own") -> tuple[Store, Any]:
    store = Store.create(folder / "store")
    snapshot = store.add_snapshot(b"own", name="own.csv", producer="own data")
    rows = counts.assign(municipality=PLACE)
    store.write(make_observations(rows, indicator="tenure", level=level), snapshot)
    return store, snapshot


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """64 own areas in a square, with dwellings of twelve years and borders."""
    made, snapshot = store_of(tmp_path, counts_of(AREAS))
    squares = [box(*(WIDTH * int(end) for end in area), *(WIDTH * (int(end) + 1) for end in area))
               for area in AREAS]  # fmt: skip
    frame = gpd.GeoDataFrame({"area": AREAS}, geometry=squares, crs=3006)
    made.write_polygons("own", frame.assign(municipality=PLACE), snapshot)
    return made


def plan_of(**changes: Any) -> EvaluationPlan:
    return make_plan({key: value for key, value in (PLAN | changes).items() if value is not None})


def judged(store: Store, folder: Path, **changes: Any) -> Evaluation:
    return evaluate(store, plan_of(**changes), folder / "sealed")


def refused(store: Store, folder: Path, **changes: Any) -> str:
    with pytest.raises(InvalidParams) as caught:
        judged(store, folder, **changes)
    message = str(caught.value)
    assert message.count(". ") == 0
    assert not (folder / "sealed" / SEALED).exists()
    return message


def test_own_areas_are_compared_with_own_areas_of_as_many_dwellings(store, tmp_path) -> None:
    (outcome,) = judged(store, tmp_path).outcomes
    assert set(outcome.panel.areas) == set(AREAS)
    assert outcome.panel.years == tuple(range(2010, 2022))
    assert [one.name for one in outcome.grounds.rings] == ["elsewhere"]
    assert outcome.level == "unjudged"
    assert outcome.panel.population.tolist() == [950.0] * len(AREAS)


def test_rings_are_drawn_from_borders_and_compared_with_nobody(store, tmp_path) -> None:
    effort = judged(store, tmp_path, treated=["00"], rings_from_borders="true")
    (outcome,) = effort.outcomes
    rings = {one.name: set(one.areas) for one in outcome.grounds.rings}
    away = {a: WIDTH * np.hypot(*(max(int(end) - 1, 0) for end in a)) for a in AREAS if a != "00"}
    assert rings["touching"] == {"01", "10", "11"}
    assert rings["to_1_km"] == {a for a, far in away.items() if 0 < far <= 1000}
    assert rings["to_3_km"] == {a for a, far in away.items() if 1000 < far <= 3000}
    everyone = set().union(*effort.data.rings.values())
    assert set(outcome.panel.areas) == set(AREAS) - everyone
    touching = outcome.grounds.rings[0]
    assert touching.found is not None
    assert np.isfinite(touching.detectable)
    assert touching.people == 3 * 950


def test_a_ring_is_left_out_where_no_area_lies_in_it() -> None:
    assert around(pd.Series({"a": 10.0, "b": 3000.0})) == {"touching": ("a",), "to_3_km": ("b",)}


def test_an_area_that_the_plan_names_is_in_its_own_ring_alone(store, tmp_path) -> None:
    effort = judged(store, tmp_path, treated=["00"], ring=["01"], rings_from_borders="true")
    assert effort.data.rings["named"] == ("01",)
    assert effort.data.rings["touching"] == ("10", "11")


def test_what_was_put_into_the_ring_the_other_way_undoes_a_finding(tmp_path: Path) -> None:
    counts = counts_of(AREAS)
    after, rented = counts["year"] >= 2018, counts["group"] == "rental"
    for area, more in (("00", -250), ("01", 250), ("10", 250), ("11", 250)):
        counts.loc[(counts["area"] == area) & after & rented, "value"] += more
    made, _ = store_of(tmp_path, counts)
    (without,) = judged(made, tmp_path / "a", treated=["00"]).outcomes
    (outcome,) = judged(made, tmp_path / "b", treated=["00"], ring=["01", "10", "11"]).outcomes
    assert (without.level, outcome.level, outcome.check) == ("differs", "varies", "ring")


def test_half_that_moved_next_door_does_not_bias_what_is_compared_with_others(tmp_path) -> None:
    moved = []
    for rings in ([], ["01", "10", "11"]):
        counts = counts_of(AREAS)
        plain, _ = store_of(tmp_path / f"p{len(rings)}", counts)
        after, rented = counts["year"] >= 2018, counts["group"] == "rental"
        for area, more in (("00", -200), ("01", 100), ("10", 100), ("11", 100)):
            counts.loc[(counts["area"] == area) & after & rented, "value"] += more
            other = (counts["area"] == area) & after & (counts["group"] == "cooperative")
            counts.loc[other, "value"] -= more
        made, _ = store_of(tmp_path / f"m{len(rings)}", counts)
        found = [judged(one, one.path, treated=["00"], ring=rings or None).outcomes[0]
                 for one in (plain, made)]  # fmt: skip
        matched = found[0].design.matches()
        share = sum(matched.get(area, 0.0) for area in ("01", "10", "11"))
        effect = found[1].found.estimate.value - found[0].found.estimate.value
        moved.append((share, effect))
    size = -100 * 200 / 950
    for share, effect in moved:
        assert effect == pytest.approx(size * (1 + share * 0.5), abs=0.05)
    assert moved[1][0] == 0


# -- what is not judged


def test_all_own_areas_of_a_municipality_are_no_treated_areas(store, tmp_path) -> None:
    assert f"whole of municipality {PLACE}" in refused(store, tmp_path, treated=AREAS)


def test_eighteen_own_areas_are_too_few_to_compare_with(tmp_path: Path) -> None:
    for number, words in ((19, "is 18, and 19 are needed"), (20, "")):
        made, _ = store_of(tmp_path / str(number), counts_of(AREAS[:number]))
        if words:
            assert words in refused(made, tmp_path, treated=["00"])
        else:
            assert judged(made, tmp_path, treated=["00"]).outcomes


def test_a_hidden_count_of_a_treated_area_is_refused(tmp_path: Path) -> None:
    counts = counts_of(AREAS)
    small = (counts["area"] == MIDDLE) & (counts["year"] == 2015) & (counts["group"] == "rental")
    counts.loc[small, "value"] = 2
    made, _ = store_of(tmp_path, counts)
    assert f"{MIDDLE} has no value of rental_share in 2015" in refused(made, tmp_path)


def test_own_areas_need_their_municipality_and_others_tell_it_themselves() -> None:
    for changes in ({"municipality": None}, {"level": "municipality", "treated": ["Gävle"]}):
        with pytest.raises(InvalidParams, match="municipality is named with the level own"):
            plan_of(**changes)


def test_rings_need_borders(tmp_path: Path) -> None:
    made, _ = store_of(tmp_path, counts_of(AREAS))
    assert "no borders of 33" in refused(made, tmp_path, rings_from_borders="true")


def deso_of(numbers: range, kind: str = "C") -> list[str]:
    return [f"{PLACE}{kind}{number:03d}0" for number in numbers]


@pytest.fixture
def fine(tmp_path: Path) -> tuple[Store, Any]:
    """40 DeSO of 2018, one of which was split in 2025."""
    codes = deso_of(range(1, 41))
    made, snapshot = store_of(tmp_path, counts_of(codes), "deso2018")
    people = pd.DataFrame({"area": codes, "year": 2017, "value": 1000})
    made.write(make_observations(people, indicator="population", level="deso2018"), snapshot)
    new = [*codes[1:], *deso_of(range(90, 92))]
    areas = [{"level": "deso2018", "area": a} for a in codes]
    areas += [{"level": "deso2025", "area": a} for a in new]
    made.write_areas(pd.DataFrame(areas).assign(municipality=PLACE, name="", parent=""), snapshot)
    return made, snapshot


FINE = {"level": "deso2018", "municipality": None}


def test_an_area_of_another_vintage_is_told_apart_from_one_that_is_unknown(fine, tmp_path) -> None:
    made, snapshot = fine
    old, new = deso_of(range(1, 2)), deso_of(range(90, 92))
    plan = FINE | {"treated": [new[0]]}
    assert "belongs to deso2025 and not to deso2018, and no log" in refused(made, tmp_path, **plan)
    log = {"kind": "change", "from_level": "deso2018", "from_area": old * 2, "to_level": "deso2025"}
    made.write_links(pd.DataFrame(log | {"to_area": new, "date": "2025-01-01"}), snapshot)
    assert f"joins it to {old[0]}" in refused(made, tmp_path, **plan)
    assert "no area 9904C9990 at the level" in refused(
        made, tmp_path, **FINE | {"treated": ["9904C9990"]}
    )


def test_years_after_the_areas_were_cut_anew_are_refused(fine, tmp_path: Path) -> None:
    made, _ = fine
    plan = FINE | {"treated": deso_of(range(1, 2)), "last_year": "2024"}
    assert "redrawn in 2024, inside the years of the plan" in refused(made, tmp_path, **plan)


@pytest.mark.parametrize(("left", "words"), [(2, ""), (3, "8 per cent of the people live in")])
def test_own_areas_without_a_twentieth_of_the_people_are_refused(
    fine, tmp_path: Path, left: int, words: str
) -> None:
    made, snapshot = fine
    codes = deso_of(range(1, 41 - left))
    key = {"kind": "own", "from_level": "deso2018", "from_area": codes, "to_level": "own"}
    made.write_links(pd.DataFrame(key | {"to_area": [f"e{code[-3:]}" for code in codes]}), snapshot)
    plan = {"treated": ["e010"]}
    if words:
        assert words in refused(made, tmp_path, **plan)
    else:
        assert judged(made, tmp_path, **plan).outcomes


def test_the_area_of_the_municipality_with_the_most_similar_path_is_judged_too(
    store: Store, tmp_path: Path
) -> None:
    found = judged(store, tmp_path, treated=["00"], rings_from_borders="true")
    (outcome,) = found.outcomes
    (like,) = [ring for ring in outcome.grounds.rings if ring.name == "elsewhere"]
    past = {area: row - row.mean() for area, row in
            zip(outcome.panel.areas, outcome.panel.past, strict=True)}  # fmt: skip
    apart = {"00", *(area for areas in found.data.rings.values() for area in areas)}
    far = {area: np.linalg.norm(row - past["00"]) for area, row in past.items()
           if area not in apart}  # fmt: skip
    assert like.areas == (min(far, key=lambda area: far[area]),)
    assert like.found is not None
    assert like.areas[0] in outcome.panel.areas  # it stays among those that are compared with
    assert found.sealed["outcomes"]["rental_share"]["elsewhere"] == list(like.areas)


def test_similar_areas_elsewhere_are_of_the_same_municipality_and_each_once() -> None:
    areas = ("0180A", "0180B", "0180C", "0180D", "0114A", "0114B")
    values = np.zeros((6, 7))
    values[:, 0] = [9, 8, 7.5, 1, 9, -9]
    panel = Panel(areas, tuple(range(2010, 2017)), values, np.array([1, 1, 0, 0, 0, 0], bool),
                  np.full(6, 100.0), np.arange(7) >= 5)  # fmt: skip
    assert elsewhere(panel, {"0180A", "0180B"}, "deso2018") == ("0180C", "0180D")
    assert elsewhere(panel, {"0180A", "0180B", "0180C"}, "deso2018") == ("0180D",)
    assert elsewhere(panel, {"0180A", "0180B"}, "municipality") == ()
    assert elsewhere(panel, {"0180A", "0180B"}, "own") == ("0114A", "0180C")
