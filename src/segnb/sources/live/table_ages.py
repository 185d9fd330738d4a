"""What a store holds of each table: how old it is, when it is due, what a refetch changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from segnb.sources.files.formats import Context
from segnb.sources.live.http_requests import SEARCH
from segnb.sources.live.queries import Query, queries
from segnb.sources.live.request_journal import Entry, Journal
from segnb.sources.live.revisions import read_again
from segnb.store import Store
from segnb.store.merge import ROUNDING, changed_definitions
from segnb.store.observation_schema import KEY

DAYS = {"Kolada": 90}  # Kolada publishes all through the year


@dataclass(frozen=True)
class Held:
    """What is held of one table.

    Attributes
    ----------
    table
        Id of the table, or else its title or the name of its file.
    period
        Latest year in it; 0 where it has none.
    day
        Best known day of the newest snapshot; empty if none is known.
    due
        Day from which the producer should have newer figures; empty if there will be none.
    """

    producer: str
    table: str
    title: str
    period: int
    day: str
    due: str

    def age(self, today: date) -> int | None:
        """Days since the newest snapshot."""
        return (today - date.fromisoformat(self.day)).days if len(self.day) == 10 else None

    def is_due(self, today: date) -> bool:
        """Whether newer figures should be out."""
        return bool(self.due) and self.due <= today.isoformat()


def held_tables(store: Store, asked: Iterable[Query] | None = None) -> Iterator[Held]:
    """What a store holds of each table, and when newer figures are due."""
    by_table = {query.table: query for query in (queries() if asked is None else asked)}
    snapshots = store.snapshots()
    snapshots = snapshots[~snapshots["table"].str.startswith(SEARCH)]
    called = snapshots["table"].where(snapshots["table"] != "", snapshots["title"])
    called = called.where(called != "", snapshots["name"])
    for (producer, table), some in snapshots.groupby(["producer", called], sort=True):
        newest = some.iloc[-1]
        period, day = int(some["period"].max()), max([*some["retrieved"], ""]) or newest["date"]
        yield Held(
            producer=str(producer),
            table=str(table),
            title=str(newest["title"]),
            period=period,
            day=day,
            due=_due(by_table.get(str(table)), str(producer), period, day),
        )


def _due(query: Query | None, producer: str, period: int, day: str) -> str:
    if query is not None and period:
        if query.ended and period >= query.years[1]:
            return ""
        year, month = divmod(query.published - 1, 12)
        return date(period + query.every + 1 + year, month + 1, 1).isoformat()
    if producer in DAYS and day:
        return (date.fromisoformat(day) + timedelta(days=DAYS[producer])).isoformat()
    return ""


@dataclass(frozen=True)
class ChangedValue:
    """One value of two answers; None where there is none, and a mark in words as it was given."""

    indicator: str
    level: str
    area: str
    year: int
    sex: str
    group: str
    before: float | str | None
    after: float | str | None


@dataclass(frozen=True)
class Difference:
    """How two answers to one request differ.

    Attributes
    ----------
    before, after
        Snapshots that are compared.
    new, revised, vanished
        Numbers of values.
    new_years
        Years that were not in the older answer.
    redefined
        Indicators whose values differ as those of another unit or definition do.
    titles
        Title before and after, where it changed.
    refused
        Why the producer no longer answers, or what it answered was not taken.
    values
        Each value that is new, revised or gone: place, year, group, and both values.
    """

    api: str
    table: str
    before: str
    after: str
    new: int = 0
    revised: int = 0
    vanished: int = 0
    new_years: tuple[int, ...] = ()
    redefined: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    refused: str = ""
    values: tuple[ChangedValue, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.revised or self.vanished or self.titles or self.refused)


def differences(store: Store, table: str = "") -> Iterator[Difference]:
    """What the latest refetch of each request changed; of one table, or of all."""
    context = Context(store)
    for entry in Journal(store).entries():
        if entry.table.startswith(SEARCH) or table not in ("", entry.table):
            continue
        if entry.refused and entry.sha256:
            yield Difference(entry.api, entry.table, entry.sha256, "", refused=entry.refused)
        elif entry.earlier:
            yield _difference(entry, context)


def _difference(entry: Entry, context: Context) -> Difference:
    snapshots = [context.store.snapshot(sha) for sha in (entry.earlier[-1], entry.sha256)]
    before, after = (read_again(one, context).drop_duplicates(KEY) for one in snapshots)
    both = before.merge(after, on=KEY, how="outer", suffixes=("_held", ""), indicator=True)
    meet = both[both["_merge"] == "both"]
    far = (meet["value"] - meet["value_held"]).abs() > ROUNDING
    other = far | (meet["status"] != meet["status_held"])
    apart = both.drop(index=meet.index[~other])
    redefined = {str(name) for name, rows in meet.groupby("indicator") if changed_definitions(rows)}
    titles = [one.title for one in snapshots]
    return Difference(
        api=entry.api,
        table=entry.table,
        before=entry.earlier[-1],
        after=entry.sha256,
        new=int((both["_merge"] == "right_only").sum()),
        revised=int(other.sum()),
        vanished=int((both["_merge"] == "left_only").sum()),
        new_years=tuple(sorted({int(y) for y in set(after["year"]) - set(before["year"])})),
        redefined=tuple(sorted(redefined)),
        titles=tuple(titles) if titles[0] != titles[1] else (),
        values=tuple(_changed_values(apart)),
    )


def _changed_values(apart: pd.DataFrame) -> Iterator[ChangedValue]:
    """Rows of two answers that differ, those of one indicator, place and year beside each other."""
    ordered = apart.sort_values(["indicator", "level", "area", "year", "sex", "group"])
    held = _told(ordered["value_held"], ordered["status_held"])
    now = _told(ordered["value"], ordered["status"])
    keys = ordered[["indicator", "level", "area", "year", "sex", "group"]]
    for key, before, after in zip(keys.itertuples(index=False, name=None), held, now, strict=True):
        indicator, level, area, year, sex, group = key
        yield ChangedValue(indicator, level, area, int(year), sex, group, before, after)


def _told(values: pd.Series, statuses: pd.Series) -> list[float | str | None]:
    pairs = zip(values, statuses, strict=True)
    return [None if pd.isna(status) else float(value) if pd.notna(value) else str(status)
            for value, status in pairs]  # fmt: skip
