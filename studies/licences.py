"""Licences of all that a report needs, read from the installed packages: ``make licences``.

Writes the table of `docs/licences.md` and the list of parts `docs/sbom.json` (CycloneDX 1.6) from
`requirements.lock`. A licence that is not known to go with MIT ends it with an error.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parents[1]
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+))?")
# Words of licences that ask for no more than a notice, and of those that cover their own files.
GOES_WITH_MIT = ("MIT", "BSD", "0BSD", "Apache", "ISC", "PSF", "Python Software Foundation",
                 "Zlib", "CC0", "MPL", "Mozilla Public License")  # fmt: skip
ELSEWHERE = "not read: not needed here"
HEAD = """# Licences

Everything in `requirements.lock`, as `make licences` reads it from the installed packages. segnb
itself is under the MIT licence, with which every licence that is read here goes. MPL 2.0 covers
changes to the package's own files, which segnb does not make. Packages that only another system
or version of Python needs are named with the condition, and their licence is not read.
The same list for programs is `docs/sbom.json` (CycloneDX); hashes of every file are in the lock.

| package | version | licence |
| --- | --- | --- |
"""


class Part(NamedTuple):
    """A package of the lock."""

    name: str
    version: str
    condition: str
    licence: str


def parts() -> Iterator[Part]:
    """Packages of the lock, in its order."""
    for line in (TOP / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if found := PIN.match(line):
            name, version, condition = found.groups(default="")
            yield Part(name, version, condition.strip(), licence_of(name))


def licence_of(name: str) -> str:
    """Licence that an installed package states."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    return said.get("License-Expression") or _classified(said) or _first_line(said)


def _classified(said: PackageMetadata) -> str:
    every = (one for one in said.get_all("Classifier", []) if one.startswith("License ::"))
    names = {one.rpartition(" :: ")[2] for one in every} - {"OSI Approved"}
    return ", ".join(sorted(names))


def _first_line(said: PackageMetadata) -> str:
    return next(iter((said.get("License") or "").strip().splitlines()), "")


def goes_with_mit(licence: str) -> bool:
    """Whether every licence that is named goes with MIT; where one may choose, one is enough."""
    choices = [re.split(r" AND |, (?!Version)", one) for one in licence.split(" OR ")]
    return any(all(part.strip("() ").startswith(GOES_WITH_MIT) for part in one) for one in choices)


def _row(part: Part) -> str:
    where = f" ({part.condition})" if part.condition else ""
    return f"| {part.name}{where} | {part.version} | {part.licence} |"


def sbom(every: list[Part]) -> dict:
    """The parts as CycloneDX writes them."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "segnb"}},
        "components": [
            {
                "type": "library", "name": part.name, "version": part.version,
                "purl": f"pkg:pypi/{part.name}@{part.version}",
                **({"licenses": [{"license": {"name": part.licence}}]}
                   if part.licence != ELSEWHERE else {}),
            }
            for part in every
        ],
    }  # fmt: skip


def main() -> None:
    """Write the table and the list."""
    every = list(parts())
    wrong = [p for p in every if p.licence != ELSEWHERE and not goes_with_mit(p.licence)]
    if wrong:
        sys.exit(f"{wrong[0].name} is under {wrong[0].licence!r}: does that go with MIT?")
    page = HEAD + "\n".join(map(_row, every)) + "\n"
    (TOP / "docs" / "licences.md").write_text(page, encoding="utf-8", newline="\n")
    listed = json.dumps(sbom(every), indent=1, ensure_ascii=False) + "\n"
    (TOP / "docs" / "sbom.json").write_text(listed, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
