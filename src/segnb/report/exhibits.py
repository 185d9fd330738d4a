"""A chart with all that belongs to it: title, source, alternative text, table twin, data, cards."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from segnb.report import charts
from segnb.report.charts.absence import early, sign_of
from segnb.report.page.blocks import LONGEST_ALT, Bullets, Column, Data, Figure, Row, Table
from segnb.report.page.indicator_cards import one_card_each
from segnb.report.reading.chapter_grounds import ChapterGrounds
from segnb.vocabulary.i18n import DASH, Language
from segnb.vocabulary.strict_yaml import load_file

TEXTS = ("title", "subtitle", "alt", "source")
SIGN = re.compile(r"^(–|\.\.|·)$|\dp\b")  # of a cell without a number, or with a preliminary one


def make_data(name: str, frame: pd.DataFrame) -> Data:
    """Numbers behind a figure or table, as they go to `data/<name>.csv`."""
    plain = frame.astype(object).where(frame.notna(), None)
    return Data(
        name, tuple(map(str, frame.columns)), tuple(plain.itertuples(index=False, name=None))
    )


Values = Mapping[str, object]


def make_table(
    report: ChapterGrounds,
    key: str,
    heads: Sequence[str],
    rows: Iterable[Row | Sequence[str]],
    *,
    words: str = "",
    values: Values | None = None,
    held: Iterable[Any] = (),
    data: pd.DataFrame | None = None,
    **more: Any,
) -> Table:
    """Table of texts; the first column goes left, the others right.

    Parameters
    ----------
    heads
        Texts, or names below `words`; one that begins with `<` goes left.
    rows
        Rows as blocks, or as plain sequences of cells.
    words, values
        Key in the strings of `title` and `subtitle` (and of `source` and `note` where the table has
        them), and what is filled in. Without it the title is that of the numbers of a figure.
    held
        What the table shows, for its cards.
    data
        What is written to the data file.
    more
        Fields of the block in place of those: `title`, `subtitle`, `source`, `notes`, `on_paper`.
    """
    parts = ("title", "subtitle", "source") + (() if "notes" in more else ("note",))
    texts = {"title": report.text("captions.table_of"), "subtitle": ""}
    texts |= _texts(report, words, parts, values, more)
    notes = tuple(filter(None, (texts.pop("note", ""),)))
    columns = tuple(_column(report, words, place, head) for place, head in enumerate(heads))
    made = tuple(row if isinstance(row, Row) else Row(tuple(row)) for row in rows)
    columns, made = _with_values(columns, made)
    held = list(held)
    report.shows(*held)
    cards = one_card_each((report.card(one) for one in held), report.language)
    written = None if data is None else make_data(key, data)
    fields: dict[str, Any] = {"cards": cards, "data": written, "notes": notes, **texts, **more}
    fields["notes"] = _needed(report, fields["notes"], made)
    return Table(key, columns=columns, rows=made, lang=report.language.lang, **fields)


def _with_values(
    columns: tuple[Column, ...], rows: tuple[Row, ...]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns that have a value in some row: one of dashes alone tells nothing.

    Where that would leave the names of the rows alone, all stay.
    """
    whole = [row.cells for row in rows if len(row.cells) == len(columns)]
    kept = [at for at in range(len(columns)) if not at or {one[at] for one in whole} != {DASH}]
    if len(kept) in (1, len(columns)):
        return columns, rows
    cut = [
        replace(row, cells=tuple(row.cells[at] for at in kept))
        if len(row.cells) == len(columns)
        else row
        for row in rows
    ]
    return tuple(columns[at] for at in kept), tuple(cut)


def _needed(report: ChapterGrounds, notes: Sequence[str], rows: Iterable[Row]) -> tuple[str, ...]:
    """Notes without the key to the signs where no cell has a sign."""
    if any(SIGN.search(cell) for row in rows for cell in row.cells):
        return tuple(notes)
    return tuple(note for note in notes if note != report.text("captions.signs"))


def make_text_table(
    report: ChapterGrounds, key: str, words: str, heads: Sequence[str], **more: Any
) -> Table:
    """Table that the strings have as a whole: a line for each of the `rows` below a key."""
    names = [head.removeprefix("<") for head in heads]
    rows = [
        [report.text(f"{words}.rows.{row}.{name}") for name in names]
        for row in report.language.below(f"{words}.rows")
    ]
    return make_table(report, key, heads, rows, words=words, **more)


def make_list(report: ChapterGrounds, words: str, **values: object) -> Bullets:
    """List that the strings have as a whole: a `title`, and every other text below a key."""
    names = [name for name in report.language.below(words) if name != "title"]
    lines = tuple(report.text(f"{words}.{name}", **values) for name in names)
    return Bullets(lines, report.text(f"{words}.title"), lang=report.language.lang)


