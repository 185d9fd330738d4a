"""Which files a folder holds, and what in it cannot be opened at all."""

import os
from collections.abc import Iterator
from pathlib import Path

from segnb.sources.files.file_type import Document
from segnb.vocabulary.errors import EmptyStore, InvalidFile

_PASSED_OVER = {"__MACOSX", "node_modules"}


def documents_in(root: Path) -> tuple[list[Document], dict[str, str]]:
    """Files of a folder and its folders, by name, and what is no file with the reason why.

    Links to folders are not followed; hidden files are passed over.

    Raises
    ------
    InvalidFile
        There is no such file or folder.
    EmptyStore
        The folder has no file.
    """
    if _is_file(root):
        return [Document(root, shown(root.name))], {}
    if not root.is_dir():
        raise InvalidFile(f"There is no file or folder {root}: name what you have downloaded.")
    odd: dict[str, str] = {}
    found = [
        Document(path, shown(path.relative_to(root).as_posix())) for path in _walked(root, odd)
    ]
    if not (found or odd):
        raise EmptyStore(f"{root} has no file to import: name a folder with downloaded files.")
    return found, odd


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidFile(f"{shown(str(path))[:80]} … cannot be opened: {reason}.") from error


def _walked(root: Path, odd: dict[str, str]) -> Iterator[Path]:
    """Paths of files; what cannot be opened is put into `odd`."""

    def tell(error: OSError) -> None:
        name = shown(Path(os.fsdecode(error.filename)).relative_to(root).as_posix())
        odd[name] = f"the folder cannot be opened: {error.strerror}"

    for folder, inside, names in os.walk(root, onerror=tell):
        inside[:] = sorted(name for name in inside if not _is_hidden(name))
        for name in sorted(name for name in names if not _is_hidden(name)):
            path = Path(folder, name)
            if path.is_file():
                yield path
            else:
                odd[shown(path.relative_to(root).as_posix())] = _odd(path)


def _odd(path: Path) -> str:
    if path.is_symlink():
        return "it is a link to a file that is not there: copy the file itself into the folder"
    return "it is no file but a pipe or a device"


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name in _PASSED_OVER


def shown(name: str) -> str:
    """Name of a file as it can be printed anywhere: letters that are none are replaced."""
    whole = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in whole)


def one_line(text: str) -> str:
    """A sentence that may hold anything from a file, as it can be printed in one line."""
    return shown(" ".join(text.split()))
