"""An output folder is whole or as it was before."""

from pathlib import Path

import pytest

from segnb.publish.folders import whole_folder
from segnb.vocabulary.errors import CannotWrite, NotebookFailed


def content(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text() for p in folder.iterdir() if p.is_file()}


def write_half(target: Path) -> None:
    with whole_folder(target) as folder:
        (folder / "new.txt").write_text("new")
        raise NotebookFailed("a cell failed")


def test_the_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "0127-botkyrka" / "sv"
    for number in ("1", "2"):
        with whole_folder(target) as folder:
            (folder / f"{number}.txt").write_text(number)
    assert content(target) == {"2.txt": "2"}
    assert [p.name for p in target.parent.iterdir()] == ["sv"]


def test_nothing_is_replaced_when_something_fails(tmp_path: Path) -> None:
    target = tmp_path / "x" / "sv"
    with whole_folder(target) as folder:
        (folder / "old.txt").write_text("old")
    with pytest.raises(NotebookFailed):
        write_half(target)
    assert content(target) == {"old.txt": "old"}
    assert [p.name for p in target.parent.iterdir()] == ["sv"]


def test_a_failure_leaves_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(NotebookFailed):
        write_half(tmp_path / "x" / "sv")
    assert list(tmp_path.iterdir()) == []


def test_the_old_folder_comes_back_when_the_new_one_cannot_be_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x" / "sv"
    with whole_folder(target) as folder:
        (folder / "old.txt").write_text("old")
    replace = Path.replace

    def fail_once(self: Path, other: Path) -> Path:
        if other == target and self.parent.name.startswith(".sv-") and self.name == "sv":
            raise OSError(28, "No space left on device")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", fail_once)
    with pytest.raises(CannotWrite, match="No space left"), whole_folder(target) as folder:
        (folder / "new.txt").write_text("new")
    assert content(target) == {"old.txt": "old"}


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file, not a folder")
    with (
        pytest.raises(CannotWrite, match=r"cannot be written: .*--out\.") as caught,
        whole_folder(tmp_path / "outputs" / "0127-botkyrka" / "sv"),
    ):
        pass
    assert caught.value.exit_code == 2
