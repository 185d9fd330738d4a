"""How the report was made: definitions, quality, disclosure, the law, accessibility, citation."""

from segnb.report.exhibits import make_list, make_table, make_text_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Bullets, Paragraph, Row, Table
from segnb.vocabulary.published_facts import glossary


def show_method(report: Report) -> Bullets:
    """How numbers and sentences come about, a line each."""
    return make_list(report, "methods.how")


def show_disclosure(report: Report) -> Bullets:
    """How hidden numbers are treated."""
    return make_list(report, "methods.disclosure", threshold=report.params.threshold)


def show_quality(report: Report) -> Table:
    """Quality declaration under the five heads of European statistics."""
    heads = ("head", "<text")
    return make_text_table(report, "quality", "methods.quality", heads, on_paper=False)


def show_law(report: Report) -> Table:
    """What of the report can serve the municipality's own picture of crime, and what is lacking."""
    heads = ("point", "<chapters", "<lacking")
    return make_text_table(report, "law", "methods.law", heads, on_paper=False)


def show_glossary(report: Report) -> Table:
    """Words of the report and what is meant by them."""
    lang = report.lang
    terms = sorted(glossary().values(), key=lambda term: term.term.in_language(lang).lower())
    rows = [
        Row((term.term.in_language(lang), term.text.in_language(lang), term.source_in(lang) or "–"))
        for term in terms
    ]
    heads = ("term", "<meaning", "<source")
    return make_table(
        report, "glossary", heads, rows, words="methods.glossary", source="", on_paper=False
    )


def show_accessibility(report: Report) -> Bullets:
    """Draft of the accessibility statement, which the municipality owns."""
    contact = report.params.contact or report.text("methods.no_contact")
    return make_list(report, "methods.access", contact=contact)


def show_citation(report: Report) -> Paragraph:
    """How to cite the report: place, newest year of its statistics, program and version."""
    from segnb import __version__

    words = {"code": report.place.code, "version": __version__}
    alone, bound = (report.text(f"methods.citation{kind}", **words) for kind in ("", "_bound"))
    return Paragraph(alone, bound=bound, lang=report.lang)
