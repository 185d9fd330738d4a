"""The exercises: what is asked, with numbers of the learner's own, in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from segnb.teaching.exercise_values import VALUES
from segnb.teaching.own_numbers import Numbers, drawn
from segnb.teaching.towns import entry_at, read_data
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import Lang, Language

Kind = Literal["number", "choice", "parts", "set", "build", "data"]
WITHIN = 0.0005  # two answers as near as this are one
SMALL = 0.002  # below this three decimals would leave nothing


@dataclass(frozen=True)
class Exercise:
    """One exercise as the data have it; nothing of it is shown but by `check` and `question`."""

    id: str
    kind: Kind
    sv: dict[str, Any]
    en: dict[str, Any]
    draw: str = "nothing"
    right: Any = None
    wrong: dict[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    within: float = WITHIN
    percent: bool = True
    decimals: int = 3
    facts: tuple[str, ...] = ()

    @property
    def lesson(self) -> int:
        """Number of the lesson that it belongs to."""
        return int(self.id.partition(".")[0])

    def numbers(self, word: str) -> Numbers:
        """The numbers of a learner's own: the first of its word that leave no doubt."""
        return next(n for n in drawn(self.draw, word, self.id) if not self.is_ambiguous(n))

    def is_ambiguous(self, numbers: Numbers) -> bool:
        """Whether two answers that get different words could be taken for each other."""
        if self.kind not in ("number", "parts"):
            return bool(self.wrong) and self.kind == "choice" and self._same_choice(numbers)
        listed = [(self.right, self.within), *map(self.wrong_answer, self.wrong)]
        made = [(value_of(answer, numbers), within) for answer, within in listed]
        return any(
            _alike(one, other, max(near, far) * 2)
            for at, (one, near) in enumerate(made)
            for other, far in made[:at]
        )

    def _same_choice(self, numbers: Numbers) -> bool:
        right = value_of(self.right, numbers)
        return any(value_of(self.wrong_answer(key)[0], numbers) == right for key in self.wrong)

    def wrong_answer(self, key: str) -> tuple[Any, float]:
        """A typical wrong answer, by the key of its hint, and how near counts as the same."""
        entry = self.wrong[key]
        if isinstance(entry, Mapping):
            return entry["value"], entry["within"]
        return entry, self.within

    def text(self, key: str, language: Language, values: Mapping[str, Any]) -> str:
        """Words of a key (`question`, `right`, `hints.sum`) with numbers as the language has."""
        found = entry_at(getattr(self, language.lang), key)
        shown = {name: formatted(value, language) for name, value in values.items()}
        return str(found).format(**shown)

    def filled(self, numbers: Numbers) -> dict[str, Any]:
        """The numbers with the values that the words may speak of."""
        return dict(numbers) | {name: VALUES[name](numbers) for name in self.facts}

    def has(self, key: str, lang: Lang) -> bool:
        """Whether there is a hint of this key."""
        return key in getattr(self, lang).get("hints", {})


def value_of(answer: Any, numbers: Numbers) -> Any:
    """What an answer of the data stands for: computed by its name, part by part, or itself."""
    if isinstance(answer, list):
        return [value_of(part, numbers) for part in answer]
    return VALUES[answer](numbers) if isinstance(answer, str) and answer in VALUES else answer


def _alike(one: Any, other: Any, within: float) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return all(_alike(a, b, within) for a, b in zip(one, other, strict=True))
    if one is None or other is None:
        return True
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= within


def formatted(value: Any, language: Language) -> Any:
    """A number as the language writes it: three decimals or as few as it has, more if small."""
    if isinstance(value, list | tuple):
        return [formatted(part, language) for part in value]
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    exact = round(float(value), 9)
    usual = 3 if abs(exact) >= SMALL else 5
    fewest = (n for n in range(5) if round(exact, n) == exact)
    return language.number(exact, next(fewest, usual))


@cache
def exercises() -> dict[str, Exercise]:
    """All exercises by id, in the order of the lessons."""
    return {entry["id"]: Exercise(**entry) for entry in read_data("exercises.yml")}


def find_exercise(name: object) -> Exercise:
    """The exercise of this id; InvalidParams where there is none."""
    found = exercises().get(str(name))
    if found is None:
        raise InvalidParams(
            f"There is no exercise {str(name)[:20]!r}: they go from 1.1 to 10.3, three a lesson."
        )
    return found
