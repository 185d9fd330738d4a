"""`python -m lite PYODIDE`: write the lessons as JupyterLite for a web server of one's own."""

from pathlib import Path

import click

from lite.site import build
from segnb.cli.options import OneLine


@click.group(cls=OneLine, invoke_without_command=True)
@click.option("--pyodide", type=click.Path(path_type=Path), required=True)
@click.option("--wheels", type=click.Path(path_type=Path), help="Wheels that Pyodide lacks.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("outputs/lite"))
def main(pyodide: Path, wheels: Path | None, out: Path) -> None:
    """Write the site; it is served as it is, from any web server."""
    outside = build(pyodide, out, wheels)
    click.echo(f"{out / 'lab' / 'index.html'}")
    for address in outside:
        click.echo(f"its settings name {address}")


if __name__ == "__main__":
    main()
