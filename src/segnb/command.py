"""The program `segnb`: Ctrl-C while it still loads is one line, as it is later."""

import sys


def main() -> None:
    """Load the command line and run it."""
    try:
        from segnb.cli import main as segnb
    except KeyboardInterrupt:
        sys.exit("\nAborted!")
    segnb(prog_name="segnb")
