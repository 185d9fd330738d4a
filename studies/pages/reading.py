"""A finished page as its reader meets it: figures, findings, tables, and every line of text.

Nothing here is told by the program that wrote the page: what is read is the HTML, by the words that
a person reads and by the roles of its elements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag

EMBEDDED = re.compile(r"""(src|srcset|href)=(["'])data:.*?\2""", re.DOTALL)
LINES = "p, li, h1, h2, h3, h4, caption, th, td, dt, dd, summary"
BLOCKS = ("figure", "article", "section")


@dataclass(frozen=True)
class Table:
    """Heads and rows of a table, and the words that stand with it."""

    where: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def columns(self, *names: str) -> list[int]:
        """Places of the columns with one of these heads."""
        return [place for place, head in enumerate(self.heads) if head in names]

    def cells(self, *names: str) -> list[str]:
        """Cells below the first column with one of these heads."""
        return [row[place] for place in self.columns(*names)[:1] for row in self.rows]


@dataclass(frozen=True)
class Figure:
    """A figure's words; its drawing is told by its alternative text."""

    where: str
    title: str
    subtitle: str
    alt: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def words(self) -> str:
        """All that is said outside the table."""
        return " ".join((self.title, self.subtitle, self.alt, *self.lines))


@dataclass(frozen=True)
class Finding:
    """A finding: its number, sentence, certainty with reason, rule and numbers."""

    where: str
    title: str
    text: str
    count: str
    certainty: str
    reason: str
    rule: str
    here: str
    rule_id: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Box:
    """A heading with its bullets."""

    where: str
    title: str
    bullets: tuple[str, ...]


@dataclass
class Page:
    """One report in one language."""

    lang: str
    place: str
    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    opening: tuple[str, ...] = ()
    boxes: list[Box] = field(default_factory=list)
    folder: Path | None = None


def said(element: Tag | None) -> str:
    """Text of an element on one line; a hard or thin space stays what it is."""
    if element is None:
        return ""
    return re.sub(r"[ \t\r\n]+", " ", element.get_text()).strip()


def where(element: Tag) -> str:
    """Name of the nearest figure, finding or chapter that the element stands in."""
    block = element if element.name in BLOCKS and element.get("id") else None
    for parent in () if block else element.parents:
        if parent.name in BLOCKS and parent.get("id"):
            block = parent
            break
    return str(block["id"]) if block else "page"


def _row(row: Tag) -> tuple[str, ...]:
    return tuple(
        text
        for cell in row.find_all(["th", "td"], recursive=False)
        for text in (said(cell), *[""] * (int(str(cell.get("colspan", 1))) - 1))
    )


def caption(element: Tag | None) -> str:
    """Title and subtitle of a table, as two sentences."""
    if element is None:
        return ""
    subtitle = said(element.find(class_="subtitle"))
    title = said(element).removesuffix(subtitle).strip()
    return f"{title}. {subtitle}" if subtitle else title


def table(element: Tag) -> Table:
    """A table whose rows are as wide as its head; group lines are left out."""
    head = element.find("thead")
    heads = _row(head.find_all("tr")[-1]) if head else ()
    body = element.find("tbody") or element
    rows = tuple(_row(row) for row in body.find_all("tr"))
    full = tuple(row for row in rows if len(row) == len(heads) and any(row[1:]))
    return Table(where(element), caption(element.find("caption")), heads, full)


def _own(block: Tag, selector: str) -> Iterator[Tag]:
    """Elements of a block that do not stand in a table or in an indicator card."""
    for element in block.select(selector):
        if not element.find_parent(["table", "dl"]):
            yield element


def figure(block: Tag) -> Figure:
    """The words and the table of a figure."""
    images = [str(image.get("alt", "")) for image in block.find_all("img")]
    heading = block.find("figcaption") or block
    return Figure(
        where=str(block.get("id", "")),
        title=said(heading.find(["h2", "h3", "h4"])),
        subtitle=said(heading.find(class_="subtitle")),
        alt=max(images, key=len, default=""),
        lines=tuple(said(line) for line in _own(block, "p, li")),
        tables=tuple(table(found) for found in block.find_all("table")),
    )


def finding(block: Tag) -> Finding:
    """A finding with what is folded under it, or under the one that it refers to."""
    proof = _proof(block)
    doubt = block.find(class_="doubt")
    bold = doubt.find("b") if doubt else None
    rules = [said(line) for line in proof.select(".rule p")]
    here = [line.split(":", 1)[1] for line in rules if re.match(r"(Här|Here):", line)]
    says = block.find(class_="says") or block
    code = proof.find("code")
    return Finding(
        where=str(block.get("id", "")),
        title=said(says.find(["h2", "h3", "h4"])),
        text=" ".join(said(line) for line in says.find_all("p")),
        count=said(block.find(class_="count")),
        certainty=said(bold),
        reason=said(doubt).removeprefix(said(bold)).strip(),
        rule=" ".join(rules),
        here=here[0].strip() if here else "",
        rule_id=said(code),
        tables=tuple(table(found) for found in proof.find_all("table")),
    )


def _proof(block: Tag) -> Tag:
    """The finding in a chapter that one of the summary refers to, else the finding itself."""
    link, main = block.select_one('p.why a[href^="#"]'), block.find_parent("main")
    found = main.find(id=str(link["href"])[1:]) if link and main else None
    return found if isinstance(found, Tag) else block


def _lines(main: Tag) -> Iterator[tuple[str, str]]:
    """Every line of text with its place; lines with lines inside them count once."""
    for element in main.select(LINES):
        if not element.select_one(LINES):
            yield where(element), said(element)
    for image in main.find_all("img"):
        if image.get("alt"):
            yield where(image), str(image["alt"])


def _boxes(main: Tag) -> Iterator[Box]:
    """Headings that are followed by bullets."""
    for heading in main.select("h2, h3, h4, .list-title"):
        bullets = heading.find_next_sibling()
        if bullets is not None and bullets.name == "ul":
            items = tuple(said(item) for item in bullets.find_all("li"))
            yield Box(where(heading), said(heading), items)


def read(html: str, folder: Path | None = None) -> Page:
    """Page of a report, from its HTML."""
    soup = BeautifulSoup(EMBEDDED.sub("", html), "html.parser")
    for element in soup.select("style, script, nav, svg, .unseen"):
        element.decompose()
    main = soup.find("main") or soup
    opening = main.find(class_="facts")
    heading = said(main.find("h1")) or said(soup.find("title"))
    return Page(
        lang=str(soup.html.get("lang", "sv")) if soup.html else "sv",
        place=heading.split(":")[0],
        figures=[figure(block) for block in main.find_all("figure")],
        findings=[finding(block) for block in main.find_all("article")],
        tables=[table(found) for found in main.find_all("table")],
        lines=list(_lines(main)),
        opening=tuple(said(item) for item in opening.find_all("li")) if opening else (),
        boxes=list(_boxes(main)),
        folder=folder,
    )


def read_file(path: Path) -> Page:
    """Page of a report's folder: `report.html`, with the data files beside it."""
    return read(path.read_text(encoding="utf-8"), path.parent)
