"""Versions of what makes numbers and pages."""

import platform
from importlib.metadata import version

from segnb import __version__

PACKAGES = ("matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyarrow", "typst")


def versions() -> dict[str, str]:
    """Versions of segnb, Python and the packages that make numbers or pages."""
    found = {"segnb": __version__, "python": platform.python_version()}
    return found | {name: version(name) for name in PACKAGES}
