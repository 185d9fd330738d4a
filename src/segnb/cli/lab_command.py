"""`segnb lab`: the lessons in JupyterLab, as copies of one's own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click

from segnb.vocabulary.i18n import Lang


@click.command("lab", context_settings={"ignore_unknown_options": True})
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("lessons"),
    show_default=True,
    help="Folder for your own copies; those that are there are kept.",
)
@click.option("--lang", type=click.Choice(get_args(Lang)), default="sv", show_default=True)
@click.option("--municipality", default="", help="Code or name; else Gävle.")
@click.option("--only-copy", is_flag=True, help="Lay out the copies and stop.")
@click.argument("jupyter", nargs=-1, type=click.UNPROCESSED)
def lab_command(
    out: Path, lang: Lang, municipality: str, only_copy: bool, jupyter: tuple[str, ...]
) -> int:
    """Open the lessons in JupyterLab, at the start page.

    Your answers are saved in copies of your own, never in segnb itself. What follows `--` goes to
    JupyterLab: `segnb lab -- --no-browser --ip 0.0.0.0`.
    """
    from segnb.publish.lesson_copies import SETTINGS, lay_out

    folder = lay_out(out, lang, municipality)
    click.echo(f"Your lessons are in {folder}.")
    if only_copy:
        return 0
    environment = os.environ | {"JUPYTERLAB_SETTINGS_DIR": str(folder / SETTINGS)}
    return subprocess.run([*command(folder), *jupyter], env=environment, check=False).returncode


def command(folder: Path) -> list[str]:
    """How JupyterLab is started on a folder, also by root in a container."""
    from segnb.publish.lesson_copies import START

    found = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    found += [f"--LabApp.default_url=/lab/tree/{START}"]
    return [*found, "--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else found
