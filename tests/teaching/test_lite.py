"""The lessons as JupyterLite: built without a network, asking no server of others for anything."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lite import site  # noqa: E402
from lite.__main__ import main  # noqa: E402
from segnb.publish.lesson_copies import lesson_paths  # noqa: E402
from segnb.vocabulary.errors import InvalidFile  # noqa: E402


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """A folder that looks like Pyodide's: what is in it is carried along and not run."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    (folder / site.KERNEL).write_text("export const loadPyodide = null;\n", encoding="utf-8")
    (folder / site.LOCK).write_text('{"packages": {}}\n', encoding="utf-8")
    return folder


def test_the_site_is_built_without_a_network_and_names_no_other_server(
    pyodide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in site.NEEDED:
        pytest.importorskip(name, reason=f"needs {name.replace('_', '-')} (make lite installs it)")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    out = tmp_path / "site"
    assert site.build(pyodide, out) == []
    settings = json.loads((out / "jupyter-lite.json").read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"][site.PLUGIN]
    assert kernel["pyodideUrl"] == site.LOCAL
    assert kernel["disablePyPIFallback"] is True
    assert all(address.startswith("./") for address in kernel["pipliteUrls"])
    assert (out / site.LOCAL).is_file()
    assert sorted(p.name for p in (out / "files").iterdir()) == [p.name for p in lesson_paths()]
    assert len(list((out / "pypi").glob("segnb-*.whl"))) == 1
    assert "piplite.install" in (out / "files" / lesson_paths()[1].name).read_text(encoding="utf-8")


def test_an_address_outside_is_seen(tmp_path: Path) -> None:
    (tmp_path / "lab").mkdir()
    text = '{"pyodideUrl": "https://cdn.example.org/pyodide.mjs"}'
    (tmp_path / "lab" / "jupyter-lite.json").write_text(text, encoding="utf-8")
    assert list(site.addresses(tmp_path)) == ["https://cdn.example.org/pyodide.mjs"]


def test_bad_requests_are_one_sentence(
    pyodide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "find_spec", lambda _: object())
    found = CliRunner().invoke(main, ["--pyodide", str(tmp_path), "--out", str(tmp_path / "a")])
    assert found.exit_code == 2
    assert "There is no pyodide.mjs" in found.output
    assert not (tmp_path / "a").exists()
    monkeypatch.setattr(site, "find_spec", lambda _: None)
    with pytest.raises(InvalidFile, match="pip install jupyterlite-core"):
        site.build(pyodide, tmp_path / "b")
