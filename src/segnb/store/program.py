"""The program that computes: the package itself and the versions of what it rests on."""

import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from segnb import __version__

PACKAGE = Path(str(files("segnb")))
OF_THE_PACKAGE = (".py", ".yml", ".csv", ".j2", ".typ", ".json", ".js", ".css")
PACKAGES = (
    *("babel", "geopandas", "jinja2", "matplotlib", "mistune", "nbconvert", "numpy", "pandas"),
    *("papermill", "pyarrow", "pyogrio", "pyproj", "scipy", "seaborn", "shapely", "typst"),
)


def versions() -> dict[str, str]:
    """Versions of segnb, Python and every package that makes numbers or pages."""
    found = {"segnb": __version__, "python": platform.python_version()}
    return found | {name: version(name) for name in PACKAGES}


def parts() -> list[Path]:
    """Files of the package that are program: code, words, settings, templates."""
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in OF_THE_PACKAGE)


@cache
def program() -> str:
    """Hash of the package and of the versions: what it has made holds as long as this does."""
    total = sha256(repr(sorted(versions().items())).encode())
    for path in parts():
        total.update(f"{path.relative_to(PACKAGE).as_posix()} ".encode() + path.read_bytes())
    return total.hexdigest()
