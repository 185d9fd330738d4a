"""Every figure as a file of its own, for slides: SVG where it is one, and PNG if asked for."""

import base64
from typing import Any

from segnb.publish.document import Document
from segnb.publish.pdf import fonts
from segnb.report.page.blocks import Drawing
from segnb.vocabulary.areas import ascii_name

SLIDE_PPI = 144


def figure_files(document: Document, *, rasters: bool = False) -> dict[str, bytes]:
    """Contents of the files by name, such as `figure-1-composition.svg`.

    Parameters
    ----------
    rasters
        Each vector drawing as PNG too, which takes longer than the page.
    """
    drawn: dict[str, Drawing] = {}
    for placed in document.figures:
        key = ascii_name(placed.block.key) or "figure"  # type: ignore[attr-defined]
        drawn[f"{placed.anchor}-{key}"] = placed.block.page  # type: ignore[attr-defined]
    vector = {name: d for name, d in drawn.items() if d.mime == "image/svg+xml"}
    found = {f"{name}.svg": drawing.content.encode() for name, drawing in vector.items()}
    found |= {
        f"{name}.png": base64.b64decode(drawing.content)
        for name, drawing in drawn.items()
        if name not in vector
    }
    return dict(sorted((found | (_rasters(vector) if rasters else {})).items()))


def _rasters(drawings: dict[str, Drawing]) -> dict[str, bytes]:
    """PNG of each vector drawing, all made in one pass with the fonts of the figures."""
    if not drawings:
        return {}
    import typst

    sources: Any = {f"{n}.svg": d.content.encode() for n, d in drawings.items()}
    pages = [
        f"#page(width: {d.width * 0.75}pt, height: {d.height * 0.75}pt, margin: 0pt)"
        f'[#image("{name}.svg", width: 100%)]'
        for name, d in drawings.items()
    ]
    sources["main.typ"] = "\n".join(pages).encode()
    made = typst.compile(sources, format="png", ppi=SLIDE_PPI, font_paths=fonts())
    rasters = made if isinstance(made, list) else [made]
    return {f"{name}.png": raster for name, raster in zip(drawings, rasters, strict=True)}
