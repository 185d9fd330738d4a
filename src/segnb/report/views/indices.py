"""How divided the municipality is: indices with interval and the value under randomness."""

from dataclasses import dataclass

import pandas as pd

from segnb import measures
from segnb.report import figures
from segnb.report.blocks import Figure, Gap, Row, Table
from segnb.report.context import Report
from segnb.report.gaps import passing_gaps
from segnb.report.held import Held
from segnb.report.noise import noise_in
from segnb.report.say import Statement
from segnb.report.showing import make_figure, make_table
from segnb.vocabulary.areas import LEVELS

FAMILIES = ("deso", "regso")
SMALLEST_GROUP = 200
IN_PERCENT = ("estimate", "expected", "upper_random", "unbiased")
IN_PERCENT += ("lower", "upper", "lower80", "upper80")  # type: ignore[assignment]


@dataclass(frozen=True)
class Indices:
    """Indices of several indicators at several levels.

    Attributes
    ----------
    held
        What was measured, one for each indicator and level.
    frame
        One row for each of them: `indicator, level, year, share` (of the group, per cent) and
        what `measures.intervals` gives, in 0-100.
    """

    held: tuple[Held, ...]
    frame: pd.DataFrame

    def of(self, indicator: str) -> pd.DataFrame:
        """Rows of one indicator, the finest level first."""
        return self.frame[self.frame["indicator"] == indicator]


def measure_indices(
    report: Report,
    *indicators: str,
    families: tuple[str, ...] = FAMILIES,
    measure: str = "dissimilarity",
) -> Indices | Gap:
    """Index of each share between areas, at each level where it is held.

    Parameters
    ----------
    indicators
        Ids of shares in the catalogue; the people in the share are compared with all others.
    families
        Levels, the finest first.
    measure
        Name in `segnb.measures`; one that runs from 0 to 1.
    """
    got = [report.get(name, family) for name in indicators for family in families]
    held = tuple(one for one in got if isinstance(one, Held))
    if not held:
        return next(one for one in got if isinstance(one, Gap))
    rows = pd.concat([index_of(one, measure) for one in held], ignore_index=True)
    return Indices(held, rows)


def index_of(held: Held, measure: str = "dissimilarity") -> pd.DataFrame:
    """Index of what was got, a row a municipality, in 0-100 with the group's share."""
    found = measures.intervals(
        held.counts(),
        measure,
        "in",
        by="municipality",
        rounding=held.entry.rounding or None,
        noise=noise_in(held, held.year),
    )
    found[list(IN_PERCENT)] *= 100
    share = 100 * found["group_size"] / found["total"]
    place = {"indicator": held.entry.id, "level": held.level, "year": held.year}
    return found.assign(**place, share=share, withheld=found["flags"].str.contains("withheld"))


@passing_gaps
def show_indices(report: Report, indices: Indices, *, key: str = "indices") -> Figure:
    """Dots with intervals against the field of what chance alone gives."""
    frame = _chart_frame(report, indices)
    levels = [report.level_vintage(level) for level in dict.fromkeys(indices.frame["level"])]
    years = report.language.listing(sorted({str(year) for year in indices.frame["year"]}))
    title = _title(report, indices)
    each = "; ".join(_in_words(report, row) for row in _leading(indices).itertuples())
    words = {"first": levels[0], "others": report.language.listing(levels[1:]), "years": years}
    subtitle = "captions.indices.subtitle" if len(levels) > 1 else "captions.indices.subtitle_one"
    return make_figure(
        report.language,
        key,
        figures.index_dots,
        frame,
        title=title,
        subtitle=report.text(subtitle, **words),
        alt=report.text("captions.indices.alt", each=each, outcome=title, years=years),
        source=report.source_line(*indices.held),
        table=_table(report, indices, key, years),
        data=indices.frame.drop(columns=["group", "withheld"]),
        cards=[report.card(held) for held in _one_each(indices)],
    )


def say_level(report: Report, indices: Indices | Gap, indicator: str) -> Statement | Gap | None:
    """Whether the municipality is divided by an indicator more than chance would divide it."""
    if isinstance(indices, Gap):
        return indices
    rows = indices.of(indicator)
    if rows.empty:
        return None
    shown = rows[~rows["withheld"] & rows["estimate"].notna()]
    entry = next(h.entry for h in indices.held if h.entry.id == indicator)
    words = {"measure": report_measure(report, indicator), "group": people_of(report, indicator)}
    row = (rows if shown.empty else shown).iloc[0]
    words |= _numbers(report, row) | {"place": report.place.name, "here": _here(report, rows)}
    outcome, certainty = _outcome(shown)
    return Statement("level", outcome, entry.id, words, certainty, _table_of_finding(report, rows))  # type: ignore[arg-type]


def say_levels(
    report: Report, indices: Indices | Gap, *indicators: str
) -> list[Statement | Gap | None]:
    """What may be said of several indicators, in their order; that there are few areas once."""
    said = [say_level(report, indices, indicator) for indicator in indicators]
    few = [one for one in said if isinstance(one, Statement) and one.outcome == "few"]
    return [one for one in said if one not in few[1:]]


def _outcome(shown: pd.DataFrame) -> tuple[str, str]:
    if shown.empty:
        return "few", "unknown"
    enough = bool((shown["group_size"] >= SMALLEST_GROUP).all())
    if enough and shown["distinguishable"].all():
        return "clear", "certain"
    if enough and (shown["lower80"] > 0).all():
        return "likely", "likely"
    return "not_above", "unknown"


def report_measure(report: Report, indicator: str) -> str:
    """What a division is by, as a sentence names it: education, economic standard."""
    key = f"groups.{indicator}.by"
    return report.text(key) if report.language.has(key) else small_name(report, indicator)


