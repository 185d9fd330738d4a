"""What a site and the page of a batch are made of, from a store of eight places, as it was read.

A change is reviewed like a change of code (`pytest tests/publish/test_kept_site.py --renew`).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from kept_text import compare
from shapely import Polygon, box
from test_kept_documents import said

from segnb.publish import batch_page, country_shapes
from segnb.publish.batch_record import Entry, write_entries
from segnb.publish.site import country_values, data_pieces, site_folder, site_pages
from segnb.publish.site.country_values import CountryValues, indicators_of
from segnb.report.page import block_html
from segnb.store import Store, make_observations
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.params import make_params

KEPT = Path(__file__).parent / "kept"
CODES = ("0114", "0127", "0162", "0180", "0580", "1280", "1480", "2180", "2584")
ENDS = {"all": 0.0, "ci_low": -2.125, "ci_high": 3.25}
STATUSES = ("missing", "suppressed", "not_applicable")
SHARED = ("lang", "here", "up", "pages", "groups", "names")
TEMPLATES = block_html.templates
Lines = Iterator[str]


def held(store: Store, indicator: str, rows: list[dict[str, Any]], level: str) -> None:
    raw = f"{indicator} {level}".encode()
    one = store.add_snapshot(raw, name="x", producer="SCB", published="2024-01-01")
    frame = pd.DataFrame(rows)
    store.write(make_observations(frame, indicator=indicator, level=level), one)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Values of nine municipalities, fewer of them year by year, with holes of each kind."""
    made = Store.create(tmp_path_factory.mktemp("country") / "store")
    chance = np.random.default_rng(5)
    for name, usual, places in (
        ("child_poverty", 8.0, 9), ("life_expectancy_women", 82.0, 8), ("evictions", 25.0, 5),
        ("unsafe_share", 22.0, 7), ("merit_points", 220.0, 4),
    ):  # fmt: skip
        rows = [
            {"area": code, "year": year, "value": round(middle + ENDS[group], 3), "group": group}
            for number, code in enumerate(CODES[:places])
            for year in range(2013, 2024 - number % 3 - (number > 5))
            for middle in [usual + chance.normal(0, usual / 9)]
            for group in (ENDS if name == "unsafe_share" else ["all"])
        ]  # fmt: skip
        held(made, name, rows, "municipality")
        nation = [
            {"area": "00", "year": year, "value": usual + year / 1000} for year in (2019, 2021)
        ]
        held(made, name, nation, "nation")
    holes = [
        {"area": code, "year": 2023, "value": np.nan, "status": status}
        for code, status in zip(CODES[1:4], STATUSES, strict=True)
    ]  # fmt: skip
    held(made, "evictions", [*holes, {"area": "2584", "year": 2023, "value": 3.0,
                                      "status": "ok"}], "municipality")  # fmt: skip
    nobody = [{"area": code, "year": 2024, "value": np.nan} for code in CODES[:5]]
    held(made, "unsafe_share", nobody, "municipality")
    schooled = [
        {"area": code, "year": 2022, "group": group, "value": 100.0 + 7 * n + 50 * len(group)}
        for n, code in enumerate(CODES[:6])
        for group in ("pre_secondary", "upper_secondary", "post_secondary_short",
                      "post_secondary_long", "unknown")
    ]  # fmt: skip
    held(made, "education", schooled, "municipality")
    people = [{"area": code, "year": year, "value": 1000.0 * n + year}
              for n, code in enumerate(CODES, 1) for year in (2022, 2023)]  # fmt: skip
    held(made, "population", people, "municipality")
    shapes = [box(600_000 + 7000 * n, 6_500_000, 605_000 + 7000 * n, 6_504_000 + 900 * n)
              for n in range(4)]  # fmt: skip
    shapes[2] = (
        shapes[2]
        .difference(shapes[2].buffer(-1500))
        .union(box(590_000, 6_490_000, 592_000, 6_493_000))
    )
    frame = gpd.GeoDataFrame({"area": CODES[:4]}, geometry=shapes, crs="EPSG:3006")
    borders = made.add_snapshot(b"b", name="b", producer="SCB")
    made.write_areas(pd.DataFrame({"level": "municipality", "area": CODES}), borders)
    made.write_polygons("municipality", frame, borders)
    return made


