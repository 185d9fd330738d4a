"""Lessons that show what a measure of segregation does, and where it stops saying anything."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules={"schelling", "towns"},
    submod_attrs={"answer_check": ["check"], "lesson": ["Lesson"]},
)
