"""A store as it was: only the files of the earlier report, what newer ones replaced read again."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from segnb.publish import earlier_run
from segnb.publish.earlier_run import past_store
from segnb.sources.files import import_folder
from segnb.store import Store

HEAD = "kpi,municipality_id,year,gender,status,value"


def kolada(folder: Path, day: str, value: float) -> Path:
    folder.mkdir()
    rows = [f"N00945,{code},2020,T,,{value + place}" for place, code in enumerate(("0127", "0180"))]
    (folder / f"{day}_kolada.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return folder


def values(store: Store) -> list[float]:
    every = [store.read(name) for name in set(store.coverage()["indicator"])]
    return pd.concat(every).sort_values("area")["value"].tolist()


def test_the_old_file_gives_its_own_values_though_a_newer_one_has_replaced_them(tmp_path) -> None:
    store = Store.create(tmp_path / "store")
    import_folder(kolada(tmp_path / "old", "2023-01-01", 70.1), store)
    old = store.snapshots()["sha256"].tolist()
    import_folder(kolada(tmp_path / "new", "2024-01-01", 70.6), store)
    assert values(store) == [70.6, 71.6]
    past = past_store(store, old, tmp_path / "past")
    assert values(past) == [70.1, 71.1]
    assert values(store) == [70.6, 71.6]


def test_figures_of_files_that_are_lost_are_left_and_the_settings_are_those_of_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(tmp_path / "store")
    import_folder(kolada(tmp_path / "old", "2023-01-01", 70.1), store)
    (held,) = store.snapshots()["sha256"]
    lost = "ab" * 32
    figures = [{"key": "a", "snapshots": [held[:12]]}, {"key": "b", "snapshots": [lost[:12]]},
               {"key": "c"}]  # fmt: skip
    parameters = {"municipality": "0127", "lang": "en", "logo": "x.png", "earlier": "y"}
    snapshots = [{"sha256": held}, {"sha256": lost}, {"sha256": ""}]
    given: list[Any] = []

    def made(params: Any, out: Path, formats: tuple[str, ...]) -> Any:
        given.append((params.lang, params.logo, params.earlier, values(Store.open(params.store))))
        return SimpleNamespace(folder=(out, formats))

    monkeypatch.setattr(earlier_run, "make_report", made)
    record = {"snapshots": snapshots, "parameters": parameters, "figures": figures}
    monkeypatch.setattr(earlier_run, "figures_in", lambda _: record)
    found = earlier_run.figures_again(tmp_path / "report", str(store.path))
    assert list(found) == ["a", "c"]
    assert given == [("en", "", "", [70.1, 71.1])]