class Told:
    """Stands for the templates: a page is what it would be given."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def __call__(self, package: str) -> Any:
        return self if package == "segnb.publish" else TEMPLATES(package)

    def get_template(self, name: str) -> Any:
        return SimpleNamespace(render=lambda given: self.render(name, given))

    def render(self, name: str, given: dict[str, Any]) -> str:
        shared = SHARED if name.endswith("start.html.j2") else ("here", "up")
        own = {k: v for k, v in given.items() if not callable(v)}
        skipped = {"lang", "version", "pages", "groups", "names", "shown", "indicators", "style",
                   "absent", *block_html.colours()}  # fmt: skip
        if name.endswith("data.html.j2"):  # how large they are depends on who compresses
            own["files"] = [file["name"] for file in own["files"]]
        lines = [f"== {name}"]
        lines += [f"{k}: {said(_named(v))}" for k, v in sorted(own.items())
                  if k in shared or k not in skipped]  # fmt: skip
        self.pages.append("\n".join(lines))
        return ""


def _named(value: Any) -> Any:
    if isinstance(value, CountryValues):
        return value.entry.id
    if isinstance(value, dict):
        return {name: _named(one) for name, one in value.items()}
    return [_named(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    given = Told()
    monkeypatch.setattr(site_pages, "templates", given)
    monkeypatch.setattr(block_html, "templates", given)
    return given


def table(frame: pd.DataFrame) -> Lines:
    yield " | ".join(map(str, frame.columns))
    yield from (" | ".join(map(said, row)) for row in frame.itertuples(index=False, name=None))


def values(store: Store, _out: Path, _told: Told) -> Lines:
    for one in indicators_of(store):
        yield f"== {one.entry.id}: {one.year}, {one.cuts}, {one.with_value}, {one.decimals}"
        yield f"{one.breaks} {one.tables} {one.nation.to_dict()}"
        yield from table(one.wide.reset_index())
        yield from table(one.wide_of("lower").dropna(how="all").reset_index())


def pieces(store: Store, _out: Path, _told: Told) -> Lines:
    every = indicators_of(store)
    for lang in ("sv", "en"):
        language = site_pages.Language(lang)  # type: ignore[arg-type]
        for one in every[:4] if lang == "sv" else every[-1:]:
            yield data_pieces.piece(one, ("0180", "0114", "2584", "0120"), language).strip()
        yield from table(data_pieces.dictionary(every[:2], language))
    rows = data_pieces.long_table(every)
    yield from table(rows.iloc[::7])
    yield f"{len(rows)} rows, {said(data_pieces.csv_bytes(rows).decode())}"
    typed = pd.read_parquet(_written(_out / "rows.parquet", data_pieces.parquet_bytes(rows)))
    yield ", ".join(f"{name} {kind}" for name, kind in typed.dtypes.items())


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def pages(store: Store, out: Path, told: Told) -> Lines:
    entry = Entry("0127", "Botkyrka", "sv", "ok", "0127-botkyrka/sv", ("html", "pdf"))
    other = Entry("0180", "Stockholm", "sv", "partly", "0180-stockholm/sv", ("brief",), 3, "x", 1)
    failed = Entry("0114", "Upplands Väsby", "sv", "failed", "0114-upplands-vasby/sv")
    write_entries(out, [failed, entry, other])
    (out / "reports.html").write_text("x")
    (out / "site" / "pieces").mkdir(parents=True)
    (out / "site" / "pieces" / "gone.js").write_text("x")
    for number in (5, 3):
        site_folder.write_site(out, store, indicators_of(store)[:number], "sv")
    yield from told.pages[-7:]
    yield from sorted(path.relative_to(out).as_posix() for path in out.rglob("*"))


def batch(store: Store, out: Path, told: Told) -> Lines:
    ok = Entry("0127", "Botkyrka", "sv", "ok", "0127-botkyrka/sv", ("html", "pdf"), 2)
    failed = Entry("0180", "Stockholm", "sv", "failed", "0180-stockholm/sv", (), 5, "why", 1)
    params = make_params(municipality="0127", store=str(store.path))
    english = Entry("0127", "Botkyrka", "en", "partly", "0127-botkyrka/en", ("pdf",), 1, "y", 1)
    batch_page.write_index(out, [ok, failed], params)
    batch_page.write_index(out, [ok], params)  # says what is said already
    batch_page.write_index(out, [english], params, "reports.html")
    batch_page.index_page([ok], make_params(municipality="0127", store=str(out / "none")))
    yield from told.pages
    yield (out / "batch.json").read_text("utf-8")
    shapes = country_shapes.country_shapes(store)
    yield f"{shapes.height} {shapes.paths}"


MADE: dict[str, Callable[[Store, Path, Told], Lines]] = {
    "site_values": values, "site_pieces": pieces, "site_pages": pages, "batch_page": batch,
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_a_site_is_what_was_read_and_kept(
    name: str, store: Store, tmp_path: Path, told: Told, pytestconfig: pytest.Config
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    found = "".join(f"{line}\n" for line in MADE[name](store, out, told))
    for folder in (str(tmp_path), str(store.path)):
        found = found.replace(folder, "(folder)")
    compare(found, KEPT / f"{name}.txt", pytestconfig)


def test_a_store_without_borders_has_no_map(tmp_path: Path) -> None:
    empty = Store.create(tmp_path / "empty")
    assert country_shapes.country_shapes(empty) == country_shapes.CountryShapes({}, 0)
    (empty.path / "polygons").mkdir()
    (empty.path / "polygons" / "municipality.parquet").write_bytes(b"no table")
    assert country_shapes.country_shapes(empty) == country_shapes.CountryShapes({}, 0)


def test_a_bend_that_is_less_than_a_step_of_the_sheet_is_left_out_of_a_map() -> None:
    outline = Polygon([(0, 0), (600_000, 0), (600_000, 9_000), (300_000, 9_700), (0, 9_000)])
    bent = Polygon([(0, 0), (600_000, 0), (600_000, 9_000), (300_000, 12_000), (0, 9_000)])
    for shape, points in ((outline, 4), (bent, 5)):
        frame = gpd.GeoDataFrame({"area": ["0127"]}, geometry=[shape])
        store: Any = SimpleNamespace(read_polygons=lambda _level, frame=frame: frame)
        path = country_shapes.country_shapes(store).paths["0127"]
        assert path.count(",") == points + 1  # the first point is the last too


@pytest.mark.parametrize(
    ("size", "told_as"),
    [(1, "1 kB"), (1_499, "1 kB"), (2_600, "3 kB"), (999_999, "1 000 kB"), (1_000_000, "1,0 MB"),
     (2_340_000, "2,3 MB")],
)  # fmt: skip
def test_the_size_of_a_file_is_told_in_whole_thousands_or_millions(size: int, told_as: str) -> None:
    swedish = SimpleNamespace(language=site_pages.Language("sv"))
    assert site_folder._size(swedish, size).replace("\u202f", " ").replace("\xa0", " ") == told_as


def test_of_many_names_the_first_eight_and_a_number_are_told() -> None:
    site = site_pages.Site(site_pages.Language("sv"), (), country_shapes.CountryShapes({}, 0))
    eight = [f"Ort {n}" for n in range(1, 9)]
    assert site_pages._some(site, []) == "–"
    assert site_pages._some(site, eight) == ", ".join(eight)
    more = site_pages._some(site, [*eight, "Ort 9", "Ort 10"])
    assert "Ort 8" in more
    assert "Ort 9" not in more
    assert "2" in more.removeprefix(", ".join(eight))
    assert site.names == {}


def test_what_nobody_has_is_listed_and_what_is_shown_is_not(store: Store, told: Told) -> None:
    shown: list[dict[str, Any]] = []
    told.render = lambda _name, given: shown.append(given) or ""  # type: ignore[method-assign]
    every = indicators_of(store)
    site = site_pages.Site(site_pages.Language("sv"), every, country_shapes.CountryShapes({}, 0))
    site_pages.missing_page(site)
    names = {one.entry.name.sv for one in every}
    (absent,) = (given["absent"] for given in shown)
    assert "Betygspoäng" not in names & set(absent)
    assert names & set(absent) == set()
    assert len(absent) > 20


def test_a_year_that_exactly_half_of_the_municipalities_have_is_shown() -> None:
    known = {2020: range(4), 2021: range(2), 2022: range(1)}
    rows = pd.DataFrame([{"area": f"{1000 + n}", "year": year, "value": 1.0 + n}
                         for year, places in known.items() for n in places])  # fmt: skip
    assert CountryValues(catalogue()["gini"], rows, pd.Series(), (), ()).year == 2021


def test_of_two_values_of_a_year_the_last_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pd.DataFrame([{"area": code, "year": 2020, "value": n + late / 2, "group": "all"}
                         for late in (0, 1) for n, code in enumerate(CODES)])  # fmt: skip
    held = SimpleNamespace(entry=catalogue()["gini"], rows=rows, level="municipality")
    monkeypatch.setattr(country_values, "_nation", lambda *_: pd.Series())
    made = country_values._made(SimpleNamespace(catalogue=catalogue()), held)  # type: ignore[arg-type]
    assert made is not None
    assert made.rows["value"].tolist() == [n + 0.5 for n in range(len(CODES))]


@pytest.mark.parametrize(("places", "shown"), [(4, False), (5, True)])
def test_an_indicator_is_on_the_site_from_five_municipalities_on(places: int, shown: bool) -> None:
    rows = pd.DataFrame([{"area": code, "year": 2020, "value": 1.0} for code in CODES[:places]])
    held = SimpleNamespace(entry=catalogue()["gini"], rows=rows, level="municipality")
    reader: Any = SimpleNamespace(catalogue=catalogue(), held=lambda *_: None)
    assert (country_values._made(reader, held) is not None) is shown  # type: ignore[arg-type]


def test_the_page_of_a_batch_is_written_where_it_lacks_or_says_something_else(
    tmp_path: Path,
) -> None:
    entry = Entry("0127", "Botkyrka", "sv", "failed", "0127-botkyrka/sv")
    given = make_params(municipality="0127", store=str(tmp_path / "none"))
    batch_page.write_index(tmp_path, [entry], given)
    (tmp_path / "index.html").unlink()
    batch_page.write_index(tmp_path, [entry], given)
    assert "Botkyrka" in (tmp_path / "index.html").read_text("utf-8")
    other = Entry("0180", "Stockholm", "sv", "failed", "0180-stockholm/sv")
    batch_page.write_index(tmp_path, [other], given)
    assert "Stockholm" in (tmp_path / "index.html").read_text("utf-8")


def test_a_site_opens_with_low_economic_standard_or_with_its_first_indicator() -> None:
    def opened(*names: str) -> str:
        held: Any = tuple(SimpleNamespace(entry=SimpleNamespace(id=name)) for name in names)
        shapes = country_shapes.CountryShapes({}, 0)
        return site_pages.Site(site_pages.Language("sv"), held, shapes).shown.entry.id

    assert opened("gini", "low_economic_standard", "evictions") == "low_economic_standard"
    assert opened("gini", "evictions") == "gini"


def test_places_stand_in_the_order_of_the_swedish_alphabet() -> None:
    names = ["Östra", "Ånge", "Älmhult", "Östersund", "Ystad", "ale", "Åmål"]
    assert sorted(names, key=site_pages._key) == [
        "ale", "Ystad", "Åmål", "Ånge", "Älmhult", "Östersund", "Östra",
    ]  # fmt: skip


def test_a_value_at_a_limit_is_in_the_class_below(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_links", "_legend", "_settings"):
        monkeypatch.setattr(site_pages, name, lambda _site: {})
    wide = pd.DataFrame({2020: {"a": 1.0, "b": 1.04, "c": 1.1, "d": 3.0, "e": None}})
    one = SimpleNamespace(wide=wide, year=2020, decimals=1, cuts=[1.0, 2.0])
    given: dict[str, Any] = {}
    shapes = SimpleNamespace(paths={}, height=0)
    site = SimpleNamespace(
        shown=one, names={}, shapes=shapes, render=lambda *_, **k: given.update(k)
    )
    site_pages.start_page(site)  # type: ignore[arg-type]
    assert given["classes"] == {"a": 0, "b": 0, "c": 1, "d": 2}


def test_of_two_values_of_the_country_the_last_is_shown() -> None:
    rows = pd.DataFrame({"year": [2020, 2020, 2021, 2022], "value": [1.0, 3.0, 5.0, None]})
    asked: list[tuple[str, str]] = []
    held = lambda *asks: asked.append(asks) or SimpleNamespace(rows=rows)  # noqa: E731
    reader: Any = SimpleNamespace(held=held)
    assert country_values._nation(reader, catalogue()["gini"]).to_dict() == {2020: 3.0, 2021: 5.0}
    assert asked == [("gini", "nation")]
    assert country_values._nation(reader, catalogue()["population"]).empty
