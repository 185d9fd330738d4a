"""An example of each file that can be imported, shown as it is; a test imports them all."""

from pathlib import Path

import openpyxl

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "examples"
EXAMPLES = {
    "SCB table": "scb_table.csv",
    "PX table": "scb_table.px",
    "JSON-stat table": "scb_answer.json",
    "table of areas and years": "areas_and_years.csv",
    "Försäkringskassan: benefits": "benefits.csv",
    "SCB's key from DeSO to RegSO": "scb_key.csv",
    "log of changed DeSO": "changed_deso.csv",
    "Kolada: values": "kolada_values.csv",
    "Kolada: export to Excel": "kolada_export.xlsx",
    "Kolada: list of key figures": "kolada_figures.csv",
    "Kolada: groups": "kolada_groups.csv",
    "Kolada: list of places": "kolada_places.csv",
    "table of schools": "schools.csv",
    "Skolverket: report by municipality": "school_results.csv",
    "Valmyndigheten: votes": "votes_riksdag_2022.csv",
    "Brå: indicators": "bra_indicators.csv",
    "Brå: all crimes": "bra_all_crimes.csv",
    "polygons": "borders.geojson",
    "polygons of districts": "districts.geojson",
    "polygons of own areas": "own_areas.geojson",
    "key to own areas": "own_key.csv",
    "counts of own areas": "own_counts.csv",
}
LANGUAGES = {".json": "json", ".geojson": "json"}
HEAD = """# An example of each file

The smallest file of each kind that `segnb import` reads, under the names that [Files that can be
imported](files.md) uses. **The numbers are invented**; the shapes are the producers' own. All of
them lie in `docs/examples`, and a test imports them:

```
.venv/bin/segnb import docs/examples --dry-run
```
"""


def text() -> str:
    """The page."""
    return HEAD + "".join(_example(kind, FOLDER / name) for kind, name in EXAMPLES.items())


def _example(kind: str, path: Path) -> str:
    title = kind[0].upper() + kind[1:]
    shown = _workbook(path) if path.suffix == ".xlsx" else _lines(path)
    return f"\n## {title}\n\n[`{path.name}`](examples/{path.name})\n\n{shown}"


def _lines(path: Path) -> str:
    kind = LANGUAGES.get(path.suffix, "text")
    return f"```{kind}\n{path.read_text(encoding='utf-8').rstrip()}\n```\n"


def _workbook(path: Path) -> str:
    """First sheet of a workbook as a table, its cells as they stand."""
    rows = list(openpyxl.load_workbook(path, read_only=True).worksheets[0].values)
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    letters = [chr(ord("A") + place) for place in range(max(map(len, cells)))]
    lines = [letters, ["---"] * len(letters), *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
