"""The store: the only one that knows how its folder is laid out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from segnb.store.areas_and_groups import Places
from segnb.store.faulty_values import without_faulty
from segnb.store.file_hashes import MARKER, hash_of_all
from segnb.store.indicator_coverage import coverage
from segnb.store.lock import Lock
from segnb.store.marker import LOCK, check_format, check_writable, folder_of, mark, tidy
from segnb.store.merge import Change, check_parts, merge
from segnb.store.observation_schema import COLUMNS, INTERVAL, as_read, coded, empty_observations
from segnb.store.parquet_files import filter_on, read_table, write_table
from segnb.store.polygon_files import Polygons
from segnb.store.snapshots import Day, Packed, Snapshot, Snapshots, day
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.errors import CannotWrite, EmptyStore, InvalidFile, UnknownArea

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Store:
    """A folder with snapshots, observations, areas, comparison groups and polygons.

    Made by `Store.create` or `Store.open`. Every write holds a lock and replaces whole files in
    one step, so that readers never wait and never see a half.
    """

    path: Path

    @classmethod
    def create(cls, path: Path | str) -> "Store":
        """Store in this folder, made if there is none; a folder with other things is refused."""
        folder = folder_of(path)
        if (folder / MARKER).exists():
            held = cls.open(folder)
            with held._lock():
                tidy(folder)
            return held
        try:
            folder.mkdir(parents=True, exist_ok=True)
            foreign = [p for p in folder.iterdir() if not p.name.startswith(".")]
        except OSError as error:
            raise CannotWrite(
                f"A store cannot be made in {folder}: {error.strerror or error}."
            ) from error
        if foreign:
            raise InvalidFile(f"{folder} holds other things than a store: name an empty folder.")
        mark(folder)
        return cls(folder)

    @classmethod
    def open(cls, path: Path | str) -> "Store":
        """Store in this folder; EmptyStore if there is none, InvalidFile if it is another's.

        `box` is the store of open data that comes along with the package. While a ledger is open
        (`segnb.store.ledger`), the store enters in it whatever it is asked.
        """
        from segnb.store.ledger import recorded

        folder = folder_of(path)
        if not (folder / MARKER).exists():
            raise EmptyStore(
                f"There is no store in {folder}: `segnb import FOLDER --store {folder}` makes one "
                "of downloaded files."
            )
        check_format(folder)
        return recorded(cls(folder))

    # -- observations

    def write(self, observations: pd.DataFrame, snapshot: Snapshot) -> Change:
        """Take in the rows of one snapshot and say what they changed.

        Where two snapshots differ, the newest holds, whatever the order of writing. A series
        whose definition has changed is cut, never joined.
        """
        return self.write_parts([(observations, snapshot)])

    def write_parts(
        self, parts: Iterable[tuple[pd.DataFrame, Snapshot]], *, cut: Iterable[str] = ()
    ) -> Change:
        """Take in the rows of several snapshots at once, as those of a table fetched in parts.

        Older rows of the indicators in `cut` are given up where most of their values differ: the
        producer has redefined them.
        """
        rows = coded(pd.concat([o.assign(snapshot=s.sha256)[COLUMNS] for o, s in parts]))
        change, redefined = Change(), set(cut)
        with self._lock():
            age = self._snapshots.order()
            checked = check_parts(rows, age)
            for indicator, incoming in checked.groupby("indicator", observed=True):
                path = self._observations(str(indicator))
                held = read_table(path, coded=True) if path.exists() else empty_observations()
                merged, one = merge(held, incoming, age, cut=indicator in redefined)
                change += one
                if merged is not held and not merged.equals(held):
                    write_table(merged, path, _REPEATED)
        return change

    def read(
        self,
        indicator: str,
        *,
        level: str | None = None,
        municipality: str | Iterable[str] | None = None,
        areas: Iterable[str] | None = None,
        years: Iterable[int] | None = None,
        sex: str | None = "total",
        interval: bool = False,
    ) -> pd.DataFrame:
        """Observations of an indicator; a frame without rows when nothing is held.

        Parameters
        ----------
        municipality
            One code or several; county and nation belong to no municipality.
        sex
            `total`, `women`, `men`, or None for all of them.
        interval
            Also return the confidence limits, as the groups `ci_low` and `ci_high`.
        """
        path = self._observations(indicator)
        if not path.exists():
            return empty_observations()
        wanted = {"level": level, "municipality": municipality, "area": areas, "year": years}
        filters = [
            filter_on(column, value) for column, value in wanted.items() if value is not None
        ]
        if sex is not None:
            filters.append(("sex", "==", sex))
        if not interval:
            filters.append(("group", "not in", list(INTERVAL)))
        rows = as_read(read_table(path, filters=filters)[COLUMNS], indicator)
        return without_faulty(rows, indicator)

    def coverage(self) -> pd.DataFrame:
        """What is held: indicator, level, first_year, last_year, areas, rows, origin."""
        origins = {s.sha256: s.origin for s in self._snapshots.by_age()}
        return coverage(self.path / "observations", origins)

    # -- snapshots

    def pack(self, raw: bytes) -> Packed:
        """Raw bytes ready for `add_snapshot`, which need not compress them while others wait."""
        return self._snapshots.pack(raw)

    def add_snapshot(
        self,
        raw: bytes | Packed,
        *,
        name: str,
        producer: str,
        table: str = "",
        title: str = "",
        url: str = "",
        body: str = "",
        licence: str = "",
        published: Day = None,
        retrieved: Day = None,
        modified: Day = None,
        period: int = 0,
        fetched: str = "",
        notes: Iterable[str] = (),
    ) -> Snapshot:
        """Keep raw bytes under their hash; the same bytes a second time change nothing."""
        packed = raw if isinstance(raw, Packed) else self.pack(raw)
        snapshot = Snapshot(
            sha256=packed.sha256,
            name=name,
            producer=producer,
            table=table,
            title=title,
            url=url,
            body=body,
            licence=licence,
            published=day(published),
            retrieved=day(retrieved),
            modified=day(modified),
            period=period,
            fetched=fetched,
            notes=tuple(notes),
        )
        with self._lock():
            return self._snapshots.add(packed, snapshot)

    def describe(self, snapshot: Snapshot) -> None:
        """Take in the description of a snapshot whose raw bytes are not held."""
        with self._lock():
            self._snapshots.describe(snapshot)

    def snapshot(self, sha: str) -> Snapshot:
        """Snapshot with this hash."""
        return self._snapshots.get(sha)

    def raw(self, sha: str) -> bytes:
        """The bytes of a snapshot, as they were read."""
        return self._snapshots.raw(sha)

    def snapshots(self) -> pd.DataFrame:
        """All snapshots, oldest first."""
        return self._snapshots.frame()

    # -- areas, groups, links, polygons

    def write_areas(self, frame: pd.DataFrame, snapshot: Snapshot) -> None:
        """Take in areas: `level`, `area`, and what is known of `name`, `municipality`, `parent`."""
        with self._lock():
            self._places.write("areas", frame, snapshot.sha256)

    def read_areas(self, level: str, municipality: str | None = None) -> pd.DataFrame:
        """Areas of a level: `level`, `area`, `name`, `municipality`, `parent`."""
        _known_level(level)
        return self._places.areas(level, municipality, self._snapshots.order())

    def write_groups(self, frame: pd.DataFrame, snapshot: Snapshot) -> None:
        """Take in comparison groups: `kind`, `title`, `municipality`, `member`."""
        with self._lock():
            self._places.write("groups", frame, snapshot.sha256)

    def read_groups(self, municipality: str) -> pd.DataFrame:
        """Comparison groups of a municipality from the newest snapshot of each kind."""
        return self._places.groups(municipality, self._snapshots.order())

    def write_links(self, frame: pd.DataFrame, snapshot: Snapshot) -> None:
        """Take in links between areas.

        Columns `kind`, `from_level`, `from_area`, `to_level`, `to_area`, `date`. The kind is
        `change` in a log of changed borders and `own` in a key from own areas.
        """
        with self._lock():
            self._places.write("links", frame, snapshot.sha256)

    def read_links(self, kind: str, from_level: str, to_level: str) -> pd.DataFrame:
        """Links of a kind between two levels."""
        return self._places.links(kind, from_level, to_level)

    def write_polygons(self, level: str, polygons: "gpd.GeoDataFrame", snapshot: Snapshot) -> None:
        """Take in polygons (`area`, and what is known of `municipality`, `name`, `category`)."""
        _known_level(level)
        with self._lock():
            self._polygons.write(level, polygons, snapshot.sha256, self._snapshots.order())

    def read_polygons(self, level: str, municipality: str | None = None) -> "gpd.GeoDataFrame":
        """Polygons in EPSG:3006; a frame without rows when none are held.

        Areas that know no municipality (those of the police) are found by where they lie.
        """
        _known_level(level)
        return self._polygons.read(level, municipality)

    def polygon_snapshots(self, level: str, areas: Iterable[str]) -> list[str]:
        """Hashes of the snapshots that the polygons of some areas come from."""
        _known_level(level)
        return self._polygons.snapshots(level, areas)

    # -- the whole

    def fingerprint(self) -> str:
        """Hash over everything that is held."""
        return hash_of_all(self.path)

    def _observations(self, indicator: str) -> Path:
        if not indicator.replace("_", "").isalnum():
            raise InvalidFile(f"{indicator!r} is no id of an indicator.")
        return self.path / "observations" / f"{indicator}.parquet"

    @cached_property
    def _snapshots(self) -> Snapshots:
        return Snapshots(self.path / "snapshots")

    @cached_property
    def _places(self) -> Places:
        return Places(self.path)

    @cached_property
    def _polygons(self) -> Polygons:
        return Polygons(self.path / "polygons")

    def _lock(self) -> Lock:
        check_writable(self.path)
        return Lock(self.path / LOCK)


_REPEATED = [c for c in COLUMNS if c not in ("value", "year")]


def _known_level(level: str) -> None:
    if level not in LEVELS:
        raise UnknownArea(f"There is no level {level!r}: the levels are {', '.join(LEVELS)}.")
