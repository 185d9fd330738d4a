"""Files that producers publish at an address: election results, lists of areas, changed borders."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from segnb.sources.files.document import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.reading import Reading
from segnb.sources.live.call import Call
from segnb.sources.live.http import Refused
from segnb.sources.live.queries import Query
from segnb.sources.live.scope import Scope
from segnb.sources.live.service import Plan, recognised
from segnb.vocabulary.errors import InvalidFile

LARGEST = 200_000_000  # bytes of one file when unpacked
READ = (".geojson", ".json", ".xlsx", ".csv")


@dataclass
class Downloads:
    """Files by address, read as an import reads them.

    Attributes
    ----------
    base
        Address of a mirror that has all of them under their names; empty: where they are.
    """

    base: str
    queries: Iterable[Query]
    api: str = "files"

    def configure(self) -> None:
        """Files have no limits but those of courtesy."""

    def plan(self, scope: Scope) -> Plan:
        """One request a file; each holds the whole country."""
        wanted = [q for q in self.queries if scope.is_country or not q.country_only]
        return Plan([self._call(query) for query in wanted])

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """What a file holds, or the one file in an archive."""
        return [replace(recognised(self.document(call, raw), context), table=call.table)]

    def document(self, call: Call, raw: bytes) -> Document:
        """A file, or the one file in an archive; InvalidFile where a web page is in its place."""
        name = PurePosixPath(urlsplit(call.url).path).name
        document = Document.of(raw, name)
        if document.kind == "zip":
            document = unpacked(raw, name)
        if document.kind == "markup":
            raise InvalidFile(f"{call.url} is a web page now: the file has another address.")
        return document

    def more(self, call: Call, raw: bytes) -> list[Call]:  # noqa: ARG002
        """A file leads to no other."""
        return []

    def instead(self, call: Call, refused: Refused) -> list[Call]:  # noqa: ARG002
        """Nothing takes the place of a file."""
        return []

    def _call(self, query: Query) -> Call:
        url = query.path
        if self.base:
            url = f"{self.base}/{PurePosixPath(urlsplit(url).path).name}"
        return Call(self.api, url, table=query.table, is_json=False)


def unpacked(raw: bytes, name: str) -> Document:
    """The one file in an archive that can be read; it is never written to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = [m for m in archive.infolist() if m.filename.lower().endswith(READ)]
            if len(found) != 1 or found[0].file_size > LARGEST:
                raise InvalidFile(f"{name} holds {len(found)} files that can be read, not one.")
            return Document.of(archive.read(found[0]), PurePosixPath(found[0].filename).name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise InvalidFile(f"{name} is a damaged archive.") from error
