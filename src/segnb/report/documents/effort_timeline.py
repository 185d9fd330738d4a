"""Earlier efforts: the timeline, and which of them name the municipality.

What was done where is the register's (`vocabulary.efforts`): of the national documents and of the
municipality's own file. The words of the documents are data by id. No effect is read from any.
"""

from dataclasses import dataclass
from math import nan

import pandas as pd

from segnb.report import charts
from segnb.report.documents.named_places import amount_in_words, how_named, sums_in_words
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import LONGEST_ALT, Figure, Gap, Row, Table
from segnb.vocabulary.effort_register import in_place, register
from segnb.vocabulary.i18n import DASH, small
from segnb.vocabulary.seeds import seed_table

BANDS = {
    "programmes": ("programme", "shift"),
    "money": ("grant", "appropriation"),
    "rules": ("body", "strategy", "plan", "law"),
    "knowledge": ("mandate", "system", "report", "classification"),
    "own": (),
}
EXAMPLES = ("I12", "I13")  # example calculations: planned money is not drawn as if it had been paid


@dataclass(frozen=True)
class Efforts:
    """Efforts of the documents, one a row.

    Attributes
    ----------
    frame
        The table `interventions` with `band`, `from_year`, `to_year` (years with decimals, no end
        for what begins or happens), `drawn` (on the timeline) and `named` (how the source names
        the municipality, empty where it does not).
    """

    frame: pd.DataFrame

    @property
    def drawn(self) -> pd.DataFrame:
        """Those on the timeline, by band and time."""
        return self.frame[self.frame["drawn"]].sort_values(["band_order", "from_year", "id"])

    @property
    def named(self) -> pd.DataFrame:
        """Those that name the municipality, by time."""
        rows = self.frame[self.frame["named"] != ""]
        return rows.sort_values(["from_year", "id"])


def get_efforts(report: Report) -> Efforts:
    """Efforts of the national documents and publications after them, and of the own register."""
    frame = seed_table("interventions")
    frame["band"] = frame["kind"].map({kind: b for b, kinds in BANDS.items() for kind in kinds})
    every = register(report.params.efforts)
    frame["named"] = [how_named(report, row, frame, every) for row in frame.to_dict("records")]
    frame = pd.concat([frame, _own(report, every)], ignore_index=True)
    frame["band_order"] = frame["band"].map(list(BANDS).index)
    times = [_years(row["start"], row["end"]) for row in frame.to_dict("records")]
    frame[["from_year", "to_year"]] = pd.DataFrame(times, frame.index)
    frame["drawn"] = frame["from_year"].notna() & ~frame["id"].isin(EXAMPLES)
    return Efforts(frame)


def _own(report: Report, every: pd.DataFrame) -> pd.DataFrame:
    """Efforts of the municipality's own register, in the columns of the national ones."""
    rows = in_place(every[~every["id"].isin(register()["id"])], report.place.code)
    return pd.DataFrame([
        row | {"band": "own", "mark": "own", "name_en": row["name_en"] or row["name_sv"],
               "named": _own_areas(report, row)}
        for row in rows.to_dict("records")
    ])  # fmt: skip


def _own_areas(report: Report, row: dict) -> str:
    """Where in the municipality an effort of its own register is."""
    own = [area for area in row["areas"] if area != report.place.code]
    if not own:
        return report.text("interventions.named.whole")
    names = [report.read.name_anywhere(area) for area in own if area[:4] == report.place.code]
    return report.text("interventions.named.areas", areas=report.language.listing(names or own))


def _years(start: str, end: str) -> tuple[float, float]:
    if not start:
        return nan, nan
    if not end:
        return _instant(start), nan
    return float(start[:4]), float(end[:4]) + 1


def _instant(day: str) -> float:
    """A day or month as a year with decimals; the middle of a year of which no more is known."""
    parts = [int(part) for part in day.split("-")]
    return parts[0] + (0.5 if len(parts) == 1 else (parts[1] - 1) / 12)


# -- timeline


def show_timeline(report: Report, efforts: Efforts) -> Figure:
    """When efforts went on, and which of them name the municipality."""
    drawn, say = efforts.drawn, report.text
    _cite(report, efforts)
    own = drawn[drawn["named"] != ""]
    held = [name for name in BANDS if (drawn["band"] == name).any()]
    words = {
        "shown": len(drawn),
        "count": len(own),
        "without": len(efforts.frame) - len(drawn),
        "first": int(drawn["from_year"].min()),
        "last": int(max(drawn["from_year"].max(), drawn["to_year"].max() - 1)),
        "bold": say("interventions.timeline.bold") if len(own) else "",
        "bands": report.language.listing([_band(report, name, drawn) for name in held]),
    }
    words["named"] = _alt_named(report, own, words)
    return make_figure(
        report, "timeline", charts.timeline, _lines(report, drawn), words="interventions.timeline",
        values=words,
        title=say(f"interventions.timeline.{'title_named' if len(own) else 'title'}", **words),
        source=say("interventions.timeline.source"), table=_table(report, efforts),
        data=seed_table("interventions").map(_plain),
    )  # fmt: skip


def _cite(report: Report, efforts: Efforts) -> None:
    """Let the documents that efforts are told from stand among the sources of the chapter."""
    for row in efforts.frame.to_dict("records"):
        for one in _cited(report, row):
            report.trail.use_document(one)


