"""What chapters measure, show and say: each function takes the report and gives something to read.

A function that is given a gap gives that gap back, so that no cell needs to ask.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "coverage": ["show_coverage"],
        "indices": ["Indices", "measure_indices", "say_level", "say_levels", "show_indices"],
        "methods": [
            "show_accessibility",
            "show_citation",
            "show_disclosure",
            "show_glossary",
            "show_law",
            "show_method",
            "show_quality",
        ],
        "place": ["place_facts", "show_definition", "show_place"],
        "scale": ["measure_neighbours", "say_nested", "show_ends", "show_neighbours"],
    },
)
