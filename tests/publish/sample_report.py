"""Chapters that show every kind of block, with the numbers of the design's mock pages."""

import base64
import io
from functools import cache

import nbformat
import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from shapely import box

from segnb.publish.document import Document, bind
from segnb.report import charts
from segnb.report.page.blocks import (
    Block,
    Boxes,
    Bullets,
    Card,
    Cards,
    Column,
    Data,
    Figure,
    Finding,
    Findings,
    Gap,
    Heading,
    Note,
    Opening,
    Pair,
    Paragraph,
    Row,
    Rule,
    SourceLine,
    Sources,
    Table,
)
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

SV = Language("sv")
NASTY = '<script>alert("å")</script> #let x = 1 \\ $ _a_ *b* @c ]'
TYPES = (
    (1, "Stora socioekonomiska utmaningar"),
    (2, "Socioekonomiska utmaningar"),
    (3, "Socioekonomiskt blandade"),
    (4, "Goda socioekonomiska förutsättningar"),
    (5, "Mycket goda socioekonomiska förutsättningar (finns inte i Botkyrka)"),
)
EDUCATION = Card(
    "education",
    "Högst förgymnasial utbildning",
    (
        ("Vad den visar", "Andel av befolkningen vars högsta utbildning är förgymnasial."),
        ("Täljare", "Folkbokförda 25–64 år med högst förgymnasial utbildning"),
        ("Nämnare", "Folkbokförda 25–64 år med känd utbildning"),
        ("Källa", "SCB, utbildningsnivå per DeSO, 000005MO"),
        ("Dolda celler", "0 av 50 DeSO. Små celler störs av SCB."),
    ),
)
TENURE = Card("tenure", "Hyresrätt", (("Vad den visar", "Andel av bostäderna."),))


def numbers_table() -> Table:
    columns = (Column("Nivå", "left"), *map(Column, ("Områden", "D", "95 %-intervall", "Slump")))
    rows = (
        Row(("DeSO", "50", "25,2", "24,1–26,2", "3,3")),
        Row(("RegSO", "20", "25,2", "24,2–26,3", "2,0")),
    )
    return Table("numbers", "Talen bakom meningen", "Olikhetsindex D, 0–100, 2022", columns, rows)


def finding(key: str = "level", certainty: str = "certain") -> Finding:
    words = {"certain": "Säkert", "likely": "Troligt", "unknown": "Går inte att avgöra"}
    return Finding(
        key=key,
        number="25",
        unit="av 100",
        title="Botkyrka är uppdelat efter utbildning",
        text="Så många med högst förgymnasial utbildning skulle behöva byta område för att bo "
        "fördelade som övriga (olikhetsindex 25,2). Intervallet är 24,1–26,2.",
        certainty=certainty,
        certainty_word=words[certainty],
        reason="Hela intervallet ligger över 0",
        rule=Rule(
            id="level.clearly_divided.v1",
            text="Om intervallets nedre gräns är över 0 på båda nivåerna: skriv ”tydligt "
            "uppdelat”.",
            here="24,1 > 0 · 50 områden · villkoren är uppfyllda.",
            otherwise="”Det går inte att avgöra om kommunen är uppdelad.”",
            says_not="varför, om det har ändrats, eller något om enskilda personer.",
        ),
        numbers=numbers_table(),
    )


