"""`segnb evaluate`: what may be said of an effort."""

from pathlib import Path

import click

from segnb.cli.options import (
    engine_option,
    shared_options,
    store_option,
    store_to_read,
    whole_path,
)
from segnb.cli.report_command import answer_page, wanted_formats


@click.command("evaluate")
@click.argument("plan", metavar="PLAN.yml")
@click.option("--lang", help="Language of the page: sv or en (default: that of the plan).")
@store_option(reads=True)
@click.option("--out", default="outputs", show_default=True, help="Folder for the pages.")
@click.option("--format", "formats", default="html,pdf", show_default=True, help="What to write.")
@engine_option
@shared_options
def evaluate_command(
    plan: str,
    lang: str | None,
    store: str | None,
    out: str,
    formats: str,
    engine: str | None,
) -> int:
    """Judge the effort of PLAN.yml, or say that it cannot be judged.

    The plan is sealed in the folder of its effort before outcomes are used; a plan that was changed
    afterwards is refused. See docs/evaluation.md.
    """
    from segnb.publish.single_page import write_page
    from segnb.vocabulary.evaluation_plan import read_plan

    wanted = wanted_formats(formats)
    read = read_plan(Path(plan), **({"lang": lang} if lang else {}))
    folder = (Path(out) / read.folder).resolve()
    given = {"plan": str(Path(plan).resolve()), "folder": str(folder), "lang": read.lang,
             "store": whole_path(store_to_read(store))}  # fmt: skip
    target = folder / read.lang
    written = write_page("evaluation", read.effort, given, target, read.lang, wanted, engine=engine)
    return answer_page(written, read.effort, wanted, effort=read.effort)
