"""An output folder is whole or as it was before."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from segnb.publish.output_folder import whole_folder
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


WRITER = """
import sys, time
from pathlib import Path
from segnb.publish.output_folder import whole_folder
with whole_folder(Path(sys.argv[1])) as folder:
    (folder / "half.txt").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def writing(target: Path) -> subprocess.Popen:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer.stdout as said:
        assert said.readline() == "writing\n"
    return writer


def test_what_a_killed_writer_left_is_cleared_and_what_another_writes_is_not(
    tmp_path: Path,
) -> None:
    target = tmp_path / "x" / "sv"
    killed, alive = writing(target), writing(target)
    try:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        with whole_folder(target) as folder:
            (folder / "new.txt").write_text("new")
        left = [p.name for p in target.parent.iterdir() if p.name.startswith(".sv-")]
        assert len(left) == 1
        assert alive.poll() is None
        assert content(target) == {"new.txt": "new"}
    finally:
        alive.kill()
        alive.wait()


def test_a_left_folder_without_a_lock_is_cleared_when_it_is_old(tmp_path: Path) -> None:
    target = tmp_path / "x" / "sv"
    ages = {"old": 3600, "of_a_minute": 70, "young": 40, "new": 0}
    for name, age in ages.items():
        (target.parent / f".sv-{name}").mkdir(parents=True)
        os.utime(target.parent / f".sv-{name}", (time.time() - age,) * 2)
    (target.parent / ".sv-file").write_text("no folder")
    os.utime(target.parent / ".sv-file", (time.time() - 3600,) * 2)
    with whole_folder(target):
        pass
    left = {path.name for path in target.parent.iterdir()}
    assert left == {".sv-young", ".sv-new", ".sv-file", "sv"}


def test_what_cannot_be_cleared_does_not_stop_a_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / ".a-old"
    left.mkdir()
    os.utime(left, (0, 0))
    real = os.rmdir

    def rmdir(path: Any, *args: Any, **more: Any) -> None:
        if str(path).endswith(".a-old"):
            raise PermissionError(path)
        real(path, *args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(os, "rmdir", rmdir)
        with whole_folder(tmp_path / "a") as new:
            (new / "x").write_text("x")
    assert [p.name for p in sorted(tmp_path.iterdir())] == [".a-old", "a"]
    with whole_folder(tmp_path / "a") as new:
        (new / "y").write_text("y")
    assert [str(p.relative_to(tmp_path)) for p in sorted(tmp_path.rglob("*"))] == ["a", "a/y"]
