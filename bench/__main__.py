"""Run every suite, or those named: ``python -m bench [measures ...]``; QUICK=1 for a short run."""

import os
import sys
from importlib import import_module

SUITES = ("measures",)


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        sys.exit(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    quick = os.environ.get("QUICK", "") not in ("", "0")
    for name in names or SUITES:
        import_module(f"bench.{name}").main(quick=quick)


if __name__ == "__main__":
    main(sys.argv[1:])
