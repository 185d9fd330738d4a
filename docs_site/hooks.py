"""What MkDocs calls while it builds: pages from data, numbers from studies, formulas as MathML."""

import re
from html import escape
from typing import Any

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs_site import catalogue_page, file_examples, formulas_page, reference_page
from docs_site.repository_pages import repository_pages
from docs_site.study_results import filled

MATH = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.S)
TABLE = re.compile(r"<table>.*?</table>", re.S)
WIDE = '<div class="wide" role="group" aria-label="{name}" tabindex="0">{content}</div>'
CODE = re.compile(r'<div class="(?:[\w-]+ )*highlight">\s*<pre>.*?</pre>\s*</div>', re.S)
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that no one wrote: each is made from what it tells of."""
    made = repository_pages() | {
        "catalogue.md": catalogue_page.text(),
        "file_examples.md": file_examples.text(),
        "formulas.md": formulas_page.text(),
        "reference.md": reference_page.text(),
    }
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Fill in the results of studies where a page asks for them."""
    return filled(markdown) if page.meta.get("filled") else markdown


def on_page_content(html: str, **_: Any) -> str:
    """Formulas as MathML, which needs no script; what may be wide can be scrolled by keys."""
    html = MATH.sub(_mathml, html)
    for name, block in (("Table", TABLE), ("Code", CODE)):
        html = block.sub(WIDE.format(name=name, content=r"\g<0>"), html)
    return html


def on_post_page(output: str, **_: Any) -> str:
    """The theme's dialog for the search gets a name."""
    return output.replace('role="dialog"', 'role="dialog" aria-label="Search"')


def _mathml(found: re.Match[str]) -> str:
    formula = found.group(2).strip()
    for entity, letter in ENTITIES:
        formula = formula.replace(entity, letter)
    if found.group(1) == "span":
        return convert(formula)
    return WIDE.format(name="Formula", content=convert(formula, display="block"))


def way_through_the_house(source: str, *_: Any, **__: Any) -> str:
    """A flowchart of Mermaid as lines of text with arrows: drawing it would take a script."""
    named = dict(re.findall(r"(\w+)\[([^\]]+)\]", source))
    lines = [line.strip() for line in source.splitlines() if "-->" in line]
    ways = [re.findall(r"(?:^|--> *)(\w+)", line) for line in lines]
    told = [" → ".join(f"<code>{escape(named[one])}</code>" for one in way) for way in ways]
    return "".join(f'<p class="way">{line}</p>' for line in told)
