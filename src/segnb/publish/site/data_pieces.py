"""The data of a site: a script an indicator for its pages, and files to download.

A page that was opened as a file may load no data but scripts: each piece calls `segnb.take`.
"""

import io
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from segnb.publish.site.country_values import CountryValues
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.i18n import Language

REASONS = {"missing": 1, "suppressed": 2, "not_applicable": 3}


def piece(values: CountryValues, codes: Sequence[str], language: Language) -> str:
    """Script with all values of an indicator; the n-th of a list is that of the n-th code."""
    wide = values.wide.reindex(codes)
    content: dict[str, Any] = {
        "id": values.entry.id,
        "name": values.entry.name.in_language(language.lang),
        "unit": language.text(f"site.unit.{values.entry.unit}"),
        "decimals": values.decimals,
        "year": values.year,
        "years": [int(year) for year in wide.columns],
        "cuts": values.cuts,
        "breaks": list(values.breaks),
        "source": ", ".join(values.tables),
        "definition": values.entry.definition.in_language(language.lang),
        "values": [_numbers(wide[year], values.decimals) for year in wide.columns],
        "nation": _numbers(values.nation.reindex(wide.columns), values.decimals),
        "missing": _reasons(values, codes),
    }
    for end in ("lower", "upper"):
        limits = values.wide_of(end).reindex(codes)
        if limits.notna().any(axis=None):
            content[end] = [_numbers(limits[year], values.decimals) for year in wide.columns]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"segnb.take({text})\n"


def _numbers(column: pd.Series, decimals: int) -> list[float | None]:
    return [_number(value, decimals) for value in column]


def _number(value: float, decimals: int) -> float | None:
    if not math.isfinite(value):
        return None
    return round(float(value), decimals) if decimals else round(value)


def _reasons(values: CountryValues, codes: Sequence[str]) -> dict[str, int]:
    """Why a municipality has no value in the year of the map, as a number."""
    rows = values.rows[(values.rows["year"] == values.year) & values.rows["value"].isna()]
    given = dict(zip(rows["area"], rows["status"].map(REASONS).fillna(1).astype(int), strict=True))
    without = values.wide.reindex(codes)[values.year]
    return {code: given.get(code, 1) for code in without[without.isna()].index}


def long_table(every: Iterable[CountryValues]) -> pd.DataFrame:
    """All values, one a row, for the files to download."""
    names = municipalities().set_index("code")["name"]
    parts = [
        one.rows.assign(indicator=one.entry.id, unit=one.entry.unit).dropna(subset="year")
        for one in every
    ]
    rows = pd.concat(parts).rename(columns={"area": "municipality"})
    rows["name"] = rows["municipality"].map(names)
    columns = ["indicator", "municipality", "name", "year", "value", "lower", "upper", "unit",
               "status"]  # fmt: skip
    return rows[columns].sort_values(["indicator", "municipality", "year"], ignore_index=True)


def dictionary(every: Iterable[CountryValues], language: Language) -> pd.DataFrame:
    """What each indicator is: definition, people, unit, years, coverage and source."""
    lang = language.lang
    return pd.DataFrame([
        {
            "indicator": one.entry.id,
            "name": one.entry.name.in_language(lang),
            "definition": one.entry.definition.in_language(lang),
            "population": one.entry.population.in_language(lang),
            "unit": one.entry.unit,
            "first_year": int(one.wide.columns.min()),
            "last_year": int(one.wide.columns.max()),
            "year_of_map": one.year,
            "municipalities": one.with_value,
            "breaks": " ".join(map(str, one.breaks)),
            "source": "; ".join(one.tables),
        }
        for one in every
    ])  # fmt: skip


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Table as CSV that a spreadsheet opens: a byte order mark, text quoted."""
    text = frame.to_csv(index=False, quoting=2, lineterminator="\r\n", float_format="%.10g")
    return ("\ufeff" + text).encode("utf-8")


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """Table as Parquet."""
    target = io.BytesIO()
    typed = frame.astype({"indicator": "category", "unit": "category", "status": "category"})
    typed.to_parquet(target, index=False, compression="zstd")
    return target.getvalue()
