"""How tests ask for a report of the demonstration."""

from collections.abc import Callable

from segnb.report import Report

MakeReport = Callable[..., Report]
