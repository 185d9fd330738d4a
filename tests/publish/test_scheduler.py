"""The same batch on the workers of Dask, one of which is killed while it works."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_country import CODES, own_chapter, params_file, small_store
from test_batch import run, steady, until

from segnb.cli import main

pytestmark = pytest.mark.long

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install segnb[dask]")
SLOW = """
import psutil, time
report = psutil.Process().parent()  # an own chapter has a process of its own
worker = report.parent().parent()  # of the fork server that made it
open(f"{municipality}.started", "a").write(f"{worker.pid}\\n")
time.sleep(3)
"""


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """Address of a scheduler on this machine, and the processes of its two workers."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    file, host = tmp_path / "scheduler.json", ["--host", "127.0.0.1", "--no-dashboard"]
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", *host, "--port", "0"]
    started = [subprocess.Popen([*dask, "--scheduler-file", str(file)], **quiet)]
    try:
        until(lambda: file.exists() and file.read_text().strip())
        address = json.loads(file.read_text())["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, *host]
        worker += ["--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path)]
        started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=300)
        yield address, [process.pid for process in started[1:]]
    finally:
        for process in started:
            process.kill()
            process.wait()


def begun(folder: Path) -> list[int]:
    """Which worker began each report; a file that is open already may have no text yet."""
    files = sorted(folder.glob("*.started"))
    return [int(worker) for path in files for worker in path.read_text().split()]


def test_two_workers_make_what_one_machine_makes_though_one_of_them_is_killed(
    tmp_path: Path, scheduler: tuple[str, list[int]]
) -> None:
    address, workers = scheduler
    folder = tmp_path / "a"
    settings = params_file(tmp_path, small_store(tmp_path / "data"), own_chapter(folder, SLOW))
    command = [sys.executable, "-m", "segnb.cli", "batch", "--params", settings, "--all", "--json",
               "--scheduler", address, "--out", str(tmp_path / "many")]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as batch:
        try:
            until(lambda: begun(folder))
            assert begun(folder)[0] in workers
            os.kill(begun(folder)[0], signal.SIGKILL)
            printed, _ = batch.communicate(timeout=300)
        finally:
            batch.kill()
    assert batch.returncode == 0
    assert sorted(json.loads(printed)["made"]) == list(CODES)
    assert len(begun(folder)) > len(CODES)  # the report of the killed worker was begun again
    run(settings, out=tmp_path / "one")
    assert steady(tmp_path / "many") == steady(tmp_path / "one")


def test_an_address_where_no_scheduler_is_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segnb.publish.scheduler.PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense"):
        result = CliRunner().invoke(
            main, ["batch", "9901", "--scheduler", address, "--out", str(tmp_path / "out")]
        )
        assert result.exit_code == 2
        assert f"No scheduler of Dask answers at {address}" in result.stderr.splitlines()[-1]


def test_without_dask_the_option_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = CliRunner().invoke(
        main, ["batch", "9901", "--scheduler", "tcp://h:1", "--out", str(tmp_path / "out")]
    )
    assert result.exit_code == 2
    assert "pip install segnb[dask]" in result.stderr


def test_a_worker_with_another_program_is_refused(tmp_path: Path) -> None:
    from segnb.publish.batch import Job, make_one
    from segnb.publish.current_reports import InputHashes
    from segnb.vocabulary.params import make_params

    entry = make_one(Job(make_params(), tmp_path, known=InputHashes("another program")))
    assert entry.status == "failed"
    assert re.search("another version of segnb", entry.why)
