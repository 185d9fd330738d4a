"""A batch that is killed at random moments and continued gives the bytes of one that was not."""

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from studies.page import put

KILLS, SEED = 20, 20260101
MUNICIPALITIES = ("9901", "9902", "9903", "9904")
CHAPTERS = ("summary", "methods")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "batch.md"


def command(out: Path) -> list[str]:
    """A batch of a few reports, two at a time."""
    only = [word for name in CHAPTERS for word in ("--only", name)]
    return [sys.executable, "-m", "segnb.cli", "batch", *MUNICIPALITIES, *only, "--jobs", "2",
            "--json", "--out", str(out)]  # fmt: skip


def steady(out: Path) -> dict[str, str]:
    """Hashes of the files that two runs have in common: not of notebooks and manifests."""
    named = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {
        name: sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if "/notebooks/" not in name and "manifest" not in name and not name.startswith(".")
    }


def killed(out: Path, after: float) -> tuple[int, list[str]]:
    """Reports that stood when the batch was killed, and those that the next one made."""
    batch = subprocess.Popen(command(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    stood = len(list(out.glob("*/sv/manifest.json")))
    answer = subprocess.run(command(out), check=True, capture_output=True, text=True)
    return stood, json.loads(answer.stdout)["made"]


def rows(kills: int, seed: int) -> list[tuple[float, int, int, bool]]:
    """Moment of each kill in seconds, reports that stood, reports made after, same bytes."""
    chance, found = random.Random(seed), []
    with TemporaryDirectory() as folder:
        started = time.monotonic()
        subprocess.run(command(Path(folder) / "unbroken"), check=True, capture_output=True)
        long, expected = time.monotonic() - started, steady(Path(folder) / "unbroken")
        for number in range(kills):
            out = Path(folder) / str(number)
            after = chance.uniform(0.05, 1.0) * long
            stood, made = killed(out, after)
            once = len(set(made)) == len(made) == len(MUNICIPALITIES) - stood
            found.append((after, stood, len(made), once and steady(out) == expected))
            print(*found[-1], flush=True)
    return found


def main() -> None:
    found = rows(KILLS, SEED)
    good = sum(same for *_, same in found)
    head = (
        f"Run on {dt.date.today():%Y-%m-%d}: {len(found)} kills at random moments of a batch of "
        f"{len(MUNICIPALITIES)} reports, two at a time; {good} times every file of pages and data "
        "was the same, byte for byte, and no report was lost or made twice."
    )
    lines = [
        f"| {after:.1f} | {stood} | {made} | {'yes' if same else '**no**'} |"
        for after, stood, made, same in found
    ]
    table = [
        "| killed after, s | whole then | made after | same bytes |",
        "| --- | --- | --- | --- |",
    ]
    put("kills", "\n".join([head, "", *table, *lines]), PAGE)
    if good < len(found):
        sys.exit("some batches did not go on to the same bytes: see docs/batch.md")
