"""What the browser computes is what the measures compute; what moves is there in each lesson."""

import json
import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from segnb import measures as m
from segnb.teaching import Lesson, interactive, schelling, towns
from segnb.teaching.interactive.start_towns import counts_of, homes_of
from segnb.teaching.interactive.widget import module, style
from segnb.teaching.towns import read_data

HERE = Path(__file__).resolve().parent
MODULES = Path(interactive.__file__).parent
TOWNS, NEAR = 1000, 1e-12
NAMES = {"D": "dissimilarity", "xPx": "isolation", "H": "entropy_index"}
PLAYED = {1: "town", 2: "town", 3: "town", 4: "zones", 6: "zones", 7: "schelling", 8: "town"}
needs_node = pytest.mark.skipif(
    not shutil.which("node"), reason="needs node (apt-get install nodejs)"
)


def node(script: str, folder: Path, told: Any) -> Any:
    """What a script of node says of the modules, copied so that node takes them for such."""
    for path in MODULES.glob("*.js"):
        shutil.copy(path, folder / path.name)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    answer = subprocess.run(
        ["node", str(HERE / script), str(folder)],
        input=json.dumps(told), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def random_towns() -> list[dict[str, Any]]:
    """Towns of many sizes, among them of one district, of one group and with hardly anybody."""
    rng = np.random.default_rng(towns.SEED)
    made = []
    for number in range(TOWNS):
        down, across = (int(n) for n in rng.integers(1, 8, size=2))
        tall, wide = (int(n) for n in rng.integers(1, 8, size=2))
        share = rng.choice([0, 0.02, 0.3, 0.5, 0.98, 1]) if number % 2 else rng.random()
        homes = (rng.random(down * across * tall * wide) < share).astype(int)
        settings = {"rows": tall * down, "columns": wide * across, "district": [down, across]}
        made.append({"homes": "".join(map(str, homes)), "settings": settings})
    return made


def indices(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """D, xPx and H of each town with the reason where there is none, all towns at once."""
    frames = [
        counts_of("town", t["homes"], t["settings"]).assign(town=at) for at, t in enumerate(made)
    ]
    found = m.indices(pd.concat(frames), list(NAMES.values()), "A", by="town")
    table = found.pivot_table(
        index="town", columns="measure", values="estimate", dropna=False, observed=False
    )
    reasons = found.drop_duplicates("town").set_index("town")["reason"]
    return [
        {name: table.at[at, measure] for name, measure in NAMES.items()}
        | {"reason": reasons[at] or None}
        for at in range(len(made))
    ]


def where(town: dict[str, Any]) -> dict[str, float]:
    """SP and the swaps of one town."""
    counts = counts_of("town", town["homes"], town["settings"])
    wide = town["settings"]["columns"] // town["settings"]["district"][1]
    at = np.repeat(np.arange(len(counts) // 2), 2)
    places = towns.places(counts.assign(row=at // wide, col=at % wide))
    SP = m.spatial_proximity(counts, "A", places)["estimate"].item()
    return {"SP": SP, "swaps": float(towns.swaps(counts))}


def differs(found: dict[str, Any], right: dict[str, Any]) -> list[str]:
    """Names of values that are not the same to the twelfth decimal, or missing on one side."""
    wrong = ["reason"] if "reason" in right and found["reason"] != right["reason"] else []
    for name in right.keys() - {"reason"}:
        none = math.isnan(right[name])
        if (found[name] is None) is not none or (
            not none and abs(found[name] - right[name]) > NEAR
        ):
            wrong.append(name)
    return wrong


@needs_node
def test_the_browser_measures_as_the_measures_do(tmp_path: Path) -> None:
    made = random_towns()
    found = node("parity.mjs", tmp_path, {"towns": made})["towns"]
    right = indices(made)
    assert [differs(a, b) for a, b in zip(found, right, strict=True)] == [[]] * TOWNS
    assert {one["reason"] for one in right} == {
        None, "one_unit", "group_absent", "group_universal",
    }  # fmt: skip
    some = range(0, TOWNS, 20)
    assert [differs(found[at], where(made[at])) for at in some] == [[]] * len(some)


@needs_node
def test_zones_that_are_drawn_measure_as_the_measures_do(tmp_path: Path) -> None:
    rng = np.random.default_rng(towns.SEED)
    settings = dict(Lesson(4).play("zones").settings)
    most = [1, 2, 3, 8, 64]
    made = [
        f"{rng.choice(list(settings['patterns']))}|"
        + ",".join(map(str, rng.integers(0, rng.choice(most), size=towns.SIDE**2)))
        for _ in range(200)
    ]
    told = [{"homes": homes, "settings": settings} for homes in made]
    found = node("parity.mjs", tmp_path, {"zones": told})["zones"]
    for homes, one in zip(made, found, strict=True):
        right = m.dissimilarity(counts_of("zones", homes, settings), "A").iloc[0]
        values = {"D": right["estimate"], "reason": right["reason"] or None}
        assert (homes, differs(one, values)) == (homes, [])
    assert {one["reason"] for one in found} == {None, "one_unit"}


@needs_node
def test_the_model_of_the_browser_is_that_of_the_lesson(tmp_path: Path) -> None:
    rng = np.random.default_rng(towns.SEED)
    size = {"side": schelling.SIDE, "block": schelling.BLOCK}
    made = [
        size | {"town": rng.choice(3, schelling.SIDE**2, p=p).tolist(), "wish": wish}
        for wish in schelling.WISHES for p in ((0.1, 0.45, 0.45), (0.6, 0.2, 0.2), (0, 1, 0))
    ]  # fmt: skip
    found = node("parity.mjs", tmp_path, {"models": made})["models"]
    for one, told in zip(found, made, strict=True):
        town = np.array(told["town"]).reshape(schelling.SIDE, schelling.SIDE)
        run = schelling.Run(town, town, told["wish"], 0)
        right = {"D": schelling.dissimilarity(town), "like": run.like, "unhappy": run.unhappy}
        assert differs(one, right) == []


@needs_node
@pytest.mark.parametrize(
    ("wish", "like", "D"), [(0.3, 0.75, 0.40), (0.5, 0.87, 0.57), (0.625, 0.97, 0.79)]
)
def test_the_model_ends_as_it_does_in_python(
    tmp_path: Path, wish: float, like: float, D: float
) -> None:
    homes = [int(home) for home in Lesson(7).play("schelling").homes]
    told = {"town": homes, "side": schelling.SIDE, "block": schelling.BLOCK, "wish": wish}
    runs = [told | {"seed": seed, "most": schelling.ROUNDS} for seed in range(12)]
    ends = node("parity.mjs", tmp_path, {"runs": runs})["runs"]
    assert np.mean([end["like"] for end in ends]) == pytest.approx(like, abs=0.04)
    assert np.mean([end["D"] for end in ends]) == pytest.approx(D, abs=0.08)
    assert {tuple(end["groups"]) for end in ends} == {(40, 180, 180)}


@pytest.mark.parametrize("name", sorted(set(PLAYED.values())))
def test_a_module_needs_no_other(name: str) -> None:
    text = module(name)
    assert "import " not in text
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]
    assert "://" not in text
    assert "var(--b" not in style()


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("number", PLAYED)
def test_a_lesson_mounts_what_moves(number: int, lang: str) -> None:
    play = Lesson(number, lang=lang).play(PLAYED[number])
    shown = play._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert shown["text/html"] == play.passage.html
    homes = play.homes.partition("|")[2].split(",") if number in (4, 6) else play.homes
    assert len(homes) == play.settings["rows"] * play.settings["columns"]
    assert 0 <= m.dissimilarity(play.counts, "A")["estimate"].item() <= 1
    assert play.html.startswith(play.passage.html)


def test_python_knows_the_town_that_was_built() -> None:
    play = Lesson(1).play("town")
    assert m.dissimilarity(play.counts, "A")["estimate"].item() == pytest.approx(4 / 15)
    play.widget.homes = homes_of(np.array([[20, 0], [0, 0]]), (4, 5))
    assert m.dissimilarity(play.counts, "A")["estimate"].item() == 1


def test_the_words_are_the_same_in_both_languages() -> None:
    def keys(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: keys(value) for key, value in node.items()}
        return sorted(re.findall(r"\{\w+\}", node))

    assert keys(read_data("sv/interactive.yml")) == keys(read_data("en/interactive.yml"))
