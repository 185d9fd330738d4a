"""The demonstration county as producers would give it: the same numbers under the codes of real
places, in the tables, key figures and layers that the catalogue and the queries name."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import pandas as pd
from px_tables import Table
from server import Service

from segnb.sources.live.queries import Query
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue, Indicator, Source

COUNTIES = {"99": "08", "98": "12"}
SERVED = {"9902": "0821", "9927": "1214"}  # one of each county, small: others would only take time
CONTENTS = "tabellinnehåll"
SEXES = {"1": ("män", "men"), "2": ("kvinnor", "women"), "1+2": ("totalt", "total")}
LABELS = {
    "Alder": "ålder", "Kon": "kön", "UtlBakgrund": "utländsk/svensk bakgrund",
    "Fodelseregion": "födelseregion", "Hushallstyp": "hushållstyp", "InkomstTyp": "inkomstslag",
    "Inkomstkomponenter": "inkomstkomponent", "Hustyp": "hustyp",
    "UtbildningsNiva": "utbildningsnivå", "Upplatelseform": "upplåtelseform",
    "Sysselsattning": "sysselsättning", "BakgrVar": "bakgrund", "Bakgrund": "bakgrund",
    "UtbNiv": "utbildningsnivå", "Civilstand": "civilstånd", "Inkomstklass": "inkomstklass",
}  # fmt: skip
Bound = list[tuple[Indicator, Source]]


def real_codes() -> dict[str, str]:
    """Code of a real place for each place of the demonstration."""
    return COUNTIES | SERVED


def moved(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows under the codes of real places."""
    codes = real_codes()
    rows = rows[(rows["level"] == "nation") | rows["area"].str.slice(0, 4).isin(list(codes))]
    area = rows["area"].map({a: codes[a[:4]] + a[4:] if a != "00" else a
                             for a in rows["area"].unique()})  # fmt: skip
    return rows.assign(area=area, municipality=area.where(area.str.len() >= 4, "").str.slice(0, 4))


class Given(Protocol):
    """What a service is made of."""

    def rows(self, indicator: str) -> pd.DataFrame:
        """Observations of an indicator under the codes of real places."""


@dataclass(frozen=True)
class DemoCounty:
    """The demonstration under the codes of real places."""

    store: Store

    def rows(self, indicator: str) -> pd.DataFrame:
        """Observations of an indicator."""
        return moved(self.store.read(indicator, sex=None))


def bound(entries: Catalogue, producer: str, table: str) -> Bound:
    return [(e, s) for e in entries.stored() for s in e.sources
            if s.producer == producer and s.table == table]  # fmt: skip


def suffixed(rows: pd.DataFrame) -> pd.Series:
    """Codes of regions as SCB writes them: the areas of 2025 with a suffix."""
    ends = {"deso2025": "_DeSO2025", "regso2025": "_RegSO2025"}
    return rows["area"] + rows["level"].map(ends).fillna("")


def px_table(query: Query, pairs: Bound, given_by: Given) -> tuple[Table, pd.DataFrame]:
    """A table with all that the demonstration has of it, and the rows that a fetch must give."""
    variables, labels, fallback = _variables(query, pairs)
    cells: dict[tuple[str, ...], tuple[float | None, str]] = {}
    given = []
    for entry, source in pairs:
        rows = _servable(given_by.rows(entry.id), query, source)
        rows = rows[rows["sex"].isin(_sexes(query))]
        keys = _keys(rows, query, source, variables, labels)
        rows, keys = rows[keys["ok"]], keys[keys["ok"]].drop(columns="ok")
        marks = rows["status"].map({"ok": "", "preliminary": "", "missing": "…",
                                    "suppressed": "..", "not_applicable": "."})  # fmt: skip
        values = [None if pd.isna(v) else float(v) for v in rows["value"]]
        every = zip(keys.itertuples(index=False, name=None), values, marks, strict=True)
        # Two indicators of the demonstration may differ in a total: the first one holds.
        same = [cells.setdefault(key, (value, mark)) == (value, mark) for key, value, mark in every]
        given.append(rows[pd.Series(same, index=rows.index, dtype=bool)])
    rows = pd.concat(given)
    regions = dict.fromkeys(suffixed(rows).sort_values())
    variables["Region"] = {code: code.partition("_")[0] for code in regions}
    variables["Tid"] = {str(y): str(y) for y in sorted(rows["year"].unique())}
    labels |= {"Region": "region", "Tid": "år", "ContentsCode": CONTENTS}
    order = ["Region", *query.select, "ContentsCode", "Tid"]
    return Table(query.id or query.table, {c: variables[c] for c in order}, labels, cells, fallback,
                 title=_title(query)), rows  # fmt: skip