def people_of(report: Report, indicator: str) -> str:
    """The people in a share, named before their condition."""
    key = f"groups.{indicator}.people"
    return report.text(key) if report.language.has(key) else small_name(report, indicator)


def small_name(report: Report, indicator: str) -> str:
    """Short label of an indicator with a small letter first, to stand inside a sentence."""
    name = report.read.catalogue[indicator].name.in_language(report.lang)
    return name[:1].lower() + name[1:]


def _numbers(report: Report, row: pd.Series) -> dict[str, str]:
    say = report.language
    return {
        "d": say.number(row["estimate"]),
        "chance": say.number(row["expected"]),
        "interval": say.interval(row["lower"], row["upper"]),
        "level": report.level_vintage(row["level"]),
        "areas": say.number(row["units"]),
        "year": str(row["year"]),
    }


def _here(report: Report, rows: pd.DataFrame) -> str:
    """The values that the rule looked at, level by level."""
    say = report.language
    parts = [
        f"{report.level_vintage(row.level)}: {say.interval(row.lower, row.upper)}, "
        f"p = {say.number(row.p, 3)}, {say.number(row.units)} / {say.number(row.group_size)}"
        for row in rows.itertuples()
    ]
    return " · ".join(parts)


def _leading(indices: Indices) -> pd.DataFrame:
    """The finest level of each indicator that has a value to show."""
    shown = indices.frame[~indices.frame["withheld"] & indices.frame["estimate"].notna()]
    return shown.drop_duplicates("indicator")


def _title(report: Report, indices: Indices) -> str:
    first = _leading(indices)
    above = int(first["distinguishable"].sum())
    words = {"n": len(first), "k": above}
    if first.empty:
        return report.text("captions.indices.title_withheld")
    if above and above == len(first):
        return report.text("captions.indices.title_all", **words)
    return report.text(f"captions.indices.title_{'some' if above else 'none'}", **words)


def _one_each(indices: Indices) -> list[Held]:
    return list({held.entry.id: held for held in indices.held}.values())


def _in_words(report: Report, row: object) -> str:
    say = report.language
    return report.text(
        "captions.indices.alt_each",
        label=small_name(report, row.indicator),  # type: ignore[attr-defined]
        value=say.number(row.estimate, 1),  # type: ignore[attr-defined]
        interval=say.interval(row.lower, row.upper),  # type: ignore[attr-defined]
        chance=say.number(row.expected, 1),  # type: ignore[attr-defined]
    )


def _chart_frame(report: Report, indices: Indices) -> pd.DataFrame:
    rows = []
    for row in indices.frame.to_dict("records"):
        entry = report.read.catalogue[row["indicator"]]
        share = report.language.percent(row["share"])
        words = {"population": _ages(report, row["indicator"]), "share": share}
        rows.append(row | {
            "dimension_label": _dimension(report, entry.dimension),
            "label": entry.name.in_language(report.lang),
            "sublabel": report.text("captions.indices.sublabel", **words),
            "level": report.level_name(row["level"]),
            "reason": report.text("captions.indices.withheld", count=int(row["units"])),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _ages(report: Report, indicator: str) -> str:
    return report.read.catalogue[indicator].population.in_language(report.lang)


def _dimension(report: Report, dimension: str) -> str:
    name = report.text(f"cards.{dimension}")
    kind = "main" if dimension == "socioeconomic" else "side"
    return report.text(f"captions.indices.{kind}", dimension=name)


def _table(report: Report, indices: Indices, key: str, years: str) -> Table:
    levels = list(dict.fromkeys(indices.frame["level"]))
    say = report.text
    columns = [say("captions.indices.group"), say("captions.indices.share")]
    for level in levels:
        name = report.level_name(level)
        columns += [f"{say('captions.indices.areas_head')}, {name}",
                    say("captions.indices.level_d", level=name),
                    say("captions.indices.interval"), say("captions.indices.chance")]  # fmt: skip
    rows = [_row(report, indices.of(held.entry.id), levels) for held in _one_each(indices)]
    title = say("captions.table_of")
    return make_table(
        report.language, f"{key}_table", title, f"{report.place.name}, {years}", columns, rows,
        notes=(say("captions.signs"),),
    )  # fmt: skip


def _row(report: Report, rows: pd.DataFrame, levels: list[str]) -> Row:
    entry = report.read.catalogue[rows.iloc[0]["indicator"]]
    say = report.language
    cells = [entry.label.in_language(report.lang), say.number(rows.iloc[0]["share"], 1)]
    for level in levels:
        found = rows[rows["level"] == level]
        cells += _cells(report, found.iloc[0]) if len(found) else ["–"] * 4
    return Row(tuple(cells))


def _cells(report: Report, row: pd.Series) -> list[str]:
    say = report.language
    if row["withheld"]:
        return [say.number(row["units"]), "·", "·", "·"]
    return [
        say.number(row["units"]),
        say.number(row["estimate"], 1),
        say.interval(row["lower"], row["upper"]),
        say.number(row["expected"], 1),
    ]


def _table_of_finding(report: Report, rows: pd.DataFrame) -> Table:
    say = report.text
    names = ("areas_head", "interval", "chance")
    areas, interval, chance = (say(f"captions.indices.{name}") for name in names)
    lines = [(report.level_vintage(r["level"]), *_cells(report, r)) for _, r in rows.iterrows()]
    title = say("findings.numbers.title")
    return make_table(
        report.language, f"level_{rows.iloc[0]['indicator']}", title, str(rows.iloc[0]["year"]),
        [LEVELS["deso2018"].family.upper() + " / RegSO", areas, "D", interval, chance], lines,
    )  # fmt: skip
