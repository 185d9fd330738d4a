"""A chart with all that belongs to it: title, source, alternative text, table twin, data, cards."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from segnb.report import charts
from segnb.report.page.blocks import Card, Column, Data, Figure, Row, Table
from segnb.vocabulary.figure_lessons import lesson_of
from segnb.vocabulary.i18n import DASH, Language

LONGEST_ALT = 400


def make_data(name: str, frame: pd.DataFrame) -> Data:
    """Numbers behind a figure or table, as they go to `data/<name>.csv`."""
    plain = frame.astype(object).where(frame.notna(), None)
    return Data(
        name, tuple(map(str, frame.columns)), tuple(plain.itertuples(index=False, name=None))
    )


def make_table(
    language: Language,
    key: str,
    title: str,
    subtitle: str,
    columns: Sequence[str],
    rows: Iterable[Row | Sequence[str]],
    **more: Any,
) -> Table:
    """Table of texts; the first column goes left, the others right.

    Parameters
    ----------
    columns
        Heads; one that begins with `<` goes left.
    rows
        Rows as blocks, or as plain sequences of cells.
    more
        Further fields of the block: `source`, `notes`, `cards`, `data`.
    """
    heads = [
        Column(name.removeprefix("<"), "left" if not place or name.startswith("<") else "right")
        for place, name in enumerate(columns)
    ]
    made = tuple(row if isinstance(row, Row) else Row(tuple(row)) for row in rows)
    return Table(key, title, subtitle, tuple(heads), made, lang=language.lang, **more)


def make_figure(
    language: Language,
    key: str,
    chart: Callable[..., Any],
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    alt: str,
    source: str,
    table: Table,
    data: pd.DataFrame | None = None,
    cards: Iterable[Card] = (),
    half: bool = False,
    legend: tuple[tuple[int, str], ...] = (),
    beside: tuple[str, ...] = (),
    on_paper: bool = True,
    **options: Any,
) -> Figure:
    """Figure of a chart, drawn for the wide page, the phone and A4.

    Parameters
    ----------
    chart
        One of `segnb.report.charts`; `frame` has the columns that its docstring names.
    data
        What is written to the data file; the frame itself by default.
    options
        Passed on to the chart.
    """
    return Figure(
        key=key,
        title=title,
        subtitle=subtitle,
        alt=shortened(alt),
        source=source,
        table=table,
        cards=tuple(cards),
        data=make_data(key, _without_geometry(frame if data is None else data)),
        half=half,
        legend=legend,
        beside=beside,
        on_paper=on_paper,
        lesson=lesson_of(chart.__name__, key),
        lang=language.lang,
        **charts.draw(chart, frame, language, half=half, **options),
    )


def _without_geometry(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))


def shortened(alt: str) -> str:
    """Alternative text cut at the last whole sentence that fits; no gap where one was left out."""
    alt = " ".join(filter(None, alt.split(" ")))
    if len(alt) <= LONGEST_ALT:
        return alt
    start = alt[:LONGEST_ALT]
    return start[: start.rfind(". ") + 1] or start


def number_or_word(value: float, status: str, language: Language, decimals: int = 1) -> str:
    """Number, or the sign for why there is none: missing, too few to show, not applicable."""
    signs = {"suppressed": "..", "not_applicable": "·"}
    if pd.isna(value):
        return signs.get(status, DASH)
    return language.number(value, decimals) + ("p" if status == "preliminary" else "")
