"""Writing a site: pages, style, scripts, data pieces and files, into a folder of reports."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from segnb.publish.batch_record import read_entries
from segnb.publish.country_shapes import country_shapes
from segnb.publish.site.country_values import CountryValues
from segnb.publish.site.data_pieces import (
    csv_bytes,
    dictionary,
    long_table,
    parquet_bytes,
    piece,
)
from segnb.publish.site.site_pages import (
    Site,
    compare_page,
    data_page,
    missing_page,
    site_style,
    start_page,
    table_page,
)
from segnb.store import Store
from segnb.store.atomic_writing import write_atomically
from segnb.vocabulary.errors import CannotWrite
from segnb.vocabulary.i18n import Lang, Language

FOLDER = "site"
SCRIPTS = ("site.js", "start.js", "compare.js")
REPORTS = "reports.html"  # the batch page, where a site has the start page
KILO = 1000


def write_site(out: Path, store: Store, indicators: tuple[CountryValues, ...], lang: Lang) -> Site:
    """Write the site of a store beside the reports of a folder; what stood there is renewed.

    Parameters
    ----------
    out
        Folder of reports, which may have none: then the pages link to none.
    indicators
        What `indicators_of` gives of the store.

    Raises
    ------
    CannotWrite
        The folder cannot be written.
    """
    site = _site(out, store, indicators, lang)
    try:
        for name, content in _files(site):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}.") from error
    _without_others(out / FOLDER, {one.entry.id for one in site.indicators})
    return site


def _site(out: Path, store: Store, indicators: tuple[CountryValues, ...], lang: Lang) -> Site:
    reports = tuple(entry for entry in read_entries(out) if entry.formats)
    more = {"national": f"national/{lang}/report.html", "reports": REPORTS}
    there = {key: file for key, file in more.items() if (out / file).exists()}
    return Site(Language(lang), indicators, country_shapes(store), reports, there)


def _files(site: Site) -> Iterator[tuple[str, bytes]]:
    codes = list(site.names)
    yield f"{FOLDER}/site.css", site_style().encode()
    for name in SCRIPTS:
        script = files("segnb.publish") / "templates" / "site" / name
        yield f"{FOLDER}/{name}", script.read_bytes()
    for one in site.indicators:
        yield f"{FOLDER}/pieces/{one.entry.id}.js", piece(one, codes, site.language).encode()
        yield f"{FOLDER}/tables/{one.entry.id}.html", table_page(site, one).encode()
    yield from _data(site)
    yield "compare.html", compare_page(site).encode()
    yield "missing.html", missing_page(site).encode()
    yield "index.html", start_page(site).encode()


def _data(site: Site) -> Iterator[tuple[str, bytes]]:
    """Files to download, and the page that names them with their sizes."""
    rows = long_table(site.indicators)
    made = {
        "parquet": ("values.parquet", parquet_bytes(rows)),
        "csv": ("values.csv", csv_bytes(rows)),
        "dictionary": ("dictionary.csv", csv_bytes(dictionary(site.indicators, site.language))),
    }
    listed = [{"key": key, "name": name, "size": _size(site, len(content))}
              for key, (name, content) in made.items()]  # fmt: skip
    yield from ((f"{FOLDER}/{name}", content) for name, content in made.values())
    yield "data.html", data_page(site, listed, int(rows["value"].notna().sum())).encode()


def _size(site: Site, count: int) -> str:
    mega = count / KILO**2
    if mega >= 1:
        return f"{site.language.number(mega, 1)} MB"
    return f"{site.language.number(max(1, round(count / KILO)))} kB"


def _without_others(folder: Path, shown: set[str]) -> None:
    for path in (*folder.glob("pieces/*.js"), *folder.glob("tables/*.html")):
        if path.stem not in shown:
            path.unlink()
