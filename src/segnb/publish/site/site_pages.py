"""The pages of a site as HTML: start, comparison, gaps, data, and a table an indicator."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

import pandas as pd

from segnb import __version__
from segnb.publish.batch_record import Entry
from segnb.publish.country_shapes import WIDTH, CountryShapes
from segnb.publish.report_outcome import FILES
from segnb.publish.site.country_values import CLASSES, CountryValues
from segnb.publish.site.data_pieces import REASONS
from segnb.report.page import theme
from segnb.report.page.block_html import colours, style_sheet, templates
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import DASH, Language

YEARS_SHOWN = 8  # latest years of a table
NAMES_SHOWN = 8  # in a cell of what is missing
FIRST_SHOWN = "low_economic_standard"
RAMP = ("#EAF3F2", "#B5D5D2", "#7CB3AF", "#3D8D88", "#0B4A48")  # light to dark, one hue
WORDS = {  # of the scripts, which fill in what stays a placeholder
    "start": ("at_most", "between", "above", "no_value", "value_head", "map_title", "now_shown"),
    "compare": ("unknown", "already", "full", "added", "removed", "remove", "copied", "source",
                "nation", "break", "trend_alt", "strip_alt", "value_in", "interval",
                "change_since"),
}  # fmt: skip
KEPT = {name: f"{{{name}}}" for name in ("value", "low", "high", "name", "unit", "year", "most",
        "source", "first", "last", "places", "count", "values")}  # fmt: skip
PAINTS = (theme.OWN, theme.TYPES[5].fill, theme.BREAK, "#6A4C93", "#8A6400")


@dataclass(frozen=True)
class Site:
    """What all pages of a site are made of.

    Attributes
    ----------
    reports
        Entries of the reports that lie beside the site.
    more
        Pages that are there besides its own: `national`, `reports`, with their files.
    """

    language: Language
    indicators: tuple[CountryValues, ...]
    shapes: CountryShapes
    reports: tuple[Entry, ...] = ()
    more: Mapping[str, str] | None = None

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all municipalities, by code, in the order of the alphabet."""
        held = sorted({code for one in self.indicators for code in one.wide.index})
        names = municipalities().set_index("code")["name"]
        return dict(sorted(((code, names[code]) for code in held), key=lambda one: _key(one[1])))

    @cached_property
    def shown(self) -> CountryValues:
        """The indicator that the pages open with."""
        named = [one for one in self.indicators if one.entry.id == FIRST_SHOWN]
        return (named or list(self.indicators))[0]

    @cached_property
    def pages(self) -> list[dict[str, str]]:
        """Pages of the menu."""
        own = {"start": "index.html", "compare": "compare.html", "missing": "missing.html",
               "data": "data.html", **(self.more or {})}  # fmt: skip
        return [{"file": file, "label": self.text(f"pages_of.{key}")} for key, file in own.items()]

    def text(self, key: str, **values: object) -> str:
        """Words of the site."""
        return self.language.text(f"site.{key}", **values)

    def name(self, one: CountryValues) -> str:
        """Name of an indicator."""
        return one.entry.name.in_language(self.language.lang)

    def unit(self, one: CountryValues) -> str:
        """Unit of an indicator."""
        return self.text(f"unit.{one.entry.unit}")

    def number(self, one: CountryValues, value: float) -> str:
        """Value with the decimals of its indicator; a dash where there is none."""
        return DASH if pd.isna(value) else self.language.number(value, one.decimals)

    def groups(self) -> list[dict[str, Any]]:
        """Indicators under their focus areas."""
        parts = groupby(self.indicators, key=lambda one: one.entry.focus)
        return [{"label": self.text(f"focus.{key}"), "indicators": list(part)}
                for key, part in parts]  # fmt: skip

    def render(self, template: str, here: str, **more: Any) -> str:
        """A page as HTML text."""
        shared = {
            "lang": self.language.lang, "t": self.text, "version": __version__, "here": here,
            "up": "../../" if here.startswith("site/tables/") else "", "pages": self.pages,
            "name": self.name, "unit": self.unit, "shown": self.shown,
            "indicators": self.indicators, "groups": self.groups(), "names": self.names,
        }  # fmt: skip
        page = templates("segnb.publish").get_template(f"site/{template}.j2")
        return page.render(shared | more)


def _key(name: str) -> str:
    """Order of the Swedish alphabet: å, ä and ö come last."""
    return name.lower().translate(str.maketrans("åäö", "{|}"))


def start_page(site: Site) -> str:
    """Start page: search, map by any indicator, all municipalities, all tables."""
    one = site.shown
    values = one.wide[one.year]
    classes = {code: sum(round(value, one.decimals) > cut for cut in one.cuts)
               for code, value in values.dropna().items()}  # fmt: skip
    links = _links(site)
    rows = [
        {"code": code, "name": name, "links": links.get(code, []),
         "value": site.number(one, values.get(code))}
        for code, name in site.names.items()
    ]  # fmt: skip
    return site.render(
        "start.html", "index.html", rows=rows, reports=len(links), paths=site.shapes.paths,
        width=WIDTH, height=site.shapes.height, classes=classes, legend=_legend(site),
        settings=_settings(site),
    )  # fmt: skip


