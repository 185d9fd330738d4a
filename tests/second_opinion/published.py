"""The published tables beside the checkout, read with plain pandas and nothing of segnb."""

from functools import cache
from pathlib import Path

import pandas as pd

DESO = r"^\d{4}[ABC]\d{4}$"
EXCEL = {"engine": "calamine", "header": None}


@cache
def deso(shared: Path, table: str) -> pd.DataFrame:
    """Numbers of an SCB table by DeSO, in the order of its columns."""
    (path,) = (shared / "data" / "scb_deso_2022").glob(f"{table}_*.xlsx")
    rows = pd.read_excel(path, **EXCEL)
    rows = rows[rows[0].astype("str").str.match(DESO)].set_index(0)
    return rows.apply(pd.to_numeric).rename_axis("area")


@cache
def people_of_2023(shared: Path) -> pd.Series:
    """Residents by DeSO in 2023 (`000005FC`)."""
    (path,) = (shared / "data" / "scb_deso_2022").glob("000005FC_*.xlsx")
    rows = pd.read_excel(path, **EXCEL)
    rows = rows[rows[1].astype("str").str.match(DESO)].set_index(1)
    return pd.to_numeric(rows[2]).rename_axis("area")


@cache
def keys(shared: Path) -> pd.DataFrame:
    """DeSO, RegSO and municipality of each DeSO, with the name that RegSO tables use."""
    path = shared / "data" / "scb_areas" / "koppling-deso2018-regso2020.csv"
    frame = pd.read_csv(path, dtype="str", encoding="utf-8-sig")
    frame["name"] = frame["Kommunnamn"] + " (" + frame["RegSO_2020"] + ")"
    return frame.set_index("DeSO_2018")


@cache
def regso(shared: Path, table: str, year: int) -> pd.DataFrame:
    """Counts of a RegSO table in one year, areas by groups, with the municipality's name."""
    path = shared / "data" / "scb_regso_2020_2023" / f"{table}.csv"
    frame = pd.read_csv(path, encoding="utf-8-sig")
    wide = frame.pivot_table(
        index="region", columns=frame.columns[1], values=f"Antal {year}", aggfunc="sum"
    )
    return wide.assign(town=wide.index.str.split(" (", regex=False).str[0])


@cache
def types(shared: Path, year: int) -> pd.Series:
    """SCB's area type by RegSO."""
    path = shared / "data" / "scb_areas" / f"regso_socioekonomisk_index_{year}.csv"
    return pd.read_csv(path, encoding="utf-8-sig", index_col=0)[str(year)]


@cache
def votes(shared: Path, election: str) -> pd.DataFrame:
    """Votes and persons entitled to vote by district, votes that no district has among them."""
    folder = shared / "data" / "valmyndigheten"
    if election == "riksdag 2018":
        frame = pd.read_excel(
            folder / "2018_R_per_valdistrikt.xlsx", sheet_name="R antal", engine="calamine"
        )
        town = frame["LÄNSKOD"].astype(int) * 100 + frame["KOMMUNKOD"].astype(int)
        code = town.map("{:04d}".format)
        return frame.assign(town=code, voted=frame["RÖSTANDE"], entitled=frame["RÖSTBERÄTTIGADE"])
    name = {"riksdag 2022": "ri_tab4_2022", "kommun 2022": "ko_tab3_2022"}[election]
    frame = pd.read_excel(folder / f"{name}.xlsx", dtype="object", engine="calamine")
    code = frame["Valdistriktskod"].astype("str").str.zfill(8)
    counts = {"voted": "Antal röstande", "entitled": "Antal röstberättigade"}
    numbers = {to: pd.to_numeric(frame[name]) for to, name in counts.items()}
    return pd.DataFrame({"town": code.str[:4], "district": code, **numbers})
