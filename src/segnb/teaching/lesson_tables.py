"""Tables of lessons: numbers as the language writes them, odd cells outlined and named."""

from collections.abc import Callable
from html import escape

import pandas as pd

from segnb.teaching.exercises import formatted
from segnb.teaching.own_numbers import DRAWS, Random
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

MOST_ROWS = 12


def html_table(frame: pd.DataFrame, language: Language, more: str) -> str:
    """Frame as an HTML table, its first rows only; `more` says how many `{rows}` there are."""
    heads = "".join(_head(str(name), frame[name]) for name in frame.columns)
    rows = (
        "".join(_cell(value, language) for value in row)
        for row in frame.head(MOST_ROWS).itertuples(index=False)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    told = escape(more.format(rows=language.number(len(frame))))
    rest = f"<p><small>{told}</small></p>" if len(frame) > MOST_ROWS else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _head(name: str, column: pd.Series) -> str:
    word = "" if pd.api.types.is_numeric_dtype(column) else ' class="segnb-word"'
    return f'<th scope="col"{word}>{escape(name)}</th>'


def _cell(value: object, language: Language) -> str:
    if isinstance(value, float) and pd.isna(value):
        return "<td>–</td>"
    if pd.api.types.is_number(value) and not isinstance(value, bool):
        return f"<td>{escape(str(formatted(float(value), language)))}</td>"  # type: ignore[arg-type]
    return f'<td class="segnb-word">{escape(str(value))}</td>'


def grants_table(say: Callable[..., str], language: Language) -> str:
    """Grants to municipalities as they were printed, with nothing mended or marked."""
    held = DRAWS["grants"](Random(0))
    names = ("code", "municipality", "first", "second")
    classes = dict.fromkeys(names[:2], ' class="segnb-word"')
    heads = "".join(
        f'<th scope="col"{classes.get(name, "")}>{escape(say(f"grants.{name}"))}</th>'
        for name in names
    )
    body = "".join(
        f'<tr><td>{code}</td><td class="segnb-word">{escape(find_municipality(code).name)}</td>'
        f"<td>{language.number(before)}</td><td>{escape(printed)}</td></tr>"
        for (code, before, _), printed in zip(held["rows"], held["printed"], strict=True)
    )
    caption = f"<caption>{escape(say('grants.caption'))}</caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
