"""YAML read strictly: nothing is run, and a key that stands twice is a fault."""

from typing import Any

import yaml


class _Once:
    """What a loader needs so that no key of a mapping stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                problem = f"the key {name!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)  # type: ignore[misc]


class _OwnLoader(_Once, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML of the package's own files, by libyaml where it is there: ten times as fast."""


class _TextLoader(_Once, yaml.SafeLoader):
    """Safe YAML with every scalar kept as text, so that 0114 is never read as a number.

    It reads what others have written, in Python, where nothing nested deeply ends the process.
    """


_TextLoader.yaml_implicit_resolvers = {}


def load(text: str) -> Any:
    """Content of a YAML text of the package.

    Raises
    ------
    yaml.YAMLError
        It is not YAML, or a key stands twice.
    """
    return yaml.load(text, Loader=_OwnLoader)


def load_as_text(text: str) -> Any:
    """Content of a YAML text with all scalars as text.

    Examples
    --------
    >>> load_as_text("municipality: 0114")
    {'municipality': '0114'}
    """
    return yaml.load(text, Loader=_TextLoader)
