"""Run every study, or those named: ``python -m studies [coverage ...]``."""

import sys
from importlib import import_module

STUDIES = ("coverage", "other_measures", "differences", "false_claims", "engines", "kills")


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in STUDIES]
    if unknown:
        sys.exit(f"no study {unknown[0]!r}; there are {', '.join(STUDIES)}")
    for name in names or STUDIES:
        import_module(f"studies.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
