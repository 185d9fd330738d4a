"""Faults are put in where they stand, one at a time, and the right module comes back."""

import ast
from pathlib import Path

import pytest

from studies import __main__ as studies
from studies import mutants
from studies.mutants.kinds import put_in, sites
from studies.page import marks

TEXT = '''"""Text with 2 < 3."""

LEAST: int = 6


def told(first, last, *, sign=True):
    """Not `first` + `last`."""
    if first <= LEAST and not sign:
        return max(first, rows.first)
    return show(first, last, sign=sign)[0]
'''


def faults() -> dict[str, str]:
    made = [put_in(site, TEXT) for site in sites("module.py", TEXT)]
    return {f"{fault.kind}: {fault.after}": fault.source for fault in made}


def test_each_kind_of_fault_is_put_in() -> None:
    assert {
        "number: 7",
        "limit: first < LEAST",
        "condition: first <= LEAST or not sign",
        "condition: sign",
        "swapped: show(last, first, sign=sign)",
        "ignored parameter: show(first, last)",
        "swapped ends: show(first, last, sign=sign)[-1]",
        "other value: rows.last",
    } <= faults().keys()


def test_a_fault_leaves_the_rest_of_the_module_as_it_was() -> None:
    right = ast.unparse(ast.parse(TEXT)).splitlines()
    for source in faults().values():
        assert sum(one != two for one, two in zip(source.splitlines(), right, strict=True)) == 1


def test_words_about_the_code_are_left_alone() -> None:
    assert all('"""Text with 2 < 3."""' in source for source in faults().values())
    assert not any("swapped: max" in name for name in faults())  # it says the same


def test_a_sample_is_drawn_with_its_seed() -> None:
    names = [[fault.name for fault in mutants.drawn(5, seed)] for seed in (1, 1, 2)]
    assert names[0] == names[1] != names[2]
    assert len(set(names[0])) == 5


def test_a_fault_is_seen_where_a_test_fails_and_the_module_is_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = put_in(next(sites("src/a.py", TEXT)), TEXT)._replace(module="src/a.py")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(TEXT)
    seen = []
    monkeypatch.setattr(mutants, "tests_of", lambda module: [f"tests of {module}"])
    monkeypatch.setattr(mutants, "tried", lambda tree, tests: seen.append(
        ((tree / "src" / "a.py").read_text(), tests)) or 1)  # fmt: skip
    assert mutants.is_seen(fault, tmp_path)
    assert seen == [(fault.source, ["tests of src/a.py", *mutants.READ_BY])]
    assert (tmp_path / "src" / "a.py").read_text() == TEXT


def test_the_page_gets_the_count_and_the_faults_that_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "mutants.md"
    page.write_text("before\n{}\n{}\nafter\n".format(*marks(mutants.NAME)), "utf-8")
    monkeypatch.setattr(mutants, "PAGE", page)
    monkeypatch.setattr(mutants, "copied", lambda folder: folder)
    monkeypatch.setattr(mutants, "tried", lambda _tree, _tests: 0)
    answers = iter([True, False, True, True])
    monkeypatch.setattr(mutants, "is_seen", lambda _fault, _tree: next(answers))
    studies.main(["mutants", "--sample", "4", "--least", "75", "--keep"])
    assert "3 of 4 faults were seen, 75 per cent" in page.read_text("utf-8")
    assert "LIVES src/segnb/" in capsys.readouterr().out
    answers = iter([True, False, True, False])
    with pytest.raises(SystemExit, match="75 per cent are wanted"):
        studies.main(["mutants", "--sample", "4", "--least", "75"])


def test_only_the_studies_that_take_options_get_them() -> None:
    with pytest.raises(SystemExit, match="option of pages or mutants"):
        studies.main(["kills", "--sample", "4"])