def _title(query: Query) -> str:
    """Title; of a table that is searched for, one with the words by which it is found."""
    words = [query.find, "efter", *query.like] if query.is_sought else []
    return " ".join([query.title, *words])


def _sexes(query: Query) -> set[str]:
    asked = query.select.get("Kon")
    codes = asked.ask if asked else ()
    return {SEXES[code][1] for code in codes if code in SEXES} or {"total"}


def _variables(
    query: Query, pairs: Bound
) -> tuple[dict[str, dict[str, str]], dict[str, str], dict[str, str]]:
    """Values of the variables of a query by code, labels of variables, totals of the left out."""
    variables: dict[str, dict[str, str]] = {}
    fallback = {}
    labels = {code: LABELS[code] for code in query.select}
    for code, values in query.select.items():
        fixed = {s.fixed[labels[code]] for _, s in pairs if labels[code] in s.fixed}
        groups = [label for _, s in pairs if s.dimension == labels[code] for label in _one(s)]
        if code == "Kon" and values.ask:
            variables[code] = {c: SEXES[c][0] for c in values.ask if c in SEXES} or {
                values.ask[0]: "totalt"}  # fmt: skip
        elif groups:
            variables[code] = {label: label for label in dict.fromkeys(groups)}
        elif not values.ask:
            variables[code], fallback[code] = {"T": "totalt"}, "T"
        elif fixed:
            variables[code] = {values.ask[0].replace("*", "X"): fixed.pop()}
        else:
            variables[code] = {values.ask[0]: "totalt"}
    contents = [label for _, s in pairs if s.dimension == CONTENTS for label in _one(s)]
    contents += [s.fixed[CONTENTS] for _, s in pairs if CONTENTS in s.fixed]
    codes = {s.contents[-1]: f"Antal ({s.contents[-1]})" for _, s in pairs
             if s.dimension != CONTENTS and CONTENTS not in s.fixed and s.contents}  # fmt: skip
    variables["ContentsCode"] = dict.fromkeys(contents) | codes or {"Antal": "Antal"}
    variables["ContentsCode"] = {c: label or c for c, label in variables["ContentsCode"].items()}
    return variables, labels, fallback


def _one(source: Source) -> Iterable[str]:
    """One label for each group."""
    first: dict[str, str] = {}
    for label, group in source.groups.items():
        first.setdefault(group, label)
    return first.values()


def _servable(rows: pd.DataFrame, query: Query, source: Source) -> pd.DataFrame:
    levels = set(query.levels) & set(source.levels or query.levels)
    last = query.years[1] if query.ended else 9999
    last = min(last, source.last_year or 9999)
    first = max(query.years[0], source.first_year or 0)
    return rows[rows["level"].isin(levels) & rows["year"].between(first, last)]


def _keys(
    rows: pd.DataFrame, query: Query, source: Source,
    variables: dict[str, dict[str, str]], labels: dict[str, str],
) -> pd.DataFrame:  # fmt: skip
    """Codes of all variables for each row; `ok` where the table has such a cell."""
    first: dict[str, str] = {}
    for label, group in source.groups.items():
        first.setdefault(group, label)
    keys = pd.DataFrame({"Region": suffixed(rows)})
    for code in query.select:
        if code == "Kon" and query.select[code].ask:
            sexes = {SEXES[c][1]: c for c in variables[code] if c in SEXES}
            keys[code] = rows["sex"].map(sexes) if sexes else next(iter(variables[code]))
        elif source.dimension == labels[code]:
            keys[code] = rows["group"].map(first)
        elif labels[code] in source.fixed or len(variables[code]) == 1:
            keys[code] = next(iter(variables[code]))
        else:  # a total of the groups of another indicator
            keys[code] = next((c for c in variables[code] if c.startswith("totalt")), None)
    if source.dimension == CONTENTS:
        keys["ContentsCode"] = rows["group"].map(first)
    else:
        keys["ContentsCode"] = source.fixed.get(CONTENTS) or (source.contents or ("Antal",))[-1]
    keys["Tid"] = rows["year"].astype("str")
    return keys.assign(ok=keys.notna().all(axis="columns"))


