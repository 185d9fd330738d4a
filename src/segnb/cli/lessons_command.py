"""`segnb lessons`: the lessons as pages for any browser, and as worksheets."""

from pathlib import Path
from typing import get_args

import click

from segnb.vocabulary.i18n import Lang

LANGUAGES = get_args(Lang)


@click.command("lessons")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs/lessons"),
    show_default=True,
    help="Folder for the pages.",
)
@click.option("--lang", "langs", type=click.Choice(LANGUAGES), multiple=True, default=LANGUAGES)
@click.option("--municipality", default="", help="Code or name; else Gävle.")
@click.option("--word", default="", help="A word from which the numbers of the exercises come.")
@click.option("--store", default="", help="Store with open data; else the usual one.")
def lessons_command(
    out: Path, langs: tuple[Lang, ...], municipality: str, word: str, store: str
) -> int:
    """Write the lessons as pages that work without a kernel or a network, with worksheets.

    Copy the folder to a shared disk or a web server, or open `index.html` as a file.
    """
    from segnb.teaching.pages.page_folder import write_lessons

    for path in write_lessons(out, langs, municipality, word, store):
        click.echo(path)
    return 0