@cache
def composition_figure() -> Figure:
    places = {
        "Botkyrka": (95383, (14.8, 34.7, 10.2, 40.3, 0.0), True),
        "Stockholms län": (2440027, (3.5, 7.8, 15.8, 58.0, 14.9), False),
        "Riket": (10521556, (5.4, 8.0, 22.3, 54.7, 9.5), False),
    }
    rows = [
        (place, people, number, share, own)
        for place, (people, shares, own) in places.items()
        for number, share in enumerate(shares, 1)
    ]
    frame = pd.DataFrame(rows, columns=["place", "people", "type_number", "share", "own"])
    columns = (Column("Plats", "left"), *(Column(f"Typ {n}, %") for n in range(1, 6)))
    cells = [
        Row((place, *(SV.number(s, 1) for s in shares)), style="own" if own else "normal")
        for place, (_, shares, own) in places.items()
    ]
    twin = Table("twin", "Invånare per områdestyp", "Procent, 2022", columns, tuple(cells))
    return Figure(
        key="composition",
        title="Hälften av invånarna bor i områdestyp 1 eller 2 och fyra av tio i typ 4; typ 5 "
        "finns inte",
        subtitle="Andel av invånarna per områdestyp (1 = stora utmaningar, 5 = mycket goda "
        "förutsättningar), procent, 31 december 2022",
        alt="Stapeldiagram över invånare per områdestyp i Botkyrka 2022. Typ 1 har 14,8 procent, "
        "typ 4 har 40,3. Tabell finns under figuren.",
        source="Källa: SCB, socioekonomiskt index per RegSO och befolkning per DeSO, 2022.",
        table=twin,
        data=Data("composition", tuple(frame.columns), tuple(frame.itertuples(index=False))),
        **charts.draw(charts.composition, frame, SV),
    )


@cache
def map_figure() -> Figure:
    import geopandas as gpd

    shapes = [box(x, y, x + 2000, y + 2000) for x in range(0, 8000, 2000) for y in (0, 2000, 4000)]
    names = [f"Område {i}" for i in range(len(shapes))]
    numbers = [1 + i % 4 for i in range(len(shapes))]
    data = {"type_number": numbers, "name": names, "hatched": False}
    frame = gpd.GeoDataFrame(data, geometry=shapes, crs=3006)
    columns = (Column("Område", "left"), Column("Typ"))
    rows = tuple(Row((name, str(n)), type_number=n) for name, n in zip(names, numbers, strict=True))
    rows += (Row(("Övriga områden (3)", "")),)
    return Figure(
        key="types_map",
        title="Typ 1 och 2 ligger i norr och i delar av Tumba, typ 4 i öster och söder",
        subtitle="SCB:s och Delmos områdestyp per RegSO, 2022. Siffran i cirkeln är typen.",
        alt="Karta över 12 RegSO i Botkyrka efter områdestyp 2022. Tre områden av varje typ 1–4. "
        "Tabell finns under figuren.",
        source="Källa: SCB, områdestyper 2022; gränser RegSO 2020. Sweref 99 TM.",
        table=Table("map_twin", "Områden", "RegSO 2020", columns, rows),
        cards=(EDUCATION, TENURE),
        data=Data("types", ("area", "name", "type"), (("0127R001", "=Område", 1),)),
        legend=TYPES,
        beside=(
            "Norr, längs tunnelbanan: sex områden av typ 1 eller 2 och ett av typ 3.",
            "Ytan säger inget om antalet invånare. Grödinge är två tredjedelar av ytan.",
        ),
        **charts.draw(charts.type_map, frame, SV),
    )


@cache
def half_figure(key: str) -> Figure:
    years = range(2020, 2024)
    columns = "series year value kind label lower upper"
    rows = [("own", y, 62.0, "own", "Botkyrka 62,0", 60.0, 64.0) for y in years]
    frame = pd.DataFrame(rows, columns=columns.split())
    twin = Table(
        f"{key}_twin",
        "Olikhetsindex",
        "0–100",
        (Column("År", "left"), Column("D")),
        tuple(Row((str(y), "62,0")) for y in years),
    )
    return Figure(
        key=key,
        title="Blandningen av hyresrätt och annat ändrades inte säkert 2020–2023",
        subtitle="Olikhetsindex D för hyresrätt, 20 RegSO, 95 %-intervall",
        alt="Linjediagram över olikhetsindex 2020–2023. Tabell finns under figuren.",
        source="Källa: SCB TAB6258 till 2023.",
        table=twin,
        cards=(TENURE,),
        data=Data(key, ("year", "value"), tuple((y, 62.0) for y in years)),
        half=True,
        **charts.draw(charts.trend, frame, SV),
    )