def _legend(site: Site) -> list[str]:
    one = site.shown
    ends = [site.number(one, cut) for cut in one.cuts]
    between = [site.text("start.between", low=low, high=high)
               for low, high in pairwise(ends)]  # fmt: skip
    return [site.text("start.at_most", value=ends[0]), *between,
            site.text("start.above", value=ends[-1])]  # fmt: skip


def _links(site: Site) -> dict[str, list[dict[str, str]]]:
    """Files of the reports that there are, by municipality."""
    found: dict[str, list[dict[str, str]]] = {}
    for entry in site.reports:
        for name in entry.formats:
            found.setdefault(entry.code, []).append({
                "href": f"{entry.folder}/{FILES[name]}", "text": name.upper(),
                "label": site.text("start.open_as", name=entry.name, format=name.upper()),
            })  # fmt: skip
    return found


def _settings(site: Site) -> dict[str, Any]:
    words = {key: site.text(f"{page}.{key}", **KEPT) for page in WORDS for key in WORDS[page]}
    return {
        "lang": "sv-SE" if site.language.lang == "sv" else "en-GB",
        "codes": list(site.names), "names": list(site.names.values()),
        "indicators": [one.entry.id for one in site.indicators],
        "words": words | {"none": DASH, "municipality": site.text("municipality")},
        "reasons": {number: site.text(f"reason.{name}") for name, number in REASONS.items()},
        "paints": PAINTS, "nation_paint": theme.TEXT_SECONDARY,
    }  # fmt: skip


def compare_page(site: Site) -> str:
    """Page on which the reader compares up to five municipalities."""
    rows = [{"code": code, "name": name} for code, name in site.names.items()]
    return site.render("compare.html", "compare.html", rows=rows, settings=_settings(site))


def table_page(site: Site, one: CountryValues) -> str:
    """An indicator as a table of all municipalities and the latest years."""
    years = [int(year) for year in one.wide.columns[-YEARS_SHOWN:]]
    ends = [one.wide_of(end)[one.year] for end in ("lower", "upper")]
    interval = bool(ends[0].notna().any())
    table = [{"name": name, "cells": list(_cells(site, one, code, years, ends if interval else []))}
             for code, name in site.names.items()]  # fmt: skip
    return site.render("table.html", f"site/tables/{one.entry.id}.html", i=one, years=years,
                       table=table, interval=interval)  # fmt: skip


def _cells(
    site: Site, one: CountryValues, code: str, years: Iterable[int], ends: Sequence[pd.Series]
) -> Iterator[str]:
    for year in years:
        yield site.number(one, one.wide[year].get(code))
    if ends:
        low, high = (site.number(one, end.get(code)) for end in ends)
        yield DASH if DASH in (low, high) else f"{low}\u2013{high}"


def data_page(site: Site, files: Sequence[dict[str, str]], count: int) -> str:
    """Files to download, how to cite, and the dictionary."""
    year = max(int(one.wide.columns.max()) for one in site.indicators)
    return site.render("data.html", "data.html", files=files, year=year,
                       count=site.language.number(count))  # fmt: skip


def missing_page(site: Site) -> str:
    """What is missing where, by indicator and by municipality."""
    without = {
        one.entry.id: one.wide.reindex(list(site.names))[one.year] for one in site.indicators
    }
    absent = {name: column[column.isna()].index for name, column in without.items()}
    by_indicator = [
        {"id": one.entry.id, "name": site.name(one), "year": one.year, "with_value": one.with_value,
         "without": len(absent[one.entry.id]),
         "where": _some(site, [site.names[code] for code in absent[one.entry.id]])}
        for one in site.indicators
    ]  # fmt: skip
    by_place = []
    for code, name in site.names.items():
        lacks = [site.name(one) for one in site.indicators if code in absent[one.entry.id]]
        by_place.append({"name": name, "count": len(lacks), "which": _some(site, lacks)})
    shown = {one.entry.id for one in site.indicators}
    nobody = [entry.name.in_language(site.language.lang)
              for entry in catalogue().indicators.values()
              if entry.id not in shown and entry.kind != "counts"]  # fmt: skip
    return site.render("missing.html", "missing.html", by_indicator=by_indicator,
                       by_place=by_place, absent=nobody)  # fmt: skip


def _some(site: Site, names: Sequence[str]) -> str:
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names) or DASH
    more = site.language.number(len(names) - NAMES_SHOWN)
    return site.text("missing.and_more", names=", ".join(names[:NAMES_SHOWN]), count=more)


def site_style() -> str:
    """Style sheet of all pages."""
    text = templates("segnb.publish").get_template("site/site.css.j2")
    return text.render(colours() | {"style": style_sheet(), "ramp": RAMP[:CLASSES]})
