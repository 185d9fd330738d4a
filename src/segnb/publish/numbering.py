"""A chapter's notebook read in order: what is shown, under which number, at which heading level."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from segnb.publish.data_files import Dataset, csv_uri, file_stem
from segnb.publish.foreign_outputs import Picture, read_output, read_text
from segnb.publish.markdown_nodes import Node, Prose, read_markdown
from segnb.publish.missing_data_table import with_gaps_at_end
from segnb.report.page.block_html import Words
from segnb.report.page.blocks import MIME, Block, Data, Figure, Heading, Note, Opening, Table
from segnb.report.page.numbered_block import NumberedBlock, read_block
from segnb.vocabulary.i18n import Language

NOT_SHOWN = {"note", "notebook-only", "parameters", "injected-parameters", "setup"}
COUNTED = {
    "Figure": "figure",
    "Table": "table",
    "Finding": "finding",
    "Findings": "findings",
    "Gap": "gap",
    "Gaps": "gaps",
    "Cards": "cards",
    "Sources": "sources",
    "PlainTable": "foreign",
}


@dataclass
class Numbering:
    """Counters that run over all chapters of a document."""

    language: Language
    counts: Counter[str] = field(default_factory=Counter)
    datasets: list[Dataset] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    gaps: set[str] = field(default_factory=set)


@dataclass
class ShownChapter:
    """A chapter while it is read: `depth` is that of the last heading."""

    title: str
    anchor: str
    base: int
    notebook: NotebookNode
    parts: list[NumberedBlock] = field(default_factory=list)
    depth: int = 1
    opened: bool = False


def number_chapter(
    notebook: NotebookNode, name: str, anchor: str, base: int, numbering: Numbering
) -> ShownChapter:
    """Chapter with its parts placed; one that has no opening is given one."""
    cells = [cell for cell in notebook.cells if not NOT_SHOWN & set(cell.metadata.get("tags", []))]
    read = [(cell, _blocks_of(cell, name, numbering)) for cell in cells]
    read = with_gaps_at_end(read, name, numbering.gaps, numbering.language)
    opening = _own_title(read) or Opening(kicker="", title=_plain_title(name))
    has_opening = any(isinstance(block, Opening) for _, blocks in read for block in blocks)
    if not has_opening:
        read.insert(0, (None, [opening]))
    chapter = ShownChapter(opening.title, anchor, base, new_notebook())
    for _, blocks in read:
        outputs = [_output(_place(block, chapter, numbering), chapter) for block in blocks]
        if outputs:
            chapter.notebook.cells.append(_cell(outputs, len(chapter.notebook.cells)))
    return chapter


def _blocks_of(cell: NotebookNode, name: str, numbering: Numbering) -> list[Block]:
    if cell.cell_type == "markdown":
        return [Prose(read_markdown(cell.source))]
    if cell.cell_type != "code":
        return []
    words = Words(numbering.language)
    title = words("foreign_table", title=_plain_title(name))
    alt = words("image_without_alt", title=_plain_title(name))
    said = {"cut": words("foreign_cut"), "left_out": words("foreign_left_out")}
    found: list[Block] = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stdout":
            found += read_text(output.text, said["cut"])
        elif output.output_type in ("display_data", "execute_result"):
            found += _read(output, title, alt, said)
    for picture in found:
        if isinstance(picture, Picture) and not picture.described:
            numbering.warnings.append(f"{name}: a picture has no alternative text")
    return found


def _read(output: NotebookNode, title: str, alt: str, said: dict[str, str]) -> list[Block]:
    if MIME in output.data:
        return [read_block(output.data[MIME])]
    return read_output(output.data, output.get("metadata", {}), title, alt, **said)


def _own_title(read: list[tuple[Any, list[Block]]]) -> Opening | None:
    """Opening of the chapter, or one made of its first main heading, which is then taken out."""
    for _, blocks in read:
        for block in blocks:
            if isinstance(block, Opening):
                return block
    for _, blocks in read:
        for at, block in enumerate(blocks):
            if isinstance(block, Prose) and block.nodes and block.nodes[0].depth == 1:
                blocks[at] = Prose(block.nodes[1:])
                return Opening("", "".join(run.text for run in block.nodes[0].runs))
    return None


def _plain_title(name: str) -> str:
    """Title of a chapter that says none, from the name of its file."""
    stem = name.replace("\\", "/").rpartition("/")[2].removesuffix(".ipynb")
    return stem.lstrip("0123456789_").replace("_", " ").strip().capitalize() or stem


def _cell(outputs: list[NotebookNode], number: int) -> NotebookNode:
    """A cell that shows parts; nbformat would check each anew, and nothing in it is foreign."""
    shown = {"id": f"cell-{number}", "metadata": NotebookNode(), "outputs": outputs, "source": ""}
    return NotebookNode(cell_type="code", execution_count=None, **shown)


def _output(placed: NumberedBlock, chapter: ShownChapter) -> NotebookNode:
    chapter.parts.append(placed)
    data = NotebookNode({MIME: len(chapter.parts) - 1})
    return NotebookNode(output_type="display_data", data=data, metadata=NotebookNode())


def _place(block: Block, chapter: ShownChapter, numbering: Numbering) -> NumberedBlock:
    """Block with its depth, number and anchor; no heading level is ever skipped."""
    kind = type(block).__name__
    if isinstance(block, Opening):
        depth, chapter.opened, first = (2, True, False) if chapter.opened else (1, True, True)
        chapter.depth = depth
        return NumberedBlock(block, depth, chapter.base, anchor=chapter.anchor if first else "")
    if isinstance(block, Heading):
        chapter.depth = min(max(block.level, 2), chapter.depth + 1)
        return NumberedBlock(block, chapter.depth, chapter.base)
    if isinstance(block, Prose):
        return NumberedBlock(_with_depths(block, chapter), chapter.depth, chapter.base)
    numbers: dict[str, Any] = {}
    if kind in COUNTED:
        numbering.counts[kind] += 1
        number = numbering.counts[kind]
        numbers = {"number": number, "anchor": f"{COUNTED[kind]}-{number}"}
    placed = NumberedBlock(block, chapter.depth + 1, chapter.base, **numbers)
    inside = _inside(block, placed, chapter, numbering)
    return replace(_with_data(placed, numbering), parts=inside)


def _inside(
    block: Block, placed: NumberedBlock, chapter: ShownChapter, numbering: Numbering
) -> tuple[NumberedBlock, ...]:
    kind = type(block).__name__
    if kind == "Pair":
        return tuple(_place(side, chapter, numbering) for side in (block.left, block.right))  # type: ignore[attr-defined]
    if kind == "Findings":
        parts = (_place(item, chapter, numbering) for item in block.items)  # type: ignore[attr-defined]
        return tuple(replace(part, depth=placed.depth + 1) for part in parts)
    if isinstance(block, Note) and block.style == "own_words":
        own = Prose(tuple(map(_in_bold, read_markdown(block.text))))
        return (NumberedBlock(own, chapter.depth, chapter.base),)
    return ()


def _in_bold(node: Node) -> Node:
    bold = tuple(replace(run, bold=True) for run in node.runs)
    return Node("paragraph", bold) if node.kind == "heading" else node


def _with_depths(prose: Prose, chapter: ShownChapter) -> Prose:
    nodes: list[Node] = []
    for node in prose.nodes:
        if node.kind == "heading":
            chapter.depth = min(max(node.depth, 2), chapter.depth + 1)
            node = replace(node, depth=chapter.depth)
        nodes.append(node)
    return Prose(tuple(nodes))


def _with_data(placed: NumberedBlock, numbering: Numbering) -> NumberedBlock:
    """Figure or table whose numbers can be fetched, under a name that no other has."""
    block = placed.block
    if not isinstance(block, Figure | Table):
        return placed
    data = block.data or (block.table.data if isinstance(block, Figure) else None)
    if data is None:
        return placed
    data = replace(data, name=_free_name(data, numbering))
    words = Words(numbering.language)
    figure = isinstance(block, Figure)
    where = (
        words("figure", number=placed.number)
        if figure
        else words("table", number=placed.number, title="").strip(" .")
    )
    numbering.datasets.append(Dataset(data, where, block.title, block.subtitle, block.source))
    return replace(placed, block=replace(block, data=data), download=csv_uri(data))


def _free_name(data: Data, numbering: Numbering) -> str:
    stem = file_stem(data.name)
    name, again = stem, 2
    while name in numbering.names:
        name, again = f"{stem}_{again}", again + 1
    numbering.names.add(name)
    return name
