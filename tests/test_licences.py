"""Licences of what segnb rests on, as `make licences` writes them."""

import json

import pytest

from studies.licences import TOP, goes_with_mit, parts


@pytest.mark.parametrize(
    ("licence", "goes"),
    [
        ("MIT", True),
        ("Apache-2.0 AND BSD-2-Clause", True),
        ("Apache License, Version 2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("GNU Affero General Public License v3, MIT License", False),
        ("", False),
    ],
)
def test_a_licence_that_asks_for_more_than_mit_is_told_apart(licence: str, goes: bool) -> None:
    assert goes_with_mit(licence) is goes


def test_the_page_and_the_list_name_what_the_lock_names() -> None:
    page = (TOP / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    listed = json.loads((TOP / "docs" / "sbom.json").read_text(encoding="utf-8"))["components"]
    pinned = [(part.name, part.version) for part in parts()]
    assert [(row[0].removeprefix("| ").split(" ")[0], row[1]) for row in rows] == pinned
    assert [(one["name"], one["version"]) for one in listed] == pinned
