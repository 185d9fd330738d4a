"""Nearest neighbours across the municipal border: counted where all of them are known."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box
from types_store import make_report_of

from segnb.report import verbs
from segnb.report.page.blocks import Figure
from segnb.store import Store, make_observations
from segnb.vocabulary.areas import demo_municipalities, find_municipality

OWN, NEXT, THIRD = "9904", "9903", "9905"
FAR = 10**6
SITES = {
    **{f"{OWN}A{i:04}": i for i in range(8)},
    **{f"{NEXT}A{i:04}": i for i in range(8, 12)},
}
SHARE = {OWN: 0.1, NEXT: 0.5}
REST = ("upper_secondary", "post_secondary_short", "post_secondary_long")


def square(at: float, to: float | None = None):
    """From half a kilometre before a site to half a kilometre past another, or the same."""
    return box(1000 * at - 500, 0, 1000 * (at if to is None else to) + 500, 1000)


def made(
    folder: Path,
    *,
    polygons: set[str] = frozenset(SITES),
    unknown: str = "",
    outlines: dict[str, object] | None = None,
):
    """Eight own areas on a line and four beyond the border, 1 000 people in each, 1 km apart."""
    store = Store.create(folder / "store")
    snapshot = store.add_snapshot(b"by hand", name="hand.csv", producer="Handen")
    areas = [{"level": "deso2018", "area": a, "municipality": a[:4]} for a in SITES]
    store.write_areas(pd.DataFrame(areas).assign(name="", parent=""), snapshot)
    rows = []
    for area in SITES:
        part = 1000 * SHARE[area[:4]]
        counts = {"pre_secondary": part} | dict.fromkeys(REST, (1000 - part) / 3)
        rows += [
            {"area": area, "group": group, "value": None if area == unknown else value}
            for group, value in counts.items()
        ]
    frame = pd.DataFrame(rows).assign(level="deso2018", year=2022, sex="total", status="ok")
    frame.loc[frame["value"].isna(), "status"] = "missing"
    store.write(make_observations(frame, indicator="education"), snapshot)
    shapes = {area: square(SITES[area]) for area in SITES if area in polygons}
    write(store, snapshot, "deso2018", shapes)
    far = {code: box(FAR, 0, FAR + 1000, 1000) for code in demo_municipalities()["code"]}
    border = {OWN: square(0, 7), NEXT: square(8, 11)}
    write(store, snapshot, "municipality", {**far, **border} if outlines is None else
          outlines and {**far, **border, **outlines})  # fmt: skip
    return make_report_of(store)


def write(store: Store, snapshot: object, level: str, shapes: dict) -> None:
    if shapes:
        frame = gpd.GeoDataFrame({"area": list(shapes)}, geometry=list(shapes.values()), crs=3006)
        store.write_polygons(level, frame, snapshot)


def profile(report) -> pd.DataFrame:
    return verbs.measure_neighbours(report, "pre_secondary_share").dropna().set_index("k")


def said(report) -> tuple[str, str]:
    """The line under the title, and what stands under the figure."""
    figure = verbs.show_neighbours(report, verbs.measure_neighbours(report, "pre_secondary_share"))
    assert isinstance(figure, Figure)
    return figure.subtitle, figure.source


def test_neighbours_across_the_border_count_where_all_are_known(tmp_path: Path) -> None:
    """Of the eight own areas only the last ones have others than their like around them.

    Among 1 600: the last one has 100 + 30 + 150 of 1 600, 17.5 per cent, the others 10. Among
    3 200: it has 760 (23.75), the one before 360 (11.25). A tenth of the residents lie above
    the point .9 between the middles of the last two, .8125 and .9375.
    """
    report = made(tmp_path)
    found = profile(report)
    assert found.loc[1600, "p90"] == pytest.approx(10 + 7.5 * 0.7)
    assert found.loc[3200, "p90"] == pytest.approx(11.25 + 12.5 * 0.7)
    assert found.index.tolist() == [1600, 3200, 6400]
    subtitle, note = said(report)
    assert "på båda sidor om kommungränsen" in subtitle
    assert "Grannar på andra sidan kommungränsen räknas med" in note


@pytest.mark.parametrize(
    "lack",
    [
        {"polygons": set(SITES) - {f"{NEXT}A0011"}},
        {"unknown": f"{NEXT}A0009"},
    ],
)
def test_one_area_that_is_not_known_keeps_the_profile_inside(tmp_path: Path, lack: dict) -> None:
    report = made(tmp_path, **lack)
    assert profile(report)["p90"].tolist() == pytest.approx([10, 10, 10])
    subtitle, note = said(report)
    assert "personer inom kommunen" in subtitle
    assert f"DeSO 2018 inom räckhåll, närmast i {find_municipality(NEXT).name}." in note


@pytest.mark.parametrize(("at", "across"), [(-2, False), (-6, False), (-7, True), (-40, True)])
def test_a_place_without_data_matters_within_reach_only(
    tmp_path: Path, at: int, across: bool
) -> None:
    """The 6 400 nearest of the first area live as far as the seventh, 6 kilometres off."""
    report = made(tmp_path, outlines={THIRD: square(at)})
    assert bool(profile(report)["p90"].max() > 10) is across
    assert (find_municipality(THIRD).name in said(report)[1]) is not across


def test_without_the_outlines_of_all_nobody_knows_who_is_near(tmp_path: Path) -> None:
    report = made(tmp_path, outlines={})
    assert profile(report)["p90"].tolist() == pytest.approx([10, 10, 10])
    assert "Alla kommuners gränser är inte inlästa" in said(report)[1]


def test_a_place_far_from_all_others_has_its_neighbours_inside(tmp_path: Path) -> None:
    own = {area for area in SITES if area.startswith(OWN)}
    report = made(tmp_path, polygons=own, outlines={NEXT: box(FAR, 0, FAR + 9, 9)})
    subtitle, note = said(report)
    assert note.endswith("De närmaste grannarna bor alla inom kommunen.")
    assert "personer inom kommunen" in subtitle
