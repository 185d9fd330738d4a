"""Chapters in which nothing is alike: odd headings, texts of strangers, gaps, one name twice."""

from dataclasses import replace
from functools import cache
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)
from sample_report import (
    EDUCATION,
    TENURE,
    composition_figure,
    finding,
    gap,
    half_figure,
    picture,
    shown,
    types_table,
)

from segnb.publish.document import Document, bind
from segnb.report.page.blocks import (
    Block,
    Boxes,
    Bullets,
    Cards,
    Data,
    Finding,
    Findings,
    Gaps,
    Heading,
    Note,
    Opening,
    Pair,
    Paragraph,
    SourceLine,
    Sources,
)
from segnb.report.page.figure_key import ShownFigure
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

MARKDOWN = """Text *före* rubrik, med `kod`, **fet *båda*** och ~~struken~~ [länk](https://scb.se)
på två rader\\
och tre, [post](mailto:a@b.se), [**fet länk**](#x), [ont](javascript:x).

### Tredje nivån genast

###### Sjätte

1. ett
2. två

   * inne

> citat
> > citat i citat

    indragen kod

***

| Område | Tal |
|---|---|
| Alby | **1** |
| Fittja | 2 |

# Andra huvudrubriken
"""
HTML = (
    "<p>Före</p><table><caption>Namnet <b>här</b></caption><thead><tr><th>a</th>"
    "<th colspan='2'>b</th></tr></thead><tbody><tr><th rowspan=2>x</th><td>1,5</td><td>12 %</td>"
    "</tr><tr><td>NaN</td><td>text</td></tr><tr><td><table><tr><td>inne</td></tr></table></td>"
    "</tr></tbody></table><table><tr><td></td><td>–3</td></tr></table><p>Efter</p>"
)


def told(rule: str, certainty: str, title: str, **more: Any) -> Finding:
    one = finding(f"{rule}.{title}", certainty)
    identity = replace(one.rule, id=f"{rule}.up.v1")
    return replace(one, rule=identity, title=title, **more)


def line(number: int, **more: str) -> SourceLine:
    made = SourceLine(f"Producent {number % 2}", f"Tabell {number % 3}", f"T{number}",
                      f"{2001 + number}–{2010 + number}", f"2024-0{number}-11",
                      f"{number}" * 64, "CC0")  # fmt: skip
    return replace(made, **more)


def figure_of(number: int) -> ShownFigure:
    return ShownFigure("rental_share", "value", "municipality", "0127", 2010 + number, "housing",
                       value=20.5 + number, lower=19.0, upper=24.0, unit="percent")  # fmt: skip


def first() -> tuple[Block, ...]:
    level = told("level", "likely", "Delat", headline="Kommunen är delad", plain="Enkelt ett")
    return (
        Opening("Förord", "Lägesbild", ("En ingress.",), question="Vad frågas?", collect=True),
        Findings("Resultat", (level, told("gap", "certain", "Avstånd")), collect=True),
        Boxes((Bullets(("x",), "Säkert"), Bullets(("y", "z"), "Osäkert")), collect=True),
        Bullets(("Byts ut.",), "I korthet", collect=True),
        Paragraph("Liten text först.", "small"),
        Paragraph("Så citeras den.", "small", bound="Citera, till och med {year}."),
        gap(),
        Sources("Källor", (line(1), line(2)), (gap(),), (("2019", "Ny gräns."),)),
    )