def _plain(value: object) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value


def _band(report: Report, name: str, rows: pd.DataFrame) -> str:
    title = report.text(f"interventions.bands.{name}")
    words = {"count": int((rows["band"] == name).sum()), "name": small(title)}
    return report.text("interventions.timeline.band", **words)


def _alt_named(report: Report, own: pd.DataFrame, words: dict[str, object]) -> str:
    """Which efforts name the municipality: as many as there is room for, and how many there are."""
    if own.empty:
        return report.text("interventions.timeline.alt_none")
    names, head = [name_of(report, row) for row in own.to_dict("records")], "interventions.timeline"
    texts = []
    for many in range(len(names), 0, -1):
        key = f"{head}.alt_named{'_some' * (many < len(names))}"
        listed = report.language.listing(names[:many])
        texts.append(report.text(key, names=listed, count=len(names)))

    def fits(text: str) -> bool:
        return len(report.text(f"{head}.alt", **words | {"named": text})) <= LONGEST_ALT

    return next((text for text in texts if fits(text)), texts[-1])


def _lines(report: Report, drawn: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "band": [report.text(f"interventions.bands.{name}") for name in drawn["band"]],
        "label": [name_of(report, row) for row in drawn.to_dict("records")],
        "start": drawn["from_year"],
        "end": drawn["to_year"],
        "when": [_when(report, row) for row in drawn.to_dict("records")],
        "filled": drawn["mark"] == "seed",
        "own": drawn["named"] != "",
    })  # fmt: skip


def name_of(report: Report, row: dict) -> str:
    """Name of an effort, as its table gives it, or said in full where that is short."""
    key = f"interventions.efforts.{row['id']}.label"
    return report.text(key) if report.language.has(key) else row[f"name_{report.lang}"]


def _when(report: Report, row: dict) -> str:
    key = f"interventions.efforts.{row['id']}.when"
    if not row["start"]:
        return report.text(key if row["mark"] != "own" else "interventions.timeline.undated")
    first = int(row["start"][:4])
    if row["end"]:
        return report.language.years(first, int(row["end"][:4]))
    event = row["kind"] in ("report", "law", "classification", "system", "body")
    return str(first) if event else report.text("interventions.time.from", start=first)


def _table(report: Report, efforts: Efforts) -> Table:
    heads = ["id", "<when", "<what", "<actor", "<content", "<amount", "<from_where"]
    rows = efforts.frame.sort_values(["band_order", "from_year", "id"])
    lines: list[Row] = []
    for band, part in rows.groupby("band", sort=False):
        lines.append(Row((report.text(f"interventions.bands.{band}"),), "group"))
        lines += [_effort(report, row) for row in part.to_dict("records")]
    return make_table(
        report, "timeline_table", heads, lines, words="interventions.timeline", source="",
        title=report.text("interventions.timeline.table"),
        subtitle=report.text("interventions.timeline.table_subtitle"),
    )  # fmt: skip


def _effort(report: Report, row: dict) -> Row:
    actor = row["actor"].lower().replace(" ", "_") if row["mark"] != "own" else "own"
    content, amount = _own_words(report, row) if actor == "own" else _words(report, row)
    return Row((
        row["id"],
        _when(report, row),
        name_of(report, row),
        report.text(f"interventions.actors.{actor}"),
        content,
        amount,
        _source(report, row),
    ), "own" if row["named"] else "normal")  # fmt: skip


def _words(report: Report, row: dict) -> tuple[str, str]:
    say, own = report.text, f"interventions.efforts.{row['id']}"
    numbers = {"municipalities": row["municipalities_n"], "areas": row["areas_n"]}
    words = {name: report.language.number(value) for name, value in numbers.items()}
    amount = amount_in_words(report, row["amount_msek"])
    has_amount = report.language.has(f"{own}.amount")
    return say(f"{own}.content", **words), say(
        f"{own}.amount", amount=amount
    ) if has_amount else DASH


def _own_words(report: Report, row: dict) -> tuple[str, str]:
    """Aim and money of an effort of the own register; each of the four sums is named."""
    return row["aim"] or DASH, "; ".join(sums_in_words(report, row)) or DASH


def _source(report: Report, row: dict) -> str:
    return "; ".join(_cited(report, row)) or report.text("interventions.register")


def _cited(report: Report, row: dict) -> list[str]:
    """Documents that an effort is told from; none where the own register names none."""
    if row["mark"] == "own":
        return [row["source"]] if row["source"] else []
    if row["mark"] == "published":
        return str(report.text(f"interventions.efforts.{row['id']}.source")).split("; ")
    return [report.text(f"interventions.documents.{key}") for key in row["source"]]


def show_named(report: Report, efforts: Efforts) -> Table | Gap:
    """Efforts that name the municipality, as the source does; one line where there are none."""
    named, say = efforts.named, report.text
    if named.empty:
        why = "gap_synthetic" if report.place.synthetic else "gap_why"
        return report.gap(
            "efforts", say("interventions.named.gap_what"), say(f"interventions.named.{why}"),
            status="not_applicable",
        )  # fmt: skip
    rows = [
        (name_of(report, row), _when(report, row), row["named"], _source(report, row))
        for row in named.to_dict("records")
    ]
    heads = ("what", "<when", "<how", "<from_where")
    return make_table(report, "efforts_named", heads, rows, words="interventions.named")
