"""What is read of the stores made by hand, as frames, and the small words that all pages share."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
from drawn import languages
from hand_made import AREAS, PLACE, copy_of, put
from hand_made_more import country, richer
from kept_numbers import Named
from shapely import Point, box

from segnb.report import Report, phrases
from segnb.report.area_types.official_types import get_types, types_of
from segnb.report.change import change_findings, change_rules, trend_frames, trend_series
from segnb.report.change.trend_series import get_trend, read_trend
from segnb.report.comparison import strips_and_ranks
from segnb.report.division import division_today
from segnb.report.geography import across_border, area_maps, map_names, polygon_choice
from segnb.report.geography.map_names import class_limits
from segnb.report.national import national_chapter
from segnb.report.page import block_html, source_line, svg_text
from segnb.report.page.blocks import Bullets, Card, Drawing, Gap, Paragraph, Row, SourceLine
from segnb.report.page.certainty_boxes import overview
from segnb.report.page.missing_data import gaps_by_reason, make_gap
from segnb.report.page.statements import thresholds
from segnb.report.reading import all_municipalities, chapter_figures
from segnb.report.reading.hidden_counts import possible_counts
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import vintages
from segnb.sources.store_choice import open_store
from segnb.store import BOX, Store
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import Language

HELD = (
    ("tenure", "rental_share", "education", "pre_secondary_share", "population", "area_type"),
    ("votes_municipal", "turnout_municipal", "overcrowding", "median_net_income", "neet"),
    ("school_parents_post_secondary", "life_expectancy_women", "employed_share"),
)
LEVELS = ("municipality", "deso", "deso2018", "regso", "county", "nation", "own", "district",
          "school")  # fmt: skip


def report_of(store: Path, chapter: str = "trends", **settings: object) -> Report:
    return Report.make(chapter, Store.open(store), **{"municipality": PLACE} | settings)


def of_data(held: IndicatorData) -> Named:
    yield repr(held), [held.family, held.summed_from, held.ranges]
    yield "rows", held.rows
    if len(held.latest) < 9:
        yield "as a cell", held._repr_html_()
    if held.summed_from:
        yield "observed", held.observed.drop(columns="snapshot")
    if held.entry.kind != "value":
        yield "counts", held.counts()
    if held.entry.kind == "share":
        yield "counts of years", held.counts(2018, 2022)
    if held.entry.kind == "share" and held.entry.numerator:
        found = possible_counts(held)
        yield "possible", None if found is None else [found.more, found.counts]
    for figure in list(chapter_figures.figures_of(held, PLACE, ()))[-3:]:
        yield "figure", [value for name, value in vars(figure).items() if name != "snapshots"]


def reading(folder: Path) -> Named:
    """Every indicator at every level, of one year, everywhere and of all sexes."""
    report = report_of(richer(folder))
    for names in HELD:
        for name in names:
            years = {level: report.read.years(name, level) for level in LEVELS}
            yield name, [report.read.holds(name), {k: v for k, v in years.items() if v}]
            for level in LEVELS:
                held = report.read.held(name, level)
                if held is not None and (level != "deso2018" or name == "rental_share"):
                    yield from of_data(held)
    for how in ({"year": 2020}, {"everywhere": True}, {"sex": None}, {"year": 1990}):
        for level in ("deso", "regso", "municipality"):
            held = report.read.held("education", level, **how)
            yield f"education {level} {how}", "none" if held is None else held.rows
    areas = [*report.read.held("population", "deso").rows["area"].unique(), "9901A0010", "x"]
    yield "names", [report.read.name_anywhere(area) for area in areas[:-1]]
    yield "types", get_types(report).areas


def everywhere(folder: Path) -> Named:
    """Indices, changes and years of all municipalities; coverage with leaps and two vintages."""
    store = Store.open(country(folder))
    hole = [{"area": f"9901A{n:03d}0", "year": 2015, "group": group, "value": value}
            for n in range(1, 4)
            for group, value in (("rental", 31.0 * n if n < 3 else float("nan")), ("owned", 91.0),
                                 ("cooperative", 7.0 + n), ("unknown", 0.0))]  # fmt: skip
    put(store, "tenure", hole, "deso2018")
    yield "with a hole", all_municipalities.everywhere(store, "rental_share", "deso2018", 2015).rows
    for level in ("deso2018", "regso2020", "regso2025"):
        held = all_municipalities.everywhere(store, "rental_share", level, 2019, 2023)
        yield f"held {level}", "none" if held is None else held.rows
        yield "years", all_municipalities.held_years(store, "rental_share", level)
        for name in ("rental_share", "pre_secondary_share"):
            yield name, all_municipalities.national_indices(store, name, level, 2023)
            yield "change", all_municipalities.national_changes(store, name, level, 2018, 2023)
    yield (
        "isolation",
        all_municipalities.national_indices(store, "rental_share", "deso2018", 2019, "isolation"),
    )
    lost = all_municipalities.national_changes(store, "rental_share", "deso2018", 2018, 2022)
    yield "a year that is not held", lost
    for family in ("deso", "regso", "municipality"):
        yield family, vintages(family)
    report = report_of(richer(folder / "more"))
    years = [2016, 2018, 2015, 2019, 2017, 2021]
    rows = pd.DataFrame({"level": "deso2018", "year": years, "areas": [40, 12, 41, 13, 37, 36]})
    newer = rows.assign(level="deso2025", year=[2025, 2027, 2024, 2028, 2026, 2029])
    for part in (rows, pd.concat([newer, rows]), rows[:1].assign(level="county"), rows[:0]):
        yield "covered", national_chapter._covered(report, part)


def only_fine(folder: Path) -> Path:
    """A store in which RegSO are sums of their DeSO, of several municipalities."""

    def made(place: Path) -> None:
        store = Store.create(place / "store")
        rows, areas = [], []
        for code in (PLACE, "9901", "9903"):
            for n in range(1, 10):
                area = {"area": f"{code}A{n:03d}0", "name": "", "parent": f"{code}R{n % 7:03d}"}
                areas.append(area | {"level": "deso2018", "municipality": code})
                rows += [{"area": area["area"], "year": 2021, "group": group, "value": value}
                         for group, value in (("rental", 61.0 * n), ("cooperative", 3.0 * n),
                                              ("owned", 700.0 - 40 * n), ("unknown", 5.0))
                         ]  # fmt: skip
        store.write_areas(pd.DataFrame(areas), place_snapshot(store))
        put(store, "tenure", rows, "deso2018")

    return copy_of(made, folder)


def place_snapshot(store: Store) -> object:
    return store.add_snapshot(b"fine", name="fine.csv", producer="Handen")


def summed(folder: Path) -> Named:
    """RegSO that are sums of DeSO, of one municipality and of all."""
    path = only_fine(folder)
    report, store = report_of(path), Store.open(path)
    for how in ({}, {"everywhere": True}):
        for level in ("regso", "municipality"):
            held = report.read.held("rental_share", level, **how)
            yield from () if held is None else of_data(held)
    yield "indices", all_municipalities.national_indices(store, "rental_share", "deso2018", 2021)
    published = [{"area": f"{PLACE}R{n:03d}", "year": year, "group": group, "value": value * n}
                 for n in (1, 2) for year in (2019, 2021)
                 for group, value in (("rental", 71.0), ("cooperative", 9.0), ("owned", 611.0),
                                      ("unknown", 2.0))]  # fmt: skip
    put(store, "tenure", published, "regso2020")
    for year in (None, 2019, 2020):
        held = report_of(path).read.held("rental_share", "regso", year=year)
        yield from () if held is None else of_data(held)
    neighbours = across_border._reach(
        pd.DataFrame({"unit": list("abcd"), "count": [10.0, 20, 30, 40]}),
        pd.DataFrame({"unit": list("abcd")}).pipe(_placed), 2, 25,
    )  # fmt: skip
    yield "reach", list(neighbours)


def _placed(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    points = [Point(x, y).buffer(1) for x, y in ((0, 0), (90, 0), (250, 10))]
    points.append(box(9e4, 0, 9.1e4, 9))
    return gpd.GeoDataFrame(frame, geometry=points, crs=3006)


def borders(folder: Path) -> Named:
    """Polygons of other vintages, put together, astray and none; names by class and type."""
    path = richer(folder)
    store = Store.open(path)
    far = gpd.GeoDataFrame({"area": ["990A0101"]}, geometry=[box(9e6, 0, 9.1e6, 9)], crs=3006)
    store.write_polygons("district2022", far.assign(municipality=PLACE), place_snapshot(store))
    report = report_of(path)
    for level, year in (("deso2018", 2022), ("regso2020", 2020), ("deso2025", 2024),
                        ("regso2025", 2024), ("own", 2022), ("district2022", 2022)):  # fmt: skip
        people = polygon_choice.people_of(report, level, year)
        yield f"people {level}", [people.year, people.whole, people.counts]
        found = polygon_choice.find_borders(report, level, year)
        if isinstance(found, Gap):
            yield level, found.rows
            continue
        yield level, found.shapes
        bridge = found.bridge
        yield (
            "borders",
            [found.producer, found.polygons, found.year, found.astray, bridge and vars(bridge)],
        )
        yield "words", polygon_choice.describe_borders(report, found)
        for name in ("rental_share", "pre_secondary_share"):
            held = report.read.held(name, level)
            if held is not None:
                yield "names", map_names.named_shares(report, held, name, found.shapes)
        if level == "regso2020":
            yield "types", map_names.named_types(report, get_types(report), found.shapes)
    for across in (400, 90):  # wide, then tall
        squares = [box(across * n, 300 * (n % 5), across * n + 90, 300 * (n % 5) + 90)
                   for n in range(12)]  # fmt: skip
        areas = {
            "type_number": [1, 2, 3, 4, 5, 1, 1, 3, 5, 5, 2, 4],
            "hatched": [False] * 11 + [True],
        }
        shapes = gpd.GeoDataFrame(areas, geometry=squares, crs=3006)
        yield "thirds", area_maps._parts(report, shapes)
        yield "few", area_maps._parts(report, shapes[:3])
    pairs = ((12.34, 11.96), (12.34, 12.31), (11.26, 11.94), (12.3, 12.26), (None, 3.0))
    for raw, estimate in pairs:
        row = pd.Series({"raw_index": raw, "estimate": estimate}, dtype=float)
        yield "raw", division_today.raw_in_words(report, row)
    yield "limits", {name: class_limits(name) for name in ("rental_share", "theft", "x")}


def holes(folder: Path) -> Named:
    """Holes of series, what came before and after, and the words for the others."""
    path = richer(folder)
    seldom = [{"area": PLACE, "year": year, "value": 60.0 + year % 7}
              for year in (2010, 2012, 2014, 2017, 2019)]  # fmt: skip
    put(Store.open(path), "self_rated_health", seldom)
    report = report_of(path, compare_with=["9901", "9902"])
    own = ("overcrowding", "neet", "unemployment_rate", "life_expectancy_women", "rental_share",
           "self_rated_health")  # fmt: skip
    for name, family in (*((name, "municipality") for name in own), ("rental_share", "deso")):
        trend = read_trend(report.read, name, family, index=family == "deso")
        yield name, [trend.years, trend.levels, trend_frames.new_areas(trend)]
        for years in (None, (2000, 2030), trend.years):
            yield f"holes {years}", trend_frames.chart_holes(report, trend, years)
    for count in (1, 2):
        yield "peers", [trend_frames.peer_kind(report), trend_frames.peer_words(report, count)]


def closing(folder: Path, lang: str) -> Named:
    """What stands at the end of a chapter: its cards, sources, gaps, breaks and figures."""
    path = richer(folder)
    away = [{"area": "9901R001", "year": 2020, "value": 4.0}]
    put(Store.open(path), "area_type", away, "regso2020")
    report = report_of(path, lang=lang)
    yield "nothing yet", report.sources()
    for name, level in (("rental_share", "deso"), ("overcrowding", "municipality"), ("theft", "")):
        report.get(name, level or "municipality")
    get_trend(report, "rental_share")
    cards = report.cards()
    yield "cards", [(card.id, card.title, card.rows) for card in cards.cards]
    for collect in (False, True):
        made = report.sources(collect=collect)
        yield made.title, [made.sources, [gap.title for gap in made.gaps], made.breaks]
        figures = [(one.chapter, one.indicator, one.year, one.value) for one in made.figures]
        yield "figures", [len(figures), figures[:3], figures[-3:]]
        yield "languages", sorted({*languages(made.structure()), *languages(cards.structure())})
    everywhere_held = report.read.held("area_type", "regso", year=2020, everywhere=True)
    yield "own types", types_of(report, everywhere_held).areas
    real = Report.make("trends", open_store(BOX), municipality="Gävle", lang=lang)
    for place in (report, real):
        kinds = [strips_and_ranks._kind(place, one) for one in ("similar", "county", "nation")]
        yield "strips", kinds


def turning(folder: Path) -> None:
    """Dwellings of eight areas that draw apart until 2018 and then together, people and turnout."""
    store = Store.create(folder / "store")
    areas = pd.DataFrame({"area": AREAS}).assign(level="deso2018", name="", parent="")
    store.write_areas(areas.assign(municipality=PLACE), place_snapshot(store))
    rows = [
        {"area": area, "year": year, "group": group, "value": round(people * part)}
        for year in range(2010, 2024)
        for n, area in enumerate(AREAS)
        for people in [3100 + 90 * n]
        for rented in [0.45 + (n - 3.5) * (0.1 - 0.009 * abs(year - 2017) + 0.001 * (year % 3))]
        for group, part in (("rental", rented), ("owned", 1 - rented))
    ]  # fmt: skip
    nobody = [row | {"group": name, "value": 0.0} for row in rows[::2]
              for name in ("cooperative", "unknown")]  # fmt: skip
    put(store, "tenure", [*rows, *nobody], "deso2018")
    for year, more in ((2016, 0), (2023, 5)):
        put(store, "population", [{"area": PLACE, "year": year, "value": 9411.0 + more}])
    for area, level, times, late in ((PLACE, "municipality", 1, 640), ("00", "nation", 700, 110)):
        votes = [
            {"area": area, "year": year, "group": group, "value": times * float(value)}
            for step, year in enumerate((2010, 2014, 2018, 2022))
            for group, value in (("voters", 9000 + 31 * step - late * (step == 3)),
                                 ("eligible", 12000 + 30 * step))
        ]  # fmt: skip
        put(store, "votes_riksdag", votes, level)
        figures = [{"area": area, "year": year, "value": 41.0 + 0.3 * (year - 2012) + times % 7}
                   for year in range(2012, 2022)]  # fmt: skip
        put(store, "neet", figures, level)


def judged(folder: Path) -> Named:
    """Changes and turns tested together, beside the country's, and of full counts."""
    for more in ({}, {"year": 2021}):
        report = report_of(copy_of(turning, folder / f"{len(more)}"), **more)
        yield "judged", change_rules.judged(report.read)
        for name, family in (("rental_share", "deso"), ("turnout_riksdag", "municipality"),
                             ("population", "municipality"), ("neet", "municipality"),
                             ("overcrowding", "municipality")):  # fmt: skip
            asked = {"index": family == "deso"}
            for of in (change_rules.verdict, change_rules.beside_of, change_rules.turn_of):
                row = of(report, name, family, **asked)
                yield f"{of.__name__} {name}", "none" if row is None else row.dropna().to_dict()
        trend = read_trend(report.read, "rental_share", "deso", index=True)
        yield "said", change_findings.say_turn(report, "rental_share", "deso")
        yield "turn", change_rules._turn_of_index(trend, report.read)
        yield "estimates", trend_series._estimates(trend.held)


