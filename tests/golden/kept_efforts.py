"""Efforts on the open data, judged: one area and many, with an area around, with a rise put in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

from segnb import NationalChapter
from segnb.report.evaluation_page import judgement
from segnb.store import BOX

CASE = Path(__file__).parents[2] / "params" / "evaluation" / "grant_2018.yml"
ONE = {"effort": "Insatsen", "start": "2019", "left_out": ["2018"], "treated": ["Gävle"],
       "outcomes": {"school_eligibility": "up"}}  # fmt: skip
MORE = {"outcomes": {"school_eligibility": "up", "child_poverty": "down", "theft": "down"},
        "ring": ["Sandviken", "Söderhamn"], "excluded": ["Falun"], "chosen_because": "need",
        "worthwhile": {"school_eligibility": "3", "child_poverty": "9.5"}, "moved_out": "410",
        "moved_in": "385"}  # fmt: skip
BOTH = {"treated": ["Gävle", "Borås"], "outcomes": {"child_poverty": "unknown"}}


@contextmanager
def put_in(rise: float) -> Iterator[None]:
    """Let every treated area rise by so much after the start."""
    judge = judgement.evaluation.judge

    def judged(design: Any, panel: Any) -> Any:
        values = panel.values + rise * panel.treated[:, None] * panel.after
        return judge(design, panel.with_values(values))

    with mock.patch.object(judgement.evaluation, "judge", judged):
        yield


def effort(folder: Path, lang: str, plan: dict[str, Any] | Path, rise: float = 0) -> Iterable[Any]:
    """What a page says of an effort."""
    chapter = NationalChapter("latest", lang, BOX, name="evaluation")
    path = plan if isinstance(plan, Path) else folder / "plan.yml"
    if not isinstance(plan, Path):
        path.write_text(yaml.safe_dump(ONE | plan, allow_unicode=True), encoding="utf-8")
    with put_in(rise):
        found = chapter.measure_evaluation(str(path), str(folder / "out"))
    yield chapter.open_evaluation(found)
    yield chapter.show_plan(found)
    yield chapter.say_evaluation(found)
    yield chapter.show_event_study(found)
    yield chapter.show_placebos(found)
    yield chapter.show_synthetic(found)
    yield chapter.show_limits(found)


EFFORTS: dict[str, Callable[[Path], Iterable[Any]]] = {
    "effort_of_many-sv": lambda folder: effort(folder, "sv", CASE),
    "effort_and_around-sv": lambda folder: effort(folder, "sv", MORE),
    "effort_and_around-en": lambda folder: effort(folder, "en", MORE),
    "effort_that_differs-sv": lambda folder: effort(folder, "sv", {}, rise=25),
    "effort_that_differs-en": lambda folder: effort(folder, "en", {}, rise=25),
    "effort_with_a_trend-sv": lambda folder: effort(folder, "sv", {}, rise=-6),
    "effort_without_direction-sv": lambda folder: effort(folder, "sv", BOTH, rise=11),
}
