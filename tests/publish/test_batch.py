"""A batch makes what has to be made, and always ends well."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock
from small_country import (
    CODES,
    change,
    chapter,
    national_chapter,
    own_chapter,
    params_file,
    small_store,
)

from segnb.cli import main
from segnb.publish.batch import LOCK, MANY, PRIVATE, Job, plan
from segnb.publish.manifest import file_hashes
from segnb.store import Store
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.params import make_params

pytestmark = pytest.mark.long

HANGS = "import time\nif municipality == '0127':\n    time.sleep(60)"
FAILS = "if municipality == '0127':\n    raise KeyError('a fault')"
FOLDERS = ("0114-upplands-vasby", "0127-botkyrka", "0162-danderyd", "0180-stockholm", "2180-gavle")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return small_store(tmp_path / "data")


@pytest.fixture
def settings(tmp_path: Path, store: Path) -> str:
    """Params file of a report with a chapter of the municipality's own and a national one."""
    return params_file(
        tmp_path, store, own_chapter(tmp_path / "a"), national_chapter(tmp_path / "a")
    )


def run(settings: str, *more: str, out: Path) -> Result:
    words = more if more and not more[0].startswith("-") else ("--all", *more)
    return CliRunner().invoke(main, ["batch", "--params", settings, "--out", str(out), *words])


def made(result: Result) -> list[str]:
    """Municipalities whose reports were made."""
    return sorted(json.loads(result.stdout)["made"])


def entries(out: Path) -> dict[str, dict]:
    rows = json.loads((out / "batch.json").read_text(encoding="utf-8"))["reports"]
    return {row["code"]: row for row in rows}


def steady(out: Path) -> dict[str, str]:
    """Hashes of all files that two runs have in common, byte for byte."""
    found = file_hashes(out)
    return {
        name: value
        for name, value in found.items()
        if not name.startswith(".") and "/notebooks/" not in name and "manifest" not in name
    }


# -- what is made, and what is left


def test_a_second_run_makes_nothing_and_leaves_every_byte(tmp_path: Path, settings: str) -> None:
    out = tmp_path / "out"
    first = run(settings, "--json", out=out)
    assert first.exit_code == 0, first.output
    assert made(first) == list(CODES)
    assert {path.name for path in out.iterdir()} == {*FOLDERS, "batch.json", "index.html", LOCK}
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != LOCK}
    second = run(settings, "--json", out=out)
    assert made(second) == []
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert made(run(settings, "0127", "--json", "--fresh", out=out)) == ["0127"]


@pytest.mark.parametrize(
    ("code", "indicator", "expected"),
    [("0127", "population", ["0127"]), ("0127", "income", list(CODES)), ("0127", "unused", [])],
)
def test_after_a_changed_snapshot_exactly_the_reports_that_show_it_are_made(
    tmp_path: Path, store: Path, settings: str, code: str, indicator: str, expected: list[str]
) -> None:
    """What is shown is told by a run from nothing: pages that differ, and no other."""
    out, anew = tmp_path / "out", tmp_path / "anew"
    run(settings, out=out)
    before = steady(out)
    change(Store.open(store), code, indicator, 77.0, "2025-03-22")
    assert made(run(settings, "--json", out=out)) == expected
    run(settings, out=anew)
    assert steady(out) == steady(anew)
    pages = [f"{folder}/sv/report.html" for folder in FOLDERS]
    assert [page[:4] for page in pages if before[page] != steady(out)[page]] == expected


