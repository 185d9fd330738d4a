"""Raw files and answers as they were read: dated, hashed, kept compressed."""

import gzip
import json
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from segnb.store.atomic_writing import write_atomically
from segnb.store.faulty_values import with_faults
from segnb.vocabulary.errors import InvalidFile

Day = str | date | datetime | None
OWN_DATA = "own data"  # producer of a municipality's own files


@dataclass(frozen=True)
class Snapshot:
    """One raw file or answer.

    Attributes
    ----------
    sha256
        Hash of the raw bytes, and the name under which they are kept.
    published
        Day on which the producer last updated the data, where the file says so.
    retrieved
        Day on which the data were downloaded, where it is known: by the fetch, or the file's name.
    modified
        Day of the file itself, which is neither: copying a file changes it. It only orders
        snapshots that nothing else tells apart.
    period
        Latest year in the data.
    fetched
        Moment (UTC) at which the fetch began that brought it: of two of one day the later holds.
    notes
        What was repaired, dropped or has to be known about the data.
    limits_sv, limits_en
        What the data cannot be used for, where those who chose them have said so.
    came_along
        Whether it is of the open data that come with the package: then its raw bytes are not held,
        only their hash, its description and what was read of it.
    """

    sha256: str
    name: str
    producer: str
    table: str = ""
    title: str = ""
    url: str = ""
    body: str = ""
    licence: str = ""
    published: str = ""
    retrieved: str = ""
    modified: str = ""
    period: int = 0
    fetched: str = ""
    notes: tuple[str, ...] = ()
    limits_sv: str = ""
    limits_en: str = ""
    came_along: bool = False

    @property
    def origin(self) -> str:
        """How it came into the store: with the package (`box`), by a `fetch`, or as a `file`."""
        return "box" if self.came_along else "fetch" if self.fetched else "file"

    @property
    def date(self) -> str:
        """Day of download, else that of the producer's update; empty where neither is known."""
        return self.retrieved or self.published

    def limits(self, lang: str) -> str:
        """What the data cannot be used for, in a language, and what is not read of them."""
        own = self.limits_sv if lang == "sv" else self.limits_en
        return with_faults(own, self.sha256, lang)

    @property
    def is_own(self) -> bool:
        """Whether it is a municipality's own file, which nobody has published."""
        return self.producer == OWN_DATA

    @property
    def rank(self) -> tuple[str, str, str, int, str, str]:
        """Order of age: the highest holds where two snapshots differ."""
        days = (self.published, self.retrieved, self.fetched)
        return (*days, self.period, self.modified, self.sha256)


@dataclass(frozen=True)
class Packed:
    """Raw bytes ready to be kept.

    Attributes
    ----------
    sha256
        Hash of the raw bytes.
    content
        The bytes compressed; none where the store holds them already.
    """

    sha256: str
    content: bytes


def day(value: Day) -> str:
    """Day as `2024-03-22`; empty for None."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else (value or "")[:10]


class Snapshots:
    """The folder of raw files, one `<hash>.gz` and one `<hash>.json` each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Snapshot] = {}

    def get(self, sha: str) -> Snapshot:
        """Snapshot with this hash."""
        if sha not in self._known:
            try:
                content = json.loads((self.folder / f"{sha}.json").read_text(encoding="utf-8"))
                self._known[sha] = Snapshot(**content | {"notes": tuple(content["notes"])})
            except (OSError, ValueError, TypeError, KeyError) as error:
                raise InvalidFile(_damaged(sha)) from error
        return self._known[sha]

    def has(self, sha: str) -> bool:
        """Whether this hash is held."""
        return (self.folder / f"{sha}.json").exists()

    def pack(self, raw: bytes) -> Packed:
        """These bytes as `add` keeps them; it writes nothing, so any process can do it."""
        sha = sha256(raw).hexdigest()
        is_kept = self.has(sha) and not self.get(sha).came_along
        return Packed(sha, b"" if is_kept else gzip.compress(raw, 6, mtime=0))

    def add(self, packed: Packed, snapshot: Snapshot) -> Snapshot:
        """Keep these bytes; what is already held stays as it is, but for its notes.

        Bytes of the open data that came along without them are added to what is known of them.
        """
        sha = packed.sha256
        held = self.get(sha) if self.has(sha) else None
        kept = replace(held or snapshot, sha256=sha, notes=snapshot.notes, came_along=False)
        if kept == held:
            return held
        if held is None or held.came_along:
            write_atomically(self.folder / f"{sha}.gz", packed.content)
        return self.describe(kept)

    def describe(self, snapshot: Snapshot) -> Snapshot:
        """Write the description of a snapshot."""
        text = json.dumps(asdict(snapshot), ensure_ascii=False, indent=1, sort_keys=True)
        write_atomically(self.folder / f"{snapshot.sha256}.json", text.encode("utf-8"))
        self._known[snapshot.sha256] = snapshot
        return snapshot

    def raw(self, sha: str) -> bytes:
        """The bytes as they were read; InvalidFile if they are no longer those, or not held."""
        if self.get(sha).came_along:
            raise InvalidFile(
                f"The bytes of {self.get(sha).name} did not come along with segnb, only "
                "what was read of them: get the file from its producer and import it."
            )
        try:
            raw = gzip.decompress((self.folder / f"{sha}.gz").read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidFile(_damaged(sha)) from error
        if sha256(raw).hexdigest() != sha:
            raise InvalidFile(_damaged(sha))
        return raw

    def hashes(self) -> list[str]:
        """Hashes of all snapshots."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def frame(self) -> pd.DataFrame:
        """One row a snapshot, oldest first."""
        rows = [asdict(s) | {"date": s.date, "origin": s.origin} for s in self.by_age()]
        columns = [*Snapshot.__dataclass_fields__, "date", "origin"]
        return pd.DataFrame(rows, columns=columns)

    def by_age(self) -> list[Snapshot]:
        """Snapshots, oldest first."""
        return sorted((self.get(sha) for sha in self.hashes()), key=lambda s: s.rank)

    def order(self) -> dict[str, int]:
        """Place of each hash in the order of age."""
        return {snapshot.sha256: place for place, snapshot in enumerate(self.by_age())}


def _damaged(sha: str) -> str:
    return (
        f"The snapshot {sha[:12]} in the store is damaged: remove its two files and import again."
    )
