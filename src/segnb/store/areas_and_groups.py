"""Areas, comparison groups and links: small tables that keep the rows of every snapshot."""

from pathlib import Path

import pandas as pd

from segnb.store.parquet_files import filter_on, read_table, write_table
from segnb.vocabulary.areas import NAME_PREFIX, municipality_of
from segnb.vocabulary.errors import InvalidFile

TABLES = {
    "areas": ["level", "area", "name", "municipality", "parent"],
    "groups": ["kind", "title", "municipality", "member"],
    "links": ["kind", "from_level", "from_area", "to_level", "to_area", "date"],
}


class Places:
    """The three small tables of a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, table: str, frame: pd.DataFrame, sha: str) -> None:
        """Put the rows of one snapshot in the place of those that it gave before."""
        rows = _sorted(_shaped(table, frame).assign(snapshot=sha))
        if rows.equals(self._read(table, snapshot=sha)):
            return
        held = self._read(table)
        every = _sorted(pd.concat([held[held["snapshot"] != sha], rows]))
        write_table(every, self.folder / f"{table}.parquet")

    def areas(self, level: str, municipality: str | None, age: dict[str, int]) -> pd.DataFrame:
        """Areas of a level, each with the newest name and parent that is not empty."""
        within = {} if municipality is None else {"municipality": municipality}
        rows = self._read("areas", level=level, **within)
        rows = rows.assign(age=rows["snapshot"].map(age)).sort_values(["area", "age"])
        # Names that municipalities give are unique in each; codes that producers give everywhere.
        place = rows["municipality"].where(rows["level"] == "own", "")
        newest = rows.replace("", pd.NA).groupby([rows["area"], place], as_index=False).last()
        named = newest.assign(name=newest["name"].str.removeprefix(NAME_PREFIX))
        return named[TABLES["areas"]].fillna("").astype("str")

    def groups(self, municipality: str, age: dict[str, int]) -> pd.DataFrame:
        """Groups of a municipality with their snapshot; of several of a kind the newest."""
        rows = self._read("groups", municipality=municipality)
        rows = rows.assign(age=rows["snapshot"].map(age).astype("int64"))
        newest = rows["age"] == rows.groupby("kind")["age"].transform("max")
        return rows.loc[newest, [*TABLES["groups"], "snapshot"]].reset_index(drop=True)

    def links(self, kind: str, from_level: str, to_level: str) -> pd.DataFrame:
        """Links of a kind between two levels."""
        rows = self._read("links", kind=kind, from_level=from_level, to_level=to_level)
        return rows[TABLES["links"]].drop_duplicates().reset_index(drop=True)

    def _read(self, table: str, **equal: str) -> pd.DataFrame:
        path = self.folder / f"{table}.parquet"
        if path.exists():
            return read_table(path, filters=[filter_on(*one) for one in equal.items()])
        return pd.DataFrame(columns=[*TABLES[table], "snapshot"], dtype="str")


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop_duplicates().sort_values(list(rows.columns), ignore_index=True)


def _shaped(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.copy()
    if table == "areas" and "municipality" not in rows:
        rows["municipality"] = rows["area"].map(municipality_of)
    for column in TABLES[table]:
        if column not in rows:
            rows[column] = ""
    rows = rows[TABLES[table]].fillna("").astype("str")
    if table == "areas" and (rows["area"] == "").any():
        raise InvalidFile("Every area needs a code.")
    return rows
