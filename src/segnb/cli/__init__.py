"""The command line: `segnb report Botkyrka`, and what it needs before it.

What goes wrong is said in one line, with the exit code of its kind: 1 done in part, 2 nothing done
because the request was wrong, 3 a source could not be reached.
"""

import sys

# An optional extra of jsonschema that no Jupyter schema uses: importing it costs a second.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import click  # noqa: E402

from segnb import __version__  # noqa: E402
from segnb.cli.batch_command import batch_command  # noqa: E402
from segnb.cli.compare_command import compare_command  # noqa: E402
from segnb.cli.diff_command import diff_command  # noqa: E402
from segnb.cli.evaluate_command import evaluate_command  # noqa: E402
from segnb.cli.fetch_command import fetch_command  # noqa: E402
from segnb.cli.import_command import import_command  # noqa: E402
from segnb.cli.lab_command import lab_command  # noqa: E402
from segnb.cli.lessons_command import lessons_command  # noqa: E402
from segnb.cli.list_and_check_commands import check_command, list_command  # noqa: E402
from segnb.cli.new_command import new_group  # noqa: E402
from segnb.cli.options import OneLine  # noqa: E402
from segnb.cli.report_command import report_command  # noqa: E402
from segnb.cli.site_command import site_command  # noqa: E402
from segnb.cli.store_command import store_group  # noqa: E402


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="segnb")
def main() -> None:
    """Situation reports on socioeconomic segregation in Swedish municipalities."""


for command in (
    report_command, batch_command, compare_command, evaluate_command, diff_command,
    site_command, fetch_command, import_command, list_command, new_group,
    check_command, store_group, lab_command, lessons_command,
):  # fmt: skip
    main.add_command(command)
