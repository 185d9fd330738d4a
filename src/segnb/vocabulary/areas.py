"""Municipalities, counties and statistical areas: their codes, names and vintages.

Codes are text: `0114` is Upplands Väsby, 114 is a number. A level's id carries its vintage
(`deso2018`, `deso2025`), so that two vintages can never be joined by accident.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from segnb.vocabulary.errors import UnknownArea

DATA = files("segnb.vocabulary") / "data"
NATION = "00"
NAME_PREFIX = "RegSO-"  # before some names that SCB has given to areas; a store gives them without


@dataclass(frozen=True)
class Level:
    """A level of geography in one vintage: the form of its codes and the years it is valid for.

    `areas` is the number of areas in the country, by which a national sum is known to be whole.
    """

    id: str
    family: str
    pattern: str
    vintage: int | None = None
    first_year: int = 0
    last_year: int = 9999
    areas: int = 0

    def matches(self, code: str) -> bool:
        """Whether a code has the form of this level."""
        return re.fullmatch(self.pattern, code) is not None


LEVELS: dict[str, Level] = {
    level.id: level
    for level in (
        Level("nation", "nation", r"00"),
        Level("county", "county", r"\d{2}"),
        Level("municipality", "municipality", r"\d{4}"),
        Level("regso2020", "regso", r"\d{4}R\d{3}", 2020, last_year=2023, areas=3363),
        Level("regso2025", "regso", r"\d{4}R\d{3}", 2025, first_year=2024, areas=3363),
        Level("deso2018", "deso", r"\d{4}[A-C]\d{4}", 2018, last_year=2023, areas=5984),
        Level("deso2025", "deso", r"\d{4}[A-C]\d{4}", 2025, first_year=2024, areas=6160),
        Level("district2018", "district", r"\d{8}", 2018, 2018, 2018),
        Level("district2022", "district", r"\d{8}", 2022, 2022, 2022),
        Level("school", "school", r"\d{8}"),
        Level("police", "police", r".+"),  # the police's list of vulnerable areas
        Level("own", "own", r".+"),
    )
}


@dataclass(frozen=True)
class Municipality:
    """A municipality: its code, name and the groups it belongs to."""

    code: str
    name: str
    county: str
    county_name: str
    skr_group: str

    @property
    def synthetic(self) -> bool:
        """Whether this is a place of the demonstration data, which has no real code."""
        return self.code.startswith("99")

    @property
    def folder(self) -> str:
        """Name of the output folder: code and ASCII name."""
        return f"{self.code}-{ascii_name(self.name)}"


def ascii_name(name: str) -> str:
    """Lower-case ASCII form of a name, safe as a folder name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _table(name: str) -> pd.DataFrame:
    with (DATA / name).open(encoding="utf-8") as handle:
        return pd.read_csv(handle, dtype=str, keep_default_na=False)


@cache
def counties() -> pd.DataFrame:
    """The 21 counties (`code`, `name`)."""
    return _table("counties.csv")


SKR_YEAR = 2023  # of the grouping that the tables have


@cache
def skr_groups() -> pd.DataFrame:
    """The nine groups of municipalities of SKR 2023 (`code`, `name_sv`, `name_en`)."""
    return _table("skr_groups.csv")


@cache
def code_history() -> pd.DataFrame:
    """New and recoded municipalities since 1990: a series of theirs begins there."""
    return _table("code_history.csv").astype({"year": "int16"})


@cache
def municipalities() -> pd.DataFrame:
    """The 290 municipalities (`code`, `name`, `county`, `county_name`, `skr_group`), by code."""
    names = counties().rename(columns={"code": "county", "name": "county_name"})
    return _table("municipalities.csv").merge(names, on="county", validate="many_to_one")


@cache
def demo_municipalities() -> pd.DataFrame:
    """The places of the demonstration data, with codes that no real municipality has."""
    return _table("demo_municipalities.csv")


