"""The lessons as notebooks: they run in both languages and give nothing away."""

import os
import re
import sys
from pathlib import Path

import matplotlib
import nbformat
import pytest
from nbformat import NotebookNode
from pytest_notebook.nb_regression import NBRegressionFixture

from segnb.publish.chapter_run import run_chapter
from segnb.publish.forkserver import HERE, apart
from segnb.teaching import Lesson
from segnb.teaching.exercises import exercises, value_of
from segnb.teaching.lesson_facts import facts
from segnb.teaching.lesson_words import Picture, words_of
from segnb.teaching.towns import read_data
from segnb.vocabulary.errors import InvalidParams, UnknownArea

pytestmark = pytest.mark.long

FOLDER = Path(__file__).resolve().parents[2] / "notebooks" / "teaching"
NOTEBOOKS = {int(path.name[:2]): path for path in sorted(FOLDER.glob("[01]*.ipynb"))}
LESSONS = range(1, 11)
WORD = "björk"
# Every lesson in both languages takes some minutes: `make faults` does it, `make test` takes these.
IN_A_KERNEL = [(0, "en"), (4, "sv")]
if os.environ.get("SEGNB_FAULTS"):
    IN_A_KERNEL = [(number, lang) for number in NOTEBOOKS for lang in ("sv", "en")]
MOST_CELLS, MOST_WORDS, WORDS_BEFORE_PLAY = 25, 900, 75


def run_all(_tell: object, folder: Path, lang: str, code: str) -> dict[int, NotebookNode]:
    """Every lesson, as a class runs them."""
    settings = {"lang": lang, "municipality": code, "word": WORD}
    return {
        number: run_chapter(path, settings if number else {"lang": lang},
                            folder / f"{number}.ipynb", engine=HERE)
        for number, path in NOTEBOOKS.items()
    }  # fmt: skip


@pytest.fixture(scope="module", params=[("sv", "2180"), ("en", "2021")], ids=" ".join)
def ran(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[int, NotebookNode]]:
    """Also for a municipality that has too few areas for an index, and in English."""
    folder = tmp_path_factory.mktemp("lessons")
    return request.param[0], apart(run_all, folder, *request.param)


def shown(notebook: NotebookNode) -> str:
    """All that the cells show, as HTML and text."""
    data = [o.get("data", {}) for cell in notebook.cells for o in cell.get("outputs", [])]
    return "\n".join(str(part.get("text/html", part.get("text/plain", ""))) for part in data)


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_a_lesson_runs_without_a_word_on_stderr(ran, number: int) -> None:
    lang, found = ran
    streams = [o for c in found[number].cells for o in c.get("outputs", []) if "name" in o]
    assert streams == []
    text = shown(found[number])
    assert re.search(r"\{\w", re.sub(r"<style>.*?</style>", "", text, flags=re.S)) is None
    assert "nan" not in re.sub(r"<[^>]*>", " ", text).split()
    assert words_of(number, lang)["title"] in text


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_adapts_to_what_the_municipality_has(ran, number: int) -> None:
    lang, found = ran
    text, few = shown(found[number]), lang == "en"
    name = "Vansbro" if few else "Gävle"
    assert read_data(f"{lang}/page.yml")["headings"]["real"].format(name=name) in text
    words = words_of(number, lang)["real"]["few" if few else "index"]
    used = max(re.split(r"\{[^}]*\}|\*", words), key=len)
    assert (used in text) is (number != 6)  # neither has a map of its small areas


@pytest.mark.parametrize(("lower", "said"), [(0.0, "inget säkert tecken"), (0.1, "mer än slump")])
def test_more_than_chance_is_said_only_of_what_is(lower: float, said: str) -> None:
    lesson = Lesson(3, municipality="2180")
    place = lesson.place
    vars(place)["interval"] = place.interval.copy()
    place.interval["lower"] = lower
    text = lesson.real().text
    assert said in text
    assert ("Det är alltså mer än slump" in text) is (lower > 0)


@pytest.mark.usefixtures("ran")
def test_a_lesson_leaves_nothing_beside_itself() -> None:
    assert sorted(p.name for p in FOLDER.iterdir()) == [p.name for p in NOTEBOOKS.values()]


