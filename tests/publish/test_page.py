"""The web page: one document, numbered throughout, that needs nothing else and harms nobody."""

import base64
import hashlib
import itertools
import json
import re
from collections import Counter
from functools import cache
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from sample_report import NASTY, area_types, finding, gap, own_chapter, report, shown, summary

from segnb.publish.document import bind
from segnb.publish.paper import PaperWriter
from segnb.publish.web_page import page, page_script, sha256_of
from segnb.report.page.blocks import Heading, Note, Opening, Paragraph, SourceLine, Sources
from segnb.report.page.certainty_boxes import overview
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

ADDRESS = re.compile(r"(?:src|srcset|href|action|data|poster)=\"([^\"]*)\"|url\(([^)]*)\)|@import")
MAY_LEAVE = "https://scb.se"  # a link that a reader may follow, not a request


@cache
def html(code: str = "0127", lang: str = "sv") -> str:
    return page(report(code, lang))


@cache
def soup(code: str = "0127", lang: str = "sv") -> BeautifulSoup:
    return BeautifulSoup(html(code, lang), "html.parser")


def without_script() -> str:
    return re.sub(r"<script[^>]*>.*?</script>", "", html(), flags=re.DOTALL)


def test_the_page_needs_no_other_file() -> None:
    addresses = {first or second for first, second in ADDRESS.findall(without_script())}
    outside = {a for a in addresses if not a.startswith(("data:", "#"))}
    assert outside == {MAY_LEAVE}
    assert soup().find(["iframe", "object", "link", "base", "form"]) is None
    assert not [tag for tag in soup().find_all(True) if any(k.startswith("on") for k in tag.attrs)]


