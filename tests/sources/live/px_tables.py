"""Tables of the local server: variables, values, and answers in JSON-stat 2 as SCB gives them."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Problem(Exception):
    """A request that the service refuses, with the title that SCB gives.

    `told` is the status that the body says, where it is another than that of HTTP; `content` a
    body of another form.
    """

    def __init__(
        self, title: str, status: int = 400, told: int = 0, content: dict[str, Any] | None = None
    ) -> None:
        super().__init__(title)
        self.title, self.status = title, status
        body = {"type": "about:blank", "title": title, "status": told or status}
        self.content = content or body


@dataclass
class Table:
    """A table; `cells` gives value and mark by the codes of all variables, in order."""

    id: str
    variables: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    cells: Mapping[tuple[str, ...], tuple[float | None, str]]
    eliminable: Mapping[str, str | None] = field(default_factory=dict)
    updated: str = "2026-03-02T07:00:00Z"
    title: str = "En tabell"
    discontinued: bool = False
    codelists: tuple[str, ...] = ()
    empty: tuple[float | None, str] = (None, "..")

    @property
    def span(self) -> tuple[str, str]:
        """First and last period."""
        return min(self.variables["Tid"]), max(self.variables["Tid"])

    def metadata(self) -> dict[str, Any]:
        return self._dataset(
            {code: list(values) for code, values in self.variables.items()}, [], {}
        )

    def _dataset(
        self, chosen: Mapping[str, Sequence[str]], values: object, status: Mapping[str, str]
    ) -> dict[str, Any]:
        dimension = {
            code: {
                "label": self.labels[code],
                "category": {
                    "index": {value: place for place, value in enumerate(values_of)},
                    "label": {value: self.variables[code][value] for value in values_of},
                },
                "extension": {"elimination": code in self.eliminable, "codelists": []},
            }
            for code, values_of in chosen.items()
        }
        return {
            "version": "2.0",
            "class": "dataset",
            "label": self.title,
            "source": "SCB",
            "updated": self.updated,
            "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
            "id": list(chosen),
            "size": [len(values_of) for values_of in chosen.values()],
            "dimension": dimension,
            "extension": {"px": {"tableid": self.id, "decimals": 0}},
            "value": values,
        } | ({"status": dict(status)} if status else {})

    def answer(
        self, selection: Sequence[Mapping[str, Any]], cap: int, sparse: bool
    ) -> dict[str, Any]:
        """Answer to a selection, by the rules of the service."""
        asked = {item["variableCode"]: item for item in selection}
        if len(asked) != len(selection) or set(asked) - set(self.variables):
            raise Problem("Non-existent variable")
        lists = {item.get("codelist", "") for item in selection} - {""}
        if lists - set(self.codelists):
            raise Problem("Non-existent codelist")
        chosen, fixed = {}, {}
        for code in self.variables:
            codes = self._expanded(code, asked.get(code, {}).get("valueCodes", []))
            if codes:
                chosen[code] = codes
            elif code in self.eliminable:
                fixed[code] = self.eliminable[code]
            else:
                raise Problem("Missing selection for mandantory variable")
        if math.prod(len(codes) for codes in chosen.values()) > cap:
            raise Problem("Too many cells selected", 403)
        cells = [self._cell(dict(zip(chosen, place, strict=True)) | fixed)
                 for place in itertools.product(*chosen.values())]  # fmt: skip
        values: Any = [value for value, _ in cells]
        status = {str(place): mark for place, (_, mark) in enumerate(cells) if mark}
        if sparse:
            values = {str(place): value for place, value in enumerate(values) if value is not None}
        return self._dataset(chosen, values, status)

    def _cell(self, place: Mapping[str, str | None]) -> tuple[float | None, str]:
        """A cell; a variable that is left out is summed over, or stands at its total."""
        spans = [list(self.variables[code]) if place[code] is None else [place[code]]
                 for code in self.variables]  # fmt: skip
        found = [self.cells.get(key, self.empty) for key in itertools.product(*spans)]
        if len(found) == 1:
            return found[0]
        numbers = [value for value, _ in found if value is not None]
        return (sum(numbers), "") if numbers else self.empty

    def _expanded(self, code: str, asked: Sequence[str]) -> list[str]:
        found: list[str] = []
        for value in asked:
            found += [v for v in self._matching(code, value) if v not in found]
        return [v for v in self.variables[code] if v in set(found)]

    def _matching(self, code: str, value: str) -> list[str]:
        known = list(self.variables[code])
        if value in known:
            return [value]
        call = re.fullmatch(r"(top|bottom|from|to|range)\((.+)\)", value, re.I)
        if call:
            return _ranged(call[1].lower(), call[2].split(","), known)
        if "*" in value:
            if value.count("*") > 2 or (
                value.count("*") == 1 and not (value[0] == "*" or value[-1] == "*")
            ):
                raise Problem("Illegal selection expression")
        elif "?" not in value:
            raise Problem("Non-existent value")
        pattern = re.escape(value).replace(r"\*", ".*").replace(r"\?", ".")
        return [v for v in known if re.fullmatch(pattern, v, re.I)]


def _ranged(kind: str, given: list[str], known: list[str]) -> list[str]:
    if kind in ("top", "bottom"):
        number = int(given[0])
        return known[-number:] if kind == "top" else known[:number]
    if any(code not in known for code in given):
        raise Problem("Non-existent value")
    first = known.index(given[0]) if kind != "to" else 0
    last = known.index(given[-1]) if kind != "from" else len(known) - 1
    return known[first : last + 1]
