"""The printed report: tagged, titled, described, and the same bytes twice."""

import dataclasses
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from sample_report import (
    NASTY,
    composition_figure,
    finding,
    picture,
    report,
    shown,
    summary,
    types_table,
)

from segnb.publish.document import bind, every_part
from segnb.publish.foreign_outputs import Picture
from segnb.publish.paper import PaperWriter, framed
from segnb.publish.pdf import PdfFailed, fonts, pdf
from segnb.publish.web_page import page
from segnb.report.page import theme
from segnb.report.page.blocks import (
    Block,
    Bullets,
    Column,
    Data,
    Drawing,
    Figure,
    Findings,
    Heading,
    Opening,
    Pair,
    Row,
    Sources,
    Table,
)
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

INSTALL = "apt-get install poppler-utils"


@cache
def printed(code: str = "0127", lang: str = "sv") -> bytes:
    return pdf(report(code, lang))


@pytest.fixture(scope="module")
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(printed())) as document:
        yield document


def elements(node: Any) -> Iterator[Any]:
    """All structure elements of a tagged PDF."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def texts(data: bytes, tmp_path: Path) -> list[str]:
    """Text of each page."""
    if not shutil.which("pdftotext"):
        pytest.skip(f"needs pdftotext: {INSTALL}")
    (tmp_path / "report.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"]
    whole = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return whole.split("\f")[:-1]


def test_the_pdf_is_tagged_and_names_its_language_and_title(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "sv"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "Botkyrka: lägesbild av socioekonomisk segregation"
        assert metadata["pdfuaid:part"] == "1"


def test_every_figure_has_an_alternative_text(opened: pikepdf.Pdf) -> None:
    found = [e for e in elements(opened.Root.StructTreeRoot.K) if e.S == "/Figure"]
    alts = [str(figure.Alt) for figure in found]
    assert len(alts) == len(report().figures) + 2
    assert all(alts)
    assert any("Tabell finns i webbsidan." in alt for alt in alts)
    assert not any("Tabell finns under figuren." in alt for alt in alts)


def test_tables_have_heads_and_headings_have_levels(opened: pikepdf.Pdf) -> None:
    kinds = {str(e.S) for e in elements(opened.Root.StructTreeRoot.K)}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds


def test_bookmarks_and_links_lead_to_chapters_and_figures_and_back(opened: pikepdf.Pdf) -> None:
    """Each chapter has a bookmark and a link to its page; each figure has a link there and back."""
    document = report()
    pages = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
    with opened.open_outline() as outline:
        marks = {str(mark.title): pages[mark.destination[0].objgen] for mark in outline.root}
    assert list(marks) == [chapter.title for chapter in document.chapters]
    links, contents = list(_links(opened)), 2
    shown = [part for part in document.figures if part.block.on_paper]  # type: ignore[attr-defined]
    there = [target for at, target in links if at == contents and target]
    assert set(marks.values()) <= set(there)
    assert len(there) >= len(marks) + len(shown)
    back = [at for at, target in links if target == contents and at >= contents]
    assert len(back) >= len(shown) > 0


def test_the_contents_list_each_figure_and_each_table_that_is_on_paper(tmp_path: Path) -> None:
    figures, head, tables = texts(printed(), tmp_path)[1].partition("Tabeller\n")
    assert head
    for part in every_part(report()):
        if isinstance(part.block, Figure):
            assert f"Figur {part.number}." in figures
        elif isinstance(part.block, Table):
            assert (f"Tabell {part.number}." in tables) is part.block.on_paper


def test_a_table_that_only_the_page_has_is_not_in_the_list(tmp_path: Path) -> None:
    web = dataclasses.replace(types_table(), key="web", title="Bara i webbsidan", on_paper=False)
    blocks = (Opening("", "Områdestyper"), types_table(), web)
    chapters = [("summary", shown(*summary())), ("area_types", shown(*blocks))]
    document = bind(chapters, find_municipality("0127"), Language("sv"))
    listed = texts(pdf(document), tmp_path)[1].partition("Tabeller\n")[2].partition("Kapitel")[0]
    assert "Tabell 1. Invånare per områdestyp" in listed.split("\n")[0]
    assert "Tabell 2." not in listed.split("\n")[0]


def _links(opened: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """Pages that links of the document stand on and lead to."""
    pages = {sheet.objgen: number for number, sheet in enumerate(opened.pages, 1)}
    for number, sheet in enumerate(opened.pages, 1):
        for note in sheet.get("/Annots", []):
            target = note.get("/Dest") or note.get("/A", {}).get("/D")
            yield number, pages[target[0].objgen] if target is not None else 0


def test_every_font_is_embedded(opened: pikepdf.Pdf) -> None:
    fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
    names = {str(font.FontName) for font in fonts}
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
    assert any("Libertinus" in name for name in names)
    assert any("DejaVu" in name for name in names)


def test_two_runs_give_the_same_bytes() -> None:
    assert pdf(report()) == printed()


def test_the_date_in_the_pdf_is_that_of_its_data(opened: pikepdf.Pdf) -> None:
    assert str(opened.docinfo["/CreationDate"]).startswith("D:20240322")


def test_the_summary_is_one_page_and_the_contents_follow(tmp_path: Path) -> None:
    pages = texts(printed(), tmp_path)
    assert "Det här saknas" in pages[0]
    assert "Innehåll" in pages[1]
    assert re.search(r"Områdestyper[.\s\u2060]+2\b", pages[1])


def test_every_page_is_numbered_and_names_the_place(tmp_path: Path) -> None:
    for number, text in enumerate(texts(printed(), tmp_path), 1):
        assert f"Sida {number}" in text
        assert "Botkyrka, kommun 0127" in text
        assert "statistik till och med 2023" in text


def test_every_page_of_an_invented_place_says_so(tmp_path: Path) -> None:
    assert all("syntetiska data" in text for text in texts(printed("9901"), tmp_path))
    assert all("synthetic data" in text for text in texts(printed("9901", "en"), tmp_path))


def test_cards_rules_and_tables_of_figures_are_named_and_not_printed(tmp_path: Path) -> None:
    whole = " ".join(" ".join(texts(printed(), tmp_path)).split())
    assert "indikatorkort och reglerna bakom resultaten finns på webbsidan" in whole
    assert "level.clearly_divided.v1" not in whole
    assert "Täljare" not in whole
    assert "Tabell till figur 1" not in whole


def test_a_table_that_is_not_for_paper_keeps_its_number(tmp_path: Path) -> None:
    columns = (Column("Område", "left"),)
    long = Table("t", "Lång tabell", "", columns, (Row(("Alby",)),), on_paper=False)
    document = bind([("housing", shown(long))], find_municipality("0127"), Language("sv"))
    whole = " ".join(texts(pdf(document), tmp_path))
    assert "Tabell 1. Lång tabell. Finns på webbsidan." in whole  # no numbers in the workbook
    assert "Alby" not in whole
    numbers = dataclasses.replace(long, data=Data("t", ("area",), (("Alby",),)))
    document = bind([("housing", shown(numbers))], find_municipality("0127"), Language("sv"))
    whole = " ".join(texts(pdf(document), tmp_path))
    assert "Tabell 1. Lång tabell. Finns på webbsidan och i data.xlsx." in whole


def test_no_heading_ends_a_page(tmp_path: Path) -> None:
    headings = {"Boende efter typ", "En nivå till", "Att tänka på", "Sex resultat", "Indikatorkort"}
    for text in texts(printed(), tmp_path):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert lines[-2] not in headings


def test_what_a_notebook_says_is_never_read_as_typst(tmp_path: Path) -> None:
    whole = " ".join(" ".join(texts(printed(), tmp_path)).split())
    assert " ".join(NASTY.split()) in whole


def odd_blocks() -> list[Block]:
    """Blocks at the edge of what a chapter can show."""
    drawing = composition_figure().page
    tall = dataclasses.replace(drawing, height=3000.0)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="3000"/>'
    columns = (Column("Område", "left"), Column("En mycket lång rubrik över många rader", "left"))
    empty = Table("empty", "Tom", "", columns, ())
    return [
        Pair(empty, Pair(empty, Bullets(("ensam",)))),
        Table("group", "Grupper", "", columns, (Row(("Grupp",), "group"), Row(("a", "b"), "own"))),
        dataclasses.replace(composition_figure(), page=dataclasses.replace(tall, content=svg)),
        Findings("Inga resultat", ()),
        dataclasses.replace(finding(), numbers=None),
        Sources("Inga källor", ()),
        Heading("Sist i kapitlet", 3),
    ]


def test_odd_blocks_can_be_printed_and_a_tall_figure_fits_its_page(tmp_path: Path) -> None:
    place = find_municipality("0127")
    document = bind([("housing", shown(*odd_blocks()))], place, Language("sv"))
    pages = texts(pdf(document), tmp_path)
    (figure,) = [text for text in pages if "Hälften av invånarna" in text and "Källa: SCB" in text]
    assert "Figur 1" in figure
    assert "Sist i kapitlet" in " ".join(pages)


def test_a_chapter_with_nothing_in_it_is_still_a_report() -> None:
    document = bind([("housing", shown())], find_municipality("0127"), Language("en"))
    assert pdf(document).startswith(b"%PDF")
    assert page(document).count("<h1") == 1


def test_a_missing_compiler_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PdfFailed, match="needs the package typst") as caught:
        pdf(report())
    assert caught.value.exit_code == 1


def test_a_refusal_of_the_compiler_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segnb.publish.paper.PaperWriter.figure", lambda *_, **__: {"alt": ""})
    document = bind([("summary", shown(*summary()))], find_municipality("0127"), Language("sv"))
    with pytest.raises(PdfFailed, match="refused by its compiler"):
        pdf(document)


def test_a_raster_is_handed_over_as_text() -> None:
    assert framed("image/png", "QUJD", 10, 5).endswith(
        '<image width="10" height="5" href="data:image/png;base64,QUJD"/></svg>'
    )


def test_rasters_are_printed_under_their_kind() -> None:
    writer = PaperWriter(report())
    drawn = writer.drawing(Drawing("image/png", "QUJD", 10, 5), "figure-1")
    shown = writer.picture(Picture("image/png", picture(), "alt", described=True))
    assert b'href="data:image/png;base64,QUJD"' in writer.files[drawn]
    assert (
        f'width="40" height="20" href="data:image/png;base64,{picture()}"'.encode()
        in (writer.files[shown])
    )


def test_pages_are_measured_with_the_fonts_that_they_are_printed_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: list[object] = []
    for name in ("query", "compile"):
        real = getattr(typst, name)

        def noted(*how: object, font_paths: object = None, real: Any = real, **more: Any) -> Any:
            used.append(font_paths)
            return real(*how, font_paths=font_paths, **more)

        monkeypatch.setattr(typst, name, noted)
    pdf(bind([("housing", shown())], find_municipality("0127"), Language("sv")))
    assert used == [fonts(), fonts()]


def test_the_font_of_figures_is_printed_whatever_the_machine_has() -> None:
    assert theme.FONT in fonts().families()


def test_a_summary_that_would_overflow_is_set_tighter_to_keep_its_page(tmp_path: Path) -> None:
    first, second, *_ = texts(printed("9901"), tmp_path)
    assert "Det här saknas" in first
    assert "Innehåll" in second
