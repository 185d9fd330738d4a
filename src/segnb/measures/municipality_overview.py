"""One municipality at a glance: every measure of a group with its interval, made to be read."""

import json
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

import pandas as pd

from segnb.measures.bounds import HIDDEN
from segnb.measures.from_formula import EVERYBODY, Groups
from segnb.measures.inference import WITHHELD_UNITS, intervals
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Labels, names

TWO_GROUPS = (
    "dissimilarity",
    "gini",
    "entropy_index",
    "eta_squared",
    "hutchens",
    "atkinson",
    "isolation",
    "interaction",
)
SEVERAL = (
    "multigroup_dissimilarity",
    "multigroup_entropy_index",
    "mutual_information",
    "relative_diversity",
)
LEFT = "text-align: left"  # notebooks set everything to the right
LANGUAGES = ("en", "sv")


@cache
def overview_words(lang: str) -> dict[str, str]:
    """Words of the table in a language."""
    file = files("segnb.measures").joinpath("words", f"overview.{lang}.json")
    return json.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Profile:
    """The table of measures of one place; shows itself as HTML in a notebook."""

    frame: pd.DataFrame
    lang: str = "en"
    keys: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """The table as it is shown: words for names, numbers as text."""
        say = overview_words(self.lang)
        rows = [
            (*(str(row[key]) for key in self.keys), *self._row(row))
            for _, row in self.frame.iterrows()
        ]
        head = ("measure", "estimate", "interval", "observed", "expected", "verdict")
        return pd.DataFrame(rows, columns=[*self.keys, *(say[name] for name in head)])

    def _row(self, row: pd.Series) -> tuple[str, ...]:
        say = overview_words(self.lang)
        name = say[row["measure"]]
        if pd.isna(row["estimate"]):
            return name, "–", "–", "–", "–", "–"
        verdict = say["yes"] if row["distinguishable"] else say["no"]
        numbers = (row["estimate"], row["expected"])
        return (
            name,
            self._number(row["unbiased"]),
            " – ".join(map(self._number, (row["lower"], row["upper"]))),
            *map(self._number, numbers),
            verdict,
        )

    def _number(self, value: float) -> str:
        text = f"{value:.3f}"
        return text.replace(".", ",") if self.lang == "sv" else text

    def notes(self) -> list[str]:
        """Who is counted, and what to be careful about, for each place."""
        if not self.keys:
            return self._notes(self.frame.iloc[0])
        lines = []
        for key, place in self.frame.groupby(list(self.keys), sort=False):
            sentences = [line.removesuffix(".") + "." for line in self._notes(place.iloc[0])]
            lines.append(f"{', '.join(map(str, key))}: {' '.join(sentences)}")
        return lines

    def _notes(self, first: pd.Series) -> list[str]:
        say = overview_words(self.lang)
        lines = []
        if first["total"] > 0:
            size = say["everybody" if first["group_size"] == first["total"] else "size"].format(
                group=round(first["group_size"]), total=round(first["total"]), units=first["units"]
            )
            lines.append(size.replace(",", "\N{NO-BREAK SPACE}") if self.lang == "sv" else size)
        if first["reason"]:
            return [*lines, say[first["reason"]]]
        flags = first["flags"].split()
        if "withheld" in flags:
            return [*lines, say["withheld"].format(units=first["units"])]
        return [*lines, *(say[flag] for flag in flags)]

    def caption(self) -> str:
        """The group that is looked at."""
        say, name = overview_words(self.lang), self.frame["group"].iloc[0]
        return say["all"] if name == EVERYBODY else say["group"].format(name=name)

    def _repr_html_(self) -> str:
        table = self.table()
        first, *others = table.columns
        head = f'<th scope="col" style="{LEFT}">{escape(first)}</th>' + "".join(
            f'<th scope="col">{escape(name)}</th>' for name in others
        )
        body = "".join(
            f'<tr><th scope="row" style="{LEFT}">{escape(first)}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
            + "</tr>"
            for first, *rest in table.itertuples(index=False)
        )
        notes = "".join(f"<p>{escape(line)}</p>" for line in self.notes())
        return (
            f'<table lang="{self.lang}"><caption style="{LEFT}">{escape(self.caption())}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f'<div lang="{self.lang}">{notes}</div>'
        )

    def __repr__(self) -> str:
        lines = [self.caption(), self.table().to_string(index=False), *self.notes()]
        return "\n".join(lines)


@takes_tables
def profile(
    counts: pd.DataFrame,
    group: Labels | None = None,
    *,
    groups: Groups = None,
    versus: Labels | None = None,
    by: By = (),
    lang: str = "en",
    draws: int = 399,
    seed: int = 0,
    rounding: float | None = None,
    noise: float | None = None,
    hidden: tuple[float, float] = HIDDEN,
) -> Profile:
    """The whole table of measures with intervals for a municipality, to be read in a notebook.

    Parameters
    ----------
    group : label or list of labels, optional
        The group; without it the measures over all groups are shown.
    groups : sequence of labels, optional
        Without ``group``: the groups to look at.
    versus, draws, seed, rounding, noise, hidden
        As in :func:`~segnb.measures.intervals`; an empty count holds 1 to 4 unless ``hidden``
        says otherwise. With ``versus`` interaction is left out: it counts everybody.
    by : str or sequence of str
        Columns that tell places apart; the table then has the rows of each of them.
    lang : {"en", "sv"}
        Language of the table.

    Returns
    -------
    Profile
        Shows itself as a table; ``frame`` holds the numbers, ``table()`` the text. The estimate
        that is shown is the one that the interval is about (``unbiased``); beside it stand what was
        observed (the ``estimate`` of the frame) and what chance gives. With five units or fewer
        the numbers are withheld.

    Notes
    -----
    Formula and range of each measure are in its own docstring.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": [u for u in range(8) for _ in "xy"], "group": ["x", "y"] * 8,
    ...                        "count": [300, 700, 100, 900] * 4})
    >>> profile(counts, "x").table().iloc[0, :2].tolist()
    ['Dissimilarity D', '0.312']
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}; there are {', '.join(LANGUAGES)}")
    measures = [
        name
        for name in (SEVERAL if group is None else TWO_GROUPS)
        if not (name == "interaction" and versus is not None)
    ]
    frame = intervals(
        counts,
        measures,
        groups if group is None else group,
        versus=versus,
        by=by,
        draws=draws,
        seed=seed,
        rounding=rounding,
        noise=noise,
        hidden=hidden,
    )
    withheld = frame["units"] <= WITHHELD_UNITS
    numbers = ["estimate", "lower", "upper", "lower80", "upper80", "unbiased"]
    frame.loc[withheld, numbers] = float("nan")
    keys = names(by)
    if keys:  # one place after the other
        frame = frame.sort_values(keys, kind="stable", ignore_index=True)
    return Profile(frame, lang, tuple(keys))
