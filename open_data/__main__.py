"""Make the open data that come along: ``python -m open_data FOLDER``, the folder of the files."""

import sys
import tempfile
from pathlib import Path

from open_data.build import MOST, build, put_in_place, size
from open_data.listed import listed
from open_data.page import PAGE, page
from segnb.store.marker import BOX_FOLDER
from segnb.store.open_data import box
from segnb.vocabulary.errors import SegnbError


def main(arguments: list[str]) -> None:
    """Build twice, compare, put in place, and write the page."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit("name the folder with the files: make open-data FROM=../shared/data")
    tables = listed()
    with tempfile.TemporaryDirectory() as place:
        first, second = (
            build(tables, Path(arguments[0]), Path(place) / name) for name in ("first", "second")
        )
        if first.fingerprint() != second.fingerprint():
            sys.exit("two builds from the same files differ: nothing was put in place")
        if size(first) > MOST:
            sys.exit(f"{size(first):,} bytes are more than {MOST:,}: nothing was put in place")
        put_in_place(first, BOX_FOLDER)
    PAGE.write_text(page(tables, box()), encoding="utf-8", newline="\n")
    print(f"{BOX_FOLDER}: {size(BOX_FOLDER):,} bytes, twice the same; {PAGE}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SegnbError as error:
        sys.exit(str(error))
