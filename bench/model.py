"""A store of the model country under the real codes, and a chapter on it: what scaling runs on."""

from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook

from bench.country import country
from segnb.store import Store, make_observations
from segnb.vocabulary.areas import municipalities

INDICATOR = "low"
KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}
CELLS = (
    'municipality = "9901"\nlang = "sv"\nstore = ""',
    """import pandas as pd
from segnb import measures
from segnb.report import charts
from segnb.report.page.blocks import Column, Data, Figure, Opening, Row, SourceLine, Sources, Table
from segnb.store import Store
from segnb.vocabulary.i18n import Language
words = Language(lang)""",
    'rows = Store.open(store).read("low", municipality=municipality)',
    'counts = rows.rename(columns={"area": "unit", "value": "count"})',
    'index = measures.dissimilarity(counts, "low", by=["municipality", "year"])',
    """drawn = measures.bootstrap(counts[counts["year"] == counts["year"].max()],
    ("dissimilarity",), "low", by=["municipality", "year"], draws=200)""",
    'Opening("Modell", municipality, ("Olikhetsindex över tid.",), ())',
    """line = index.assign(value=100 * index["estimate"], series="own", kind="own", label="D",
    lower=100 * index["estimate"] - 1, upper=100 * index["estimate"] + 1)
cells = tuple(Row((str(y), words.number(v, 1))) for y, v in zip(line["year"], line["value"]))
table = Table("t", "Olikhetsindex", "0–100", (Column("År", "left"), Column("D")), cells)
data = Data("d", ("year", "value"), tuple(zip(line["year"].astype(int), line["value"])))
shown = line[["series", "year", "value", "kind", "label", "lower", "upper"]]
Figure("d", "Olikhetsindex", "0–100", alt="Linje över åren. Tabell finns.", source="Källa: modell.",
       table=table, data=data, **charts.draw(charts.trend, shown, words))""",
    """share = counts.groupby("year")["count"].sum()
Table("p", "Invånare", "Antal", (Column("År", "left"), Column("Antal")),
      tuple(Row((str(y), words.number(n))) for y, n in share.items()))""",
    """line = SourceLine("Modell", "Modell", "M", "1996–2025", "2026-01-01", "0" * 64, "")
Sources("Källor", (line,), (), ())""",
)  # fmt: skip


def chapter(folder: Path) -> Path:
    """Notebook that reads, measures, draws and shows the municipality of the model country."""
    path = folder / "10_model.ipynb"
    cells = [new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(CELLS)]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC}), path)
    return path


def model_store(folder: Path) -> Path:
    """Store that holds the 290 municipalities and 5 984 areas over 30 years."""
    store, counts = Store.create(folder), country()
    code = dict(zip(counts["municipality"].cat.categories, municipalities()["code"], strict=True))
    own = counts["municipality"].cat.rename_categories(code).astype("str")
    area = own + counts["unit"].astype("str").str.slice(4)
    rows = pd.DataFrame(
        {
            "area": area,
            "municipality": own,
            "year": counts["year"],
            "group": counts["group"].astype("str"),
            "value": counts["count"].astype(float),
        }
    )
    snapshot = store.add_snapshot(b"model", name="model", producer="Modell", published="2026-01-01")
    made = make_observations(rows, indicator=INDICATOR, level="deso2025")
    store.write(made, snapshot)
    return folder


def change_one(store: Path, code: str) -> None:
    """Take in a snapshot that changes one number of one municipality."""
    held = Store.open(store)
    rows = held.read(INDICATOR, municipality=code).head(1).copy()
    rows["value"] += 1
    snapshot = held.add_snapshot(b"newer", name="newer", producer="Modell", published="2026-02-01")
    held.write(rows, snapshot)