SVG = ('<svg a="1"><path d="M 1 2 L 3 4 L 3 9 z M 5,6 L 5 7" style="fill: none; x: 1" />'
       '<g style="fill: none; x: 1"/><g style="y:  2"/></svg>')  # fmt: skip


def words(folder: Path, lang: str) -> Named:
    """Titles, p, gaps, boxes and pieces of HTML."""
    report, language = report_of(richer(folder), lang=lang), Language(lang)
    names = ["Förgymnasial utbildning", "Hyresrätt", "NEET", "Ekonomisk standard", "Barn"]
    yield "small", [phrases.small(name) for name in (*names, "SCB:s index", "X")]
    least = ((0.0004, 0), (0.001, 0), (0.0321, 0), (0.05, 0.05), (0.0006, 0.0005), (0.0101, 0.0101))
    yield "p", [phrases.p_text(report, *pair) for pair in least]
    shown = ("rental_share", "pre_secondary_share", "neet", "area_type")
    entries = [catalogue()[name] for name in shown]
    yield "divided", [phrases.divided_by(report, entry) for entry in entries]
    yield "thresholds", thresholds(language)
    gaps = [
        make_gap(language, "a", "en sak", "Det saknas.", where=(("SCB", "https://x"),)),
        make_gap(language, "b", "annat", "Det saknas.", status="suppressed", filled_by="Fråga."),
        make_gap(language, "c", "tredje", "Annan orsak.", status="not_applicable"),
        make_gap(
            language, "d", "fyra", "Det saknas.", where=(("SCB", "https://x"),), nearest="Län."
        ),
        Gap(key="e", title="Utan kolon", status="missing", rows=(("l", "Bara en."),), lang=lang),
    ]
    yield "gaps", [(gap.title, gap.rows, gap.where) for gap in gaps]
    yield "by reason", gaps_by_reason(gaps)
    yield "boxes", [(box.title, box.items) for box in overview(language, (), gaps).boxes]
    lines = [SourceLine("SCB", "A", "T1", "2024-01-02", "CC0", "2024-02-03", "abc" * 9),
             SourceLine("SCB", "B", "", "", "", "", ""),
             SourceLine("BRÅ", "C", "X, Y", "", "", "", "")]  # fmt: skip
    yield "sources", source_line.by_producer(lines, {"BRÅ": ("N1", "N2")})
    tables = source_line.tables_by_producer(entries)
    yield "tables", tables
    yield "codes", [source_line.codes_of(entries[2], who) for who in tables]
    yield (
        "summed",
        [report.summed_areas("regso2025", of) for of in ("", "deso2025")],
    )
    yield "svg", [svg_text.shorter(SVG), svg_text.single_quoted(SVG), svg_text.shorter("<p/>")]
    drawings = (Drawing("image/svg+xml", SVG, 2.0, 3.0), Drawing("image/png", "QUJD", 2.0, 3.0))
    yield "addresses", [str(block_html.drawing_uri(drawing)) for drawing in drawings]
    styles = ("group", "normal", "group", "group", "own")
    rows = tuple(Row((name,), style) for name, style in zip("abcde", styles, strict=True))
    yield "groups", [[row.cells for row in group] for group in block_html.row_groups(rows)]
    yield "spread", [block_html.spread(Row(("a", "b"), "normal"), n) for n in (1, 2, 5)]
    leads = ("Kort: resten", "k" * 47 + ": r", "k" * 48 + ": r", "utan")
    yield "lead in", [block_html.lead_in(text) for text in leads]
    yield "joined", str(block_html.joined("från 1,5–2,75 till 3–4 & 5"))
    yield "cards", block_html.numbered_cards((Card("a", "A", ()), Card("b", "B", ())))
    texts = Paragraph("Hej & hopp", "lead", lang=lang), Bullets(("a", "b"), "Titel", lang=lang)
    for block in (*texts, gaps[1]):
        html = block_html.block_html(block.structure())
        yield "html", [html.count("<style"), html.partition("</style>")[2]]


READING: dict[str, Callable[[Path], Named]] = {
    "reading": reading,
    "everywhere": everywhere,
    "summed": summed,
    "borders": borders,
    "holes": holes,
    "judged": judged,
    "closing-sv": lambda folder: closing(folder, "sv"),
    "closing-en": lambda folder: closing(folder, "en"),
    "words-sv": lambda folder: words(folder, "sv"),
    "words-en": lambda folder: words(folder, "en"),
}
