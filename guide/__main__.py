"""`python -m guide`: write the teacher's guide with its key."""

from pathlib import Path
from typing import get_args

import click

from guide.making import html, pdf
from guide.pages import document
from segnb.cli.options import OneLine
from segnb.vocabulary.i18n import Lang

LANGUAGES = get_args(Lang)
NAMES = {"sv": "lararhandledning", "en": "teachers-guide"}


@click.group(cls=OneLine, invoke_without_command=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("outputs/teaching-key"))
@click.option("--lang", "langs", type=click.Choice(LANGUAGES), multiple=True, default=LANGUAGES)
@click.option("--word", default="", help="A pupil's word; else the numbers of the pages.")
@click.option("--municipality", default="", help="Code or name, for lesson 9; else Gävle.")
def main(out: Path, langs: tuple[Lang, ...], word: str, municipality: str) -> None:
    """Write the teacher's guide, HTML and PDF, in Swedish and English."""
    out.mkdir(parents=True, exist_ok=True)
    for lang in langs:
        made = document(lang, word, municipality)
        (out / f"{NAMES[lang]}.html").write_text(html(made), encoding="utf-8")
        (out / f"{NAMES[lang]}.pdf").write_bytes(pdf(made))
        click.echo(f"{out / NAMES[lang]}.html and .pdf")


if __name__ == "__main__":
    main()
