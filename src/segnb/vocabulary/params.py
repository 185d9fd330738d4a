"""The settings of one report, read strictly from `params/*.yml` or from the command line."""

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import InvalidParams, UnknownArea
from segnb.vocabulary.i18n import Lang

DEMONSTRATION = "9901"
CHAPTERS = ("summary", "whole_municipality", "area_types", "housing", "methods")
Format = Literal["html", "pdf"]


def _code(value: object) -> str:
    """Code of the municipality that is named; the demonstration if none is."""
    if value is None or value == "":
        return DEMONSTRATION
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnknownArea(f"The municipality {value!r} is neither a code nor a name.")
    return find_municipality(value).code


def _year(value: object) -> int | None:
    """Last year to show; `latest` means no limit."""
    if value in (None, "", "latest"):
        return None
    text = str(value)
    if not (text.isdigit() and 1968 <= int(text) <= 2100):
        raise ValueError("is neither `latest` nor a year between 1968 and 2100")
    return int(text)


class Params(BaseModel):
    """The settings of one report.

    Attributes
    ----------
    municipality
        Four-digit code. A name or a number that can only mean one municipality is understood.
    year
        No observation later than this is used; None means the latest there is.
    compare_with
        `similar`, `county`, `nation`, or codes of municipalities.
    areas
        Level of maps and area tables; indices always show every level there is.
    store
        Folder of the store; empty: the demonstration's own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    municipality: Annotated[str, BeforeValidator(_code)] = DEMONSTRATION
    year: Annotated[int | None, BeforeValidator(_year)] = None
    lang: Lang = "sv"
    chapters: tuple[str, ...] = CHAPTERS
    compare_with: tuple[str, ...] = ("similar", "county", "nation")
    areas: Literal["regso", "deso", "own"] = "regso"
    store: str = ""
    foreword: str = ""
    contact: str = ""
    logo: str = ""
    threshold: Annotated[int, Field(ge=2, le=100)] = 5
    rules_off: tuple[str, ...] = ()

    @field_validator("compare_with")
    @classmethod
    def _known_comparisons(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        words = {"similar", "county", "nation"}
        return tuple(v if v in words else find_municipality(v).code for v in value)


def make_params(**settings: Any) -> Params:
    """Settings checked; a fault becomes one sentence (InvalidParams, UnknownArea)."""
    unknown = sorted(set(settings) - set(Params.model_fields))
    if unknown:
        raise InvalidParams(_unknown_key(unknown[0]))
    try:
        return Params(**settings)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "settings"
        raise InvalidParams(
            f"The parameter {where!r} has the value {first['input']!r}, which does not fit: "
            f"{first['msg'].removeprefix('Value error, ')}. See `segnb report --help`."
        ) from error


def _unknown_key(key: str) -> str:
    near = difflib.get_close_matches(key, Params.model_fields, n=1, cutoff=0.5)
    known = ", ".join(Params.model_fields)
    hint = f"Did you mean {near[0]!r}?" if near else f"The known ones are {known}."
    return f"There is no parameter {key!r}. {hint}"


class _TextLoader(yaml.SafeLoader):
    """Safe YAML in which every scalar stays text, so that 0114 is never read as a number."""


_TextLoader.yaml_implicit_resolvers = {}


def read_params(path: Path, **overrides: Any) -> Params:
    """Settings of a params file, with those of the command line on top.

    Paths in the file (`store`, `foreword`, `logo`) are relative to the file.

    Raises
    ------
    InvalidParams
        The file cannot be read, is not YAML, or holds something unknown or of the wrong type.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_TextLoader) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidParams(f"The params file {path} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise InvalidParams(f"The params file {path} is not YAML: {_place(error)}.") from error
    if not isinstance(content, dict):
        raise InvalidParams(f"The params file {path} must hold `key: value` lines, one a setting.")
    for key in ("store", "foreword", "logo"):
        if content.get(key):
            content[key] = str((path.parent / str(content[key])).resolve())
    return make_params(**(content | overrides))


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be parsed"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)
