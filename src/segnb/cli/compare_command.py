"""`segnb compare`: some municipalities beside each other."""

import hashlib
from pathlib import Path
from typing import get_args

import click

from segnb.cli.options import (
    engine_option,
    shared_options,
    store_option,
    store_to_read,
    whole_path,
)
from segnb.cli.report_command import answer_page, wanted_formats
from segnb.vocabulary.i18n import Lang


@click.command("compare")
@click.argument("places", nargs=-1, metavar="MUNICIPALITY...")
@click.option("--lang", type=click.Choice(get_args(Lang)), default="sv", show_default=True)
@store_option(reads=True)
@click.option("--out", default="outputs", show_default=True, help="Folder for the pages.")
@click.option("--format", "formats", default="html,pdf", show_default=True, help="What to write.")
@engine_option
@shared_options
def compare_command(
    places: tuple[str, ...],
    lang: str,
    store: str | None,
    out: str,
    formats: str,
    engine: str | None,
) -> int:
    """Compare two to sixty municipalities: codes, names, a county or a group of SKR.

    More than twelve are shown as strips, with a row each in the table. Ranks are ranges that hold
    for all municipalities shown at once; there is no league table.
    """
    from segnb.publish.batch_selection import codes_of
    from segnb.publish.single_page import write_page
    from segnb.report.comparison.place_ranks import AS_ROWS, compared_places
    from segnb.vocabulary.areas import find_municipality
    from segnb.vocabulary.i18n import Language

    wanted = wanted_formats(formats)
    codes = compared_places([code for text in places for code in codes_of(text)])
    names = [find_municipality(code).name for code in codes]
    language = Language(lang)  # type: ignore[arg-type]
    many = len(codes) > AS_ROWS
    name = language.text("side_by_side.many", n=len(codes)) if many else language.listing(names)
    target = Path(out) / _folder(codes, many=many) / lang
    given = {"places": list(codes), "lang": lang, "store": whole_path(store_to_read(store))}
    written = write_page("comparison", name, given, target, lang, wanted, engine=engine)  # type: ignore[arg-type]
    return answer_page(written, name, wanted, places=codes)


def _folder(codes: tuple[str, ...], *, many: bool) -> str:
    """Folder of a comparison: the codes, or of many their number and a hash."""
    if not many:
        return f"comparison-{'-'.join(codes)}"
    mark = hashlib.sha256(" ".join(codes).encode()).hexdigest()[:8]
    return f"comparison-{len(codes)}-{mark}"
