"""Every command that the README and the documentation print.

What is cheap runs. What is dear or waits for somebody (reports, batches, fetches, sites,
JupyterLab) is held against the parser that it would meet: its options, its choices, its files. A
call of make is run dry, and the commands that it would start are parsed as well. A sentence may
name a command without what it needs; then it is parsed as far as it goes.
"""

import importlib.util
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from segnb.cli import main
from segnb.vocabulary.params import read_params

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
HISTORY = {"decisions.md"}  # what was chosen then; a command in it may have another name today
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name not in HISTORY),
]
SET_UP = {"python3", "py", "pip", "conda"}  # what `tests/test_setup.py` holds together
TOOLS = {"make", "segnb", "python", "papermill"}
CHEAP = {("list",), ("new", "chapter"), ("store", "status"), ("store", "verify"), ("check",)}
ASKS_NOBODY = {"--help", "--version", "--dry-run", "--plan"}
ASKS_SERVICES = {"--live"}
STANDS_FOR = {
    "FOLDER": "downloads",
    "STORE": "a-store",
    "PLAN.yml": "params/evaluation/grant_2018.yml",
    "INDICATOR": "child_poverty",
    "API=URL": "scb=http://localhost",
    "MUNICIPALITY": "0127",
    "NAME": "river",
}


def fenced(text: str) -> Iterator[str]:
    """Lines of the fenced blocks without a language: those are for a shell."""
    for block in re.findall(
        r"^```\n(.*?)^```", re.sub(r"^```\w+\n.*?^```\n", "", text, flags=re.M | re.S), re.M | re.S
    ):
        yield from (line for line in block.splitlines() if line.strip())


def inline(text: str) -> Iterator[str]:
    """Code within sentences that begins with a tool and goes on."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", prose):
        words = code.split()
        if len(words) > 1 and tool_of(words) in TOOLS | SET_UP:
            yield " ".join(words)


def tool_of(words: list[str]) -> str:
    return re.split(r"[\\/]", words[0])[-1]


def words_of(line: str) -> list[str]:
    """Words of a command, with what stands for something of the reader's replaced."""
    line = re.sub(r"[\[\]]|\.\.\.|…", "", line.replace("\\", "/"))
    words = shlex.split(line, comments=True)
    return [STANDS_FOR.get(word, word) for word in words]


def calls(tool: str, *kinds: Callable[[str], Iterator[str]]) -> list[list[str]]:
    """Arguments of each call of a tool, each once."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    lines = [words_of(line) for text in texts for kind in kinds for line in kind(text)]
    same = {" ".join(words[1:]): words[1:] for words in lines if words and tool_of(words) == tool}
    return [words for _, words in sorted(same.items())]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the reader of a guide has it."""
    (tmp_path / "downloads").mkdir()
    shutil.copy(ROOT / "docs" / "examples" / "kolada_values.csv", tmp_path / "downloads")
    for name in ("params", "notebooks", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("OLD", "NEW", "a-store", "outputs"):
        (tmp_path / name).mkdir()
    (tmp_path / "FILE").touch()
    (settings,) = re.findall(r"```yaml\n(.*?)```", guide("analyst"), re.S)
    (tmp_path / "botkyrka.yml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def guide(name: str) -> str:
    return (ROOT / "docs" / "guides" / f"{name}.md").read_text(encoding="utf-8")


def parse(command: click.Command, words: list[str]) -> tuple[str, ...]:
    """Hold a call against its parser, without running it; the names of the commands passed."""
    if isinstance(command, click.Group) and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"no command {words[0]!r}"
        return (words[0], *parse(command.commands[words[0]], words[1:]))
    if set(words) & {"--help", "--version"}:
        return ()
    command.make_context("segnb", list(words))
    return ()


@pytest.mark.parametrize("words", calls("segnb", fenced), ids=" ".join)
def test_a_command_of_segnb_runs_or_is_accepted(words: list[str], place: Path) -> None:
    name = parse(main, words)
    if runs(name) or ASKS_NOBODY & set(words):
        answer = CliRunner().invoke(main, words)
        assert answer.exit_code == 0, answer.output
    assert place.is_dir()


@pytest.mark.parametrize("words", calls("segnb", inline), ids=" ".join)
def test_a_command_that_a_sentence_names_is_there(words: list[str], place: Path) -> None:
    try:
        name = parse(main, words)
    except click.MissingParameter:
        return
    if runs(name) and not ASKS_SERVICES & set(words):
        answer = CliRunner().invoke(main, words)
        assert answer.exit_code == 0, answer.output
    assert place.is_dir()


def runs(name: tuple[str, ...]) -> bool:
    """Whether a command is cheap enough for a test to run it."""
    return name in CHEAP or name[:1] in CHEAP


@pytest.mark.parametrize("words", calls("make", fenced, inline), ids=" ".join)
def test_a_target_of_make_exists_and_what_it_would_start_is_accepted(
    words: list[str], place: Path
) -> None:
    dry = ["make", "-n", "-C", str(ROOT), *words]
    answer = subprocess.run(dry, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    for line in answer.stdout.splitlines():
        started = shlex.split(line, comments=True) if "/segnb " in line else []
        if started and tool_of(started) == "segnb":
            parse(main, started[1:])
    assert place.is_dir()


@pytest.mark.parametrize("words", calls("python", fenced, inline), ids=" ".join)
def test_a_module_that_python_is_to_run_is_there(words: list[str]) -> None:
    assert words[0] == "-m"
    assert importlib.util.find_spec(words[1])


def test_the_call_of_papermill_is_accepted_and_its_notebook_is_there(place: Path) -> None:
    from papermill.cli import papermill

    (words,) = calls("papermill", inline)
    papermill.make_context("papermill", list(words))
    assert (place / words[0]).is_file()


def test_the_set_up_names_files_that_are_there() -> None:
    lines = [words for tool in sorted(SET_UP) for words in calls(tool, fenced, inline)]
    named = [
        words[words.index(flag) + 1] for words in lines for flag in ("-r", "-f") if flag in words
    ]
    assert {"requirements.lock", "environment.yml"} <= set(named)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_no_line_for_a_shell_is_of_a_tool_that_no_test_knows() -> None:
    lines = [words_of(line) for page in PAGES for line in fenced(page.read_text("utf-8"))]
    assert {tool_of(words) for words in lines if words} <= TOOLS | SET_UP


def test_an_option_or_a_command_that_is_not_there_is_seen(place: Path) -> None:
    with pytest.raises(click.NoSuchOption):
        parse(main, ["report", "Botkyrka", "--formats", "html"])
    with pytest.raises(AssertionError, match="no command"):
        parse(main, ["reports"])
    assert place.is_dir()


def test_the_settings_of_the_analysts_guide_are_read(place: Path) -> None:
    params = read_params(place / "botkyrka.yml")
    assert params.municipality == "0127"
    assert "schools" in params.foreword


def test_the_example_of_the_teachers_guide_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", guide("teacher"), re.S)
    found: dict[str, object] = {}
    exec(code, found)
    assert found["dissimilarity"](found["town"], "A")["estimate"].item() == 0.5
