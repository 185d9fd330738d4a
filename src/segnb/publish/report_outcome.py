"""What a report has become."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FILES = {"html": "report.html", "pdf": "report.pdf", "brief": "brief.pdf"}  # of each format
FORMATS = ("html", "pdf")  # those that are written unless others are asked for

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class ReportOutcome:
    """What a report has become: its folder, and the formats that could not be made and why."""

    folder: Path
    failed: dict[str, str] = field(default_factory=dict)
    gaps: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 for a whole report, 1 where something asked for is not in it."""
        return 1 if self.failed else 0


def silent(name: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""