def second() -> tuple[Block, ...]:
    same = replace(half_figure("a"), data=Data("types", ("x",), ((1,), (2.5,))))
    carried = replace(gap(), key="carried", title="Saknas: bärande", carries=True)
    other = replace(gap("suppressed"), key="other", title="Saknas: annat")
    note = Note("Tänk på.", "Samma anmärkning.", "warning")
    return (
        Opening("Kapitel", "Boende", ("Ingress.",), (("5", "områden"),)),
        note,
        Heading("Genast fjärde", 4),
        Heading("Ett", 1),
        composition_figure(),
        Boxes((Bullets(("Nivån.",), "Vad som får sägas"),)),
        Pair(same, other),
        Pair(replace(types_table(), cards=(EDUCATION, TENURE)), carried),
        replace(types_table(), key="unprinted", title="Bara på sidan", on_paper=False, data=None),
        Pair(half_figure("b"), replace(half_figure("c"), on_paper=False)),
        told("index_change", "unknown", "Förändring", plain="Enkelt två"),
        Findings("Resultat", (told("composition", "likely", "Var tredje", headline="h" * 110),)),
        replace(gap("not_applicable"), key="never", title="Gäller inte"),
        replace(gap(), key="third", title="Saknas: tredje"),
        Note("Egna ord.", "# Rubrik\n\nMed **fetstil** och\n\n* en punkt", "own_words"),
        Sources("Källor", (line(3, years=""), line(4, table="T1, T9"), line(2)),
                (replace(gap(), key="noted", title="Saknas: noterat"),),
                (("2021", "Nya namn."), ("2019", "Ny gräns.")),
                figures=(figure_of(1), figure_of(2))),
    )  # fmt: skip


def third() -> tuple[Block, ...]:
    return (
        Note("Tänk på.", "Samma anmärkning.", "warning"),
        Opening("", "Boende"),
        Heading("Boende"),
        Opening("", "En öppning till"),
        told("turnout", "certain", "Valdeltagande", plain="Enkelt tre", headline="x" * 111),
        half_figure("a"),
        replace(gap(), key="other", title="Saknas: annat"),
        replace(gap(), key="alone", title="Saknas: ensamt"),
        Cards("Indikatorkort", (TENURE,)),
        Gaps("Det här saknas", ("Vad", "Varför", "Var"), (gap(), gap("suppressed"))),
        Sources("Alla källor", (line(5, retrieved="okänd", updated="2025-02-03"),), collect=True,
                figures=(figure_of(2), replace(figure_of(3), value=None, status="missing"))),
    )  # fmt: skip


def strange() -> NotebookNode:
    """A chapter that somebody else wrote, without an opening."""
    shown_of = [
        new_output("stream", name="stdout", text="rad ett\nrad två  \n"),
        new_output("stream", name="stderr", text="varning"),
        new_output("execute_result", data={"text/html": HTML, "text/plain": "x"},
                   execution_count=1),
        new_output("display_data", data={"image/png": picture()},
                   metadata={"image/png": {"alt": "Beskriven."}}),
        new_output("display_data", data={"image/jpeg": picture(), "text/plain": "bild"}),
        new_output("display_data", data={"text/markdown": ["*lutande*", " text"]}),
        new_output("display_data", data={"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'"
                                         " width='3' height='4'><a href='#x'/></svg>"},
                   metadata={"alt": " Yttre. "}),
        new_output("display_data", data={"image/png": picture()}),
        new_output("error", ename="E", evalue="e", traceback=[]),
        new_output("display_data", data={"text/plain": "y" * 20_001}),
    ]  # fmt: skip
    cells = [
        new_markdown_cell(MARKDOWN),
        new_code_cell("x", outputs=shown_of),
        new_code_cell("x", outputs=shown_of[:1], metadata={"tags": ["setup"]}),
        new_markdown_cell("syns inte", metadata={"tags": ["note", "y"]}),
        new_raw_cell("rå"),
    ]
    return new_notebook(cells=cells)


def titled() -> NotebookNode:
    return new_notebook(cells=[new_markdown_cell("# Eget *kapitel*\n\nText."),
                               new_markdown_cell("# Inte denna")])  # fmt: skip


@cache
def chapters() -> tuple[tuple[str, Any], ...]:
    return (
        ("summary", shown(*first())),
        ("housing", shown(*second())),
        ("mapp\\12_egna_tal.ipynb", strange()),
        ("99.ipynb", titled()),
        ("democracy", shown(*third())),
    )


def uneven(code: str = "0127", lang: str = "sv", kind: str = "report") -> Document:
    """The whole, bound."""
    return bind(list(chapters()), find_municipality(code), Language(lang), kind)  # type: ignore[arg-type]
