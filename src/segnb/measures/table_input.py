"""What is handed in: a table of any kind becomes a pandas frame, anything else is refused."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from segnb.measures.parameter_words import completed

P = ParamSpec("P")
R = TypeVar("R")
TABLES = ("counts", "table", "places", "edges")  # arguments that are tables, by name


def takes_tables(function: Callable[P, R]) -> Callable[P, R]:
    """The function, for tables of pandas, polars, pyarrow and whatever streams as Arrow."""
    names = list(signature(function).parameters)

    @wraps(function)
    def taken(*args: P.args, **kwargs: P.kwargs) -> R:
        given = [_read(name, value) for name, value in zip(names, args, strict=False)]
        given += args[len(names) :]  # too many: the function itself says so
        named = {name: _read(name, value) for name, value in kwargs.items()}
        return function(*given, **named)

    taken.__doc__ = completed(function, function.__doc__)
    return taken


def _read(name: str, value: Any) -> Any:
    return as_frame(value, name) if name in TABLES else value


def as_frame(value: Any, name: str = "counts") -> pd.DataFrame:
    """The table as a pandas frame, each column once."""
    frame = value
    if not isinstance(frame, pd.DataFrame) and hasattr(frame, "to_pandas"):
        frame = frame.to_pandas()
    elif not isinstance(frame, pd.DataFrame) and hasattr(frame, "__arrow_c_stream__"):
        import pyarrow  # only where it is needed: the import is slow

        frame = pyarrow.table(frame).to_pandas()
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(
            f"{name} is a {type(value).__name__}; it has to be a table of pandas, polars or "
            "pyarrow with named columns"
        )
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise ValueError(f"{name} has the column {twice[0]!r} twice; each column has its own name")
    return frame
