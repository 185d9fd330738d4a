"""What is asked of the services of producers and made of their answers, without a network."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import numpy as np
import pandas as pd
from drawn import of_frame

from segnb.sources.live import (
    answer_faults,
    request_plan,
    revisions,
    small_services,
    table_ages,
    table_metadata,
)
from segnb.sources.live.health import _of_labels, _of_structure, _some
from segnb.sources.live.kolada import Kolada, Part, _peers, _portions
from segnb.sources.live.labels import served, trial, unresolved
from segnb.sources.live.queries import Query, Scope, Values
from segnb.sources.live.request_plan import Areas, Ask, asks, eras, halves, packed
from segnb.store import make_observations
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import SegnbError, SourceUnavailable

Lines = Iterator[str]
PLACES = ("0114", "0127", "0180", "2506", "2584")


def query(**more: Any) -> Query:
    given = {
        "table": "TAB5956", "title": "Folkmängden efter region, ålder och kön",
        "levels": ("deso2018", "regso2020", "deso2025", "municipality", "nation"),
        "years": (2010, 2025), "select": {"Alder": {"ask": ["*"], "size": 17}, "Kon": ["1", "2"]},
        "narrowed": {"Kon": ["1+2"]}, "coarse": {"Alder": ["tot"]}, "contents": 2,
        "cross_section": True, "newest": 2,
    }  # fmt: skip
    return Query(**(given | more))


def _ask(ask: Ask) -> str:
    areas = ",".join(ask.areas.ask)
    return (f"{areas[:90]} {len(areas)} {ask.areas.number} | {ask.time} {len(ask.years)} | "
            f"{ask.cells} {ask.width} {ask.is_open} {ask.latest}")  # fmt: skip


def plans() -> Lines:
    some = [
        query(), query(levels=("municipality", "county", "nation"), cross_section=False),
        query(levels=("regso2020", "regso2025"), years=(2012, 2024), every=3, ended=True),
        query(levels=("deso2018",), years=(2015, 2020), country_only=True, narrowed={}),
    ]  # fmt: skip
    scopes = (Scope(), Scope(("2584",)), Scope(PLACES))
    for number, one in enumerate(some):
        for scope in scopes:
            for limit in (150_000, 20_000, 900):
                found = asks(one, scope, limit)
                yield f"== {number} {','.join(scope.codes) or 'country'} {limit}: {len(found)}"
                yield from map(_ask, found[:3] + found[-1:])
    whole = asks(query(), Scope(("0127",)), 20_000)
    for ask in (*whole[:3], whole[-1], replace(whole[0], years=(2020,), is_open=True)):
        yield f"== halves of {_ask(ask)}"
        yield from map(_ask, halves(ask))
    yield f"none of {halves(Ask(query(), Areas(('0127',), 1), (2020,)))}"
    for level in request_plan._MASKS:
        sizes = [request_plan.size(level, place) for place in (*PLACES, "9999", "????")]
        yield f"{level} {sizes}, {request_plan.masks([level, 'nation'], '0127')}"
    for levels, years in eras(query().levels, range(2008, 2027, 2)):
        yield f"era {levels} {years}"
    for largest in (1, 50, 160, 9000, 20_000):
        found = packed(["deso2018", "regso2020", "county"], PLACES, largest)
        yield f"packed {largest}: {[(part.ask[::4], part.number) for part in found]}"
    every = packed(["regso2020"], Scope().places, 4000), packed(["regso2020"], Scope().places, 900)
    yield f"all {[len(parts) for parts in every]} {every[0][0].ask}"
    codes = ["0114R001", "0114R002_RegSO2025", "0114A0010", "0127C1010_DeSO2025", "0127", "00"]
    yield f"endings {request_plan.endings(codes)} {request_plan.endings([*codes, '0114C0010_x'])}"
    for one in (*codes, "0114R???", "????A????_DeSO2018", "0114*"):
        yield f"{one} is {request_plan.spelt(one, {'regso2020': '_R', 'deso2018': '_D'})}"


def rows(values: list[float], **more: Any) -> pd.DataFrame:
    areas = [f"0127A00{n:02}" for n in range(len(values))]
    frame = pd.DataFrame({"area": areas, "year": 2022, "value": values}).assign(
        **{k: v for k, v in more.items() if k in ("sex", "group")}
    )
    return make_observations(frame, indicator="population", level="deso2018")


def against() -> Lines:
    five, none = [10.0, 20.0, 30.0, 40.0, 50.0], [np.nan] * 5
    held = {"as before": five, "four": five[:4], "nothing": none, "zeros": [0.0] * 5,
            "losses": [-1.0, *five[1:]], "none": [],
            "twentyfold": [value * 20 for value in five],
            "less": [value * 19.9 for value in five]}  # fmt: skip
    frames = {name: rows(values) for name, values in held.items()}
    for name, before in frames.items():
        for other, now in frames.items():
            told = revisions.doubts(now, before, before[:4], is_count=name == "four")
            if told:
                yield f"{name} -> {other}: {told}"
    sexes = rows(five, sex=["total", "men", "women", "total", "men"])
    yield f"{revisions._no_total(sexes[sexes['sex'] != 'total'], sexes)}"
    groups = rows(five, group=["a", "b", "c", "d", "all"])
    yield f"{revisions._no_total(groups.iloc[4:], groups)}, {revisions._no_total(groups, groups)}"
    for part in (5, 3, 2):
        yield f"{part} areas: {revisions._half_the_areas(rows(five[:part]), rows(five))}"
    yield f"{revisions._half_the_areas(rows(five[:2]), rows(five[:4]))}"
    small = rows([value * 0.05 for value in five])
    yield f"{revisions._other_size(small, rows(five))} {revisions._short('x' * 130)}"
    now = {"title": "Ny", "unit": "kr", "description": "d", "is_divided_by_gender": 1}
    for words in (["title", "unit"], ["description"]):
        yield f"{revisions._redefinition('theft', 'N1', words, now | {'title': 'Gammal'}, now)}"
    pairs = (("a", "A "), ("a", "b"), (None, "b"), ("a", None))
    yield f"{[revisions._differ(one, two) for one, two in pairs]}"


def content(label: str = "Folkmängden efter region, ålder och kön", **more: Any) -> dict[str, Any]:
    """Metadata of a table, as SCB gives them."""
    regions = ["00", "01", "0127", "0127A0010", "0127R001", "0127C1010_DeSO2025"]
    variables: dict[str, Any] = {
        "Region": dict.fromkeys(regions, "plats"), "Alder": {"0-4": "0–4 år", "tot": "totalt"},
        "Kon": {"1": "män", "2": "kvinnor", "1+2": "totalt"}, "Ny": {"a": "En", "b": "Två"},
        "ContentsCode": {"000007SF": "Folkmängd"}, "Tid": {"2012": "2012", "2014": "2014",
                                                           "2024": "2024", "2024M01": "x"},
    }  # fmt: skip
    variables |= more
    variables = {code: values for code, values in variables.items() if values}
    dimension = {code: {"label": code.lower(), "category": {
        "index": {value: place for place, value in enumerate(values)}, "label": values}}
        for code, values in variables.items()}  # fmt: skip
    return {"id": list(variables), "dimension": dimension, "label": label,
            "updated": "2026-03-02T07:00:00Z",
            "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
            "extension": {"px": {"tableid": "TAB7"}}}  # fmt: skip


def metadata() -> Lines:
    variants = {
        "as it is": content(), "without areas": content(Region=None),
        "later": content(Tid={"2010": "", "2011": "", "2026": ""}),
        "no years": content(Tid={"x": ""}),
        "no sexes": content(Kon=None), "other sexes": content(Kon={"m": "Män", "t": "Totalt båda"}),
        "small areas alone": content(Region={"0127R001_x": "a", "0127R002_x": "b"}),
        "codes in a list": content(),
    }  # fmt: skip
    variants["codes in a list"]["dimension"]["Kon"]["category"] = {"index": ["2", "1"]}
    some = (query(), query(levels=("county", "municipality"), find="folkmängd", years=(2012, 2024)),
            query(id="TAB7", select={"Kon": Values(ask=("x",)), "Odd": ["1"]}))  # fmt: skip
    for name, one in variants.items():
        table = table_metadata.structure_of(one)
        yield f"== {name}: {table.years} {table.others} {table.updated} {table.labels}"
        yield f"{table_metadata._levels_of(table)} {table.matching('Tid', ['20?4', '2012*'])}"
        for asked in some:
            now = table_metadata.mended(asked, table)
            yield f"faults {sorted(table_metadata.faults(asked, table))}"
            yield (f"mended {now.id} {now.years} {now.every} {now.contents} {now.levels} "
                   f"{now.suffixes} {sorted(now.narrowed)} {sorted(now.coarse)} "
                   f"{[(code, v.ask) for code, v in now.select.items()]}")  # fmt: skip
            codes = table_metadata.codes_asked(asked, table)
            yield f"asked {dict(codes)}"
            yield from (str(tuple(item.__dict__.values())) for item in _of_structure(asked, table))
    for odd in ({}, {"id": ["a"], "dimension": {}}, content(ContentsCode=None)):
        try:
            table_metadata.structure_of(odd)
        except SegnbError as error:
            yield f"refused: {error}"
    yield from _searches(some[1])
    yield from _trials()
    yield f"{_some([str(n) for n in range(12)])} {_some([str(n) for n in range(13)])}"


def _searches(one: Query) -> Lines:
    search = table_metadata.Search(one, Scope())
    yield f"{search.path} {search.is_over}"
    tables = [
        {"id": f"TAB{n}", "label": label}
        for n, label in enumerate(
            ("Folkmängd efter region", "Annat", "Folkmängden efter ålder och region", "Kön")
        )
    ]
    first = search.after_list({"tables": tables[:2], "page": {"totalPages": 2}}, [])
    yield f"{first.path} {first.candidates}"
    second = first.after_list({"tables": tables[2:] + tables[:1], "page": {"totalPages": 2}},
                              ["TAB3"])  # fmt: skip
    yield f"{second.path} {second.candidates} {second.is_over}"
    like = replace(search, query=one.model_copy(update={"like": ("ålder",)}))
    yield f"{like.after_list({'tables': tables}, []).candidates}"
    after = second.after_table(content(), catalogue())
    yield f"{after.candidates} {len(after.found)} {second.after_table({}, catalogue()).candidates}"
    found = [one.model_copy(update={"levels": (level,)}) for level in ("regso2020", "deso2025")]
    for some in ((), found[:1], found):
        yield f"{replace(second, found=tuple(some)).is_over}"
    titles = ("Folkmängden efter ålder", "Folkmängd, ålder 16", "Annat ämne", "folkmängden")
    yield str([[table_metadata._is_called(a, b) for b in titles] for a in titles])
    try:
        search.after_list({"tables": []}, [])
    except SegnbError as error:
        yield f"{error}"


def _trials() -> Lines:
    entries = catalogue()
    sexes = {"1": "män", "2": "kvinnor"}
    names = ("TAB6680", "TAB638", "TAB5956")
    for name in names:
        for kon in (sexes, sexes | {"1+2": "totalt"}):
            made = content(Kon=kon, Ny=None)
            codes = {code: list(made["dimension"][code]["category"]["label"])[:2]
                     for code in made["id"]}  # fmt: skip
            asked = trial(made, codes, name, "SCB")
            yield from of_frame(asked.frame)
            found = served(asked, entries)
            yield f"{name}: {sorted((k, sorted(v)) for k, v in found.items())}"
            yield from unresolved(asked, entries)
            yield from (str(tuple(item.__dict__.values()))
                        for item in list(_of_labels(name, found, entries))[:4])  # fmt: skip


def wrong_answers() -> Lines:
    asked = httpx.Request("GET", "https://api.scb.se/x")
    for status, raw, head in (
        (200, b"{}", {}), (429, b'{"title": "slow"}', {"Retry-After": "7"}),
        (503, b"x", {"Retry-After": "120"}), (503, b"[]", {"Retry-After": "121"}),
        (403, b'{"title": "Too many cells selected"}', {}), (403, b"", {}), (404, b"", {}),
        (400, b'{"detail": [{"msg": "Non-existent table"}]}', {}), (451, b'{"error": "no"}', {}),
        (400, b'{"title": "too many values"}', {}), (408, b'{"title": ["a"]}', {}),
    ):  # fmt: skip
        try:
            answer_faults.check_status(
                httpx.Response(status, headers=head, request=asked), raw, "it"
            )
            yield f"{status} is well"
        except answer_faults.Refused as error:
            flags = error.is_too_large, error.is_absent, error.is_block
            yield f"{status} {error} {error.status} {error.title!r} {flags}"
        except answer_faults.PassingFault as error:
            yield f"{status} passes: {error} {error.wait} {error.reached}"
        except SourceUnavailable as error:
            yield f"{status} away: {error}"
    for raw in (b'{"a": 1}', b"[1]", b"null", b'"x"', b"{", b" <html>", b"\xff\xfe", b'{"a": NaN}',
                b"7", b'\xef\xbb\xbf{"a": 1}'):  # fmt: skip
        try:
            answer_faults.check_json(raw, "it")
            yield f"{raw!r} is well"
        except (answer_faults.PassingFault, SegnbError) as error:
            yield f"{raw!r} {type(error).__name__}: {error}"
    yield f"{[answer_faults.retry_after(t) for t in ('7', ' 2.5 ', '1234567890', 'x', '')]}"
    yield from _standings()
    broken = [ConnectionResetError(), ValueError(), None]
    wrapped = ValueError()
    wrapped.__cause__ = BrokenPipeError()
    yield f"{[answer_faults.broke_off(one) for one in (*broken, wrapped)]}"


def _standings() -> Lines:
    refused, block = (answer_faults.Refused("Nej.", status, "t") for status in (400, 403))
    away, unreachable = SourceUnavailable("borta"), answer_faults.Unreachable("nät")
    for several in (False, True):
        for faults in (
            [away, away],
            [unreachable],
            [block] * 3,
            [refused] * 25,
            [away, None, away],
        ):
            standing = answer_faults.Standing(of_several_hosts=several)
            said = []
            for fault in faults:
                if fault is None:
                    standing.answered()
                else:
                    said.append(standing.verdict(fault))
            yield f"{several} {standing} {[str(one) for one in said if one][-1:]}"


def figures() -> Lines:
    parts = [Part("figures", ("N1", "N2")), Part("own", ("N1",), ("0127", "0180"), ()),
             Part("every", ("N1", "N2", "N3"), (), ("2020", "2021", "2022", "2023")),
             Part("every", ("N1",), (), ("2020",))]  # fmt: skip
    for part in parts:
        yield f"{part.path} {part.rows} {[half.path for half in part.halves()]}"
    yield f"{_portions(list('abcde'), 2)}"
    groups = [
        {"title": f"Liknande kommuner socioekonomi, Botkyrka, {year}", "members": members}
        for year, members in ((2023, ["0126"]), (2024, [{"member_id": "0136"}, "9999"]),
                              (2022, ["0180"]))
    ]  # fmt: skip
    yield f"{_peers([*groups, {'title': 'Andra, Botkyrka, 2025', 'members': ['0114']}, {}])}"
    some = {name: catalogue().indicators[name] for name in ("child_poverty", "theft", "neet")}
    asked = Kolada("https://k/v3", type(catalogue())(indicators=some))
    for scope in (Scope(("0127",)), Scope()):
        plan = asked.plan(scope)
        calls = [(call.url, call.table, call.cells, call.detail["kind"]) for call in plan.calls]
        yield f"{len(scope.codes)}: {calls} {plan.later > 0} {plan.cells > 0}"
        first = plan.calls[0]
        yield str([call.url for call in asked.instead(first, answer_faults.Refused("x", 404, ""))])
        yield f"{len(asked.instead(first, answer_faults.Refused('x', 403, '')))}"
    asked.plan(Scope(("0127",)))
    cells = [{"value": 1.0}, {"value": None}]
    values = [{"kpi": figure, "period": year, "values": cells[n % 2 :]} for n, (figure, year) in
              enumerate((("N1", 2019), ("N1", 2022), ("N2", 2018), ("N1", 2020)))]  # fmt: skip
    own = asked._paged(Part("own", ("N1", "N2", "N3"), ("0127",)))
    told = json.dumps({"values": values, "next_url": "https://other/v3/data?page=2"}).encode()
    yield f"{[call.url for call in asked.more(own, told)]} {asked.newest}"
    yield f"{[call.url for call in asked._of_newest({'N1': 2022, 'N2': 2018, 'N4': 2022})]}"
    asked.peers = {"0127": ["0136", "0126"]}
    yield f"{asked._places(Scope(('0127', '0180')))}"
    odd = json.dumps({"values": [], "next_url": "https://k/v4/x"}).encode()
    for raw in (odd, b"[]", b'{"values": 1}'):
        try:
            asked.more(own, raw)
        except SegnbError as error:
            yield f"{error}"


def dues() -> Lines:
    for published in (-2, 0, 1, 6, 12, 15):
        for every in (1, 4):
            one = query(published=published, every=every)
            yield f"{published} {every}: {table_ages._due(one, 'SCB', 2023, '2024-05-06')}"
    ended = query(ended=True, years=(2010, 2020))
    for period in (2019, 2020, 0):
        yield f"ended {period}: {table_ages._due(ended, 'SCB', period, '')!r}"
    for producer, day in (("Kolada", "2024-01-31"), ("Kolada", ""), ("Brå", "2024-01-31")):
        yield f"{producer}: {table_ages._due(None, producer, 2023, day)!r}"
    today = date(2024, 6, 1)
    for day, due in (("2024-05-02", "2024-06-01"), ("2024", "2024-06-02"), ("", "")):
        held = table_ages.Held("SCB", "T", "t", 2023, day, due)
        yield f"{held.age(today)} {held.is_due(today)}"
    for more in ({}, {"new": 1}, {"titles": ("a", "b")}, {"refused": "x"}, {"vanished": 2}):
        yield f"{table_ages.Difference('scb', 'T', 'a', 'b', **more).changed} {more}"
    for text in ("", "Skola;12345678;x", "12345678", "x 12345678", 'a\n"12345678";b', "1234567;"):
        document = small_services.Document.of(text.encode(), "x.csv")
        yield f"{text!r}: {small_services.is_empty(document)}"


MADE: dict[str, Callable[[], Iterable[str]]] = {
    "live_plans": plans, "live_doubts": against, "live_metadata": metadata,
    "live_faults": wrong_answers, "live_figures": figures, "live_dues": dues,
}  # fmt: skip
