"""How old what a store holds is, and when its producers have newer figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from segnb.sources.live.finding import SEARCH
from segnb.sources.live.queries import Query, queries
from segnb.store import Store

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
        period, day = int(some["period"].max()), _latest(some["retrieved"], newest["date"])
        yield Held(
            producer=str(producer),
            table=str(table),
            title=str(newest["title"]),
            period=period,
            day=day,
            due=_due(by_table.get(str(table)), str(producer), period, day),
        )


def _latest(retrieved: Iterable[str], day: str) -> str:
    return max([*retrieved, ""]) or day


def _due(query: Query | None, producer: str, period: int, day: str) -> str:
    if query is not None and period:
        if query.ended and period >= query.years[1]:
            return ""
        year, month = divmod(query.published - 1, 12)
        return date(period + query.every + 1 + year, month + 1, 1).isoformat()
    if producer in DAYS and day:
        return (date.fromisoformat(day) + timedelta(days=DAYS[producer])).isoformat()
    return ""
