"""`python -m segnb.cli`, where the command itself is not on the path."""

from segnb.cli import main

main(prog_name="segnb")
