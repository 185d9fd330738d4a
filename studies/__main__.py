"""Run every study, or those named: ``python -m studies [coverage ...]``.

The study of pages takes options: ``python -m studies pages --sample 8 --store build/store``.
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
    "pages",
)
WITH_OPTIONS = "pages"


def main(words: list[str]) -> None:
    names = list(takewhile(lambda word: not word.startswith("-"), words))
    options = words[len(names) :]
    unknown = [name for name in names if name not in STUDIES]
    if unknown:
        sys.exit(f"no study {unknown[0]!r}; there are {', '.join(STUDIES)}")
    if options and names != [WITH_OPTIONS]:
        sys.exit(f"only the study {WITH_OPTIONS} takes options, named alone; not {options[0]}")
    for name in names or STUDIES:
        import_module(f"studies.{name}").main(*options)


if __name__ == "__main__":
    main(sys.argv[1:])
