"""A statistical table with labelled variables: what every SCB format is read into."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from segnb.vocabulary.areas import counties, municipalities

CONTENTS = "tabellinnehåll"
_CONTENTS = {"tabellinnehåll", "contents", "contentscode", "observations"}
_TIME = {"år", "year", "tid", "time", "period", "månad", "month", "kvartal", "quarter"}
_REGION = {"region", "område", "regioner", "kommun", "deso", "regso"}
_SEX = {"kön", "sex", "gender"}


@dataclass(frozen=True)
class LabelledTable:
    """One row a cell: the label of each variable, a value and a status.

    Attributes
    ----------
    frame
        Columns `region`, `year` (text), `sex` where there is one, the other variables under
        their names, `value` and `status`.
    table
        Id of the table (`TAB5956`), where the file has it.
    codes
        Codes of the contents (`000005MO`), where the file has them.
    fault
        Why the table cannot be used at all; empty if it can.
    producer
        Whose table it is, as the catalogue names them; empty where the file does not tell.
    """

    frame: pd.DataFrame
    taken_as: str
    title: str = ""
    table: str = ""
    codes: tuple[str, ...] = ()
    published: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)
    fault: str = ""
    producer: str = ""
    _labels: dict[str, set[str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def variables(self) -> list[str]:
        """Names of the variables beside region, year and sex."""
        fixed = {"region", "year", "sex", "value", "status"}
        return [str(column) for column in self.frame.columns if column not in fixed]

    def labels(self, variable: str) -> set[str]:
        """Labels of a variable in the form in which they are compared; none if it has no such."""
        name = plain(variable)
        if name not in self._labels and name in self.frame:
            self._labels[name] = {plain(label) for label in self.frame[name].unique()}
        return self._labels.get(name, set())

    @property
    def name(self) -> str:
        """What the table is called in a message."""
        ids = self.table or ", ".join(self.codes[:3]) + (", …" if len(self.codes) > 3 else "")
        return " ".join(filter(None, (ids, f'"{self.title}"' if self.title else "")))


def plain(label: object) -> str:
    """Form in which labels are compared: no case, no outer spaces, one kind of dash."""
    text = "" if label is None else str(label)
    for dash in ("\u2013", "\u2012", "\u2212"):
        text = text.replace(dash, "-")
    return " ".join(text.split()).casefold()


def role(variable: str) -> str:
    """Column of a variable: `region`, `year`, `sex`, the contents, or its own name."""
    name = plain(variable)
    if name in _TIME:
        return "year"
    if name in _REGION:
        return "region"
    if name in _SEX:
        return "sex"
    return CONTENTS if name in _CONTENTS else name


KNOWN = ("region", "year", "sex", CONTENTS)
_SMALL_AREA = re.compile(r"\d{4}(?:[A-C]\d{4}|R\d{3})(?:_\w+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")


def named_by_codes(codes: list[str]) -> str:
    """`region` or `år` where all codes of a variable are those; other services name them freely."""
    large = {"00", *municipalities()["code"], *counties()["code"]}
    if codes and all(_YEAR.fullmatch(code) for code in codes):
        return "år"
    is_area = [code in large or bool(_SMALL_AREA.fullmatch(code)) for code in codes]
    is_long = any(len(code) > 2 for code in codes)  # two digits alone may be ages
    return "region" if codes and is_long and all(is_area) else ""


def without_place(names: Iterable[str]) -> str:
    """Why a table cannot be used that has no areas or no years among its variables."""
    return (
        f"it has no variable with Swedish regions, or none with years (it has {', '.join(names)}): "
        "choose regions (municipalities, RegSO or DeSO, with their codes) and years when you get it"
    )


def unfolded(variables: dict[str, list[str]], cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table whose cells stand row by row, the last variable changing fastest.

    Parameters
    ----------
    variables
        Labels of each variable, in order.
    cells
        `value` and `status`, one row for each combination of labels.
    """
    places = pd.MultiIndex.from_product(variables.values(), names=[role(v) for v in variables])
    frame = places.to_frame(index=False)
    return pd.concat([frame, cells.reset_index(drop=True)], axis="columns")
