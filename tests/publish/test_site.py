"""The site of all municipalities: true to the store, small, self-contained, and readable bare."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from segnb.cli import main
from segnb.publish.batch_record import Entry, write_entries
from segnb.publish.site.country_values import CountryValues, indicators_of
from segnb.publish.site.data_pieces import piece
from segnb.publish.site.site_folder import write_site
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import EmptyStore
from segnb.vocabulary.i18n import Language

pytestmark = pytest.mark.long

FIRST_VIEW = 1_000_000
ALL_PIECES = 8_000_000  # of 290 municipalities and 100 indicators
OUTSIDE = re.compile(r"(?:src|href|url\()\s*=?\s*[\"'(]?(?:https?:)?//")


@pytest.fixture(scope="module")
def indicators() -> tuple[CountryValues, ...]:
    return indicators_of(open_store(BOX))


@pytest.fixture(scope="module")
def site(indicators, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    entry = Entry("0127", "Botkyrka", "sv", "ok", "0127-botkyrka/sv", ("html", "pdf"))
    failed = Entry("0180", "Stockholm", "sv", "failed", "0180-stockholm/sv")
    write_entries(out, [entry, failed])
    write_site(out, open_store(BOX), indicators, "sv")
    return out


def text(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def content(site: Path, name: str) -> dict:
    return json.loads(text(site, f"site/pieces/{name}.js")[len("segnb.take(") : -2])


def test_every_municipality_has_its_value_of_the_store(site: Path) -> None:
    settings = re.search(r"window\.segnbSite = (\{.*?\});</script>", text(site, "compare.html"))
    codes = json.loads(settings[1])["codes"]
    assert len(codes) == 290
    held = open_store(BOX).read("child_poverty", level="municipality")
    held = held[(held["group"] == "all") & (held["sex"] == "total")]
    shown = content(site, "child_poverty")
    for row, year in enumerate(shown["years"]):
        known = held[held["year"] == year].set_index("area")["value"].reindex(codes)
        expected = [None if pd.isna(value) else round(value, 1) for value in known]
        assert shown["values"][row] == expected


def test_the_first_view_and_all_pieces_are_small(site: Path, indicators) -> None:
    first = ["index.html", "site/site.css", "site/site.js", "site/start.js"]
    assert sum((site / name).stat().st_size for name in first) < FIRST_VIEW
    pieces = [path.stat().st_size for path in (site / "site" / "pieces").iterdir()]
    assert len(pieces) == len(indicators)
    assert sum(pieces) / len(pieces) * 100 <= ALL_PIECES


def test_nothing_is_asked_for_outside(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".css", ".js"):
            assert not OUTSIDE.search(path.read_text(encoding="utf-8")), path


def test_only_reports_that_are_there_have_links(site: Path) -> None:
    links = re.findall(r'<a href="([^"]*report\.\w+)"', text(site, "index.html"))
    assert links == ["0127-botkyrka/sv/report.html", "0127-botkyrka/sv/report.pdf"]
    assert "national/" not in text(site, "index.html")


def test_without_script_each_indicator_is_a_table_of_all_municipalities(
    site: Path, indicators
) -> None:
    for one in indicators:
        page = text(site, f"site/tables/{one.entry.id}.html")
        assert page.count('<th scope="row">') == 290
        assert f'href="site/tables/{one.entry.id}.html"' in text(site, "index.html")


def test_the_municipalities_stand_in_the_order_of_the_swedish_alphabet(site: Path) -> None:
    names = re.findall(r'<th scope="row">([^<]+)</th>', text(site, "index.html"))
    assert (names[0], names[-1]) == ("Ale", "Övertorneå")
    assert names.index("Ystad") < names.index("Åmål") < names.index("Älmhult") < len(names) - 1


def test_the_files_to_download_say_the_same(site: Path) -> None:
    table = pd.read_parquet(site / "site" / "values.parquet")
    same = pd.read_csv(site / "site" / "values.csv", dtype={"municipality": str})
    assert len(table) == len(same)
    assert table["value"].sum() == pytest.approx(same["value"].sum())
    assert set(table["municipality"].str.len()) == {4}
    words = pd.read_csv(site / "site" / "dictionary.csv")
    assert set(words["indicator"]) == set(table["indicator"])


def test_what_is_missing_is_counted_and_told_apart_from_what_does_not_apply(site: Path) -> None:
    shown = content(site, "child_poverty")
    row = shown["values"][shown["years"].index(shown["year"])]
    assert len(shown["missing"]) == sum(value is None for value in row)
    assert set(shown["missing"].values()) <= {1, 2, 3}


def test_the_year_of_the_map_has_most_municipalities_and_classes_are_even(indicators) -> None:
    for one in indicators:
        counts = one.wide.notna().sum()
        assert counts[one.year] >= 0.5 * counts.max()
        assert one.cuts == sorted(set(one.cuts))


def test_a_piece_of_an_indicator_that_is_gone_is_taken_away(indicators, tmp_path: Path) -> None:
    write_site(tmp_path, open_store(BOX), indicators[:3], "en")
    write_site(tmp_path, open_store(BOX), indicators[:2], "en")
    assert len(list((tmp_path / "site" / "pieces").iterdir())) == 2
    assert "Segregation in Swedish municipalities" in text(tmp_path, "index.html")


def test_a_piece_has_the_words_of_its_language(indicators) -> None:
    one = next(one for one in indicators if one.entry.unit == "percent")
    assert '"unit":"per cent"' in piece(one, ["0127"], Language("en"))


def test_a_store_of_no_municipality_is_refused_in_one_sentence(tmp_path: Path) -> None:
    from segnb.store import Store

    empty = Store.create(tmp_path / "store")
    with pytest.raises(EmptyStore, match="no indicator for enough municipalities"):
        indicators_of(empty)
    answer = CliRunner().invoke(main, ["site", str(tmp_path / "out"), "--store", str(empty.path)])
    assert answer.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_the_map_shows_the_latest_year_that_half_of_the_municipalities_have() -> None:
    """Ten have 2020, five of them 2021 and four 2022; fifths of 1, 2, 3, 4 and 10 per cent."""
    known = {2020: [50.0] * 10, 2021: [1.0, 2.0, 3.0, 4.0, 10.0], 2022: [7.0] * 4}
    rows = pd.DataFrame(
        [
            {"area": f"{1000 + n}", "year": year, "value": value}
            for year, values in known.items()
            for n, value in enumerate(values)
        ]
    )
    shown = CountryValues(catalogue()["pre_secondary_share"], rows, pd.Series(), (), ())
    assert (shown.year, shown.with_value) == (2021, 5)
    assert shown.cuts == [1.8, 2.6, 3.4, 5.2]
    assert shown.wide_of("value").loc["1000"].tolist() == [50.0, 1.0, 7.0]
