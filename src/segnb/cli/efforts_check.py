"""What `segnb check` says of a register of efforts: its rows, its notes and its digits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

PER_UNIT = {"kr": 1.0, "tkr": 1e3, "mnkr": 1e6}
FEWEST_ROWS = 10  # of two columns of amounts from which they are held against each other
SHOWN = 3


def check_register(own: str, store: str) -> str:
    """Read a register, hold its areas against the store, and tell what a reader should know.

    Raises
    ------
    InvalidFile
        A row does not fit.
    """
    from segnb.vocabulary.effort_register import check_areas, overlaps, register, whole_places

    every = register(own)
    rows = every[~every["id"].isin(register()["id"])] if own else every
    known = _areas(rows, store)
    check_areas(rows, known)
    said = [f"{len(rows)} rows"]
    for note in whole_places(rows, known):
        said.append(f"{note.ids[0]} is in all areas of {note.areas[0]}: "
                    "it is an effort of the municipality")  # fmt: skip
    pairs = [" and ".join(note.ids) for note in overlaps(every) if set(note.ids) & set(rows["id"])]
    if pairs:
        said.append(f"{len(pairs)} pairs overlap in area and time and cannot be judged alone: "
                    f"{_some(pairs)}")  # fmt: skip
    return "; ".join([*said, *digit_faults(rows)])


def _areas(rows: "pd.DataFrame", store: str) -> dict[str, list[str]]:
    """Areas that the store knows, of each finer level that the register names."""
    from segnb.sources.store_choice import open_store
    from segnb.vocabulary.areas import LEVELS

    held = open_store(store)
    levels = {level for level in rows["level_id"] if level and LEVELS[level].vintage}
    return {level: held.read_areas(level)["area"].tolist() for level in sorted(levels)}


def digit_faults(rows: "pd.DataFrame") -> Iterator[str]:
    """Printed amounts that lack a digit, and amounts that do not share the others' factor."""
    from segnb.analysis.printed_digits import well_grouped

    printed = rows[rows["as_printed"] != ""]
    broken = printed[~printed["as_printed"].map(well_grouped)]
    if len(broken):
        yield f"{len(broken)} printed amounts lack a digit: {_some(list(broken['id']))}"
    for first, second in _families(rows):
        yield _factor(first, second)


def _families(rows: "pd.DataFrame") -> Iterator[tuple["pd.Series", "pd.Series"]]:
    """Amounts of an effort by area, as printed, beside those of the first one in the same areas."""
    one = rows[rows["areas"].map(len) == 1]
    money = one.filter(like="money_").bfill(axis=1).iloc[:, 0] * one["currency_unit"].map(PER_UNIT)
    digits = one["as_printed"].str.replace(r"\D", "", regex=True)
    money = money.mask(digits != "", digits.where(digits != "", "nan").astype(float))
    keyed = money.set_axis([one["id"].str.partition("-")[0], one["areas"].str[0]]).dropna()
    names = list(dict.fromkeys(keyed.index.get_level_values(0)))
    for number, name in enumerate(names):
        for earlier in names[:number]:
            first, second = keyed[earlier].align(keyed[name], join="inner")
            if len(first) >= FEWEST_ROWS and second.index.is_unique:
                yield first.rename(earlier), second.rename(name)
                break


def _factor(first: "pd.Series", second: "pd.Series") -> str:
    from segnb.analysis.printed_digits import shared_factor

    found = shared_factor(second.tolist(), first.tolist(), _step(second))
    said = (f"{second.name} is {found.low:.4f} to {found.high:.4f} times {first.name} "
            f"in {found.fits.sum()} of {len(second)} areas")  # fmt: skip
    outside = zip(second.index, found.powers, found.fits, strict=True)
    others = [f"{area} ({_power(power)})" for area, power, fits in outside if not fits]
    return f"{said}, not in {_some(others)}" if others else said


def _power(power: float) -> str:
    return f"fits times {power:g}" if power == power else "no power of ten fits"


def _step(values: "pd.Series") -> float:
    """What amounts are rounded to: the largest power of ten that divides nine of ten of them."""
    step = 1
    while (values % (10 * step) == 0).mean() > 0.9:
        step *= 10
    return float(step)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