@cache
def _everywhere() -> dict[str, Municipality]:
    both = pd.concat([municipalities(), demo_municipalities()])[list(_FIELDS)]
    return {row[0]: Municipality(*row) for row in both.itertuples(index=False, name=None)}


_OTHER_NAMES = {"demo": "9901"}  # the town of the demonstration
_FIELDS = ("code", "name", "county", "county_name", "skr_group")


def is_alone(place: Municipality) -> bool:
    """Whether a municipality is the only one in its county, as Gotland is."""
    return sum(one.county == place.county for one in _everywhere().values()) == 1


def find_municipality(text: str | int) -> Municipality:
    """Municipality with this code or name.

    Parameters
    ----------
    text
        Four-digit code or name (`"0127"`, `"Botkyrka"`), upper or lower case. A number is taken
        as the one code that it can have come from: `127` is 0127, and 76 is 0114 read as octal.
        `demo` is the synthetic town of the demonstration.

    Raises
    ------
    UnknownArea
        Nothing goes by this code or name (the nearest names are suggested), or a number may
        have come from two codes.
    """
    if isinstance(text, str) and text in _everywhere():
        return _everywhere()[text]
    if isinstance(text, int) or re.fullmatch(r"\d{1,3}", str(text).strip()):
        return _from_number(int(text))
    wanted = _OTHER_NAMES.get(_key(str(text)), str(text).strip())
    if wanted in _everywhere():
        return _everywhere()[wanted]
    for form in (_whole, _key):  # Håbo and Habo differ by their letters only
        named = [m for m in _everywhere().values() if form(m.name) == form(wanted)]
        if len(named) == 1:
            return named[0]
    raise UnknownArea(_unknown(wanted))


def _whole(name: str) -> str:
    """Name without case and a trailing `kommun`, with all its letters."""
    plain = unicodedata.normalize("NFC", name.strip()).casefold()
    return re.sub(r"\s+(kommun|stad)$", "", plain)


def _key(name: str) -> str:
    """Form in which names are compared: without case, accents and a trailing `kommun`."""
    return ascii_name(re.sub(r"(?i)\s+(kommun|stad)$", "", name.strip()))


def _from_number(number: int) -> Municipality:
    found = sorted({m.code for m in _everywhere().values() if number in _numbers(m.code)})
    if len(found) == 1:
        return _everywhere()[found[0]]
    if found:
        both = " or ".join(f"{code} {_everywhere()[code].name}" for code in found)
        raise UnknownArea(
            f"The number {number} may be {both}: write the code as text with four digits."
        )
    raise UnknownArea(_unknown(str(number)))


def _numbers(code: str) -> set[int]:
    """The numbers that a code becomes when a program reads it as one: decimal, or octal in YAML."""
    octal = {int(code, 8)} if re.fullmatch(r"0[0-7]+", code) else set()
    return {int(code)} | octal


def _unknown(wanted: str) -> str:
    names: dict[str, list[Municipality]] = {}
    for place in _everywhere().values():
        names.setdefault(_key(place.name), []).append(place)
    near = difflib.get_close_matches(_key(wanted), names, n=2, cutoff=0.7)
    options = [place for name in near for place in names[name]]
    options += [
        _everywhere()[code]
        for code in difflib.get_close_matches(wanted, _everywhere(), n=2, cutoff=0.75)
    ]
    if not options:
        return f"No municipality is called {wanted!r}: `segnb list municipalities` names all."
    hint = ", ".join(f"{m.name} ({m.code})" for m in dict.fromkeys(options))
    return f"No municipality is called {wanted!r}. Did you mean {hint}?"


def municipality_of(code: str) -> str:
    """Municipality code in an area code; empty for county and nation."""
    return code[:4] if len(code) >= 4 else ""


def similar_by_group(code: str) -> list[str]:
    """Municipalities in the same SKR group: the comparison when no official peer group is held."""
    place = find_municipality(code)
    every = demo_municipalities() if place.synthetic else municipalities()
    same = every[(every["skr_group"] == place.skr_group) & (every["code"] != place.code)]
    return same["code"].tolist()
