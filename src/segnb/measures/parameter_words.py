"""What the parameters of measures are, said once; docstrings name only what is their own."""

import re
from collections.abc import Callable
from inspect import cleandoc, signature
from typing import Any

WORDS = {
    "counts": """DataFrame
    Columns ``unit``, ``group``, ``count`` and those named in ``by``. Rows that repeat a unit
    and a group are added up; an absent row is a count of 0; an empty count is a missing one.""",
    "group": """label or list of labels
    The group; several labels form it together.""",
    "groups": """sequence of labels, optional
    The groups; all of the frame if left out.""",
    "order": """sequence of labels
    The groups from lowest to highest.""",
    "places": """DataFrame or GeoDataFrame
    ``unit`` with ``x``, ``y`` in metres (and, where land counts, ``area`` in square metres),
    or polygons in a projected system.""",
    "versus": """label or list of labels, optional
    Those the group is compared with; everybody else in the frame if left out.""",
    "by": """str or sequence of str
    Columns that tell the places apart, such as municipality and year.""",
    "level": """float, optional
    With a level, such as .95, ``lower`` and ``upper`` are added.""",
    "draws": """int
    Random allocations; see :func:`~segnb.measures.intervals`.""",
    "seed": """int
    The same seed and counts give the same numbers, alone or among other places.""",
}
MEASURE = """Returns
-------
DataFrame
    The ``by`` columns and ``measure, group, estimate, units, group_size, total, reason``.
    Where there is no value, ``reason`` says why: ``one_unit``, ``group_absent``,
    ``group_universal`` (all people belong to it), ``no_people`` or ``missing_count``."""
HEAD = "Parameters\n----------\n"


def completed(function: Callable[..., Any], text: str | None, returns: str = "") -> str | None:
    """A docstring with all parameters, and with what is returned where it does not say that."""
    if not text:
        return text
    says, head, own = cleandoc(text).partition(HEAD)
    if not head:
        at = re.search(r"^(Returns|Raises|Notes|References|Examples)\n---", says, re.M)
        says, own = (says[: at.start()], says[at.start() :]) if at else (says, "")
    described = {
        name.strip() for line in re.findall(r"^(\w[\w, ]*?)(?: :|$)", own, re.M)
        for name in line.split(",")
    }  # fmt: skip
    missing = [name for name in signature(function).parameters if name in WORDS]
    shared = [f"{name} : {WORDS[name]}" for name in missing if name not in described]
    section = HEAD + "\n".join(shared + ([own] if head else []))
    rest = [] if head else [returns, own]
    return "\n\n".join(part.strip("\n") for part in [says, section, *rest] if part.strip())
