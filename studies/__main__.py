"""Run every study, or those named: ``python -m studies [coverage ...]``.

Those of pages and of mutants take options: ``python -m studies pages --sample 8``.
"""

import sys
from importlib import import_module
from itertools import takewhile

STUDIES = (
    "coverage",
    "other_measures",
    "differences",
    "false_claims",
    "evaluation",
    "engines",
    "kills",
    "fetches",
    "pages",
    "paper",
    "ids",
)
APART = "mutants"  # a target of its own: `make mutants`
WITH_OPTIONS = ("pages", APART)


def main(words: list[str]) -> None:
    names = list(takewhile(lambda word: not word.startswith("-"), words))
    options = words[len(names) :]
    there = (*STUDIES, APART)
    unknown = [name for name in names if name not in there]
    if unknown:
        sys.exit(f"no study {unknown[0]!r}; there are {', '.join(there)}")
    if options and not (len(names) == 1 and names[0] in WITH_OPTIONS):
        sys.exit(f"{options[0]} is an option of {' or '.join(WITH_OPTIONS)}, named alone")
    for name in names or STUDIES:
        import_module(f"studies.{name}").main(*options)


if __name__ == "__main__":
    main(sys.argv[1:])
