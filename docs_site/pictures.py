"""Pictures of the guides: what segnb writes, opened in Chromium and seen from the top.

`python -m docs_site.pictures` makes the outputs in a temporary folder and every picture anew;
`--outputs FOLDER` keeps them there, and makes again only those that are not; names of pictures
take only those.
"""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
BIGGEST, COLOURS = 150_000, (128, 64, 32, 16)
SEGNB = ("-m", "segnb.cli")
OUTPUTS = {
    "report": (
        *SEGNB,
        *("report", "Botkyrka", "--store", "box", "--format", "html,pdf,brief,png"),
        *("--out", "report"),
    ),
    "comparison": (
        *SEGNB,
        *("compare", "2081", "2085", "2080", "--store", "box", "--format", "html"),
        *("--out", "comparison"),
    ),
    "evaluation": (
        *SEGNB,
        *("evaluate", str(ROOT / "params" / "evaluation" / "grant_2018.yml")),
        *("--store", "box", "--format", "html", "--out", "evaluation"),
    ),
    "site": (*SEGNB, "site", "site", "--store", "box", "--no-national"),
    "lessons": (*SEGNB, "lessons", "--lang", "en", "--out", "lessons"),
    "guide": ("-m", "guide", "--lang", "en", "--out", "guide"),
}


@dataclass(frozen=True)
class Picture:
    """The top of a page of an output, a page of a PDF, or a figure."""

    name: str
    output: str
    file: str
    width: int = 1180
    height: int = 800
    holds: str = ""  # words of the page of the PDF; without them, its first


SHOWN = (
    Picture("report-first-page", "report", "*/sv/report.html", height=1000),
    Picture("report-figure", "report", "*/sv/figures/figure-*-labour-gaps.png", width=900),
    Picture("brief", "report", "*/sv/brief.pdf", width=560),
    Picture("report-summary", "report", "*/sv/report.pdf", width=640),
    Picture("report-strips", "report", "*/sv/report.pdf", width=640, holds="Ett streck per kommun"),
    Picture("comparison", "comparison", "*/sv/report.html", height=1000),
    Picture("evaluation", "evaluation", "*/sv/report.html", height=1000),
    Picture("site", "site", "index.html", height=1000),
    Picture("lesson", "lessons", "lesson-01.en.html", height=1150, width=900),
    Picture("worksheet", "lessons", "worksheet-01.en.pdf", width=560),
    Picture("teachers-guide", "guide", "teachers-guide.html", height=1000),
)


@click.command()
@click.option("--outputs", type=click.Path(path_type=Path), help="Folder for what is looked at.")
@click.argument("names", nargs=-1)
def main(outputs: Path | None, names: tuple[str, ...]) -> None:
    """Make the pictures of the guides anew."""
    chosen = [picture for picture in SHOWN if not names or picture.name in names]
    with TemporaryDirectory() as made:
        for path in pictures((outputs or Path(made)).resolve(), chosen):
            click.echo(path)


def pictures(folder: Path, chosen: list[Picture]) -> Iterator[Path]:
    """Make each picture, after the output that it shows if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in chosen:
        if not (folder / picture.output).exists():
            call, ours = [sys.executable, *OUTPUTS[picture.output]], {"PYTHONPATH": str(ROOT)}
            subprocess.run(call, cwd=folder, env=os.environ | ours, check=True)
        page = next((folder / picture.output).glob(picture.file))
        path = PICTURES / f"{picture.name}.png"
        path.write_bytes(light(VIEWS[page.suffix](page, picture)))
        yield path


def seen(page: Path, picture: Picture) -> Image.Image:
    """The page as Chromium shows it in a window of the picture's size."""
    with TemporaryDirectory() as made:
        shot = Path(made) / "shot.png"
        size = f"--window-size={picture.width},{picture.height}"
        chromium = shutil.which("chromium") or "google-chrome"
        calm = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
        timing = ("--virtual-time-budget=3000", f"--screenshot={shot}")
        subprocess.run(
            [chromium, *calm, size, *timing, page.as_uri()], check=True, capture_output=True
        )
        return Image.open(shot).convert("RGB")


def printed_page(pdf: Path, picture: Picture) -> Image.Image:
    """The page of a PDF that holds the words of the picture, so wide."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout
    pages = [" ".join(page.split()) for page in text.decode().split("\f")]
    number = next(n for n, page in enumerate(pages, 1) if picture.holds in page)
    call = ["pdftoppm", "-png", "-singlefile", "-f", str(number)]
    call += ["-scale-to-x", str(picture.width), "-scale-to-y", "-1", str(pdf)]
    made = subprocess.run(call, check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(made)).convert("RGB")


def figure(png: Path, picture: Picture) -> Image.Image:
    """A figure of a report, so wide."""
    image = Image.open(png).convert("RGB")
    return image.resize((picture.width, round(image.height * picture.width / image.width)))


VIEWS = {".html": seen, ".pdf": printed_page, ".png": figure}


def light(image: Image.Image) -> bytes:
    """PNG with as many colours as keep it under the limit."""
    for colours in COLOURS:
        file = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= BIGGEST:
            break
    return file.getvalue()


if __name__ == "__main__":
    main()
