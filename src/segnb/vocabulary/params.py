"""The settings of one report, read strictly from `params/*.yml` or from the command line."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.bounded_text import check_texts, read_bounded, short
from segnb.vocabulary.errors import InvalidParams, UnknownArea
from segnb.vocabulary.i18n import Lang, rules
from segnb.vocabulary.strict_yaml import load_as_text

DEMONSTRATION = "9901"
CHAPTERS = (
    "summary", "whole_municipality", "area_types", "trends",
    "housing", "education", "labour", "democracy", "crime", "health",
    "perspectives", "interventions", "claims", "methods",
)  # fmt: skip
SINCE_LAST = "since_last"  # the chapter that a report has where an earlier one is named
PATHS = ("store", "logo", "efforts", "earlier")
BOX = "box"  # what the store that comes along with the package is called where a folder is named
WORDS, NOTEBOOK = ".md", ".ipynb"
Format = Literal["html", "pdf"]


def _code(value: object) -> str:
    if value is None or value == "":
        return DEMONSTRATION
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnknownArea(f"The municipality {value!r} is neither a code nor a name.")
    return find_municipality(value).code


def _year(value: object) -> int | None:
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
        Level of maps and area tables: `regso`, `deso`, or `own`, the areas of the municipality's
        own files (`docs/files.md`). Indices show every level there is, own areas where they are
        named here; area types are always those of RegSO.
    line
        Codes of areas in the order of a line through the town, for its strips.
    store
        Folder of the store, or `box` for the open data that come along; empty: `data` here, else
        what comes along, and the demonstration's own for its places.
    foreword, comments
        The municipality's own words, for the front page and by chapter: text, or a Markdown file.
    efforts
        Register of the municipality's own efforts (CSV, `docs/evaluation.md`).
    earlier
        Folder or `manifest.json` of the report before: the report then has a chapter on what
        changed since, and why.
    summary_plain
        Whether the summary also says its findings in plain language.
    show_police
        Whether the areas on the police's list are drawn on the map of the chapter on crime.
    threshold
        Smallest count of the municipality's own files that is shown.
    rules_off
        Rules whose sentences are left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    municipality: Annotated[str, BeforeValidator(_code)] = DEMONSTRATION
    year: Annotated[int | None, BeforeValidator(_year)] = None
    lang: Lang = "sv"
    chapters: tuple[str, ...] = CHAPTERS
    compare_with: tuple[str, ...] = ("similar", "county", "nation")
    areas: Literal["regso", "deso", "own"] = "regso"
    line: tuple[str, ...] = ()
    store: str = ""
    foreword: str = ""
    comments: dict[str, str] = Field(default_factory=dict)
    efforts: str = ""
    earlier: str = ""
    summary_plain: bool = True
    show_police: bool = False
    contact: str = ""
    logo: str = ""
    threshold: Annotated[int, Field(ge=2, le=100)] = 5
    rules_off: tuple[str, ...] = ()

    @field_validator("compare_with", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("compare_with")
    @classmethod
    def _known_comparisons(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        words = {"similar", "county", "nation"}
        return tuple(v if v in words else find_municipality(v).code for v in value)

    @field_validator("rules_off")
    @classmethod
    def _rules_there_are(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in rules():
                raise ValueError(f"there is no rule {name!r}. {nearest(name, rules())}")
        return value

    @field_validator("efforts")
    @classmethod
    def _a_register(cls, value: str) -> str:
        if value:
            from segnb.vocabulary.effort_register import register  # it asks the catalogue

            register(value)
        return value

    @field_validator("earlier")
    @classmethod
    def _an_earlier_report(cls, value: str) -> str:
        record = Path(value, "manifest.json") if value and Path(value).is_dir() else Path(value)
        if value and not record.is_file():
            raise ValueError("there is no report: name the manifest.json of the report before")
        return str(record) if value else ""

    @field_validator("comments")
    @classmethod
    def _on_chapters(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if name not in (*CHAPTERS, SINCE_LAST) and not name.endswith(".ipynb"):
                raise ValueError(f"there is no chapter {name!r}. {nearest(name, CHAPTERS)}")
        return value


def make_params(**settings: Any) -> Params:
    """Settings checked; a fault becomes one sentence (InvalidParams, UnknownArea)."""
    unknown = sorted(set(settings) - set(Params.model_fields))
    if unknown:
        key = short(unknown[0])
        raise InvalidParams(f"There is no parameter {key!r}. {nearest(key, Params.model_fields)}")
    if settings.get("earlier") and "chapters" not in settings:
        settings |= {"chapters": (*CHAPTERS[:-1], SINCE_LAST, CHAPTERS[-1])}
    try:
        return Params(**settings)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "settings"
        why = first["msg"].removeprefix("Value error, ")
        raise InvalidParams(
            f"The parameter {where!r} has the value {short(str(first['input']))!r}, which does not "
            f"fit: {why if why.endswith(('.', '?')) else f'{why}.'} See `segnb report --help`."
        ) from error


def nearest(name: str, known: Iterable[str]) -> str:
    """The nearest known name, or all of them."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"The known ones are {', '.join(known)}."


def read_params(path: Path, **overrides: Any) -> Params:
    """Settings of a params file, with those of the command line on top.

    Paths in the file are relative to it: `store`, `logo`, `efforts`, `earlier`, notebooks among the
    `chapters`, and `foreword` and `comments` where they name a Markdown file (`foreword:
    foreword-0127.md`).

    Raises
    ------
    InvalidParams
        The file cannot be read, is not YAML, or holds something unknown or of the wrong type.
    """
    text = read_bounded(path)
    try:
        content = load_as_text(text) or {}
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, TypeError) as error:
        raise InvalidParams(f"The params file {path} is not YAML: {_place(error)}.") from error
    if not isinstance(content, dict):
        raise InvalidParams(f"The params file {path} must hold `key: value` lines, one a setting.")
    check_texts(content)
    return make_params(**(_with_paths(content, path.parent) | overrides))


def _with_paths(content: dict[str, Any], folder: Path) -> dict[str, Any]:
    named = {k: v for k, v in content.items() if k in PATHS and _text(v) and v != BOX}
    paths = {k: str(_whole(folder, v)) for k, v in named.items()}
    own = content.get("comments")
    comments = {k: _words(v, folder) for k, v in own.items()} if isinstance(own, dict) else own
    words = {"foreword": _words(content.get("foreword"), folder), "comments": comments}
    words["chapters"] = _chapters(content.get("chapters"), folder)
    return content | paths | {key: value for key, value in words.items() if key in content}


def _chapters(value: Any, folder: Path) -> Any:
    """Chapters with whole paths to notebooks of one's own, where these are beside the file."""
    if not isinstance(value, list):
        return value
    own = (isinstance(name, str) and name.endswith(NOTEBOOK) for name in value)
    return [str(_whole(folder, one)) if is_own else one
            for one, is_own in zip(value, own, strict=True)]  # fmt: skip


def _whole(folder: Path, name: str) -> Path:
    """The whole path of a file or folder that is named; InvalidParams where there can be none."""
    try:
        path = (folder / name).resolve()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:
        raise InvalidParams(
            f"{short(name)!r} is the name of no file: {short(str(error))}."
        ) from error
    return path


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _words(value: Any, folder: Path) -> Any:
    """The municipality's words as they stand, or the whole path of the file that holds them."""
    if not (_text(value) and value.endswith(WORDS) and "\n" not in value):
        return value
    path = _whole(folder, value)
    if not path.is_file():
        raise InvalidParams(f"There is no file {value} beside the params file: {path}.")
    return str(path)


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be parsed"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)