def test_what_is_made_again_when_something_else_changes(
    tmp_path: Path, settings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    one = ("0127", "--json")
    assert made(run(settings, *one, out=out)) == ["0127"]
    assert made(run(settings, *one, "--format", "html", out=out)) == ["0127"]
    assert made(run(settings, *one, "--format", "html", out=out)) == []
    assert made(run(settings, *one, out=out)) == ["0127"]
    assert made(run(settings, *one, "--year", "2023", out=out)) == ["0127"]
    assert made(run(settings, *one, out=out)) == ["0127"]
    (out / "0127-botkyrka" / "sv" / "report.pdf").unlink()
    assert made(run(settings, *one, out=out)) == ["0127"]
    own_chapter(tmp_path / "a", "# a remark")
    assert made(run(settings, *one, out=out)) == ["0127"]
    assert made(run(settings, *one, out=out)) == []
    monkeypatch.setattr("segnb.publish.current_reports.program", lambda: "another")
    monkeypatch.setattr("segnb.publish.batch.program", lambda: "another")
    assert made(run(settings, *one, out=out)) == ["0127"]


def test_one_chapter_alone(tmp_path: Path, settings: str) -> None:
    only = str(tmp_path / "a" / "10_own.ipynb")
    run(settings, "0127", "--only", only, out=tmp_path / "out")
    written = tmp_path / "out" / "0127-botkyrka" / "sv"
    assert [path.name for path in (written / "notebooks").iterdir()] == ["10_own.ipynb"]


def test_an_earlier_batch_stays_in_the_index(tmp_path: Path, settings: str) -> None:
    out = tmp_path / "out"
    run(settings, "0127", out=out)
    run(settings, "2180", out=out)
    assert list(entries(out)) == ["0127", "2180"]
    assert "Botkyrka (0127)" in (out / "index.html").read_text(encoding="utf-8")


# -- what goes wrong in one report


def test_an_own_chapter_that_fails_is_told_in_one_line_and_stops_no_report(
    tmp_path: Path, store: Path
) -> None:
    out = tmp_path / "out"
    settings = params_file(tmp_path, store, own_chapter(tmp_path / "a", FAILS))
    result = run(settings, out=out)
    assert result.exit_code == 1
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("segnb: ")]
    for part in ("Botkyrka (0127)", "chapter 10_own", "cell [3]", "KeyError: 'a fault'"):
        assert part in line
    kept = out / "0127-botkyrka" / "sv" / "notebooks" / "10_own.ipynb"
    assert "kept in notebooks/10_own.ipynb" in line
    assert "a fault" in kept.read_text(encoding="utf-8")
    assert entries(out)["0127"]["status"] == "partly"
    assert {e["status"] for c, e in entries(out).items() if c != "0127"} == {"ok"}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "KeyError: &#39;a fault&#39;" in page
    assert str(tmp_path) not in page + (out / "batch.json").read_text(encoding="utf-8")
    assert "5 rapporter: 4 hela, 1 delvis klara, 0 kunde inte göras" in page
    own_chapter(tmp_path / "a")
    assert made(run(settings, "--json", out=out)) == list(CODES)
    assert "a fault" not in kept.read_text(encoding="utf-8")


def test_a_report_that_hangs_is_stopped_and_told(tmp_path: Path, store: Path) -> None:
    settings = params_file(tmp_path, store, own_chapter(tmp_path / "a", HANGS))
    result = run(settings, "0114", "0127", "--timeout", "12", out=tmp_path / "out")
    assert result.exit_code == 1
    assert "Botkyrka (0127), chapter" in result.stderr
    assert "stopped after 12 seconds" in result.stderr
    assert entries(tmp_path / "out")["0114"]["status"] == "ok"


def test_a_process_that_dies_is_told(tmp_path: Path, store: Path) -> None:
    dies = "import os\nif municipality == '0127':\n    os._exit(9)"
    settings = params_file(tmp_path, store, own_chapter(tmp_path / "a", dies))
    result = run(settings, "0114", "0127", out=tmp_path / "out")
    assert "Botkyrka (0127)" in result.stderr
    assert "the process of the notebook died" in result.stderr
    assert entries(tmp_path / "out")["0114"]["status"] == "ok"


def test_a_municipality_without_data_is_told_with_what_would_help(
    tmp_path: Path, settings: str
) -> None:
    result = run(settings, "0127", "0136", out=tmp_path / "out")
    assert "holds nothing on Haninge (0136): `segnb import FOLDER" in result.stderr
    assert entries(tmp_path / "out")["0136"]["exit_code"] == 2
    assert run(settings, "0136", out=tmp_path / "alone").exit_code == 2


def test_the_same_reports_come_of_kernels(tmp_path: Path, store: Path, settings: str) -> None:
    fast, slow = tmp_path / "fast", tmp_path / "slow"
    run(settings, "0127", out=fast)
    assert run(settings, "0127", "--engine", "kernel", out=slow).exit_code == 0
    assert steady(fast) == steady(slow)
    again = "0127", "--json", "--engine", "kernel"
    assert made(run(settings, *again, out=slow)) == []
    change(Store.open(store), "2180", "unused", 1.0, "2025-03-22")  # kernels may have read it
    assert made(run(settings, *again, out=slow)) == ["0127"]


# -- what goes wrong with the whole batch


