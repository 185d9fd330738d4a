"""Small files in the shapes that producers give them, written by the tests that read them."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
from shapely.geometry import box

DESO = ["0127A0010", "0127C1010", "0127C1020"]
REGSO = {"0127R001": "Alby norra", "0127R002": "Fittja–Norra"}
KEY = [
    ["Kommun", "Kommunnamn", "DeSO_2018", "RegSO_2020", "RegSOkod_2020"],
    ["0127", "Botkyrka", "0127A0010", "Alby norra", "0127R001"],
    ["0127", "Botkyrka", "0127C1010", "Alby norra", "0127R001"],
    ["0127", "Botkyrka", "0127C1020", "Fittja–Norra", "0127R002"],
]
TENURES = ["hyresrätt", "bostadsrätt", "äganderätt", "uppgift saknas"]
FOOTNOTES: list[list[Any]] = [
    [None],
    ["Med bostadslägenhet avses en lägenhet."],
    ["Senaste uppdatering:"],
    ["20240418 08:00"],
    ["Kontaktperson:"],
    ["Anna Andersson, SCB"],
    [" +46 010-479 00 00"],
    ["Intern referenskod:"],
    ["000006OC"],
]


def write_excel(path: Path, *sheets: list[list[Any]]) -> Path:
    """Workbook with these rows on its sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Blad{number}")
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_csv(
    path: Path, rows: list[list[Any]], mark: str = ",", end: str = "\n", encoding: str = "utf-8"
) -> Path:
    """Text with these cells; texts with the separator in quotes."""
    cells = [[f'"{c}"' if mark in str(c) else str("" if c is None else c) for c in row]
             for row in rows]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((end.join(mark.join(row) for row in cells) + end).encode(encoding))
    return path


def write_key(folder: Path) -> Path:
    """SCB's key, as it lies beside the tables whose RegSO have names only."""
    return write_csv(folder / "key.csv", KEY, end="\r\n", encoding="utf-8-sig")


def tenure_excel(path: Path, cells: list[list[Any]], year: str = "2022") -> Path:
    """Dwellings by tenure as SCB's Excel: title, stacked headers, numbers, footnotes."""
    header = [["Antal lägenheter efter region, år och upplåtelseform"], [None], [None, year],
              [None, *TENURES, None, None]]  # fmt: skip
    body = [[code, *row] for code, row in zip(DESO, cells, strict=False)]
    return write_excel(path, [*header, *body, *FOOTNOTES])


def foreign_born(folder: Path, *names: str) -> Path:
    """Population by region of birth, as SCB sends it: BOM, CR CR LF, names without codes."""
    rows = [["region", "födelseregion", "kön", "Antal 2022", "Antal 2023"]]
    for name in names:
        rows += [
            [name, "Sverige", "totalt", "4916", "4843"],
            [name, "totalt", "totalt", "5982", ".."],
        ]
    return write_csv(folder / "a.csv", rows, end="\r\r\n", encoding="utf-8-sig")


def px_text(cells: list[str], codes: str = '"0127A0010","0127C1010"') -> str:
    """Dwellings by tenure in 2022 as a PX file in two languages, with a semicolon in a note."""
    return (
        'CHARSET="ANSI";\nAXIS-VERSION="2010";\nLANGUAGE="en";\nLANGUAGES="en","sv";\n'
        'MATRIX="000006OC";\nTITLE="Dwellings by region, tenure and year";\n'
        'TITLE[sv]="Antal lägenheter efter region, "\n"upplåtelseform och år";\n'
        'NOTE="First; second = third";\nCONTENTS="Dwellings";\nCONTENTS[sv]="Antal";\n'
        'STUB="region","tenure";\nSTUB[sv]="region","upplåtelseform";\n'
        'HEADING="year";\nHEADING[sv]="år";\n'
        'VALUES("region")="A","B";\nVALUES[sv]("region")="A","B";\n'
        'VALUES("tenure")="rented","owned";\nVALUES[sv]("upplåtelseform")="hyresrätt","äganderätt";\n'
        'VALUES("year")="2022";\nVALUES[sv]("år")="2022";\n'
        f'CODES("region")={codes};\nCODES[sv]("region")={codes};\n'
        'LAST-UPDATED="20240418 08:00";\n'
        f"DATA=\n{' '.join(cells)};\n"
    )


def jsonstat(value: Any, status: Any = None) -> dict[str, Any]:
    """Dwellings by tenure in 2022 as an answer of SCB's interface."""

    def category(labels: dict[str, str]) -> dict[str, Any]:
        return {"index": {code: i for i, code in enumerate(labels)}, "label": labels}

    answer = {
        "version": "2.0", "class": "dataset", "label": "Antal lägenheter",
        "updated": "2024-04-18T06:00:00Z",
        "id": ["Region", "Upplatelseform", "ContentsCode", "Tid"], "size": [2, 2, 1, 1],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "extension": {"px": {"tableid": "TAB6258"}},
        "dimension": {
            "Region": {"label": "region",
                       "category": category(dict.fromkeys(DESO[:2], "a label"))},
            "Upplatelseform": {"label": "upplåtelseform",
                               "category": category({"1": "hyresrätt", "3": "äganderätt"})},
            "ContentsCode": {"label": "tabellinnehåll",
                             "category": category({"000006OC": "Antal"})},
            "Tid": {"label": "år", "category": category({"2022": "2022"})},
        },
        "value": value,
    }  # fmt: skip
    return answer | ({} if status is None else {"status": status})


def write_json(path: Path, content: Any) -> Path:
    """JSON in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def kolada_table(path: Path, *rows: tuple[Any, ...]) -> Path:
    """Table of Kolada's values as parquet: kpi, place, year, gender, status, value."""
    columns = ["kpi", "municipality_id", "year", "gender", "status", "value"]
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(list(rows), columns=columns).to_parquet(path)
    return path


def squares(codes: list[str], crs: str | None = "EPSG:3006", **columns: Any) -> gpd.GeoDataFrame:
    """A row of square kilometres near Botkyrka with these codes."""
    shapes = [box(660_000 + 1000 * i, 6_570_000, 661_000 + 1000 * i, 6_571_000)
              for i in range(len(codes))]  # fmt: skip
    frame = gpd.GeoDataFrame({**columns}, geometry=shapes, crs="EPSG:3006", index=range(len(codes)))
    return frame.set_crs(None, allow_override=True) if crs is None else frame.to_crs(crs)
