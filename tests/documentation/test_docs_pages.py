"""The site that `make docs` writes: whole, strict, offline, and made from what it tells of."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from docs_site.docstring_markup import address, markdown
from docs_site.formulas_page import questions
from docs_site.pictures import SHOWN
from docs_site.study_results import NoResult, filled, kept
from segnb import measures
from segnb.vocabulary.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ASKED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
KEY = "docs/examples/scb_key.csv"
BIGGEST_PICTURE = 150_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("docs")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    answer = subprocess.run(build, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return folder


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]


def text_of(site: Path, page: str) -> str:
    return " ".join(soup(site / page).find("article").get_text(" ").split())


@cache
def anchors(path: Path) -> set[str]:
    return {tag["id"] for tag in soup(path).find_all(id=True)}


def dead_links(site: Path) -> Iterator[tuple[str, str]]:
    for path in pages(site):
        for link in soup(path).find_all(href=True):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            anchor = unquote(parts.fragment)
            page = target.is_file() and target.suffix == ".html"
            if not target.is_file() or (page and anchor not in {"", *anchors(target)}):
                yield path.name, link["href"]


def asked_outside(page: BeautifulSoup) -> list[str]:
    """What a browser would ask for elsewhere when it opens the page."""
    found = [
        tag[attribute]
        for name, attribute in ASKED.items()
        for tag in page.find_all(name)
        if tag.get(attribute) and "canonical" not in tag.get("rel", [])
    ]
    return [address for address in found if re.match(r"(https?:)?//", address)]


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    assert list(dead_links(site)) == []
    assert len(pages(site)) > 25


def test_a_page_asks_for_nothing_outside(site: Path) -> None:
    assert {path.name: asked_outside(soup(path)) for path in pages(site)} == {
        path.name: [] for path in pages(site)
    }
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert styles
    assert not any(re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", style) for style in styles)


def test_no_page_has_what_the_theme_would_fetch_a_script_for(site: Path) -> None:
    assert not any(soup(path).select(".mermaid, .arithmatex") for path in pages(site))


def test_an_address_outside_would_be_seen() -> None:
    page = '<script src="https://a.se/b.js"></script><img src="//c.se/d"><img src="e.png">'
    asked = ["https://a.se/b.js", "//c.se/d"]
    assert asked_outside(BeautifulSoup(page, "html.parser")) == asked


def test_no_list_or_table_of_markdown_is_left_as_text(site: Path) -> None:
    found = [
        (path.name, paragraph.get_text()[:60])
        for path in pages(site)
        for paragraph in soup(path).select("article p")
        if re.search(r"\n(\* |- |\d+\. |\|)", paragraph.get_text()) or "](" in paragraph.get_text()
    ]
    assert found == []


def test_every_measure_has_its_formula_and_when_not_to_take_it(site: Path) -> None:
    told = {name: row.not_when for row in questions() for name in row.functions}
    public = {name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))}
    assert public == set(told)
    assert all(len(limit) > 20 for limit in told.values())
    page = soup(site / "formulas.html")
    with_formula = [n for n in public if ".. math::" in inspect.getdoc(getattr(measures, n))]
    assert len(page.select('math[display="block"]')) == len(with_formula) > 50


def test_the_reference_has_every_public_name(site: Path) -> None:
    path = site / "reference.html"
    assert [n for n in measures.__all__ if address(n) not in anchors(path)] == []
    assert not re.search(":(func|math):", soup(path).get_text())


def test_the_markup_of_docstrings_becomes_markdown() -> None:
    docstring = (
        "A.\n\n.. math:: x = 1,\n    \\qquad y\n\n"
        "with :math:`x`, see :func:`~segnb.measures.gini`.\n"
    )
    assert markdown(docstring) == (
        "A.\n\n\\[\nx = 1, \\qquad y\n\\]\n\n"
        "with \\(x\\), see [`gini`][segnb.measures.evenness.gini].\n"
    )


def test_the_catalogue_has_every_indicator(site: Path) -> None:
    assert set(catalogue().indicators) <= anchors(site / "catalogue.html")


def test_a_result_that_no_study_has_kept_stops_the_build() -> None:
    with pytest.raises(NoResult, match="nothing"):
        kept("inference.md", "nothing")
    with pytest.raises(NoResult, match="Zebra"):
        filled('{{ table("inference.md", "Zebra") }}')


def test_numbers_of_the_page_on_trust_are_those_of_the_studies(site: Path) -> None:
    page = text_of(site, "trust.html")
    kept_there = (DOCS / "inference.md").read_text(encoding="utf-8")
    mean = re.search(r"95 per cent interval: \*\*([\d.]+%)\*\*", kept_there)
    assert mean.group(1) in page


def test_no_number_is_typed_on_the_page_on_trust() -> None:
    text = (DOCS / "trust.md").read_text(encoding="utf-8")
    prose = re.sub(r"\{\{.*?\}\}|`[^`]*`|\]\([^)]*\)", "", text, flags=re.S)
    assert re.findall(r"\d+", prose) == []


def test_tests_and_rows_are_counted() -> None:
    examples = "tests/documentation/test_file_examples.py"
    asked = f"{{{{ tests({examples!r}) }}}} {{{{ rows({KEY!r}) }}}}"
    assert filled(asked) == "2 3"


@pytest.mark.parametrize("name", ["trust.md", "reproducibility.md", "accessibility.md"])
def test_what_a_page_gives_as_evidence_is_there(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests|docs|notebooks|studies|params)/[\w./]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert named


def test_pictures_are_light_and_tell_what_they_show(site: Path) -> None:
    pictures = sorted((DOCS / "pictures").glob("*.png"))
    images = [image for path in pages(site) for image in soup(path).find_all("img")]
    used = {Path(image["src"]).name: image.get("alt", "") for image in images}
    assert [p.name for p in pictures if p.stat().st_size > BIGGEST_PICTURE] == []
    assert {p.name for p in pictures} <= set(used)
    assert {p.stem for p in pictures} <= {one.name for one in SHOWN}  # none made by hand
    assert [name for name, alt in used.items() if len(alt) < 15] == []
