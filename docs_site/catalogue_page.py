"""The catalogue of indicators, from the entries that the reports are made with."""

from itertools import groupby

from segnb.vocabulary.catalogue import Break, Indicator, Source, catalogue

HEAD = """# Catalogue of indicators

The {number} indicators that segnb knows, made from `src/segnb/vocabulary/data/catalogue/`: each
with its definition, population, levels of areas, sources and breaks. No line of a report crosses
a break. `segnb list indicators` has the same list; [Sources](sources.md) says how they are
fetched and [Open data](open_data.md) which of them come along.

| focus area | indicators |
| --- | --- |
"""
FOCUS = {
    "base": "Population and area types",
    "housing": "Housing",
    "education": "Education",
    "labour": "Labour market",
    "democracy": "Democracy and civil society",
    "crime": "Crime",
    "health": "Health",
}


def text() -> str:
    """The page."""
    entries = list(catalogue().indicators.values())
    ordered = sorted(entries, key=lambda entry: list(FOCUS).index(entry.focus))
    by_focus = [(focus, list(found)) for focus, found in groupby(ordered, lambda e: e.focus)]
    rows = [f"| [{FOCUS[focus]}](#{focus}) | {len(found)} |" for focus, found in by_focus]
    head = HEAD.format(number=len(entries)) + "\n".join(rows) + "\n"
    return head + "".join(_focus(focus, found) for focus, found in by_focus)


def _focus(focus: str, entries: list[Indicator]) -> str:
    return f"\n## {FOCUS[focus]} {{ #{focus} }}\n" + "".join(_entry(entry) for entry in entries)


def _entry(entry: Indicator) -> str:
    facts = [
        ("Id", f"`{entry.id}`"),
        ("Swedish name", entry.label.sv),
        ("Population", entry.population.en),
        ("Unit", entry.unit.replace("_", " ")),
        ("Groups", ", ".join(words.en for words in entry.groups.values())),
        ("Share of", _share(entry)),
        ("Levels", ", ".join(entry.levels)),
        ("By sex", "yes" if entry.by_sex else ""),
        ("Sources", "; ".join(dict.fromkeys(_source(source) for source in entry.sources))),
        ("Breaks", " ".join(_break(one) for one in entry.breaks)),
        ("Sustainable Development Goals", ", ".join(map(str, entry.goals))),
    ]
    told = "".join(f"* **{name}:** {fact}\n" for name, fact in facts if fact)
    return f"\n### {entry.label.en} {{ #{entry.id} }}\n\n{entry.definition.en.strip()}\n\n{told}"


def _share(entry: Indicator) -> str:
    if entry.kind != "share":
        return ""
    return f"[{entry.of}](#{entry.of})" + (
        f": {', '.join(entry.numerator)}" * bool(entry.numerator)
    )


def _source(source: Source) -> str:
    years = [str(year) for year in (source.first_year, source.last_year) if year]
    return f"{source.name.en} ({'–'.join(years)})" if years else source.name.en


def _break(one: Break) -> str:
    return f"{one.year}: {one.text.en}"
