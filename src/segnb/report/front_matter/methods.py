"""How the report was made: definitions, quality, disclosure, the law, accessibility, citation."""

from segnb.report.charts.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Bullets, Paragraph, Row, Table
from segnb.vocabulary.published_facts import glossary

QUALITY = ("relevance", "accuracy", "timeliness", "coherence", "accessibility")
LAW = ("crime", "context", "analysis", "measures", "left_out")
METHOD = ("levels", "chance", "interval", "certainty", "together", "register")
METHOD += ("comparison", "types", "vintages", "sums", "breaks")  # type: ignore[assignment]
DISCLOSURE = ("published", "hidden", "bounds", "own", "noise", "states")
ACCESS = ("basis", "tested", "pdf", "faults", "contact")


def show_method(report: Report) -> Bullets:
    """How numbers and sentences come about, a line each."""
    items = tuple(report.text(f"methods.how.{name}") for name in METHOD)
    return Bullets(items, report.text("methods.how.title"), lang=report.lang)


def show_disclosure(report: Report) -> Bullets:
    """How hidden numbers are treated."""
    words = {"threshold": report.params.threshold}
    items = tuple(report.text(f"methods.disclosure.{name}", **words) for name in DISCLOSURE)
    return Bullets(items, report.text("methods.disclosure.title"), lang=report.lang)


def show_quality(report: Report) -> Table:
    """Quality declaration under the five heads of European statistics."""
    say = report.text
    rows = [(say(f"methods.quality.{name}_head"), say(f"methods.quality.{name}"))
            for name in QUALITY]  # fmt: skip
    heads = (say("methods.quality.head"), f"<{say('methods.quality.text')}")
    subtitle = say("methods.quality.subtitle")
    return make_table(
        report.language,
        "quality",
        say("methods.quality.title"),
        subtitle,
        heads,
        rows,
        on_paper=False,
    )


def show_law(report: Report) -> Table:
    """What of the report can serve the municipality's own picture of crime, and what is lacking."""
    say = report.text
    rows = [
        tuple(say(f"methods.law.{name}_{part}") for part in ("point", "chapters", "lacking"))
        for name in LAW
    ]
    heads = [say(f"methods.law.{part}") for part in ("point", "chapters", "lacking")]
    return make_table(
        report.language,
        "law",
        say("methods.law.title"),
        say("methods.law.subtitle"),
        [heads[0], f"<{heads[1]}", f"<{heads[2]}"],
        rows,
        source=say("methods.law.source"),
        on_paper=False,
    )


def show_glossary(report: Report) -> Table:
    """Words of the report and what is meant by them."""
    say, lang = report.text, report.lang
    terms = sorted(glossary().values(), key=lambda term: term.term.in_language(lang).lower())
    rows = [
        Row((term.term.in_language(lang), term.text.in_language(lang), term.source or "–"))
        for term in terms
    ]
    heads = [say(f"methods.glossary.{part}") for part in ("term", "meaning", "source")]
    return make_table(
        report.language,
        "glossary",
        say("methods.glossary.title"),
        say("methods.glossary.subtitle"),
        [heads[0], f"<{heads[1]}", f"<{heads[2]}"],
        rows,
        on_paper=False,
    )


def show_accessibility(report: Report) -> Bullets:
    """Draft of the accessibility statement, which the municipality owns."""
    contact = report.params.contact or report.text("methods.access.no_contact")
    items = tuple(report.text(f"methods.access.{name}", contact=contact) for name in ACCESS)
    return Bullets(items, report.text("methods.access.title"), lang=report.lang)


def show_citation(report: Report) -> Paragraph:
    """How to cite the report: place, newest year of its statistics, program and version."""
    from segnb import __version__

    words = {"code": report.place.code, "version": __version__}
    alone, bound = (report.text(f"methods.citation{kind}", **words) for kind in ("", "_bound"))
    return Paragraph(alone, bound=bound, lang=report.lang)
