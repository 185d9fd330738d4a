"""Time and memory of a command with all that it starts, and the stock commands to compare with."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psutil

BESIDE = Path(sys.executable).parent


class Run(NamedTuple):
    """Seconds on the clock, and the most memory at one time (shared pages counted once), in MB."""

    wall: float
    peak: float
    output: str


def measured(command: Sequence[str]) -> Run:
    """Run a command to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    peaks = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watch.start()
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - started, max(peaks), output)


def _watch(process: subprocess.Popen, peaks: list[float]) -> None:
    """Sum of the proportional memory of a process and its descendants, twice a second."""
    while process.poll() is None:
        total = 0.0
        try:
            top = psutil.Process(process.pid)
            for one in [top, *top.children(recursive=True)]:
                total += one.memory_full_info().pss / 1e6
        except (psutil.Error, AttributeError):
            pass
        peaks.append(total)
        time.sleep(0.5)


def segnb(*arguments: str) -> list[str]:
    """Our command in this environment."""
    return [sys.executable, "-m", "segnb.cli", *arguments]


def has_latex() -> bool:
    """Whether `nbconvert --to pdf` works here."""
    return shutil.which("xelatex") is not None and shutil.which("pandoc") is not None


def stock_report(chapters: Iterable[Path], code: str, folder: Path, *, pdf: bool) -> None:
    """The chapters of a report by the commands of Papermill and nbconvert."""
    for path in chapters:
        out = folder / f"{code}-{path.name}"
        _quiet(str(BESIDE / "papermill"), str(path), str(out), "-r", "municipality", code)
        for form in ("html", "pdf") if pdf else ("html",):
            _quiet(str(BESIDE / "jupyter"), "nbconvert", "--to", form, str(out))


def stock_reports(chapters: Sequence[Path], codes: Sequence[str], folder: Path) -> float:
    """Seconds on the clock for several reports by stock commands, two at a time."""
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(stock_report, chapters, code, folder, pdf=has_latex()) for code in codes
        ]
        for job in jobs:
            job.result()
    return time.perf_counter() - started


API = """
import sys, papermill
from concurrent.futures import ProcessPoolExecutor
def run(job):
    path, code, folder = job
    papermill.execute_notebook(path, f"{folder}/api-{code}-{path.split('/')[-1]}",
                               parameters={"municipality": code}, progress_bar=False)
if __name__ == "__main__":
    folder, codes, *paths = sys.argv[1:]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(run, [(p, c, folder) for c in codes.split(",") for p in paths]))
"""


def api_reports(chapters: Sequence[Path], codes: Sequence[str], folder: Path) -> float:
    """Seconds for the notebooks alone, by Papermill's Python API in two processes."""
    program = folder / "api.py"
    program.write_text(API)
    return measured(
        [sys.executable, str(program), str(folder), ",".join(codes), *map(str, chapters)]
    ).wall


def _quiet(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
