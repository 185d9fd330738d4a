"""The sections of ``docs/performance.md`` that a full run keeps."""

import datetime as dt
import os
import platform
from pathlib import Path

import numpy as np
import pandas as pd

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def marks(name: str) -> tuple[str, str]:
    """What stands before and after the table of a part."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def keep(name: str, text: str, minutes: float, page: Path = PAGE) -> None:
    """Put the table of a part between its marks, with the date and the machine."""
    begin, end = marks(name)
    old = page.read_text(encoding="utf-8")
    if begin not in old or end not in old:
        raise ValueError(f"{page.name} has no {begin} … {end} for the table of {name}")
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    body = (
        f"{begin}\n\nRun on {dt.date.today():%Y-%m-%d} in {minutes:.1f} minutes ({machine}, numpy "
        f"{np.__version__}, pandas {pd.__version__}).\n\n{text}\n\n{end}"
    )
    page.write_text(old.split(begin)[0] + body + old.split(end)[1], encoding="utf-8")
