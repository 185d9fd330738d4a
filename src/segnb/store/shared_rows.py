"""What the reports of a batch ask, read once for all of them."""

from pathlib import Path

from segnb.store.folder import Store
from segnb.store.ledger import share
from segnb.store.parquet_files import keep_in_memory
from segnb.vocabulary.areas import LEVELS, NATION


def load_national(path: Path) -> None:
    """Read all areas and observations, and answer what is asked of the whole country.

    Reports that are forked from it share the rows with it, and with each other.

    Raises
    ------
    SegnbError
        There is no store in this folder, or it is damaged.
    """
    store = Store.open(path)
    for level in LEVELS:
        share(store, "read_areas", level=level)
    for file in sorted((path / "observations").glob("*.parquet")):
        keep_in_memory(file)
        every = {"indicator": file.stem, "sex": None, "interval": True}
        share(store, "read", **every, level="municipality")
        share(store, "read", **every, level="nation", areas=[NATION])
