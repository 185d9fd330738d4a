"""A document as one tagged PDF (PDF/UA-1) through Typst.

The compiler itself refuses a figure without alternative text and a skipped heading level.
"""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from segnb.publish.document import Document
from segnb.publish.page_pieces import units_of
from segnb.publish.page_plan import plan_pages
from segnb.publish.paper import PaperWriter
from segnb.report.page import theme
from segnb.report.page.block_base import fields_of
from segnb.vocabulary.errors import SegnbError

if TYPE_CHECKING:
    import typst

STANDARD: Final = "ua-1"


class PdfFailed(SegnbError):
    """The PDF could not be made; the rest of the report stands."""

    exit_code = 1


def pdf(document: Document, template: str = "report") -> bytes:
    """The whole report as PDF, or its `brief`.

    Raises
    ------
    PdfFailed
        The compiler is not installed or refused the document, and why.
    """
    try:
        import typst
    except ImportError as error:
        raise PdfFailed(f"The PDF needs the package typst, which cannot be loaded: {error}.") from (
            error
        )
    writer = PaperWriter(document)
    shown = writer.brief() if template == "brief" else writer.report()
    sources: Any = {
        **{name: _template(name) for name in ("blocks.typ", "flow.typ", "style.typ")},
        "report.json": _json(shown),
        **writer.files,
    }
    try:
        if template == "report":
            sources["pages.json"] = _json(_planned(sources))
        return typst.compile(
            sources | {"main.typ": _template(f"{template}.typ")},
            format="pdf",
            font_paths=fonts(),
            pdf_standards=STANDARD,
            timestamp=0,
        )
    except (typst.TypstError, RuntimeError) as error:
        raise PdfFailed(f"The PDF was refused by its compiler: {error}.") from error


def _planned(sources: dict[str, bytes]) -> list[dict[str, Any]]:
    """What stands on each page, from the heights that the compiler measures."""
    import typst

    read: Any = sources | {"main.typ": _template("measure.typ")}
    (measured,) = json.loads(typst.query(read, "<measured>", field="value", font_paths=fonts()))
    sheets = plan_pages(units_of(measured["chapters"]), measured["y"])
    return [{"items": s.items, "wider": s.wider, "breaks": s.breaks} for s in sheets]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=fields_of).encode()


@cache
def fonts() -> "typst.Fonts":
    """The fonts inside the compiler and those of the figures; none of the machine's own."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[theme.font_folder()])


@cache
def _template(name: str) -> bytes:
    return (files("segnb.publish") / "templates" / "typst" / name).read_bytes()