def test_two_batches_never_write_to_one_folder(tmp_path: Path, settings: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with FileLock(out / LOCK):
        result = run(settings, out=out)
    assert result.exit_code == 2
    assert "Another batch is writing to" in result.stderr
    assert [path.name for path in out.iterdir()] == [LOCK]


def command(settings: str, out: Path, jobs: int = 2) -> list[str]:
    return [sys.executable, "-m", "segnb.cli", "batch", "--params", settings, "--all",
            "--jobs", str(jobs), "--out", str(out)]  # fmt: skip


def whole(out: Path) -> set[str]:
    """Folders of reports, each of which has all that its manifest names."""
    found = set()
    for path in out.glob("*/sv"):
        record = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        assert all((path / name).exists() for name in record["files"])
        found.add(path.parent.name)
    return found


def until(condition: Callable[[], object], seconds: float = 120) -> None:
    """Wait for what is to come; that it does not come is said here, not by what follows."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.02)


def heeding_ctrl_c() -> None:
    """A shell lets what it runs in the background ignore Ctrl-C, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def started(tmp_path: Path, settings: str) -> Iterator[subprocess.Popen]:
    """A batch that has begun its first report, and makes one at a time so that many are left."""
    out = tmp_path / "out"
    batch = subprocess.Popen(
        command(settings, out, jobs=1),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=heeding_ctrl_c,
    )
    until(lambda: (out / PRIVATE).exists() and any((out / PRIVATE).iterdir()))
    yield batch
    batch.kill()
    batch.communicate()


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Hashes of the files of a batch that nothing has stopped."""
    folder = tmp_path_factory.mktemp("unbroken")
    chapters = own_chapter(folder / "a"), national_chapter(folder / "a")
    file = params_file(folder, small_store(folder / "data"), *chapters)
    run(file, out=folder / "out")
    return steady(folder / "out")


@pytest.mark.parametrize("moment", [0.0, 0.7, 1.6])
def test_a_batch_that_is_killed_goes_on_to_the_same_bytes(
    tmp_path: Path,
    settings: str,
    unbroken: dict[str, str],
    started: subprocess.Popen,
    moment: float,
) -> None:
    out = tmp_path / "out"
    time.sleep(moment)
    started.send_signal(signal.SIGKILL)
    started.wait()
    stood = whole(out)
    answer = subprocess.run(
        [*command(settings, out), "--json"], check=True, capture_output=True, text=True
    )
    again = {folder for folder in FOLDERS if folder[:4] in json.loads(answer.stdout)["made"]}
    assert again == set(FOLDERS) - stood
    assert steady(out) == unbroken
    assert not (out / PRIVATE).exists()


def test_ctrl_c_leaves_whole_reports_and_an_index(
    tmp_path: Path, started: subprocess.Popen
) -> None:
    out = tmp_path / "out"
    until(lambda: whole(out))
    os.kill(started.pid, signal.SIGINT)
    printed, errors = started.communicate(timeout=60)
    assert started.returncode == 1
    assert "Stopped. Every report that is there is whole" in printed
    assert "Traceback" not in errors
    assert {entry["folder"][:-3] for entry in entries(out).values()} == whole(out)
    assert not (out / PRIVATE).exists()


def test_a_full_disk_is_a_sentence_and_leaves_whole_reports(tmp_path: Path, settings: str) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs the right to mount a small file system (root)")
    out = tmp_path / "small"
    out.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(out)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let root mount a small file system")
    try:
        result = run(settings, out=out)
        assert result.exit_code == 1, result.output
        assert "No space left on device" in result.stderr
        assert "Traceback" not in result.output
        assert 0 < len(whole(out)) < len(CODES)
    finally:
        subprocess.run(["umount", str(out)], check=True)


# -- the pages beside the reports


def test_the_index_asks_for_nothing_from_elsewhere_and_links_to_what_there_is(
    tmp_path: Path, settings: str
) -> None:
    out = tmp_path / "out"
    run(settings, out=out)
    page = (out / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert len(links) == 2 * len(CODES)
    assert all((out / link).is_file() for link in links)
    assert "http" not in page


def test_the_index_of_the_demonstration_has_a_map(tmp_path: Path) -> None:
    one = chapter(
        tmp_path, "10_x", "from segnb.report.page.blocks import Opening\nOpening('a', 'b')"
    )
    arguments = ["batch", "9901", "--only", one, "--out", str(tmp_path / "out"), "--lang", "en"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'lang="en"' in page
    assert page.count("<path") >= 4
    assert "<title>Exempelstad: whole</title>" in page
    assert '<a href="9901-exempelstad/en/report.html" tabindex="-1">' in page


def test_a_damaged_record_is_made_anew(tmp_path: Path, settings: str) -> None:
    out = tmp_path / "out"
    run(settings, "0127", out=out)
    for text in ("", "[]", '{"reports": [{"code": "../x"}]}'):
        (out / "batch.json").write_text(text)
        assert run(settings, "0127", out=out).exit_code == 0
        assert list(entries(out)) == ["0127"]
    (out / "0127-botkyrka" / "sv" / "manifest.json").write_text("{")
    assert made(run(settings, "0127", "--json", out=out)) == ["0127"]


def test_national_rows_are_read_once_where_many_reports_share_a_store(tmp_path: Path) -> None:
    def jobs(number: int, store: str) -> list[Job]:
        codes = municipalities()["code"].tolist()[:number]
        return [Job(make_params(municipality=code, store=store), tmp_path) for code in codes]

    many, few = jobs(MANY, str(tmp_path / "one")), jobs(MANY - 1, str(tmp_path / "other"))
    todo, _ = plan([*many, *few, *jobs(MANY, "")], fresh=True)
    shared = {job.params.store for job in todo if job.national}
    assert shared == {str(tmp_path / "one"), ""}  # no name is that of the demonstration
    assert sum(job.national for job in todo) == 2 * MANY
