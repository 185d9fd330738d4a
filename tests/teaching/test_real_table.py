"""Real municipalities as lessons speak of them: every number of their table, from the open data."""

from pathlib import Path

import pandas as pd
import pytest

from segnb import measures as m
from segnb.analysis.school_segregation import between_schools
from segnb.teaching.exercise_values import of
from segnb.teaching.municipality_words import surroundings
from segnb.teaching.own_numbers import known
from segnb.teaching.real_municipality import ABROAD, Place

pytestmark = pytest.mark.long  # the real files are imported whole
BOTKYRKA, GAVLE, VANSBRO, FALUN = "0127", "2180", "2021", "2080"
LEVELS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]
REACHES = [3200, 6400, 12800, 25600]


@pytest.fixture(scope="module")
def places(real_store: Path) -> dict[str, Place]:
    return {code: Place.open(code, str(real_store)) for code in (BOTKYRKA, GAVLE, VANSBRO, FALUN)}


def near(value: float, digits: int = 4) -> object:
    return pytest.approx(value, abs=0.51 * 10.0**-digits)


def counts(place: Place, indicator: str) -> pd.DataFrame:
    held = place.held("deso", indicator)
    assert held is not None
    assert held.year == 2022
    found = held.counts()
    return found[found["group"] != "unknown"] if indicator == "education" else found


@pytest.mark.parametrize(
    ("code", "gini", "H", "S"),
    [(BOTKYRKA, 0.4422, 0.1119, 0.1465), (GAVLE, 0.4959, 0.1302, 0.1306),
     (FALUN, 0.3488, 0.0589, 0.0462)],
)  # fmt: skip
def test_those_born_abroad_by_other_measures(places, code, gini, H, S) -> None:
    found = [of(f, places[code].counts, ABROAD) for f in (m.gini, m.entropy_index, m.eta_squared)]
    assert found == [near(gini), near(H), near(S)]


@pytest.mark.parametrize(
    ("code", "D", "low", "high", "chance"),
    [(BOTKYRKA, 0.3479, 0.342, 0.353, 0.0181), (GAVLE, 0.3679, 0.359, 0.375, 0.0242),
     (VANSBRO, 0.2768, 0.237, 0.316, 0.0274), (FALUN, 0.2592, 0.245, 0.270, 0.0313)],
)  # fmt: skip
def test_an_index_has_its_interval_and_its_value_by_chance(
    places, code, D, low, high, chance
) -> None:
    found = m.intervals(places[code].counts, "dissimilarity", ABROAD, draws=999, seed=2026).iloc[0]
    assert found["estimate"] == near(D)
    assert found["expected"] == near(chance)
    ends = (
        0.008 if code == VANSBRO else 0.0016
    )  # they move with the draws, most where areas are few
    assert [found["lower"], found["upper"]] == pytest.approx([low, high], abs=ends)
    assert ("withheld" in found["flags"]) is (code == VANSBRO)


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [(BOTKYRKA, 0.124, 0.710), (GAVLE, 0.030, 0.571), (VANSBRO, 0.045, 0.174)],
)
def test_shares_go_from_the_lowest_to_the_highest_area(places, code, low, high) -> None:
    share = m.shares(places[code].counts, ABROAD)["share"]
    assert [share.min(), share.max()] == [near(low, 3), near(high, 3)]


@pytest.mark.parametrize(
    ("code", "percent"), [(BOTKYRKA, 95.5), (GAVLE, 69.2), (FALUN, 90.2), (VANSBRO, 100)]
)
def test_the_part_of_h_between_regso(places, code, percent) -> None:
    place = places[code]
    level = place.held().level
    parents = place.reader.store.read_areas(level, code).set_index("area")["parent"]
    nested = place.counts.assign(regso=place.counts["unit"].map(parents))
    parts = m.nested(nested, ["regso", "unit"]).query("measure == 'entropy_index'")
    assert 100 * parts.query("level == 'regso'")["share"].item() == near(percent, 1)


@pytest.mark.parametrize(
    ("code", "M", "H", "D"),
    [(BOTKYRKA, 0.0815, 0.0830, 0.2943), (GAVLE, 0.0671, 0.1235, 0.3623),
     (FALUN, 0.0262, 0.0634, 0.2597)],
)  # fmt: skip
def test_three_regions_of_birth(places, code, M, H, D) -> None:
    three = counts(places[code], "birth_region")
    functions = (m.mutual_information, m.multigroup_entropy_index, m.multigroup_dissimilarity)
    found = [function(three)["estimate"].item() for function in functions]
    assert found == [near(M), near(H), near(D)]


