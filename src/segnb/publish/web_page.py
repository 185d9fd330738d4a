"""A document as one web page that needs nothing else: no other file, no request, no script."""

import base64
import hashlib
from importlib.resources import as_file, files

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets.config import Config

from segnb import __version__
from segnb.publish.document import MIME, Chapter, Document
from segnb.report.page import theme
from segnb.report.page.block_html import environment, fragment, style_sheet
from segnb.vocabulary.i18n import Language


def page(document: Document) -> str:
    """The whole page as HTML text."""
    with as_file(files("segnb.publish") / "templates") as folder:
        exporter = PartsExporter(extra_template_basedirs=[str(folder)])
        bodies = [chapter_body(exporter, chapter, document) for chapter in document.chapters]
    style = Markup("\n") + style_sheet() + "\n" + _page_style(document) + "\n"
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            document=document,
            bodies=bodies,
            lang=document.language.lang,
            t=document.words,
            foot=document.foot,
            version=__version__,
            style=style,
            policy=_policy(style),
        )
    )


def _policy(style: str) -> str:
    """What a browser lets the page do: its own style, pictures that it holds, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


class PartsExporter(TemplateExporter):
    """Notebook to HTML by our own template, which shows the numbered parts and nothing else."""

    template_name = "segnb"
    file_extension = ".html"
    output_mimetype = "text/html"
    exclude_input = True
    exclude_input_prompt = True
    exclude_output_prompt = True

    @property
    def default_config(self) -> Config:
        """Outputs are taken in our form alone."""
        return Config({"NbConvertBase": {"display_data_priority": [MIME]}})


def chapter_body(exporter: PartsExporter, chapter: Chapter, document: Document) -> Markup:
    """HTML of a chapter's cells."""

    def part(index: int) -> Markup:
        return fragment(chapter.parts[index], Language(document.language.lang))

    exporter.register_filter("part", part)
    body, _ = exporter.from_notebook_node(chapter.notebook)
    return Markup(body)


def _page_style(document: Document) -> Markup:
    colours = {name.lower(): value for name, value in vars(theme).items() if name.isupper()}
    anchors = [chapter.anchor for chapter in document.chapters]
    text = environment().get_template("page.css.j2").render(colours | {"anchors": anchors})
    return Markup("\n".join(line.strip() for line in text.splitlines() if line.strip()))
