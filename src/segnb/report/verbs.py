"""What chapters measure, show and say: each function takes the report and gives something to read.

A function that is given a gap gives that gap back, so that no cell needs to ask.
"""

import lazy_loader

from segnb.vocabulary.strict_yaml import load_file

__getattr__, __dir__, __all__ = lazy_loader.attach(
    "segnb.report", submod_attrs=load_file("report", "verbs.yml")
)