def types_table() -> Table:
    heads = ("RegSO", "Invånare", "Andel, %", "20 år och äldre", "0–19 år", "Andel 0–19, %")
    return Table(
        key="types",
        title="Invånare per områdestyp",
        subtitle="Antal och procent, 31 december 2022, RegSO 2020",
        columns=(Column("Områdestyp", "left"), *map(Column, heads)),
        rows=(
            Row((TYPES[0][1], "2", "14 072", "14,8", "10 529", "3 543", "25,2"), type_number=1),
            Row((TYPES[3][1], "10", "38 459", "40,3", "28 006", "10 453", "27,2"), type_number=4),
            Row((TYPES[4][1], "0", "Typen finns inte i kommunen"), type_number=5),
            Row(("Hela Botkyrka", "20", "95 383", "100,0", "70 485", "24 898", "26,1"), "total"),
        ),
        source="Källa: SCB. Typerna är relativa: gränserna räknas om varje år.",
        notes=("– uppgift saknas · .. för få för att visas",),
        cards=(EDUCATION,),
        data=Data("types", ("type", "people"), ((1, 14072), (4, 38459))),
    )


def gap(status: str = "missing") -> Gap:
    rows = (
        ("Vad saknas", "Andel trångbodda per områdestyp, RegSO eller DeSO."),
        ("Varför", "Ingen öppen serie under kommunnivå hittades."),
        ("Närmaste nivå", "Kommun, flerbostadshus, 2012–2023 (figur 10)."),
        ("Betyder inte", "Att talet är noll eller att det är dolt av sekretess."),
        ("Så kan det fyllas", "Beställning hos SCB eller egen områdesfil."),
    )
    title = "Uppgift saknas: trångboddhet per område"
    return Gap("crowding", title, status, rows if status != "not_applicable" else rows[:1])


def sources(*, collect: bool = False) -> Sources:
    line = SourceLine(
        "SCB",
        "Befolkning per DeSO",
        "TAB6258",
        "2020–2023",
        "2024-03-22",
        "ab" * 32,
        "CC0",
        updated="2024-02-01",
    )
    cut = (("2024", "Nya områdesgränser och ny röjandekontroll."),)
    return Sources("Källor", (line,), (gap(),), cut, collect=collect)


def summary() -> tuple[Block, ...]:
    return (
        Opening(
            kicker="Lägesbild · statistik till och med 2023",
            title="Botkyrka: lägesbild av socioekonomisk segregation",
            lead=(
                "Segregation uppstår mellan områden. Inget område är segregerat, det är kommunen "
                "som är det. Därför visas båda ändarna av skalan i varje avsnitt.",
            ),
            facts=(
                ("95 383", "invånare 2022"),
                ("20", "RegSO"),
                ("50", "DeSO"),
                ("", "Områdesgränser: RegSO 2020, DeSO 2018"),
                ("", "Jämförs med 7 liknande kommuner, länet, riket"),
            ),
        ),
        composition_figure(),
        Findings(
            "Sex resultat",
            tuple(finding(f"f{i}", c) for i, c in enumerate(("certain", "likely", "unknown") * 2)),
        ),
        Boxes(
            (
                Bullets(
                    ("Nivån: uppdelningen är större än slumpen.", "Avståndet mellan typerna."),
                    "Det här är säkert",
                ),
                Bullets(
                    ("Förändring 2020–2023: för kort serie.", "Exakt plats."),
                    "Det här är inte säkert",
                ),
                Bullets(("Trångboddhet under kommunnivå.",), "Det här saknas"),
            )
        ),
        sources(),
    )