def _texts(
    report: ChapterGrounds, words: str, parts: Iterable[str], values: Values | None, given: Values
) -> dict[str, Any]:
    left = (part for part in parts if words and part not in given)
    known = [part for part in left if report.language.has(f"{words}.{part}")]
    return {part: report.text(f"{words}.{part}", **(values or {})) for part in known}


def _column(report: ChapterGrounds, words: str, place: int, head: str) -> Column:
    name = head.removeprefix("<")
    text = report.text(f"{words}.{name}") if report.language.has(f"{words}.{name}") else name
    return Column(text, "left" if not place or head != name else "right")


def make_figure(
    report: ChapterGrounds,
    key: str,
    chart: Callable[..., Any],
    frame: pd.DataFrame,
    *,
    words: str = "",
    values: Values | None = None,
    held: Iterable[Any] = (),
    table: Table,
    data: pd.DataFrame | None = None,
    half: bool = False,
    legend: tuple[tuple[int, str], ...] = (),
    beside: tuple[str, ...] = (),
    on_paper: bool = True,
    series: bool = False,
    **options: Any,
) -> Figure:
    """Figure of a chart, drawn for A4 and for the phone.

    Parameters
    ----------
    chart
        One of `segnb.report.charts`; `frame` has the columns that its docstring names.
    words, values
        Key in the strings of `title`, `subtitle` and `alt`, and what is filled in.
    held
        What the figure shows, for its cards and the line on its source.
    series
        Whether it shows them over years.
    data
        What is written to the data file; the frame itself by default.
    options
        `title`, `subtitle`, `alt` and `source` in place of those; others are the chart's.
    """
    held = list(held)
    shown = (frame if data is None else data).drop(columns="geometry", errors="ignore")
    said = _texts(report, words, TEXTS[:3], values, options)
    said |= {name: options.pop(name) for name in TEXTS if name in options}
    if "source" not in said:
        said["source"] = report.source_line(*held, series=series)
    drawn: dict[str, Any] = dict(charts.draw(chart, frame, report.language, **options))
    return Figure(
        key=key,
        **said | {"alt": shortened(said["alt"], report.text("page.table_below"))},
        table=table,
        cards=one_card_each((report.card(one, series=series) for one in held), report.language),
        data=make_data(key, pd.DataFrame(shown)),
        half=half,
        legend=legend,
        beside=beside,
        on_paper=on_paper,
        lesson=lesson_of(chart.__name__, key),
        lang=report.language.lang,
        **drawn,
    )


def alt_of_each(
    report: ChapterGrounds, key: str, each: Sequence[str], between: str = " ", **words: object
) -> str:
    """Alternative text with as many measures as it has room for, and how many more there are."""
    text, stop = "", "." * each[0].endswith(".")
    for told in range(len(each), 0, -1):
        rest = len(each) - told
        more = report.text(f"captions.more{'_one' * (rest == 1)}", count=rest) + stop
        text = report.text(key, each=between.join([*each[:told], *[more] * (rest > 0)]), **words)
        if len(text) <= LONGEST_ALT:
            break
    return text


def shortened(alt: str, last: str) -> str:
    """Alternative text cut after the last whole part that fits before the sentence on the table.

    Examples
    --------
    >>> shortened("Dots. " + "An area more. " * 30 + "See below.", "See below.")[-38:]
    'An area more. An area more. See below.'
    """
    alt = " ".join(filter(None, alt.split(" ")))
    if len(alt) <= LONGEST_ALT:
        return alt
    start = alt.removesuffix(last)[: LONGEST_ALT - len(last)]
    end = max(start.rfind(". "), start.rfind("; "))
    return f"{start[:end]}. {last}" if end > 0 else start + last


def number_or_word(value: float, status: str, language: Language, decimals: int = 1) -> str:
    """Number, or the sign for why there is none: missing, too few to show, not applicable."""
    if pd.isna(value):
        return sign_of(status)
    return language.number(value, decimals) + early(status)


def lesson_of(chart: str, key: str) -> int:
    """Number of the lesson on a figure of this chart and key; 0 where there is none.

    Examples
    --------
    >>> lesson_of("index_dots", "division"), lesson_of("timeline", "efforts")
    (3, 0)
    """
    held = declared()
    return int(held["figures"].get(key) or held["charts"].get(chart, 0))


@cache
def declared() -> dict[str, Any]:
    """Numbers of lessons by chart and by key of a figure."""
    return load_file("vocabulary", "data/figure_lessons.yml")
