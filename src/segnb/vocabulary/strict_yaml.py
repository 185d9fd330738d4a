"""YAML read strictly: nothing is run, and a key that stands twice is a fault."""

from importlib.resources import files
from typing import Any

import yaml

DEEPEST = 10  # settings have three levels


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

    It reads what others have written, in Python, where nothing nested deeply ends the process, and
    without what no settings need: tags, anchors, and lists in lists in lists.
    """

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """A node; a fault where it is repeated, tagged or too deep."""
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused("anchors (&) and repetitions (*) are not read", event)
        if getattr(event, "tag", None):
            raise _refused(f"tags such as {str(event.tag)[:30]} are not read", event)
        if self._depth > DEEPEST:
            raise _refused("it is nested too deeply", event)
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def _refused(problem: str, event: yaml.Event) -> yaml.YAMLError:
    return yaml.composer.ComposerError(None, None, problem, event.start_mark)


_TextLoader.yaml_implicit_resolvers = {}


def load(text: str) -> Any:
    """Content of a YAML text of the package.

    Raises
    ------
    yaml.YAMLError
        It is not YAML, or a key stands twice.
    """
    return yaml.load(text, Loader=_OwnLoader)


def load_file(room: str, name: str) -> Any:
    """Content of a YAML file of the package, by its room (`sources.files`) and its place there."""
    return load((files(f"segnb.{room}") / name).read_text(encoding="utf-8"))


def texts_in(folder: str) -> dict[str, str]:
    """YAML texts of a folder of `vocabulary/data` by the names of their files, in that order."""
    found = (files("segnb.vocabulary") / "data").joinpath(*folder.split("/")).iterdir()
    named = {one.name: one.read_text("utf-8") for one in found if one.name.endswith(".yml")}
    return dict(sorted(named.items()))


def load_as_text(text: str) -> Any:
    """Content of a YAML text with all scalars as text.

    Examples
    --------
    >>> load_as_text("municipality: 0114")
    {'municipality': '0114'}
    """
    return yaml.load(text, Loader=_TextLoader)
