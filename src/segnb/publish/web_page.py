"""A document as one web page that needs nothing else: no other file and no request.

All can be read without script. The one script that adds to it is named by its hash, and no other
runs.
"""

import base64
import hashlib
import json
from functools import cache
from importlib.resources import as_file, files

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets.config import Config

from segnb import __version__
from segnb.publish.document import MIME, Chapter, Document
from segnb.report.page.block_html import environment, fragment, plain_style, style_sheet
from segnb.vocabulary.areas import demo_municipalities, municipalities

SCRIPT = ("page", "values")
SCRIPT_WORDS = (
    *("link", "copy", "copied", "area", "area_hint", "area_table", "no_area", "ends", "missing"),
    *("compare", "values", "filter", "sort", "rows", "earlier", "later"),
)
SERIES = ("median", "women", "men", "girls", "boys", "nation", "county", "anchor")
SCRIPT_PLACES = ("column", "first", "last", "of", "low", "high", "area", "count")
AREA_HEADS = ("head_measure", "head_value", "head_ends", "head_from")


def page(document: Document) -> str:
    """The whole page as HTML text."""
    with as_file(files("segnb.publish") / "templates") as folder:
        exporter = PartsExporter(extra_template_basedirs=[str(folder)])
        bodies = [chapter_body(exporter, chapter, document) for chapter in document.chapters]
    own = plain_style("page.css.j2", anchors=[chapter.anchor for chapter in document.chapters])
    style = Markup("\n") + style_sheet() + "\n" + own + "\n"
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
            script=Markup(page_script()),
            script_words=Markup(_script_words(document)),
        )
    )


def _policy(style: str) -> str:
    """What a browser lets the page do: its own style and script, its pictures, nothing else."""
    return (
        f"default-src 'none'; script-src '{sha256_of(page_script())}'; "
        f"style-src '{sha256_of(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def page_script() -> str:
    """The page's script, without its comments and indents."""
    folder = files("segnb.report.page") / "templates"
    text = "".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in SCRIPT)
    lines = (line.strip() for line in text.splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    return "\n".join(['"use strict";', "(() => {", *kept, "})();"])


def sha256_of(text: str) -> str:
    """Hash under which a content security policy names a script or a style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _script_words(document: Document) -> str:
    """What the script says, and the municipalities that it can name, as JSON inside HTML."""
    words, language = document.words, document.language
    kept = {name: "{" + name + "}" for name in SCRIPT_PLACES}
    said = {key: words(f"script.{key}", **kept) for key in SCRIPT_WORDS}
    places = demo_municipalities() if document.synthetic else municipalities()
    made = said | {
        "lang": language.lang,
        "name": document.name,
        "code": document.municipality.code,
        "places": dict(zip(places["code"], places["name"], strict=True)),
        "families": [language.text("maps.area"), language.text("captions.turnout.district")],
        "area_heads": [words(f"script.{each}") for each in AREA_HEADS],
        "kinds": {kind: words(f"script.series.{kind}") for kind in SERIES},
        "cite": document.foot,
    }
    return json.dumps(made, ensure_ascii=False).replace("<", "\\u003c")


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
        return Config(
            {
                "NbConvertBase": {"display_data_priority": [MIME]},
                "Exporter": {"default_preprocessors": []},
            }
        )


def chapter_body(exporter: PartsExporter, chapter: Chapter, document: Document) -> Markup:
    """HTML of a chapter's cells."""

    def part(index: int) -> Markup:
        return fragment(chapter.parts[index], document.language, document.lessons)

    exporter.register_filter("part", part)
    body, _ = exporter.from_notebook_node(chapter.notebook)
    return Markup(body)