@pytest.mark.parametrize(("number", "lang"), IN_A_KERNEL)
def test_a_kernel_runs_a_lesson_as_it_is(
    tmp_path: Path, nb_regression: NBRegressionFixture, number: int, lang: str
) -> None:
    """pytest-notebook runs it in a kernel, twice with the same outputs and nothing on stderr."""
    out = tmp_path / "golden.ipynb"
    settings = {"lang": lang, "municipality": "2180", "word": WORD}
    ran = run_chapter(NOTEBOOKS[number], settings if number else {"lang": lang}, out)
    outputs = [o for cell in ran.cells for o in cell.get("outputs", [])]
    assert [o for o in outputs if o.output_type in ("stream", "error")] == []
    nb_regression.diff_ignore = (
        *nb_regression.diff_ignore, "/metadata/papermill", "/metadata/language_info",
        "/metadata/widgets", "/cells/*/metadata/papermill", "/cells/*/metadata/execution",
        "/cells/*/outputs/*/data/application/vnd.jupyter.widget-view+json",
    )  # fmt: skip
    nb_regression.check(str(out))


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_a_lesson_is_short(number: int) -> None:
    notebook = nbformat.read(NOTEBOOKS[number], as_version=4)
    assert len(notebook.cells) <= MOST_CELLS
    for lang in ("sv", "en"):
        assert len(" ".join(_texts(words_of(number, lang))).split()) <= MOST_WORDS


def _texts(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for part in node.values() for text in _texts(part)]
    return (
        [text for part in node for text in _texts(part)] if isinstance(node, list) else [str(node)]
    )


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("number", LESSONS)
def test_there_is_something_to_try_before_there_is_much_to_read(number: int, lang: str) -> None:
    lesson = Lesson(number, lang=lang)
    head = lesson.opening().text.partition("<details>")[0]
    head = re.sub(r"<style>.*?</style>", "", head, flags=re.S)
    assert len((head + lesson.say("guess").text).split()) <= WORDS_BEFORE_PLAY


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_both_languages_say_the_same(number: int) -> None:
    sv, en = (words_of(number, lang) for lang in ("sv", "en"))
    assert _fields(sv) == _fields(en)


def _fields(node: object) -> object:
    """Keys and placeholders of words."""
    if isinstance(node, dict):
        return {key: _fields(value) for key, value in node.items()}
    if isinstance(node, list):
        return len(node)
    return sorted(re.findall(r"\{([\w\[\]]+)\}", str(node)))


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("number", LESSONS)
def test_a_real_number_names_its_group(number: int, lang: str) -> None:
    group = {"sv": r"utomlands|födelse|hyresrätt", "en": r"abroad|of birth|rent"}[lang]
    for said in words_of(number, lang)["real"].values():
        shown = re.findall(r"\{(D|xPx|\w+_D|D_\w+|\w+_deso|lowest|\w+_near|\w+_rented)\}", said)
        assert not shown or re.search(group, said), said


@pytest.mark.parametrize("name", ["page.yml", "figures.yml", "pages.yml", "interactive.yml"])
def test_the_pages_words_are_the_same_in_both_languages(name: str) -> None:
    assert _fields(read_data(f"sv/{name}")) == _fields(read_data(f"en/{name}"))


@pytest.mark.parametrize("number", LESSONS)
def test_no_number_that_is_computed_is_typed_into_prose(number: int) -> None:
    for lang in ("sv", "en"):
        words = {k: v for k, v in words_of(number, lang).items() if k not in ("next", "need")}
        typed = re.findall(r"\d+[.,]\d+", " ".join(_texts(words)))
        assert typed == []


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.id)
def test_a_notebook_gives_no_answer_away(exercise) -> None:
    source = NOTEBOOKS[exercise.lesson].read_text(encoding="utf-8")
    notebook = nbformat.reads(source, as_version=4)
    cells = [cell.source for cell in notebook.cells]
    at = cells.index(f'lesson.check("{exercise.id}", answer)')
    assert cells[at - 2 : at] == [f'lesson.exercise("{exercise.id}")', "answer = ..."]
    for lang in ("sv", "en"):
        secret = [getattr(exercise, lang)[key] for key in ("right", "more", "way")]
        for text in [*secret, *getattr(exercise, lang).get("hints", {}).values()]:
            assert max(re.split(r"\{[^}]*\}", text), key=len) not in source
    lesson = Lesson(exercise.lesson, word=WORD)
    question = lesson.exercise(exercise.id)
    public = {name: getattr(question, name) for name in dir(question) if name[0] != "_"}
    public |= {k: v for k, v in vars(lesson).items() if not k.startswith("_")}
    held = str(public)
    assert exercise.sv["more"] not in held
    if exercise.kind == "number" and exercise.id != "4.1":
        value = value_of(exercise.right, exercise.numbers(WORD))
        assert f"{value:.3f}".replace(".", ",") not in held