def test_a_browser_may_use_the_style_and_the_pictures_of_the_page_and_nothing_else() -> None:
    (policy,) = soup().find_all("meta", attrs={"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.split(" ", 1) for rule in policy["content"].split("; "))
    style = html().partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'{sha256_of(page_script())}'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not soup().find_all(style=True)  # which the policy would not let through
    assert len(soup().find_all("style")) == 1


def test_one_script_runs_and_is_named_by_its_hash() -> None:
    words, script = soup().find_all("script")
    assert json.loads(words.string)["places"]["0127"] == "Botkyrka"
    assert not {"src", "type"} & set(script.attrs)
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    policy = soup().find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert f"script-src 'sha256-{digest}'" in policy
    assert len(script.string) < 20_000


@pytest.mark.parametrize("word", ["fetch(", "XMLHttpRequest", "eval(", "innerHTML", "http"])
def test_the_script_asks_nobody_and_writes_no_markup(word: str) -> None:
    assert word not in soup().find_all("script")[1].string


def test_the_page_names_its_language_and_title() -> None:
    assert soup().html["lang"] == "sv"
    assert soup(lang="en").html["lang"] == "en"
    assert soup().title.get_text() == "Botkyrka: lägesbild av socioekonomisk segregation"
    assert soup().find("meta", attrs={"name": "viewport"}) is not None


def test_there_is_one_main_heading_and_no_level_is_skipped() -> None:
    levels = [int(tag.name[1]) for tag in soup().find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_no_heading_is_empty() -> None:
    assert all(tag.get_text(strip=True) for tag in soup().find_all(re.compile(r"^h[1-6]$")))


def test_a_chapter_that_skips_a_level_is_mended() -> None:
    blocks = (Opening("", "Kapitel"), Heading("Djup", 3), Paragraph("x"), Heading("Grund", 2))
    place = find_municipality("0127")
    document = bind([("housing", shown(*blocks))], place, Language("sv"))
    shown_page = BeautifulSoup(page(document), "html.parser")
    assert [t.name for t in shown_page.find_all(re.compile(r"^h[1-6]$"))] == ["h1", "h2", "h2"]


def test_figures_and_tables_are_numbered_through_the_whole_document() -> None:
    numbers = [tag.get_text() for tag in soup().select(".figure .number")]
    assert numbers == [f"Figur {n}" for n in range(1, len(numbers) + 1)]
    captions = [tag.get_text() for tag in soup().select(".table > .scroll caption b")]
    assert captions == ["Tabell 1. Invånare per områdestyp"]
    twins = [tag.get_text() for tag in soup().select(".folds caption b")]
    assert twins == [f"Tabell till figur {n}" for n in range(1, len(numbers) + 1)]


def test_inside_a_figure_everything_stands_in_the_order_of_the_design() -> None:
    figure = soup().find(id="figure-2")
    wanted = [".number", "h3", ".subtitle", ".legend", "picture", ".source", ".folds details"]
    places = [figure.decode().index(figure.select_one(part).decode()) for part in wanted]
    assert places == sorted(places)
    folds = [
        t.get_text(" ", strip=True) for t in figure.select(".folds > details > summary, .fold")
    ]
    title = figure.select_one("h3").get_text()
    words = ["Visa som tabell Dölj tabell", "Indikatorkort", "Hämta data (csv)"]
    assert [fold.partition(" : ")[0] for fold in folds] == words
    assert all(title in fold for fold in folds)


def test_a_figure_has_one_alternative_text_for_both_drawings() -> None:
    for picture in soup().select("figure picture"):
        assert len(picture.find_all("source")) == 1
        assert picture.source["srcset"] != picture.img["src"]
        assert " " not in picture.source["srcset"]  # it would end the address
        assert picture.img["alt"].endswith("Tabell finns under figuren.")


def test_every_id_is_unique_and_every_link_inside_leads_somewhere() -> None:
    ids = Counter(tag["id"] for tag in soup().find_all(id=True))
    assert max(ids.values()) == 1
    inside = {a["href"][1:] for a in soup().find_all("a", href=re.compile("^#"))}
    assert inside <= set(ids)
    for tag in soup().find_all(attrs={"aria-labelledby": True}):
        assert tag["aria-labelledby"] in ids


def test_scroll_regions_and_lists_of_chapters_have_names_of_their_own() -> None:
    regions = Counter(tag["aria-label"] for tag in soup().find_all(role="region"))
    navigation = Counter(tag["aria-label"] for tag in soup().find_all("nav"))
    assert max(regions.values()) == max(navigation.values()) == 1
    assert all(tag["tabindex"] == "0" for tag in soup().find_all(role="region"))


def test_chapters_are_listed_beside_the_page_and_folded_on_a_phone() -> None:
    labels = [a.get_text() for a in soup().select("nav.chapters a")]
    assert labels == ["Sammanfattning", "Områdestyper", "Vårt eget kapitel", "Metod och källor"]
    folded = [tag.get_text() for tag in soup().select(".folded-chapters > summary")]
    assert folded[1] == "Avsnitt 2 av 4: Områdestyper"
    current = [tag.get_text() for tag in soup().select(".folded-chapters [aria-current]")]
    assert current == labels


def test_the_skip_link_comes_first_and_leads_to_the_content() -> None:
    first = soup().find("a")
    assert first["href"] == "#content"
    assert soup().find(id="content").name == "main"


def test_data_can_be_fetched_from_the_page_alone() -> None:
    link = soup().select_one("#figure-2 a.fold")
    kind, content = link["href"].split(",", 1)
    assert kind == "data:text/csv;charset=utf-8"
    assert unquote(content).startswith("\ufeffarea,name,type\n")
    assert link["download"] == "types.csv"


def test_two_datasets_of_one_name_keep_apart() -> None:
    names = [link["download"] for link in soup().select("a.fold")]
    assert len(names) == len(set(names)) == 5


def test_a_finding_has_its_number_its_sentence_its_doubt_and_its_rule() -> None:
    finding = soup().find(id="finding-2")
    words = [part.get_text(" ", strip=True) for part in finding.select(".count, h3, .doubt")]
    assert words[0] == "25 av 100"
    assert words[2] == "Troligt Hela intervallet ligger över 0"
    rule = finding.select_one("details.why").get_text(" ", strip=True)
    for part in ("Regeln", "Här:", "Annars:", "Säger inte:", "level.clearly_divided.v1"):
        assert part in rule


def test_certainty_is_told_by_shape_as_well_as_by_word() -> None:
    marks = {str(soup().find(id=f"finding-{n}").select_one("svg")) for n in (1, 2, 3)}
    assert len(marks) == 3
    assert all(tag["aria-hidden"] == "true" for tag in soup().find_all("svg"))


def test_a_gap_has_a_place_on_the_page_and_an_entry_in_the_methods() -> None:
    gap = soup().find(id="gap-1")
    assert next(dt.get_text() for dt in gap.find_all("dt")) == "Vad saknas"
    methods = soup().select("section.chapter")[-1].get_text(" ")
    assert "Ingen öppen serie under kommunnivå hittades. Trångboddhet per område" in methods


def test_the_methods_gather_cards_and_sources_of_all_chapters() -> None:
    cards = [tag.get_text() for tag in soup().select("#cards summary")]
    assert cards == ["Kort 1. Högst förgymnasial utbildning", "Kort 2. Hyresrätt"]
    assert len(soup().select("section.chapter")[-1].select("table.sources tbody tr")) == 1


def test_only_pages_of_invented_places_say_that_their_data_are_synthetic() -> None:
    assert "Syntetiska data." in soup("9901").select_one("aside").get_text()
    assert "Synthetic data." in soup("9901", "en").select_one("aside").get_text()
    assert soup().find("aside") is None


def test_what_is_printed_of_its_age_is_the_newest_year_of_its_statistics() -> None:
    footer = soup().footer.get_text()
    assert "statistik till och med 2023." in footer
    assert not re.search(r"\d{4}-\d\d-\d\d", footer)
    assert "Så citeras rapporten, statistik till 2023." in soup().get_text()


def test_the_list_of_sources_has_three_days_with_three_names() -> None:
    table = soup().select("table.sources")[-1]
    heads = [cell.get_text() for cell in table.select("th[scope=col]")]
    cells = [cell.get_text() for cell in table.select("tbody tr > *")]
    row = dict(zip(heads, cells, strict=True))
    assert row["Avser år"] == "2020–2023"
    assert row["Uppdaterad av producenten"] == "2024-02-01"
    assert row["Hämtad"] == "2024-03-22"


def test_a_day_that_nobody_knows_is_unknown() -> None:
    line = SourceLine("Kolada", "Nyckeltal", "", "1998–2019", "", "ab" * 32, "")
    chapter = shown(Opening("", "Källor"), Sources("Källor", (line,), collect=True))
    swedish, english = (Language(lang) for lang in ("sv", "en"))  # type: ignore[arg-type]
    place = find_municipality("0127")
    for language, word in ((swedish, "okänd dag"), (english, "unknown day")):
        document = bind([("methods", chapter)], place, language)
        assert page(document).count(f"<td>{word}</td>") == 2
        assert (document.year, document.date) == ("2019", "")


def test_the_boxes_of_the_summary_are_of_the_whole_report() -> None:
    from dataclasses import replace

    language = Language("sv")
    said = [replace(finding(key, word), title=f"Mening om {key}") for key, word in
            [("a", "certain"), ("b", "certain"), ("c", "unknown"), ("d", "likely")]]  # fmt: skip
    lacking = tuple(replace(gap(), key=str(n), title=f"Uppgift saknas: tal {n}") for n in range(36))
    first = shown(Opening("", "Kort"), overview(language, said[:1], lacking[:1]), said[0])
    rest = shown(Opening("", "Mer"), *said, Sources("Källor", (), lacking))
    document = bind([("summary", first), ("methods", rest)], find_municipality("0127"), language)
    boxes = BeautifulSoup(page(document), "html.parser").select_one(".boxes")
    assert boxes is not None
    lists = [[li.get_text() for li in box.select("li")] for box in boxes.find_all("ul")]
    assert lists[0] == ["Mening om a", "Mening om b"]
    assert lists[1] == ["Mening om c", "Mening om d"]
    assert lists[2] == ["tal 0", "tal 1", "tal 2", "och 33 till"]
    assert len(document.gaps) == 36


def test_the_same_chapters_give_the_same_bytes() -> None:
    assert page(report()) == html()


def test_cells_that_set_up_a_chapter_are_not_shown() -> None:
    assert "Anteckning" not in html()
    assert "municipality =" not in html()
    assert "report.block()" not in html()


def chapter_of_ones_own() -> BeautifulSoup:
    return soup().select("section.chapter")[2]


def test_a_chapter_of_ones_own_takes_its_title_from_its_first_heading() -> None:
    assert chapter_of_ones_own().find("h2").get_text() == "Vårt eget kapitel"
    assert len(chapter_of_ones_own().find_all("h2")) == 1


def test_a_plain_table_is_shown_with_scopes_and_without_its_own_markup() -> None:
    table = chapter_of_ones_own().select_one(".foreign table")
    assert [th["scope"] for th in table.find_all("th")] == ["col", "col", "row", "row"]
    assert NASTY in table.get_text()
    assert not {key for tag in table.find_all(True) for key in tag.attrs} & {"style", "border"}


def test_pictures_have_alternative_texts_and_one_without_is_told() -> None:
    alts = [image["alt"] for image in chapter_of_ones_own().find_all("img")]
    assert alts == [
        "Grön ruta. Ett prov.",
        "Bild i avsnittet Mitt kapitel; beskrivning saknas.",
    ]
    assert report().warnings == ["eget/mitt_kapitel.ipynb: a picture has no alternative text"]


def test_hostile_things_in_a_chapter_of_ones_own_do_nothing() -> None:
    text = chapter_of_ones_own().decode()
    assert "javascript:" not in text
    assert "example.org" not in text
    assert "a warning that nobody needs" not in text
    assert "<svg onload" not in text
    assert "&lt;svg onload=alert(2)&gt;" in text
    assert "42 hushåll" in text


@pytest.mark.parametrize("notebook", [shown(*summary()), shown(*area_types()), own_chapter()])
def test_a_chapter_alone_is_a_page_with_one_main_heading(notebook: object) -> None:
    document = bind([("housing", notebook)], find_municipality("0127"), Language("sv"))
    alone = BeautifulSoup(page(document), "html.parser")
    assert len(alone.find_all("h1")) == 1
    assert alone.select(".folded-chapters") == []


def test_what_can_be_unfolded_or_fetched_has_a_name_of_its_own() -> None:
    """A list of them, as a screen reader gives it, holds no name twice."""
    folds = soup().select("main .folds summary, main .why summary, main .fold")
    names = [fold.get_text(" ", strip=True) for fold in folds]
    assert len(names) > 3
    assert len(set(names)) == len(names), Counter(names).most_common(3)


def test_a_note_is_told_once_in_the_same_words() -> None:
    note = Note("Tänk på flyttningar.", "Människor byter plats.", "warning")
    chapters = [(name, shown(Opening("", name), note)) for name in ("housing", "education")]
    document = bind(chapters, find_municipality("0127"), Language("sv"))
    assert page(document).count("Människor byter plats.") == 1
    told = [
        [part["kind"] for part in one["parts"]]
        for one in PaperWriter(document).report()["chapters"]
    ]
    assert told == [["Opening", "Note"], ["Opening"]]
