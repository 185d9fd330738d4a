"""The reference of `segnb.measures`: every public name, its text from the docstring."""

from docs_site.docstring_markup import address
from segnb import measures

HEAD = """# Reference of `segnb.measures`

Everything that `from segnb import measures` gives, from the docstrings: what goes in, what comes
out, formula, source and an example that the tests run. [Which measure to take](measures.md) says
what each is for, and when not to take it.
"""


def text() -> str:
    """The page, for mkdocstrings to fill."""
    return HEAD + "".join(f"\n::: {address(name)}\n" for name in measures.__all__)
