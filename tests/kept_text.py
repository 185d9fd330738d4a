"""A kept text and what is found now: the same, or stored anew with `--renew`."""

from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest

LONGEST = 60  # lines of a difference that are shown


def compare(found: str, path: Path, config: pytest.Config) -> None:
    """Fail where a text is not the one that was read and kept."""
    if config.getoption("--renew"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    changed = unified_diff(kept.splitlines(), found.splitlines(), "kept", "now", n=0, lineterm="")
    assert found == kept, "\n".join(islice(changed, LONGEST))
