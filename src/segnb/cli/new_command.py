"""`segnb new`: a running start for what a municipality adds of its own."""

from pathlib import Path

import click

from segnb.vocabulary.areas import ascii_name
from segnb.vocabulary.errors import CannotWrite, InvalidParams

TEMPLATE, NAME = "own_chapter", ".ipynb"


@click.group("new")
def new_group() -> None:
    """Begin something of your own."""


@new_group.command("chapter")
@click.argument("name")
def new_chapter(name: str) -> int:
    """Write NAME.ipynb here: a chapter that runs, to be changed."""
    from segnb.publish.notebooks import chapters, notebook_folder

    stem = ascii_name(name.removesuffix(NAME)).replace("-", "_").strip("_")
    if not stem or stem in chapters():
        raise InvalidParams(
            f"{name!r} cannot be the name of a chapter of your own: choose another."
        )
    path = Path(f"{stem}{NAME}")
    text = (notebook_folder() / f"{TEMPLATE}{NAME}").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text.replace(TEMPLATE, stem))
    except FileExistsError as error:
        raise CannotWrite(f"{path} is there already: choose another name.") from error
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(f"{path}: open it in JupyterLab, change it, and add it to a params file beside it:")
    click.echo(f"  chapters: [summary, whole_municipality, {path}, methods]")
    return 0
