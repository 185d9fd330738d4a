"""`segnb diff`: what is another between two reports, or two downloads, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segnb.cli.options import answer, shared_options, store_option, store_to_read
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.strict_yaml import load_file

if TYPE_CHECKING:
    import pandas as pd

    from segnb.analysis.change_causes.figure_causes import FigureChange

SHOWN = 12
MANIFEST = "manifest.json"
WHY = load_file("cli", "causes.yml")


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@store_option(reads=True)
@click.option("--again", is_flag=True, help="Run the old report anew on its old files, to part "
              "what the program changed from what the data did.")  # fmt: skip
@shared_options
def diff_command(old: Path, new: Path, store: str | None, *, again: bool) -> None:
    """Say which figures differ between OLD and NEW, and why: each change has one cause.

    OLD and NEW are two reports (folders, or their manifest.json), or two downloads of one source.
    """
    both = _is_report(old), _is_report(new)
    if any(both) != all(both) or any(one.is_dir() for one in (old, new)) > all(both):
        raise InvalidParams(
            f"{old} and {new} are not two of a kind: name two reports (their folders) or two files."
        )
    if all(both):
        found = report_changes(old, new, store_to_read(store) if again else "")
        told = [_line(one) for one in found]
        as_data: Any = [one._asdict() for one in found]
        said = _said_of_reports(found)
    else:
        compared = _compared(old, new, store_to_read(store))
        told, as_data, said = _cell_lines(compared), _as_data(compared), ""
    answer(as_data, [*filter(None, [said]), *told] or [""])


def _is_report(path: Path) -> bool:
    return (path / MANIFEST).is_file() if path.is_dir() else path.suffix == ".json" and (
        '"segnb"' in path.read_text(encoding="utf-8", errors="replace")[:4000])  # fmt: skip


# -- reports


def report_changes(old: Path, new: Path, store: str = "") -> "list[FigureChange]":
    """Figures that differ between two reports.

    Parameters
    ----------
    store
        Store that holds the old files, on which the old report is run anew; empty for none.

    Raises
    ------
    InvalidFile
        A record cannot be read, or is older than figures are kept.
    """
    from segnb.analysis.change_causes.figure_causes import changes
    from segnb.report.reading.figure_records import figures_in, settings_that_differ

    before, after = figures_in(old), figures_in(new)
    rerun = _again(old, store) if store else None
    return changes(before["figures"], after["figures"], settings_that_differ(before, after), rerun)


def _again(old: Path, store: str) -> dict[str, Any]:
    from segnb.publish.earlier_run import figures_again

    return figures_again(old, store)


def _said_of_reports(found: "list[FigureChange]") -> str:
    from collections import Counter

    if not found:
        return "No figure differs."
    counts = Counter(cause for one in found for cause in one.causes)
    lines = [f"{number:>6,}  {cause}: {WHY[cause]}" for cause, number in counts.most_common()]
    return "\n".join([f"{len(found):,} figures differ.", *lines])


def _line(one: "FigureChange") -> str:
    sides = " → ".join(_value(side) for side in (one.old, one.new))
    causes = one.causes if len(one.parts) == 1 else (f"{c} {size:+.6g}" for c, size in one.parts)
    return f"{one.key}: {sides} ({', '.join(causes)})"


def _value(side: Any) -> str:
    if side is None:
        return "not shown"
    return f"{side['value']:.6g}" if side.get("value") is not None else side.get("status", "none")


# -- downloads


def _compared(old: Path, new: Path, store: str) -> "pd.DataFrame":
    from segnb.analysis.change_causes.download_causes import compare
    from segnb.sources.download_cells import cells_of
    from segnb.sources.store_choice import open_store

    held = open_store(store)
    return compare(cells_of(old, held), cells_of(new, held))


def _cell_lines(compared: "pd.DataFrame") -> list[str]:
    from segnb.analysis.change_causes.download_causes import OVERLAP, tally

    rows = tally(compared)
    lines = []
    for cause, part in rows.groupby("cause", sort=False):
        where = [_where(row) for row in part.head(SHOWN).to_dict("records")]
        named = "" if cause in ("same", "same_no_value") else f": {', '.join(where)}"
        lines.append(f"{part['cells'].sum():>9,}  {cause} ({WHY[cause]}){named}")
    overlap = compared["cause"].isin(OVERLAP)
    lines.append(f"{overlap.sum():>9,}  cells in both of {len(compared):,}")
    revised = compared[compared["cause"] == "revised"].head(SHOWN)
    return lines + [_revision(row) for row in revised.to_dict("records")]


def _revision(row: dict[str, Any]) -> str:
    cell = f"{row['indicator']} {row['area']} {row['year']} {row['sex']}"
    return f"           {cell}: {row['old']:.6g} → {row['new']:.6g}"


def _where(row: dict[str, Any]) -> str:
    years = f"{row['first']}" if row["first"] == row["last"] else f"{row['first']}-{row['last']}"
    return f"{row['indicator']} {row['cells']:,} ({years})"


def _as_data(compared: "pd.DataFrame") -> dict[str, Any]:
    from segnb.analysis.change_causes.download_causes import tally

    rows = tally(compared).astype(object)
    return {
        "causes": compared["cause"].value_counts().to_dict(),
        "indicators": rows.where(rows.notna(), None).to_dict("records"),
    }
