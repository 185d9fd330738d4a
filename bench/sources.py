"""Live sources and the store: calls of a fetch, parsing, reading one municipality."""

import json
import tempfile
from pathlib import Path

import numpy as np

from bench.country import area_codes
from bench.observations import observation_chunks
from bench.timing import Row, seconds, taken
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.live.http_requests import Web
from segnb.sources.live.queries import Scope
from segnb.sources.live.services import services
from segnb.store import Store
from segnb.vocabulary.areas import municipalities

NAME = "sources"
CELLS = 150_000
MOST_CALLS = 70  # Kolada takes 25 elements a call, and five tables of SCB are searched for
ROWS, QUICK_ROWS = 20_000_000, 2_000_000


def rows(quick: bool) -> list[Row]:
    """All rows of this part."""
    return [*plans(), parsing(), *reading(QUICK_ROWS if quick else ROWS)]


def held(is_held: bool) -> str:
    return "yes" if is_held else "**no**"


def calls(scope: Scope) -> int:
    """Calls of a fetch, with the one that asks for the limits."""
    with Web() as web:
        plans_of = [service.plan(scope) for service in services(web)]
    return 1 + sum(len({call.key for call in plan.calls}) + plan.later for plan in plans_of)


def plans() -> list[Row]:
    """Sizes of plans: a median municipality, the largest, and the country."""
    every = sorted((calls(Scope((code,))), code) for code in municipalities()["code"])
    median, most = every[len(every) // 2], every[-1]
    under = sum(number < MOST_CALLS for number, _ in every)
    country = calls(Scope())
    return [
        Row("calls to fetch one municipality, the median of 290", str(median[0]), "", "",
            "under 70", held(median[0] < MOST_CALLS)),
        Row("… municipalities under 70", f"{under} of {len(every)}", "", f"most {most[0]}", "", ""),
        Row("calls to fetch all 290 in all years", str(country), "", "", "under 1,500",
            held(country < 1500)),
    ]  # fmt: skip


def answer(cells: int = CELLS) -> str:
    """An answer of SCB with so many cells, some of them hidden."""
    regions = [f"{100 + i // 100:04d}A{i % 100:03d}0" for i in range(cells // 50)]
    ages = [f"{age} år" for age in range(25)]
    variables = {
        "Region": regions,
        "Alder": ages,
        "ContentsCode": ["Antal"],
        "Tid": ["2023", "2024"],
    }
    rng = np.random.default_rng(5)
    values = [None if hidden else int(v) for hidden, v in
              zip(rng.random(cells) < 0.02, rng.poisson(300, cells), strict=True)]  # fmt: skip
    content = {
        "version": "2.0", "class": "dataset", "label": "Folkmängd", "id": list(variables),
        "size": [len(codes) for codes in variables.values()],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {"label": name, "category": {"index": {c: i for i, c in enumerate(codes)},
                                               "label": {c: c for c in codes}}}
            for name, codes in variables.items()
        },
        "value": values, "status": {str(i): ".." for i, v in enumerate(values) if v is None},
    }  # fmt: skip
    return json.dumps(content)


def parsing() -> Row:
    """One answer of the largest size into a table with statuses, against pyjstat (without them)."""
    from pyjstat import pyjstat

    text = answer()
    ours = taken(lambda: labelled_answer(json.loads(text), "answer"), runs=5)
    theirs = taken(lambda: pyjstat.Dataset.read(text).write("dataframe"), runs=1)
    ratio = theirs.cpu / ours.cpu
    return Row(f"parsing an answer of {CELLS:,} cells", seconds(ours.cpu),
               f"pyjstat {seconds(theirs.cpu)}", f"{ratio:.0f}× faster", "5×",
               held(ratio >= 5))  # fmt: skip


def reading(number: int) -> list[Row]:
    """One municipality out of a national store, against reading it whole."""
    codes = np.array([code[:4] for code in area_codes()])
    places, sizes = np.unique(codes, return_counts=True)
    median = str(places[np.argsort(sizes)[len(sizes) // 2]])
    largest = str(places[np.argmax(sizes)])
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "store")
        snapshot = store.add_snapshot(b"generated", name="generated", producer="segnb")
        names = []
        for chunk in observation_chunks(number):
            store.write(chunk, snapshot)
            names.append(str(chunk["indicator"].iloc[0]))
        whole = taken(lambda: [len(store.read(name)) for name in names], runs=1)
        found = []
        for place, share, what in (
            (median, 0.02, "of median size"),
            (largest, 0.15, "the largest"),
        ):
            one = taken(lambda p=place: [store.read(n, municipality=p) for n in names], runs=3)
            areas = int((codes == place).sum())
            found.append(
                Row(f"reading a municipality ({what}, {areas} areas) out of {number:,} rows",
                    seconds(one.cpu), f"all of it {seconds(whole.cpu)}",
                    f"{100 * one.cpu / whole.cpu:.1f} %", f"under {share:.0%}",
                    held(one.cpu < share * whole.cpu))
            )  # fmt: skip
        return found
