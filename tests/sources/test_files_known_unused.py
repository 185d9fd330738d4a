"""Tables that are known and not used say why, and where reports have the same from."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from small_files import write_csv, write_excel

Imported = Callable[[], dict]
SCHOOL_HEAD = ["Skola", "Skol-enhetskod", "Skolkommun", "Kommun-kod", "Antal elever",
               "Genomsnittligt meritvärde (17 ämnen)"]  # fmt: skip


def test_results_of_single_schools_are_known_and_not_shown(
    folder: Path, imported: Imported
) -> None:
    rows = [["Statistik från Skolverket"], ["Valt läsår: 2024/25"], SCHOOL_HEAD,
            ["Albyskolan", "10017830", "Botkyrka", "0127", "40", "211,5"]]  # fmt: skip
    write_csv(folder / "a.csv", [row + [""] * (6 - len(row)) for row in rows], mark=";")
    pd.DataFrame({"value": ["15,7"], "valueType": ["EXISTS"], "timePeriod": ["2024/25"],
                  "Skolenhetskod": ["10017830"]}).to_parquet(folder / "b.parquet")  # fmt: skip
    files = imported()
    assert "results of single schools" in files["a.csv"].reason
    assert "single schools" in files["b.parquet"].reason
    assert not files["a.csv"].damaged


def test_the_table_of_mucf_says_where_reports_have_the_same_from(
    folder: Path, imported: Imported
) -> None:
    write_excel(folder / "a.xlsx", [["https://www.mucf.se/verktyg"], ["", "16-24 år", "25-29 år"],
                                    ["", "Antal", "Antal"], ["Kvinnor", 456, 513]])  # fmt: skip
    assert "from Kolada (N02906)" in imported()["a.xlsx"].reason
