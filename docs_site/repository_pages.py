"""Pages of the repository's own files (README, changes, licence), with the site's links."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "LICENSE": "licence.md",
}
LINK = re.compile(r"\]\(([^)#:\s]+)((?:#[^)]*)?)\)")


def repository_pages() -> dict[str, str]:
    """Text of each page by its name on the site."""
    return {page: _text(name) for name, page in PAGES.items()}


def _text(name: str) -> str:
    text = (ROOT / name).read_text(encoding="utf-8")
    if not name.endswith(".md"):
        return f"# Licence of segnb\n\n```text\n{text}```\n"
    return LINK.sub(lambda found: f"]({on_the_site(found.group(1))}{found.group(2)})", text)


def on_the_site(target: str) -> str:
    """Where a link of the repository's top folder leads on the site."""
    return PAGES.get(target) or target.removeprefix("docs/")
