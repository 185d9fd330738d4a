"""Valmyndigheten's results by electoral district, and their sums by municipality."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import plain
from segnb.sources.files.producers import licence_of, of_producer
from segnb.store import make_observations
from segnb.vocabulary.areas import LEVELS, NATION, municipalities
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

ELECTIONS = {"riksdag": "riksdagen", "municipal": "kommunfullmäktige",
             "region": "regionfullmäktige"}  # fmt: skip
COUNTED = {"eligible": ("antal röstberättigade", "röstberättigade"),
           "voters": ("antal röstande", "röstande")}  # fmt: skip
_NAMED = {  # in titles by words, in names of sheets and files also as Valmyndigheten shortens them
    "riksdag": re.compile(r"riksdag|(?<![a-zåäö])(r|ri|rd)(?![a-zåäö])"),
    "municipal": re.compile(r"kommun(al)?val|kommunfullmäktige|(?<![a-zåäö])(k|ko|kf)(?![a-zåäö])"),
    "region": re.compile(r"landsting|region(al)?val|regionfullmäktige|"
                         r"(?<![a-zåäö])(l|re|rf)(?![a-zåäö])"),
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)")


@dataclass(frozen=True)
class _Result:
    """The sheet with counts, and what it is about."""

    frame: pd.DataFrame
    election: str
    year: int
    year_from: str


def is_result(document: Document) -> bool:
    """Whether a sheet has districts, persons entitled to vote and persons who voted."""
    return _sheet(document) is not None


def _sheet(document: Document) -> str | None:
    if document.kind == "text":
        return "" if _has_counts(document.head) else None
    if document.kind != "excel":
        return None
    names = document.workbook.names[:6]
    return next((n for n in names if _has_counts(document.workbook.rows(n, at_most=1))), None)


def _has_counts(rows: list[list[Any]]) -> bool:
    names = {plain(cell) for cell in (rows[0] if rows else ())}
    return "valdistriktskod" in names and all(map(names.intersection, COUNTED.values()))


def read_result(document: Document, catalogue: Catalogue) -> Reading:
    """Voters and persons entitled to vote, by district and summed to larger areas.

    Votes that are in no district count in the sums, which is why these are made here and not
    when the store is read.
    """
    reading = Reading(taken_as="Valmyndigheten: votes by district", producer="Valmyndigheten",
                      table=document.path.stem)  # fmt: skip
    reading.licence = licence_of(catalogue, "Valmyndigheten")
    result = _result(document)
    if not result.election:
        reading.reason = (
            "nothing in it says which election it is (riksdag, region or municipality): call the "
            "file what Valmyndigheten calls it, such as ri_tab4_2022.xlsx, re_… or ko_…"
        )
        return reading
    if result.year == 0:
        reading.reason = "neither the file nor its name says of which year the election is"
        return reading
    reading.title = f"Val till {ELECTIONS[result.election]} {result.year}"
    reading.taken_as = f"Valmyndigheten: votes by district, {result.election} {result.year}"
    rows = _rows(result.frame, document.name)
    districts = rows[rows["eligible"] > 0]
    reading.notes = _notes(rows, districts, result)
    counted = _sums(rows)
    if (level := f"district{result.year}") in LEVELS:
        districts = districts.assign(level=level)
        reading.areas = districts[["area", "name", "municipality", "level"]]
        counted.append(districts)
    groups = _groups(catalogue, result.election)
    if groups is None:
        reading.reason = (
            f"no entry of the catalogue holds the votes of a {result.election} election"
        )
        return reading
    entry, bound = groups
    counts = pd.concat(counted, ignore_index=True)
    parts = [
        make_observations(
            counts.assign(value=counts[column], year=result.year), indicator=entry, group=group
        )
        for column, group in bound.items()
    ]
    reading.observations = pd.concat(parts, ignore_index=True)
    return reading


def _result(document: Document) -> _Result:
    sheet = _sheet(document) or ""
    rows = document.workbook.rows(sheet) if sheet else document.rows
    frame = document.frame(rows)
    frame = frame.set_axis([plain(column) for column in frame.columns], axis="columns")
    title = ""
    if document.kind == "excel" and document.workbook.names[0] != sheet:
        cells = (c for row in document.workbook.rows(document.workbook.names[0], 12) for c in row)
        title = " ".join(str(cell) for cell in cells if cell)
    election = _election(frame, (title, sheet, document.path.stem))
    for text, where in ((f"{title} {sheet}", "title"), (document.path.name, "name")):
        years = _YEAR.findall(re.split("vale[tn]", text)[-1]) or _YEAR.findall(text)
        if years:
            return _Result(frame, election, int(years[0]), where)
    return _Result(frame, election, 0, "")


def _election(frame: pd.DataFrame, names: tuple[str, ...]) -> str:
    """Which election: the one that is named, or whose divisions it has; empty if none is."""
    for name in names:
        found = [one for one, pattern in _NAMED.items() if pattern.search(name.casefold())]
        if found:
            return found[0] if len(found) == 1 else ""
    if "regionkod" in frame:
        return "region"
    return "municipal" if "varav utländska medborgare" in frame else ""


def _rows(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    whole = frame[frame["valdistriktskod"].map(lambda c: str(c).strip().isdigit())]
    whole = whole.reset_index(drop=True)
    codes = _codes(whole)
    places = codes.str.slice(0, 4)
    unknown = sorted(set(places) - set(municipalities()["code"]))
    if unknown or not codes.str.fullmatch(LEVELS["district2022"].pattern).all():
        raise InvalidFile(
            f"{name} has district codes of no municipality (such as {(unknown or [codes[0]])[0]!r})"
            ": keep the zeros before codes, and read codes as text."
        )
    counts = {
        group: parse_cells(whole[next(one for one in names if one in whole)], name)["value"]
        for group, names in COUNTED.items()
    }
    names = whole.get("valdistriktsnamn", pd.Series("", index=whole.index))
    return pd.DataFrame({"area": codes, "name": names, "municipality": places, **counts})


def _codes(frame: pd.DataFrame) -> pd.Series:
    """Codes of districts, put together where county, municipality and district are numbers."""
    texts = frame["valdistriktskod"].astype("str").str.strip()
    if texts.str.len().max() > 4:
        return texts
    parts = (("länskod", 2), ("kommunkod", 2), ("valdistriktskod", 4))
    code = pd.Series("", index=frame.index)
    for column, digits in parts:
        code = code + frame[column].astype("str").str.strip().str.zfill(digits)
    return code


def _sums(rows: pd.DataFrame) -> list[pd.DataFrame]:
    county = rows["municipality"].str.slice(0, 2)
    nation = pd.Series(NATION, index=rows.index)
    sums = []
    for level, area in (("municipality", rows["municipality"]), ("county", county),
                        ("nation", nation)):  # fmt: skip
        found = rows.groupby(area)[["eligible", "voters"]].sum().rename_axis("area").reset_index()
        place = found["area"] if level == "municipality" else ""
        sums.append(found.assign(level=level, municipality=place))
    return sums


def _groups(catalogue: Catalogue, election: str) -> tuple[str, dict[str, str]] | None:
    """Entry of the catalogue for an election, and its group for each column."""
    for entry, source in of_producer(catalogue, "Valmyndigheten"):
        about = {plain(text) for text in (source.table, *source.contents, entry.id)}
        if not {election, f"votes_{election}"} & about:
            continue
        labels = {plain(label): group for label, group in source.groups.items()}
        bound = {
            column: next((labels[name] for name in names if name in labels), column)
            for column, names in COUNTED.items()
        }
        return entry.id, {column: group for column, group in bound.items() if group in entry.groups}
    return None


def _notes(rows: pd.DataFrame, districts: pd.DataFrame, result: _Result) -> list[str]:
    unplaced = rows[rows["eligible"] == 0]
    repeated = int(unplaced["area"].duplicated(keep=False).sum())
    notes = [f"{len(districts)} districts in {rows['municipality'].nunique()} municipalities."]
    if len(unplaced):
        notes.append(
            f"{len(unplaced)} rows of votes without persons entitled to vote are in no district: "
            "they count in the sums of municipalities, and not as districts"
            + (f" ({repeated} of them share a code)." if repeated else ".")
        )
    absent = sorted(set(municipalities()["code"]) - set(rows["municipality"]))
    if 0 < len(absent) < 20:
        notes.append(f"No rows for {', '.join(absent)}.")
    if result.year_from == "name":
        notes.append(f"The file does not state its year; its name says {result.year}.")
    return notes