def area_types() -> tuple[Block, ...]:
    return (
        Opening(
            kicker="Kapitel 2",
            title="Områdestyper",
            lead=("Två områden av typ 1 och tio av typ 4 ligger inom samma kommun.",),
            question="Kapitlet svarar på: Var finns vilka typer? Det svarar inte på varför.",
        ),
        Note("Så läser du.", "Typerna är SCB:s och Delmos. Siffran i cirkeln är typen."),
        map_figure(),
        types_table(),
        Heading("Boende efter typ"),
        Paragraph("Mellan 89 och 95 procent av uppdelningen finns mellan RegSO."),
        Pair(half_figure("tenure"), half_figure("crowding")),
        Heading("En nivå till", 3),
        Bullets(("Något kort.", "Något annat."), "Att tänka på"),
        finding("alone", "likely"),
        gap(),
        gap("not_applicable"),
        Note("Tänk på flyttningar.", "Ett område kan förändras för att människor byter plats.",
             "warning"),
        Note("Kommunens egna ord.", NASTY, "own_words"),
        Paragraph("Liten text.", "small"),
        sources(),
    )  # fmt: skip


def methods() -> tuple[Block, ...]:
    return (
        Opening("Kapitel 3", "Metod och källor"),
        Cards("Indikatorkort", ()),
        Paragraph("Så citeras rapporten.", bound="Så citeras rapporten, statistik till {year}."),
        Heading("Källor"),
        sources(collect=True),
    )


def shown(*blocks: Block) -> NotebookNode:
    """Notebook as it is after a run, with a cell for each block."""
    parameters = new_code_cell('municipality = "0127"', metadata={"tags": ["parameters"]})
    note = new_markdown_cell("# Anteckning", metadata={"tags": ["note"]})
    cells = [
        new_code_cell(
            "report.block()",
            outputs=[new_output("execute_result", data=b._repr_mimebundle_(), execution_count=1)],
        )
        for b in blocks
    ]
    return new_notebook(cells=[note, parameters, *cells])


def picture() -> str:
    target = io.BytesIO()
    Image.new("RGB", (40, 20), "#00706B").save(target, format="PNG")
    return base64.b64encode(target.getvalue()).decode()


def own_chapter() -> NotebookNode:
    """A chapter that a municipality added: markdown, a pandas table, pictures, hostile things."""
    frame = pd.DataFrame({"Område": ["Alby", NASTY], "Andel": [12.5, 3.0]})
    html = frame.to_html() + "<script>alert(1)</script><img src='https://example.org/x.png'>"
    outputs = [
        new_output("stream", name="stderr", text="a warning that nobody needs"),
        new_output("stream", name="stdout", text="42 hushåll"),
        new_output("display_data", data={"text/html": html, "text/plain": "frame"}),
        new_output(
            "display_data",
            data={"image/png": picture()},
            metadata={"image/png": {"alt": "Grön ruta. Ett prov."}},
        ),
        new_output("display_data", data={"image/png": picture()}),
        new_output("display_data", data={"text/plain": "<svg onload=alert(2)>"}),
    ]
    text = (
        "# Vårt eget kapitel\n\nEn **viktig** sak <b onclick='x()'>här</b>, se "
        "[SCB](https://scb.se) och [ont](javascript:alert(3)).\n\n### Rubrik\n\n"
        "* ett\n* två\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "<script>alert(4)</script>\n\n![bild](https://example.org/y.png)"
    )
    return new_notebook(cells=[new_markdown_cell(text), new_code_cell("x", outputs=outputs)])


@cache
def _report() -> tuple[tuple[str, str], ...]:
    chapters = {
        "summary": shown(*summary()),
        "area_types": shown(*area_types()),
        "eget/mitt_kapitel.ipynb": own_chapter(),
        "methods": shown(*methods()),
    }
    return tuple((name, nbformat.writes(notebook)) for name, notebook in chapters.items())


def report_chapters() -> list[tuple[str, NotebookNode]]:
    return [(name, nbformat.reads(text, as_version=4)) for name, text in _report()]


def report(code: str = "0127", lang: str = "sv") -> Document:
    """The whole sample, bound."""
    return bind(report_chapters(), find_municipality(code), Language(lang))
