"""What charts are given, in place of the drawings that they make of it: frames and settings."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from blocks import _lines

from segnb.report import charts
from segnb.report.page.blocks import Block, Drawing
from segnb.vocabulary.i18n import Language

LONGEST = 15  # rows of a frame that are written out
SVG = "image/svg+xml"
SIDES = ("left", "right")
Shown = Block | dict[str, Any] | tuple[str, Any] | None


@contextmanager
def recorded() -> Iterator[None]:
    """A drawing is what its chart was given, as lines."""
    draw = charts.draw

    def noted(chart: Any, frame: Any, language: Language, **options: Any) -> dict[str, Drawing]:
        lines = [f"chart: {chart.__name__}, {language.lang}", *of_frame(frame)]
        lines += [f"{name}: {_said(value)}" for name, value in sorted(options.items())]
        return dict.fromkeys(("page", "phone"), Drawing(SVG, "\n".join(lines), 1.0, 1.0))

    charts.draw = noted
    try:
        yield
    finally:
        charts.draw = draw


def of_frame(frame: Any) -> list[str]:
    """The rows of a short frame; of a long one what each column holds, in its order."""
    frame = pd.DataFrame(frame)
    if "geometry" in frame:
        shapes = frame["geometry"]
        frame = frame.drop(columns="geometry").assign(
            x=[shape.centroid.x for shape in shapes], y=[shape.centroid.y for shape in shapes]
        )
    lines = [f"columns: {' | '.join(map(str, frame.columns))}"]
    rows = frame.itertuples(index=False, name=None)
    if len(frame) <= LONGEST:
        return lines + [f"row: {' | '.join(map(_said, row))}" for row in rows]
    return lines + [f"{len(frame)} rows"] + [_column(name, frame[name]) for name in frame]


def _column(name: str, cells: pd.Series) -> str:
    """Sum of numbers, each times its place, so that no two can change places; hash of texts."""
    cells = cells.reset_index(drop=True)
    held = cells[cells.notna() & (cells.astype(str) != "")]
    start = f"column {name}: {len(held)} filled, from {_said(cells.iloc[0])} to"
    if held.map(lambda cell: isinstance(cell, int | float) or hasattr(cell, "dtype")).all():
        placed = held.astype(float) @ (held.index + 1.0)
        return f"{start} {_said(cells.iloc[-1])}, placed sum {placed:.6g}"
    text = "|".join(map(_said, cells))
    return f"{start} {_said(cells.iloc[-1])}, {held.nunique()} different, {crc32(text.encode())}"


def _said(value: Any) -> str:
    if isinstance(value, pd.DataFrame):
        return " / ".join(of_frame(value))
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_said(key)}: {_said(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple | pd.Series | np.ndarray):
        return f"({', '.join(map(_said, value))})"
    if value is None:
        return "nan"
    if isinstance(value, float):
        return f"{value:.6g}"
    if callable(value) and hasattr(value, "__name__"):
        return value.__name__
    return str(value).replace("\n", " / ")


def told_whole(shown: Iterable[Shown], lang: str = "") -> str:
    """Blocks with all their words, the rows of their data in order and what their charts get.

    With `lang`, a block or a part of one that says it is in another language is told.
    """
    return "".join(f"{line}\n" for block in shown for line in _block(block, lang))


def languages(part: Any) -> Iterator[str]:
    """Languages that a block and its parts say that they are in."""
    if isinstance(part, dict):
        yield from [part["lang"]] if isinstance(part.get("lang"), str) else []
        part = list(part.values())
    if isinstance(part, list | tuple):
        for inner in part:
            yield from languages(inner)


def _block(block: Shown, lang: str) -> Iterator[str]:
    if block is None:
        yield "== nothing"
        return
    if isinstance(block, tuple):  # numbers under a name
        name, held = block
        yield f"== {name}"
        yield from of_frame(held) if isinstance(held, pd.DataFrame) else [_said(held)]
        return
    made = block if isinstance(block, dict) else block.structure()
    yield f"== {made['block']}"
    yield from (f"in {other}" for other in languages(made) if lang and other != lang)
    for side in SIDES if made["block"] == "Pair" else ():
        yield from _block(made[side], lang)
    if made["block"] != "Pair":
        kept = {name: part for name, part in made.items() if name not in ("cards", "data")}
        yield from _lines(kept, "")
        yield from _given(made)


def _given(made: dict[str, Any]) -> Iterator[str]:
    """What the chart of a block gets, the rows of its data and the figures that it records."""
    given = made["page"]["content"].splitlines() if made["block"] == "Figure" else []
    yield from given
    for lines in _data(made):
        yield from lines if not given or lines != given[1 : len(lines) + 1] else ()
    for figure in made.get("figures") or ():
        values = [value for name, value in figure.items() if name not in ("digest", "snapshots")]
        yield f"recorded: {' | '.join(map(_said, values))}"


def _data(made: dict[str, Any]) -> Iterator[list[str]]:
    """Data files of a block and of the blocks in it."""
    for name, part in made.items():
        if name == "data" and part:
            yield of_frame(pd.DataFrame(part["rows"], columns=part["columns"]))
        elif isinstance(part, dict):
            yield from _data(part)