@pytest.mark.parametrize(
    ("code", "rented", "short", "long", "without_work", "ordinal"),
    [(BOTKYRKA, 0.683, 0.252, 0.224, 0.170, 0.0428), (GAVLE, 0.507, 0.248, 0.172, 0.194, 0.0389),
     (FALUN, 0.447, 0.223, 0.206, 0.133, 0.0464)],
)  # fmt: skip
def test_other_groups(places, code, rented, short, long, without_work, ordinal) -> None:
    place, education = places[code], counts(places[code], "education")
    assert of(m.dissimilarity, counts(place, "tenure"), "rental") == near(rented, 3)
    for group, value in ((LEVELS[0], short), (LEVELS[-1], long)):
        assert of(m.dissimilarity, education, group) == near(value, 3)
    work = counts(place, "labour_status")
    assert of(m.dissimilarity, work, "employed") == near(
        without_work, 3
    )  # D of a group is that of the rest
    assert m.ordinal_information(education, LEVELS)["estimate"].item() == near(ordinal)


@pytest.mark.parametrize(
    ("code", "level", "D", "xPx", "SP"),
    [(BOTKYRKA, "deso2018", (0.358, 0.345, 0.315, 0.285), (0.529, 0.533, 0.530, 0.525), 1.120),
     (FALUN, "deso2025", (0.232, 0.207, 0.170, 0.110), (0.135, 0.139, 0.135, 0.128), 1.019)],
)  # fmt: skip
def test_surroundings_where_there_is_a_map(places, code, level, D, xPx, SP) -> None:
    """The polygons of Falun are those of 2025, whose codes are the same there."""
    place = places[code]
    polygons = place.reader.store.read_polygons(level, code)
    where = polygons.rename(columns={"area": "unit"})[["unit", "geometry"]]
    assert set(where["unit"]) == set(place.counts["unit"])
    found = m.neighbour_profile(place.counts, ABROAD, where, REACHES)
    by = {name: part["estimate"].tolist() for name, part in found.groupby("measure")}
    assert by["dissimilarity"] == [near(value, 3) for value in D]
    assert by["isolation"] == [near(value, 3) for value in xPx]
    if code == BOTKYRKA:  # lesson 6 quotes it where a municipality has no map
        said, own = known(), surroundings(place)
        assert (said["botkyrka_near"], said["botkyrka_far"]) == (D[0], D[-1])
        assert said["botkyrka_left_percent"] == own["left_percent"]
    near_own = m.spatial_proximity(place.counts, ABROAD, where)["estimate"].item()
    assert near_own == near(SP, 3)


@pytest.mark.parametrize(
    ("code", "level", "known", "p"),
    [(BOTKYRKA, "deso2018", 0.794, 0.001), (FALUN, "deso2025", 0.169, 0.039)],
)
def test_like_areas_lie_beside_each_other(places, code, level, known, p) -> None:
    pytest.importorskip("esda", reason="needs esda: pip install 'segnb[spatial]'")
    place = places[code]
    where = place.reader.store.read_polygons(level, code).rename(columns={"area": "unit"})
    share = m.shares(place.counts, ABROAD).set_index("unit")["share"]
    found = m.morans_i(share, m.contiguity(where[["unit", "geometry"]]), permutations=999, seed=1)
    assert found["estimate"] == near(known, 3)
    assert found["p"] == pytest.approx(p, abs=0.015)


@pytest.mark.parametrize(
    ("code", "D", "xPx", "parts"),
    [(BOTKYRKA, (0.3486, 0.3483, 0.3463, 0.3446), (0.5109, 0.5180),
      (-0.00056, 0.00049, 0.00012, -0.00116)),
     (GAVLE, (0.3282, 0.3347, 0.3368, 0.3355), (0.2231, 0.2326),
      (0.00267, 0.00121, 0.00009, 0.00138))],
)  # fmt: skip
def test_four_years_on_regso(places, code, D, xPx, parts) -> None:
    years = {year: places[code].born("regso", year) for year in (2020, 2021, 2022, 2023)}
    assert [of(m.dissimilarity, rows, ABROAD) for rows in years.values()] == [near(v) for v in D]
    ends = [of(m.isolation, years[year], ABROAD) for year in (2020, 2023)]
    assert ends == [near(value) for value in xPx]
    both = pd.concat([years[year].assign(year=year) for year in (2020, 2023)], ignore_index=True)
    found = m.change(both, "year", 2020, 2023).set_index("component")["estimate"]
    names = ["change", "group_margin", "unit_margin", "structure"]
    assert found[names].tolist() == [near(value, 5) for value in parts]


@pytest.mark.parametrize(
    ("code", "indicator", "D", "shown", "all_schools"),
    [(BOTKYRKA, "school_foreign_background", 0.473, 29, 34),
     (GAVLE, "school_foreign_background", 0.508, 26, 36),
     (BOTKYRKA, "school_parents_post_secondary", 0.273, 30, 34),
     (GAVLE, "school_parents_post_secondary", 0.227, 35, 36)],
)  # fmt: skip
def test_schools_that_show_a_share(places, code, indicator, D, shown, all_schools) -> None:
    pupils, share = (places[code].held("school", name) for name in ("school_pupils", indicator))
    rows = [one.rows[one.rows["year"] == 2023] for one in (pupils, share)]
    found = between_schools(*rows, "dissimilarity").iloc[0]
    assert (found["units"], found["schools"]) == (shown, all_schools)
    assert found["raw_index"] == near(D, 3)
