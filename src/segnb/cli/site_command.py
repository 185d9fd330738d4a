"""`segnb site`: the pages of all municipalities, beside their reports."""

from pathlib import Path
from typing import get_args

import click

from segnb.cli.options import answer, shared_options, store_option, store_to_read, whole_path
from segnb.vocabulary.i18n import Lang


@click.command("site")
@click.argument("out", default="outputs", metavar="[OUT]")
@click.option("--lang", type=click.Choice(get_args(Lang)), default="sv", show_default=True)
@click.option("--national/--no-national", default=True, help="Also write the national report.")
@store_option(reads=True)
@shared_options
def site_command(out: str, lang: str, store: str | None, *, national: bool) -> int:
    """Write a site into OUT: map, comparison, data, gaps, and links to the reports that are there.

    It is static: open OUT/index.html, or put the folder on any web server. It needs no reports.
    """
    written = write_site_of(Path(out), store_to_read(store), lang, national=national)
    line = "{indicators} indicators of {municipalities} municipalities, {reports} reports: {page}"
    answer(written, [line.format(**written)])
    return 0


def write_site_of(out: Path, store: str, lang: str, *, national: bool) -> dict[str, object]:
    """Write the site of a store, and first the national report that it links to.

    Raises
    ------
    EmptyStore
        No indicator is held for enough municipalities; nothing is written.
    """
    from segnb.publish.single_page import write_page
    from segnb.publish.site.country_values import indicators_of
    from segnb.publish.site.site_folder import write_site
    from segnb.sources.store_choice import open_store
    from segnb.vocabulary.i18n import Language

    held = open_store(store)
    indicators = indicators_of(held)
    if national:
        country = Language(lang).text("national.country")  # type: ignore[arg-type]
        given = {"lang": lang, "store": whole_path(store)}
        write_page("national", country, given, out / "national" / lang, lang, ("html",))  # type: ignore[arg-type]
    site = write_site(out, held, indicators, lang)  # type: ignore[arg-type]
    return {
        "indicators": len(site.indicators),
        "municipalities": len(site.names),
        "reports": len(site.reports),
        "page": str(out / "index.html"),
    }
