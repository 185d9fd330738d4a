"""What the page's script adds, as a browser runs it under the page's own policy."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from paper_reading import pages_of_words
from sample_report import report

from segnb.publish.pdf import pdf
from segnb.publish.web_page import page

BROWSER = "chromium"
MOST_PAGES_MORE = 3
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000")


@cache
def finished(folder: Path, fragment: str = "") -> BeautifulSoup:
    """The page after its script has run."""
    if not shutil.which(BROWSER):
        pytest.skip(f"needs a browser: apt-get install {BROWSER}")
    file = folder / "report.html"
    file.write_text(page(report("0127", "sv")), encoding="utf-8")
    command = [BROWSER, *OPTIONS, f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    run = subprocess.run(
        [*command, file.as_uri() + fragment],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return BeautifulSoup(run.stdout, "html.parser")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


def test_every_figure_and_finding_can_be_copied(folder: Path) -> None:
    done = finished(folder)
    for block in done.select("main figure.figure[id], main article.finding[id]"):
        labels = [button.get("aria-label", "") for button in block.select(".actions button")]
        title = block.select_one(".h3").get_text(strip=True)
        assert any(title.split()[0] in label for label in labels), title


def test_buttons_of_one_page_have_names_that_differ(folder: Path) -> None:
    names = [b.get("aria-label") or b.get_text() for b in finished(folder).select("main button")]
    assert names
    assert all(names)


def test_long_tables_can_be_searched_and_heads_sort(folder: Path) -> None:
    done = finished(folder)
    assert done.select("th button.sort")
    assert not done.select("th button.sort")[0].get("aria-sort")


def test_an_area_is_found_by_name(folder: Path) -> None:
    done = finished(folder)
    names = [option["value"] for option in done.select("#segnb-areas option")]
    assert len(names) > 1
    assert all(name.startswith("Område ") for name in names), "the rest is no area"
    shown = finished(folder, f"#area={names[0]}").select_one("#my-area")
    assert shown.select_one("h2").get_text() == names[0]
    assert shown.select("tbody tr")


@cache
def printed(folder: Path, width: int) -> list[list[str]]:
    """Words of the pages that a browser prints from a window of a width."""
    finished(folder)
    target = folder / f"printed-{width}.pdf"
    command = [BROWSER, *OPTIONS, f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer"]
    command += [f"--window-size={width},900", f"--print-to-pdf={target}"]
    address = (folder / "report.html").as_uri()
    subprocess.run([*command, address], capture_output=True, check=True)
    return [[word.text for word in page] for page in pages_of_words(target)]


def test_printed_from_the_browser_it_is_as_long_as_the_pdf(folder: Path) -> None:
    ours = folder / "report.pdf"
    ours.write_bytes(pdf(report("0127", "sv")))
    pages = [len(printed(folder, 1280)), len(pages_of_words(ours))]
    assert abs(pages[0] - pages[1]) <= MOST_PAGES_MORE, pages


def test_a_narrow_window_prints_what_a_wide_one_prints(folder: Path) -> None:
    """Its drawings are those of a phone on the screen alone."""
    assert printed(folder, 800) == printed(folder, 1280)
