"""Reports: one, several and all municipalities, against stock commands and stock kernels."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.model import change_one, chapter, model_store
from bench.processes import Run, api_reports, has_latex, measured, segnb, stock_reports
from bench.timing import Row, held, seconds
from segnb.publish.forkserver import Tell, apart
from segnb.publish.notebooks import chapters
from segnb.vocabulary.areas import demo_municipalities, municipalities
from segnb.vocabulary.params import make_params

NAME = "reports"
FEW = ("whole_municipality", "perspectives", "methods")


def rows(quick: bool) -> list[Row]:
    """All rows; a short run takes few chapters and a tenth of the country."""
    names = FEW if quick else tuple(chapters())
    with TemporaryDirectory() as folder:
        place = Path(folder)
        return [
            *against_stock(
                place, names, quick, number=4 if quick else 24, sample=2 if quick else 3
            ),
            own_share(names),
            *scaling(place, quick, small=8 if quick else 29, large=40 if quick else 290),
            *dask(place, number=16 if quick else 58),
        ]


def batch(out: Path, *arguments: str) -> Run:
    """A batch of two reports at a time."""
    jobs = () if "--scheduler" in arguments else ("--jobs", "2")
    return measured(segnb("batch", *arguments, *jobs, "--json", "--out", str(out)))


def only(names: tuple[str, ...]) -> list[str]:
    return [word for name in names for word in ("--only", name)]


def in_full(quick: bool, ratio: float, least: float) -> str:
    """What is wanted of many whole reports is not judged by a few short ones."""
    return "told by a full run" if quick else held(ratio, least)


def against_stock(
    place: Path, names: tuple[str, ...], quick: bool, number: int, sample: int
) -> list[Row]:
    """Reports of the demonstration, by us and, a sample of them, by stock commands."""
    every = demo_municipalities()["code"].tolist()[:number]
    paths, codes = [chapters()[name] for name in names], every[:: number // sample]
    batch(place / "warm", codes[0], "--only", "methods")  # makes the store of the demonstration
    ours = batch(place / "ours", *every, *only(names)).wall / number
    stock = stock_reports(paths, codes, place) / len(codes)
    api = api_reports(paths, codes, place) / len(codes)
    one = measured(segnb("report", "9901", "--params", _params(place, names), "--out", str(place)))
    form = "HTML and PDF" if has_latex() else "HTML alone (no xelatex and pandoc here)"
    job = f"a report of {len(names)} chapters, HTML and PDF, two at a time ({number} reports)"
    some = f"{len(codes)} of them"
    return [
        Row(job, seconds(ours), f"papermill and nbconvert, {form}: {seconds(stock)} ({some})",
            f"{stock / ours:.1f}× faster", "12×", in_full(quick, stock / ours, 12)),
        Row(job, seconds(ours), f"Papermill's API, two processes, no pages: {seconds(api)} "
            f"({some})", f"{api / ours:.1f}× faster", "3×", in_full(quick, api / ours, 3)),
        Row("… one report, cold, from shell to files", seconds(one.wall),
            f"papermill and nbconvert, one after the other: {seconds(2 * stock)}",
            f"{one.wall / (2 * stock):.2f}× the time", "at most 0.33×",
            held(2 * stock / one.wall, 3)),
    ]  # fmt: skip


def _params(place: Path, names: tuple[str, ...]) -> str:
    path = place / "params.yml"
    path.write_text(f"chapters: [{', '.join(names)}]\n")
    return str(path)


def _timed(_tell: Tell, names: tuple[str, ...], out: Path) -> tuple[float, float]:
    """CPU seconds of the cells of a report and of all of its process."""
    from segnb.publish import cell_runner
    from segnb.publish.report_folder import write_report

    spent, run = [0.0], cell_runner._Shell.run_cell

    def run_cell(self: object, *given: object, **named: object) -> object:
        started = time.process_time()
        try:
            return run(self, *given, **named)
        finally:
            spent[0] += time.process_time() - started

    cell_runner._Shell.run_cell = run_cell
    write_report(make_params(chapters=names), out, engine="here")
    return spent[0], time.process_time()


def own_share(names: tuple[str, ...]) -> Row:
    """Share of the CPU of a report, from fork to files renamed, that its cells take."""
    with TemporaryDirectory() as out:
        spent, whole = apart(_timed, names, Path(out))
    return Row(f"cells' share of a report's CPU, {len(names)} chapters", f"{spent / whole:.0%}",
               f"pages, data, Typst, Papermill: {seconds(whole - spent)} of {seconds(whole)}", "",
               "70 %", held(spent / whole, 0.7))  # fmt: skip


def scaling(place: Path, quick: bool, small: int, large: int) -> list[Row]:
    """The model country with a chapter that reads, measures and draws."""
    store, path = model_store(place / "data"), chapter(place)
    codes = municipalities()["code"].tolist()
    step = max(len(codes) // small, 1)
    what = ["--store", str(store), "--only", str(path)]
    some, out = codes[::step][:small], place / "many"
    every = some + [code for code in codes if code not in some][: large - small]
    few = batch(place / "few", *some, *what)
    many = batch(out, *every, *what)
    again = batch(out, *every, *what)
    change_one(store, some[0])
    changed = json.loads(batch(out, *every, *what).output)["made"]
    wall, ratio = many.wall / few.wall, large / small
    return [
        Row(f"{large} reports of the model country, two at a time", seconds(many.wall),
            f"{small} reports: {seconds(few.wall)}", f"{wall:.2f}×", f"at most {1.05 * ratio:.1f}×",
            held(1.05 * ratio, wall)),
        Row("… most memory at one time", f"{many.peak:.0f} MB", f"{small} reports: "
            f"{few.peak:.0f} MB", f"{many.peak / few.peak:.2f}×", "at most 1.2×",
            held(1.2 * few.peak, many.peak)),
        Row("… a second run, nothing changed", seconds(again.wall), f"first {seconds(many.wall)}",
            f"{again.wall / many.wall:.1%}", "at most 3 %",
            in_full(quick, 0.03, again.wall / many.wall)),
        Row("… after one changed snapshot of one municipality", f"{len(changed)} made", "", "",
            "the one that shows it", "yes" if changed == [some[0]] else "**no**"),
    ]  # fmt: skip


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Address of a scheduler with two workers of one thread on this machine."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    file, host = folder / "scheduler.json", ["--host", "127.0.0.1", "--no-dashboard"]
    run = [sys.executable, "-m"]
    serve = [*run, "distributed.cli.dask_scheduler", *host, "--port", "0"]
    started = [subprocess.Popen([*serve, "--scheduler-file", str(file)], **quiet)]
    try:
        from distributed import Client

        while not file.exists() or not file.read_text().strip():
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        work = [*run, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
        started += [subprocess.Popen([*work, *host], cwd=folder, **quiet) for _ in range(2)]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=300)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def dask(place: Path, number: int) -> list[Row]:
    """The same batch on the workers of Dask."""
    job = f"{number} reports of the model country on two workers of Dask"
    try:
        import distributed  # noqa: F401
    except ImportError:
        return [Row(job, "", "not installed", "", "at most 15 % more", "")]
    what = ["--store", str(place / "data"), "--only", str(place / "10_model.ipynb")]
    codes = municipalities()["code"].tolist()[:number]
    with cluster(place) as address:
        batch(place / "warm-dask", *codes[:2], *what, "--scheduler", address)
        spread = batch(place / "dask", *codes, *what, "--scheduler", address)
    here = batch(place / "here", *codes, *what)
    more = spread.wall / here.wall - 1
    return [Row(job, seconds(spread.wall), f"--jobs 2: {seconds(here.wall)}", f"{more:+.0%}",
                "at most +15 %", held(0.15, more))]  # fmt: skip
