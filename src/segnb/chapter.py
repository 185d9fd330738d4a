"""What the first cell of a notebook makes: a chapter that measures, shows and says.

One object, one idiom: whatever a chapter does is a verb of it (`chapter.show_trend(…)`), and
what a verb gives shows itself when it is the last thing in a cell.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MethodType
from typing import Any

from segnb.report import verbs
from segnb.report.country_report import WholeReport, national_report
from segnb.report.municipality_report import Report
from segnb.sources.store_choice import open_store
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.params import Params, make_params, read_params

Settings = Mapping[str, Any] | str | None
VERBS = frozenset(verbs.__all__)


class _Verbs:
    """The functions of `segnb.report.verbs` as methods of a report."""

    def __getattr__(self, name: str) -> Any:
        if name not in VERBS:
            raise AttributeError(f"a chapter has no verb {name!r}: see dir(chapter)")
        return MethodType(getattr(verbs, name), self)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *VERBS})


class Chapter(_Verbs, Report):
    """A chapter of the report of one municipality.

    Parameters
    ----------
    name
        Name of the chapter; of a chapter of one's own any name.
    municipality, year, lang, store
        As in a params file. An empty store is the usual one.
    settings
        Path of a params file, or a dict of other settings (`docs/chapters.md` lists them). What
        the file says of the four above holds where they are left as `Params` has them.

    Raises
    ------
    InvalidParams, UnknownArea
        A setting is unknown or does not fit.
    EmptyStore
        There is no store in the folder.

    Examples
    --------
    >>> chapter = Chapter("housing", "9901", lang="en")
    >>> chapter.place.name, chapter.lang
    ('Exempelstad', 'en')
    >>> chapter.show_everything()
    Traceback (most recent call last):
    AttributeError: a chapter has no verb 'show_everything': see dir(chapter)
    """

    def __init__(
        self,
        name: str,
        municipality: str | int = "",
        year: str | int | None = "latest",
        lang: str = "sv",
        store: str = "",
        settings: Settings = None,
    ) -> None:
        given = {"municipality": municipality, "year": year, "lang": lang, "store": store}
        params = chapter_params(settings, **given)
        store = open_store(params.store, params.municipality)
        made = Report.make(name, store, **params.model_dump(exclude={"store"}))
        super().__init__(name, made.params, store, made.trail, made.read)


class NationalChapter(_Verbs, WholeReport):
    """The report on all municipalities of a store.

    Parameters
    ----------
    year, lang, store, settings
        As of `Chapter`.
    name
        Name of the page, which its words go by.
    """

    def __init__(
        self,
        year: str | int | None = "latest",
        lang: str = "sv",
        store: str = "",
        settings: Settings = None,
        name: str = "national",
    ) -> None:
        params = chapter_params(settings, year=year, lang=lang, store=store)
        made = national_report(open_store(params.store), **params.model_dump(exclude={"store"}))
        super().__init__(name, made.params, made.store, made.trail, made.read)


def chapter_params(settings: Settings, **given: Any) -> Params:
    """Settings of a chapter: those given in its cell, and the others of a file or dict.

    Raises
    ------
    InvalidParams, UnknownArea
        A setting is unknown or does not fit.
    """
    if settings is not None and not isinstance(settings, str | Mapping):
        raise InvalidParams(
            f"The settings {settings!r} are neither the path of a params file nor a dict."
        )
    own = {key: value for key, value in given.items() if not _as_it_was(key, value)}
    if isinstance(settings, str) and settings:
        return read_params(Path(settings), **own)
    return make_params(**{**(settings or {}), **own})


def _as_it_was(key: str, value: object) -> bool:
    return value in ("", None, "latest") or (
        key in Params.model_fields and value == Params.model_fields[key].default
    )
