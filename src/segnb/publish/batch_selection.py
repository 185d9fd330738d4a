"""Which reports a batch makes: municipalities by code, name, county or group, and params files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from segnb.vocabulary.areas import (
    ascii_name,
    counties,
    demo_municipalities,
    find_municipality,
    municipalities,
    skr_groups,
)
from segnb.vocabulary.errors import EmptyStore, InvalidParams
from segnb.vocabulary.params import Params, make_params, read_params

YAML = (".yml", ".yaml")


def select(
    wanted: Sequence[str],
    settings: Mapping[str, Any],
    *,
    store: str,
    file: Path | None = None,
    everything: bool = False,
) -> list[Params]:
    """Settings of each report, in the order in which they were named; none is named twice.

    Parameters
    ----------
    wanted
        Params files, codes and names of municipalities, counties (`01`, `Stockholms län`) and
        groups of SKR (`A1`).
    settings
        Settings of the command line, which go before those of a file.
    store
        Store of a municipality that exists, where the settings name none.
    file
        Params file whose settings hold for all municipalities that are named.
    everything
        Also every municipality that the store holds.

    Raises
    ------
    InvalidParams, UnknownArea
        A file or name that cannot be understood, or two reports with one place to go to.
    """
    files = [Path(text) for text in wanted if Path(text).suffix in YAML]
    words = [text for text in wanted if Path(text).suffix not in YAML]
    make = partial(read_params, file) if file else make_params
    named = [read_params(path, **settings) for path in files]
    named += [make(**settings, municipality=code) for text in words for code in codes_of(text)]
    if everything:
        held = held_municipalities(make(**settings).store or store)
        named += [make(**settings, municipality=code) for code in held]
    unique = {params.model_dump_json(): params for params in named}
    chosen = [_with_store(params, store) for params in unique.values()]
    _check_places(chosen)
    return chosen


def held_municipalities(store: str) -> list[str]:
    """Codes of the municipalities that a store holds observations of."""
    from segnb.store import Store
    from segnb.store.indicator_coverage import municipalities_held

    known = {code for table in (municipalities(), demo_municipalities()) for code in table["code"]}
    found = sorted(known & set(municipalities_held(Store.open(store))))
    if not found:
        raise EmptyStore(f"The store {store} holds no municipality: `segnb import` fills it.")
    return found


def codes_of(text: str) -> list[str]:
    """Codes of the municipalities that a word stands for.

    Examples
    --------
    >>> codes_of("Gotlands län")
    ['0980']
    """
    word = ascii_name(text)
    for column, names in (("county", _counties()), ("skr_group", _groups())):
        if key := names.get(word):
            every = municipalities(), demo_municipalities()
            return [code for t in every for code in t.loc[t[column] == key, "code"]]
    return [find_municipality(text).code]


@cache
def _counties() -> dict[str, str]:
    demo = demo_municipalities()[["county", "county_name"]].drop_duplicates()
    known = pd.concat([counties(), demo.set_axis(["code", "name"], axis=1)])
    return _by_word(known, ["code", "name"])


@cache
def _groups() -> dict[str, str]:
    return _by_word(skr_groups(), ["code", "name_sv", "name_en"])


def _by_word(known: pd.DataFrame, columns: list[str]) -> dict[str, str]:
    rows = zip(known["code"], *(known[name] for name in columns), strict=True)
    return {ascii_name(word): code for code, *words in rows for word in words}


def _with_store(params: Params, store: str) -> Params:
    if params.store or find_municipality(params.municipality).synthetic:
        return params
    return params.model_copy(update={"store": store})


def _check_places(chosen: list[Params]) -> None:
    """Two reports of one municipality in one language would take each other's place."""
    if not chosen:
        raise InvalidParams("Name the municipalities: codes, names, counties, groups, or --all.")
    places = Counter((params.municipality, params.lang) for params in chosen)
    for (code, lang), times in places.items():
        if times > 1:
            raise InvalidParams(
                f"{times} different reports of {code} in {lang!r} are asked for: make them in runs "
                "with an --out of their own."
            )
