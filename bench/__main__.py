"""Run every part, or those named: ``python -m bench [measures ...]``; QUICK=1 for a short run."""

import os
import sys
import time
from importlib import import_module

from bench.page import keep
from bench.timing import table

PARTS = ("measures", "reports", "sources", "lessons")


def main(names: list[str]) -> None:
    """Measure, print, and keep the tables of a full run."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    quick = os.environ.get("QUICK", "") not in ("", "0")
    for name in names or PARTS:
        part, started = import_module(f"bench.{name}"), time.perf_counter()
        text = table(part.rows(quick))
        minutes = (time.perf_counter() - started) / 60
        print(f"{part.NAME}\n\n{text}\n\n{minutes:.1f} minutes\n", flush=True)
        if not quick:
            keep(part.NAME, text, minutes)


if __name__ == "__main__":
    main(sys.argv[1:])
