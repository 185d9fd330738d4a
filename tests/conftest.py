"""What all tests share: the folder beside the checkout, and figures that are always closed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with real files and known values beside the checkout; the suite stands without it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder shared/ beside the checkout (real files and known values)")
    return folder


@pytest.fixture(scope="session")
def real_files(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, dict[str, Any]]]:
    """Store of all real files, and what became of each; made once for all workers of a run."""
    from segnb.sources.files import import_folder
    from segnb.store import Store

    place = of_the_run(tmp_path_factory) / "real files"
    place.mkdir(exist_ok=True)
    with FileLock(place / ".making"):
        if not (place / "files.json").exists():
            files = import_folder(shared / "data", Store.create(place / "store"))
            text = json.dumps({file.path: asdict(file) for file in files})
            (place / "files.json").write_text(text, encoding="utf-8")
    return place / "store", json.loads((place / "files.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def real_store(request: pytest.FixtureRequest) -> Path:
    """Folder of a store of all real files: the one that is named, or one made for the run."""
    named = request.config.getoption("--real-store")
    return Path(named) if named else request.getfixturevalue("real_files")[0]


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Folder of a whole report (notebooks, page and data), made once for all workers of a run.

    A real municipality has the open data that come along, so that it is there everywhere.
    """
    from segnb.publish.report_process import make_report
    from segnb.store import BOX
    from segnb.vocabulary.params import make_params

    out = of_the_run(tmp_path_factory) / "finished reports"
    out.mkdir(exist_ok=True)

    def made(code: str, lang: str) -> Path:
        store = "" if code.startswith("99") else BOX
        with FileLock(out / f".{code} {lang}"):
            if not list(out.glob(f"{code}-*/{lang}/manifest.json")):
                params = make_params(municipality=code, lang=lang, store=store)
                make_report(params, out, ("html",))
        return next(out.glob(f"{code}-*/{lang}"))

    return made


def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen") else base


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a developer may ask for."""
    parser.addoption("--real-store", help="store of ../shared/data made before: saves a minute")
    parser.addoption("--renew", action="store_true", help="store the texts of reports anew")


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    """No test leaves a matplotlib figure open for the next one."""
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