def demo_service(
    demo: Store, entries: Catalogue, asked: Iterable[Query], **settings: object
) -> tuple[Service, pd.DataFrame]:
    """The service of the demonstration county, and the rows that a fetch of all must give."""
    return service_of(DemoCounty(demo), entries, asked, **settings)


def service_of(
    given_by: Given, entries: Catalogue, asked: Iterable[Query], **settings: object
) -> tuple[Service, pd.DataFrame]:
    """A service with what something gives, and the rows that a fetch of everything must give."""
    service, given = Service(**settings), []
    for query in asked:
        pairs = bound(entries, "SCB", query.table)
        if query.api == "scb" and pairs:
            table, rows = px_table(query, pairs, given_by)
            if not rows.empty:
                service.tables[query.id or query.table] = table
                given.append(rows)
    given.append(_key_figures(service, entries, given_by))
    every = pd.concat(given).drop(columns="snapshot")
    return service, every.drop_duplicates().reset_index(drop=True)


def _key_figures(service: Service, entries: Catalogue, given_by: Given) -> pd.DataFrame:
    genders = {"total": "T", "women": "K", "men": "M"}
    marks = {"missing": "Missing", "suppressed": "Privacy", "not_applicable": "Not applicable"}
    given = []
    for entry in entries.stored():
        for source in entry.sources:
            if source.producer != "Kolada":
                continue
            group = next(iter(source.groups.values()), "all")
            rows = given_by.rows(entry.id)
            rows = rows[(rows["group"] == group)
                        & rows["level"].isin(["municipality", "county", "nation"])]  # fmt: skip
            title = source.title.sv if source.title else source.table
            service.figures[source.table] = {"id": source.table, "title": title,
                "description": entry.definition.sv, "operating_area": entry.focus}  # fmt: skip
            cells: dict[tuple[str, int], list[dict[str, object]]] = defaultdict(list)
            for row in rows.itertuples():
                place = row.area if row.level == "municipality" else f"00{row.area}"
                cells[place, int(row.year)].append({
                    "gender": genders[row.sex], "count": 1, "isdeleted": False,
                    "status": marks.get(row.status, ""),
                    "value": None if pd.isna(row.value) else float(row.value),
                })  # fmt: skip
            service.values += [
                {"kpi": source.table, "municipality": place, "period": year, "values": values}
                for (place, year), values in cells.items()
            ]
            given.append(rows)
    return pd.concat(given)


def demo_layers(demo: Store) -> dict[str, dict[str, object]]:
    """The polygons of the demonstration as SCB's WFS gives them."""
    names = {"deso2018": "DeSO_2018", "deso2025": "DeSO_2025", "regso2020": "RegSO_2020",
             "regso2025": "RegSO_2025"}  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    found = {}
    for level, layer in names.items():
        code = f"{level[:5].rstrip('2')}kod"
        frame = demo.read_polygons(level)
        frame = frame[frame["municipality"].isin(list(real_codes()))]
        area = moved(pd.DataFrame(frame[["level", "area"]]))["area"]
        given = {code: area, "kommunkod": area.str.slice(0, 4), "lanskod": area.str.slice(0, 2),
                 "version": f"{level[-4:]}_v1", "regsonamn": frame["name"]}  # fmt: skip
        shapes = frame[["geometry"]].assign(**given)
        found[f"stat:{layer}"] = json.loads(shapes.to_json()) | {"crs": crs}
    return found
