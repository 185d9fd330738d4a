"""Small files as Skolverket, Polisen, Valmyndigheten, Folkhälsomyndigheten and Brå give them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit
from zipfile import ZipFile

import openpyxl
from shapely.geometry import box, mapping

from segnb.sources.live.queries import Service as Asked
from segnb.sources.live.queries import of_api
from segnb.sources.live.small_services import Downloads, Folkhalsodata, Skolverket

SCHOOLS, POLICE, VOTES, HEALTH = "grundskola", "utsatta_omraden", "ri_tab4", "halsgodyreg"
BEGAN = datetime.now(UTC).year - 1  # the newest school year
BRA = (
    "kommun;period;key;count;per100k\n0114;2024;total;5016;13801.0\n0114;2025;total;4892;13373.0\n"
)


def producer_files() -> dict[str, bytes]:
    """What lies at each address, by its path; the same bytes each time."""
    return dict(_made_once())


@cache
def _made_once() -> Mapping[str, bytes]:
    (health,) = of_api("folkhalsa")
    (schools,) = of_api("skolverket")
    return {
        f"/siris/{schools.path}&pAr={BEGAN}": _schools().encode("utf-8-sig"),
        f"/{_file_name(POLICE)}": _police(),
        f"/{_file_name(VOTES)}": _votes(),
        f"/fohm/{quote(health.path)}": _health(),
    }


def producers(address: str) -> list[Asked]:
    """The services of the producers at one address."""
    files = [query for query in of_api("files") if query.table in (POLICE, VOTES)]
    files = [query.model_copy(update={"country_only": False}) for query in files]
    return [
        Folkhalsodata(f"{address}/fohm", of_api("folkhalsa")),
        Skolverket(f"{address}/siris", of_api("skolverket")),
        Downloads(address, files),
    ]


def _file_name(table: str) -> str:
    (query,) = [one for one in of_api("files") if one.table == table]
    return PurePosixPath(urlsplit(query.path).path).name


def _schools() -> str:
    head = ("Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Elever årskurs 1-9;Andel (%) elever med "
            "utländsk bakgrund, åk 1-9;Andel (%) elever med föräldrar med eftergymnasial utb, "
            "åk 1-9")  # fmt: skip
    rows = [f"Skola {n};100178{n:02};Botkyrka;0127;{400 + n};{90 - n};{30 + n}" for n in range(20)]
    year = f"Valt läsår: {BEGAN}/{(BEGAN + 1) % 100:02}"
    return "\n".join(["Statistik från Skolverket", year, head, *rows, ""])


def _police() -> bytes:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    shape = mapping(box(664_000, 6_570_000, 665_000, 6_571_000))
    features = [
        {"type": "Feature", "geometry": shape,
         "properties": {"NAMN": name, "KATEGORI": "Utsatt område", "ORT": "Botkyrka"}}
        for name in ("Norra", "Södra")
    ]  # fmt: skip
    layer = {"type": "FeatureCollection", "crs": crs, "features": features}
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("uso.geojson", json.dumps(layer, ensure_ascii=False))
    return buffer.getvalue()


def _votes() -> bytes:
    head = ["Valkretskod", "Valdistriktskod", "Valdistriktsnamn", "Antal röstberättigade",
            "Antal röstande", "Andel röstande", "M"]  # fmt: skip
    rows = [["02", f"012701{n:02}", f"Distrikt {n}", 1000, 600 + n, 60 + n / 10, 1]
            for n in range(1, 9)]  # fmt: skip
    return _workbook([head, *rows])


def _workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, buffer = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(buffer)
    return buffer.getvalue()


def _health() -> bytes:
    kinds = ["Andel", "Konfidensintervall nedre gräns", "Konfidensintervall övre gräns"]
    variables: Mapping[str, dict[str, str]] = {
        "Region": {"0127": "Botkyrka"}, "Hälsotillstånd": {"1": "Bra eller mycket bra hälsa"},
        "Andel och konfidensintervall": {kind: kind for kind in kinds}, "Kön": {"0": "Totalt"},
        "År": {"2021-2024": "2021-2024"},
    }  # fmt: skip
    return json.dumps({
        "id": list(variables), "size": [len(v) for v in variables.values()],
        "role": {"time": ["År"]}, "value": [70.5, 66.0, 75.0],
        "dimension": {code: {"label": code, "category": {"label": labels}}
                      for code, labels in variables.items()},
    }, ensure_ascii=False).encode()  # fmt: skip
