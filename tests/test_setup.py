"""What a fresh machine needs is stated once, pinned, and the same everywhere it is stated."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import segnb

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TWO_SCREENS = 90


def requirements(*lines: str) -> dict[str, str]:
    """Bounds by normalised name; conda's `-base` packages are the libraries themselves."""
    parsed = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name).removesuffix("-base"): str(r.specifier) for r in parsed}


def pins(lock: str) -> list[Requirement]:
    """Pinned packages of a lock, each with its marker."""
    lines = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return [Requirement(line.split(" --hash")[0].strip()) for line in lines]


def wanted() -> list[Requirement]:
    return [Requirement(line) for line in PROJECT["project"]["dependencies"]]


def optional(extra: str) -> set[str]:
    lines = PROJECT["project"]["optional-dependencies"][extra]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def outside_imports(path: Path) -> set[str]:
    """Names of the packages that a module imports, ours and Python's own left out."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"segnb"}


def test_the_conda_environment_has_the_packages_and_bounds_of_pyproject() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = requirements(*(line for line in listed if isinstance(line, str) and line != "pip"))
    (by_pip,) = [entry["pip"] for entry in listed if isinstance(entry, dict)]
    conda |= requirements(*(line for line in by_pip if not line.startswith("--editable")))
    assert conda.pop("python") == PROJECT["project"]["requires-python"]
    assert conda == requirements(*PROJECT["project"]["dependencies"])


def test_every_package_that_the_code_imports_is_declared() -> None:
    found = {name for path in (ROOT / "src").rglob("*.py") for name in outside_imports(path)}
    dists = packages_distributions()
    declared = {canonicalize_name(requirement.name) for requirement in wanted()}
    allowed = declared | optional("spatial") | optional("dask")
    missing = {n for n in found if not {canonicalize_name(d) for d in dists.get(n, [])} & allowed}
    assert missing == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_hashes_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-[^-]|--(index|extra-index|find-links|trusted)", text, re.M)
    assert all("--hash=sha256:" in entry for entry in text.replace("\\\n", "").splitlines())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_leaves_out_what_costs_a_second_in_every_process(lock: str) -> None:
    excluded = set((ROOT / "requirements.excludes").read_text(encoding="utf-8").split())
    assert excluded >= {"rfc3987-syntax"}
    assert not excluded & {pin.name for pin in pins(lock)}


@pytest.mark.parametrize("version", ["3.11.9", "3.12.8", "3.13.1"])
@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_every_dependency_is_pinned_within_its_bounds(
    requirement: Requirement, version: str
) -> None:
    python = {"python_full_version": version, "python_version": version.rpartition(".")[0]}
    name = canonicalize_name(requirement.name)
    chosen = [
        p for p in pins(LOCKS[0]) if p.name == name and (not p.marker or p.marker.evaluate(python))
    ]
    assert len(chosen) == 1
    assert requirement.specifier.contains(str(chosen[0].specifier).removeprefix("=="))


@pytest.mark.parametrize("name", ["numpy", "scipy", "pandas", "shapely", "geopandas", "pyproj"])
def test_what_computes_has_one_version_on_every_python(name: str) -> None:
    assert [pin.name for pin in pins(LOCKS[0])].count(name) == 1


def test_the_developers_lock_only_adds_to_that_of_the_users() -> None:
    run, dev = ({(pin.name, str(pin.specifier)) for pin in pins(lock)} for lock in LOCKS)
    assert run <= dev


def shell_lines(text: str) -> list[list[str]]:
    """Words of each line of the fenced blocks, comments left out."""
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.M | re.S)
    return [line.split("#")[0].split() for block in blocks for line in block.splitlines()]


def commands(tool: str) -> list[list[str]]:
    """Arguments of every call of a tool in the README, inline ones included."""
    inline = [code.split() for code in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", README)]
    called = [line for line in shell_lines(README) + inline if line]
    return [line[1:] for line in called if re.split(r"[\\/]", line[0])[-1] == tool and line[1:]]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z0-9-]*):.* ## ", MAKEFILE, re.M))


def test_the_readme_fits_on_two_screens() -> None:
    assert 0 < len(README.splitlines()) <= TWO_SCREENS


def test_the_readme_opens_with_its_two_commands() -> None:
    assert [line[0] for line in commands("make")][:2] == ["report", "test-all"]


def test_make_help_lists_every_target() -> None:
    phony = set(re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.M).group(1).split())
    answer = subprocess.run(
        ["make", "-C", ROOT, "help"], capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"^make ([a-z0-9-]+) ", answer.stdout, re.M)) == phony == targets()


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README)
    paths = [one or other for one, other in links]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert paths


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").rstrip().splitlines()[-1] == "make test-all"
    subprocess.run(["bash", "-n", script], check=True)


def test_the_changelog_tells_what_this_version_brings() -> None:
    assert f"## {segnb.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs a git checkout: git clone")
    find = ["git", "grep", "-lIF", "-e", f"{ROOT}/", "-e", f"{Path.home()}/", "--", "."]
    assert subprocess.run(find, cwd=ROOT, capture_output=True, text=True).stdout == ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as others install it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package unpacked, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def package_data() -> set[str]:
    """Files beside the modules that the package reads, and the notebooks, as named in the wheel."""
    source = {p.relative_to(ROOT / "src") for p in (ROOT / "src" / "segnb").rglob("*")}
    books = {Path("segnb") / p.relative_to(ROOT) for p in (ROOT / "notebooks").rglob("*.ipynb")}
    files = {path.as_posix() for path in source | books if path.suffix not in {"", ".py", ".pyc"}}
    return {name for name in files if ".ipynb_checkpoints" not in name}


def test_the_wheel_holds_notebooks_strings_catalogue_and_templates(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    assert package_data() - names == set()
    parts = ("notebooks/report/", "data/strings/sv/", "data/catalogue/", "templates/")
    for part in (*parts, "open_data/observations/", "open_data/LICENCES.txt"):
        assert any(part in name for name in names), part


def run_installed(installed: Path, folder: Path, *words: str) -> str:
    """What the installed package answers in a folder outside the checkout."""
    call = [sys.executable, "-c", "from segnb.cli import main; main()", *words]
    python = os.environ | {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(folder / "cache")}
    answer = subprocess.run(call, cwd=folder, env=python, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_the_installed_package_lists_its_chapters(installed: Path, tmp_path: Path) -> None:
    assert "whole_municipality" in run_installed(installed, tmp_path, "list", "chapters")


def test_the_installed_package_writes_the_demonstration_report(
    installed: Path, tmp_path: Path
) -> None:
    run_installed(installed, tmp_path, "report", "demo", "--out", "pages")
    assert {path.name for path in (tmp_path / "pages").rglob("report.*")} == {
        "report.html",
        "report.pdf",
    }


def test_the_installed_package_writes_a_real_report_from_what_comes_along(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "p.yml").write_text("municipality: Kiruna\nchapters: [crime]\n", encoding="utf-8")
    run_installed(installed, tmp_path, "report", "--params", "p.yml", "--format", "html")
    page = tmp_path / "outputs" / "2584-kiruna" / "sv" / "report.html"
    assert "Våldsbrott" in page.read_text(encoding="utf-8")
    assert not (installed / "segnb" / "open_data" / ".lock").exists()
