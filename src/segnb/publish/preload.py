"""What every report needs, imported once by the fork server and shared by all of its children."""

import gc
import importlib
import os
import pkgutil
import signal
import sys
from contextlib import suppress
from typing import get_args

from segnb.publish.forkserver import NATIONAL

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # it costs a second

ROOMS = ("analysis", "measures", "report", "sources.demo", "store", "vocabulary")
OTHERS = (
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "geopandas",
    "jupyter_client.session",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "nbconvert.exporters.templateexporter",
    "pandas.core.methods.to_dict",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "pydantic.dataclasses",
    "typst",
    "segnb.chapter",
    "segnb.publish.cell_runner",
    "segnb.publish.report_folder",
)


def _modules(room: str) -> list[str]:
    package = importlib.import_module(f"segnb.{room}")
    walk = pkgutil.walk_packages(package.__path__, f"segnb.{room}.")
    return [module.name for module in walk]


def _read_what_all_share() -> None:
    from segnb.publish.notebooks import chapters, parameters_of
    from segnb.report.page.block_html import environment, style_sheet
    from segnb.report.reading.chapter_figures import VALUE
    from segnb.report.reading.figure_records import method_hash
    from segnb.store.program import program
    from segnb.vocabulary.catalogue import catalogue
    from segnb.vocabulary.effort_register import register
    from segnb.vocabulary.i18n import Lang, Language

    program()
    catalogue()
    register()
    method_hash(VALUE)
    for path in chapters().values():
        parameters_of(path)
    style_sheet()
    for name in environment().list_templates(extensions=["j2"]):
        environment().get_template(name)
    for lang in get_args(Lang):
        Language(lang).has("")
        Language(lang).number(1.5, 1)


def _read_the_nation(store: str) -> None:
    """Rows of the whole country in the store of a batch; its reports say what is wrong with it."""
    from segnb.sources.demo.synthetic_store import demo_path
    from segnb.store.marker import folder_of
    from segnb.store.shared_rows import load_national
    from segnb.vocabulary.errors import SegnbError

    with suppress(SegnbError, OSError):
        load_national(folder_of(store) if store else demo_path())


gc.disable()  # what is loaded stays: looking for circles in it would take a tenth of the time
# Who stops the run stops its first process; this one is told, and has nothing to say.
told_before = signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # blocked while it starts
for name in [*OTHERS, *(name for room in ROOMS for name in _modules(room))]:
    importlib.import_module(name)
_read_what_all_share()
if NATIONAL in os.environ:
    _read_the_nation(os.environ[NATIONAL])
gc.collect()
gc.freeze()
gc.enable()
gc.set_threshold(1_000_000, 20, 20)  # a report makes few circles and ends
signal.signal(signal.SIGINT, told_before)
