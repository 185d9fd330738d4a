"""The sections of ``docs/performance.md`` that a full run keeps."""

import datetime as dt
import os
import platform
from pathlib import Path

import numpy as np
import pandas as pd

from studies.page import put

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def keep(name: str, text: str, minutes: float, page: Path = PAGE) -> None:
    """Put the table of a part between its marks, with the date and the machine."""
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    run = (
        f"Run on {dt.date.today():%Y-%m-%d} in {minutes:.1f} minutes ({machine}, numpy "
        f"{np.__version__}, pandas {pd.__version__})."
    )
    put(name, f"{run}\n\n{text}", page)
