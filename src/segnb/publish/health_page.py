"""The health report of `segnb check --live`: a page and JSON that a user can send."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from segnb import __version__
from segnb.store.atomic_writing import write_atomically


def write_health(results: Sequence[dict[str, Any]], page: Path) -> list[Path]:
    """Write what was expected of each service and found, as HTML and as JSON beside it.

    Parameters
    ----------
    results
        One dict a check: `what`, `found`, `fault`, `live`, and `items` with `kind`, `expected`,
        `found`, `holds`.

    Returns
    -------
    list of Path
        The files.
    """
    live = [result for result in results if result["live"]]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    beside = page.with_suffix(".json")
    content = {"program": f"segnb {__version__}", "made": made, "checks": live}
    page.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(page, health_page(live, made).encode())
    write_atomically(beside, json.dumps(content, ensure_ascii=False, indent=1).encode())
    return [page, beside]


def health_page(checks: Sequence[dict[str, Any]], made: str) -> str:
    """The page as HTML text."""
    from segnb.report.page.block_html import colours, style_sheet, templates

    said = {"version": __version__, "made": made, "checks": checks, "style": style_sheet(),
            "wrong": [check for check in checks if check["fault"]]}  # fmt: skip
    return templates("segnb.publish").get_template("health/health.html.j2").render(colours() | said)
