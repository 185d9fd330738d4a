"""The plan of an evaluation: read strictly, and sealed before what came of the effort is read."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from segnb.vocabulary.areas import LEVELS, ascii_name, find_municipality
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import CannotWrite, InvalidFile, InvalidParams, UnknownArea
from segnb.vocabulary.i18n import Lang, Language
from segnb.vocabulary.params import nearest
from segnb.vocabulary.strict_entries import Strict
from segnb.vocabulary.strict_yaml import load_as_text

SEALED = "evaluation_plan.json"
SIGNS = {"up": 1, "down": -1, "unknown": 0}
JUDGED = ("municipality", "regso", "deso", "own")
LONGEST_BEFORE = 10
OWN = "own"
ADDED_LATER = ("municipality", "rings_from_borders")  # else plans that are sealed would differ
Year = Annotated[int, Field(ge=1968, le=2100)]


class Refusal(InvalidParams):
    """An evaluation that is not made; the message is the English sentence.

    Parameters
    ----------
    key
        Name under `evaluation.refusal` in the strings.
    words
        What its placeholders are filled with.

    Examples
    --------
    >>> str(Refusal("areas", number=18, fewest=19))[:24]
    'The number of comparison'
    """

    def __init__(self, key: str, /, **words: object) -> None:
        self.key, self.words = key, words
        super().__init__(self.in_language(Language("en")))

    def in_language(self, language: Language) -> str:
        """The sentence in one of the two languages."""
        return language.text(f"evaluation.refusal.{self.key}", **self.words)


class EvaluationPlan(Strict):
    """What an effort is judged by, decided before its outcomes are read.

    Attributes
    ----------
    effort
        Its name.
    start
        First year in which it can have made a difference.
    level
        `municipality`, a vintage of areas (`regso2020`, `deso2018`), or `own`.
    municipality
        Code or name of that whose own areas they are; other codes tell it themselves.
    treated
        Codes of the areas that the effort was in; municipalities by name too.
    outcomes
        Expected direction (`up`, `down`, `unknown`) by id of the indicator.
    first_year, last_year
        Window; by default at most ten years before, and all years after.
    left_out
        Years that are neither before nor after: those in which the effort began.
    ring, excluded
        Areas around, judged for themselves; and areas that had another effort. Neither is compared
        with.
    rings_from_borders
        Whether rings are drawn from borders too: areas that touch the treated, and others up to one
        and to three kilometres from them.
    worthwhile
        Smallest change that would have been worth the effort, by outcome.
    moved_out, moved_in
        People who moved out of the treated areas and into them in the window, if it is known.
    efforts, id
        A register of efforts and the id of this one in it: areas of other efforts of its sector are
        compared with nobody, and where one overlaps it neither is judged.
    chosen_because
        Why these areas: it decides nothing and is printed.
    """

    effort: Annotated[str, Field(min_length=1, max_length=120)]
    start: Year
    level: str = "municipality"
    municipality: str = ""
    treated: Annotated[tuple[str, ...], Field(min_length=1)]
    outcomes: Annotated[dict[str, Literal["up", "down", "unknown"]], Field(min_length=1)]
    first_year: Year | None = None
    last_year: Year | None = None
    left_out: tuple[Year, ...] = ()
    ring: tuple[str, ...] = ()
    rings_from_borders: bool = False
    excluded: tuple[str, ...] = ()
    worthwhile: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    chosen_because: Literal["need", "path", "application", "lottery", "unknown"] = "unknown"
    moved_out: Annotated[int, Field(ge=0)] | None = None
    moved_in: Annotated[int, Field(ge=0)] | None = None
    efforts: str = ""
    id: str = ""
    seed: int = 2018
    lang: Lang = "sv"

    @field_validator("level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value not in LEVELS or LEVELS[value].family not in JUDGED:
            known = [name for name, one in LEVELS.items() if one.family in JUDGED]
            raise ValueError(f"there is no level {value!r} to judge. {nearest(value, known)}")
        return value

    @field_validator("outcomes")
    @classmethod
    def _known_outcomes(cls, value: dict[str, str]) -> dict[str, str]:
        known = catalogue().indicators
        for name in value:
            if name not in known:
                raise ValueError(f"there is no indicator {name!r}. {nearest(name, known)}")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> "EvaluationPlan":
        if self.first_year and self.first_year >= self.start:
            raise ValueError(f"first_year {self.first_year} is not before the start {self.start}")
        for name in self.worthwhile:
            if name not in self.outcomes:
                raise ValueError(f"worthwhile names {name!r}, which is no outcome of this plan")
        for name in ("ring", "excluded"):
            twice = sorted(set(self.treated) & set(getattr(self, name)))
            if twice:
                raise ValueError(f"the area {twice[0]} is among the treated and the {name}")
        return self

    @model_validator(mode="after")
    def _has_a_place(self) -> "EvaluationPlan":
        if (self.level == OWN) != bool(self.municipality):
            raise ValueError("municipality is named with the level own, and with no other")
        return self

    @property
    def place(self) -> str:
        """Code of the municipality, or of the first one, that the treated areas lie in."""
        return self.municipality or self.treated[0][:4]

    @property
    def digest(self) -> str:
        """Hash of all that decides a result; the language does not."""
        later = {name for name in ADDED_LATER if not getattr(self, name)}
        content = self.model_dump(mode="json", exclude={"lang", *later})
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def folder(self) -> str:
        """Name of the folder of its outputs."""
        return f"evaluation-{ascii_name(self.effort)}"


def read_plan(path: Path, **overrides: Any) -> EvaluationPlan:
    """Plan of a YAML file.

    Raises
    ------
    InvalidParams
        It cannot be read, lacks something, or holds something unknown.
    UnknownArea
        A municipality is not known.
    """
    try:
        content = load_as_text(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidParams(f"The plan {path} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise InvalidParams(f"The plan {path} is not YAML: {error}.") from error
    if not isinstance(content, dict):
        raise InvalidParams(f"The plan {path} must hold `key: value` lines (docs/evaluation.md).")
    return make_plan(content | overrides)


def make_plan(content: dict[str, Any]) -> EvaluationPlan:
    """Plan checked; a fault becomes one sentence."""
    for name in content:
        if name not in EvaluationPlan.model_fields:
            known = EvaluationPlan.model_fields
            raise InvalidParams(f"A plan has no key {name!r}. {nearest(name, known)}")
    if not content.get("start"):
        raise InvalidParams(
            "The plan has no start: name the first year in which the effort can have made a "
            "difference."
        )
    try:
        return EvaluationPlan(**_with_codes(content))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "plan"
        why = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise InvalidParams(f"{where} of the plan does not fit: {why}.") from error


def _with_codes(content: dict[str, Any]) -> dict[str, Any]:
    if content.get("municipality"):
        content = content | {"municipality": _code(content["municipality"])}
    if content.get("level", "municipality") != "municipality":
        return content
    lists = {name: content[name] for name in ("treated", "ring", "excluded") if name in content}
    for name, value in lists.items():
        if not isinstance(value, list):
            raise InvalidParams(f"{name} of the plan must be a list of areas.")
        lists[name] = [_code(one) for one in value]
    return content | lists


def _code(name: object) -> str:
    if not isinstance(name, str):
        raise UnknownArea(f"The municipality {name!r} of the plan is neither a code nor a name.")
    return find_municipality(name).code


def seal(plan: EvaluationPlan, folder: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Save a plan with what it settles, before outcomes are read; or find that it is the same.

    Parameters
    ----------
    facts
        Comparison areas, matches and the hash of the values before the start; nothing where the
        plan is registered before there are years to judge it by.

    Returns
    -------
    dict
        What is in the file; `sealed` is the day on which it was first written.

    Raises
    ------
    InvalidParams
        Another plan was sealed here.
    """
    path = folder / SEALED
    if path.exists():
        record = _same(plan, path)
        if not facts or facts.keys() <= record.keys():
            return record
        return _written(path, record | facts)  # the plan alone was sealed, before there were values
    record = {"sealed": dt.date.today().isoformat(), "digest": plan.digest,
              "plan": plan.model_dump(mode="json", exclude={"lang"}), **facts}  # fmt: skip
    return _written(path, record)


def _written(path: Path, record: dict[str, Any]) -> dict[str, Any]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(f"The plan cannot be saved: {path}: {error.strerror}.") from error
    return record


def _same(plan: EvaluationPlan, path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        old, day = record["digest"], record["sealed"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidFile(f"{path} is no sealed plan: move it away to begin anew.") from error
    if old != plan.digest:
        raise InvalidParams(
            f"The plan was changed after outcomes were read: {path} of {day} is another one. Give "
            "the new plan an effort name of its own, so that both are shown."
        )
    return record