def test_the_metadata_for_nbgrader_are_those_of_its_third_schema() -> None:
    for number in LESSONS:
        notebook = nbformat.read(NOTEBOOKS[number], as_version=4)
        marked = [c for c in notebook.cells if "nbgrader" in c.metadata]
        ids = [c.metadata.nbgrader["grade_id"] for c in marked]
        assert len(ids) == len(set(ids)) == 6
        for cell in marked:
            meta = cell.metadata.nbgrader
            assert (meta["schema_version"], meta["task"]) == (3, False)
            assert meta["locked"] is meta["grade"] is not meta["solution"]
            assert meta.get("points") == (1 if meta["grade"] else None)


def test_nothing_imports_nbgrader() -> None:
    folder = Path(__file__).resolve().parents[2]
    for path in [*folder.glob("src/**/*.py"), *NOTEBOOKS.values()]:
        assert "import nbgrader" not in path.read_text(encoding="utf-8")


def test_a_course_that_collects_counts_a_wrong_answer_as_wrong(monkeypatch) -> None:
    lesson = Lesson(4, lang="en")
    assert lesson.check("4.1", 0.5).right is False
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert lesson.check("4.1", 0).right is True
    with pytest.raises(AssertionError, match="Not yet"):
        lesson.check("4.1", 0.5)


def test_each_new_error_gets_more_help_and_the_same_one_does_not() -> None:
    lesson = Lesson(4, lang="en")
    first = lesson.check("4.1", 0.5).message
    assert lesson.check("4.1", 0.5).message == first
    longer = lesson.check("4.1", 0.4).message
    assert len(longer.split("\n")) == 2
    lesson.check("4.1", ...)
    assert len(lesson.check("4.1", 0.7).message.split("\n")) == 3


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("number", LESSONS)
def test_a_figure_says_in_words_what_it_shows(number: int, lang: str) -> None:
    figure = Lesson(number, lang=lang, municipality="2180").figure()
    if number == 10:
        assert "<table>" in figure.html
        return
    assert isinstance(figure, Picture)
    assert 40 < len(figure.alt) <= 300
    assert "{" not in figure.alt + figure.caption
    assert 'role="img"' in figure.html


def test_figures_set_nothing_for_others() -> None:
    before = dict(matplotlib.rcParams)
    first, second = (Lesson(1).figure().svg for _ in range(2))
    assert first == second
    assert dict(matplotlib.rcParams) == before


def test_a_guess_is_set_beside_what_is_computed() -> None:
    lesson = Lesson(1, lang="en")
    assert "guessed 12." in lesson.compare(12).text
    assert "not guessed" in lesson.compare(...).text
    odd = lesson.compare("<script>alert(1)</script>{x}" * 40).text
    assert "<script" not in odd
    assert len(odd) < 300
    assert "object" in lesson.compare(object()).text


def test_the_demonstration_says_that_it_is_one() -> None:
    text = Lesson(1, municipality="9904").real().text
    assert "påhittad" in text
    assert "SCB" not in text


def test_bad_settings_are_one_sentence() -> None:
    with pytest.raises(InvalidParams, match="no lesson 11"):
        Lesson(11)
    with pytest.raises(InvalidParams, match="neither sv nor en"):
        Lesson(1, lang="fi")
    with pytest.raises(UnknownArea):
        Lesson(1, municipality="Atlantis").real()


def test_the_facts_of_a_lesson_cannot_be_changed_by_it() -> None:
    with pytest.raises(TypeError):
        facts(1)["D"] = 0  # type: ignore[index]


def test_words_and_checks_do_without_the_store_and_what_draws() -> None:
    import subprocess

    heavy = ["seaborn", "matplotlib.pyplot", "scipy.stats", "geopandas"]
    program = (
        "import sys; from segnb.teaching.answer_check import check; check('1.1', 1);"
        f"print([n for n in {heavy} if n in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
