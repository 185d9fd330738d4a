"""Turnout of the whole municipality counts the votes that no electoral district has."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from segnb.report import Report, verbs
from segnb.report.focus_areas.turnout import as_counted
from segnb.sources.files import import_folder
from segnb.store import Store, make_observations

WHOLE = {"0127": 64.6, "1280": 73.4, "2180": 81.2, "1480": 76.5, "2021": 80.9, "0187": 88.1}
ENDS = ("lowest", "highest")
FILE = "valmyndigheten/ko_tab3_2022.xlsx"
ENTITLED, VOTED = "Antal röstberättigade", "Antal röstande"


def election(tmp_path: Path, *votes: tuple[int, int], late: int) -> Store:
    """Store of one election in Botkyrka: entitled and voters by district, and late votes."""
    store = Store.create(tmp_path / "store")
    rows = [(f"0127{n:04d}", "district2022", *pair) for n, pair in enumerate(votes, 101)]
    sums = (sum(n for n, _ in votes), sum(x for _, x in votes) + late)
    frame = pd.DataFrame(
        [*rows, ("0127", "municipality", *sums)], columns=["area", "level", "eligible", "voters"]
    ).assign(year=2022, municipality="0127", sex="total", status="ok")
    snapshot = store.add_snapshot(b"by hand", name="hand.csv", producer="Valmyndigheten")
    for group in ("eligible", "voters"):
        made = make_observations(
            frame.assign(value=frame[group]), indicator="votes_municipal", group=group
        )
        store.write(made, snapshot)
    return store


def turnout_of(store: Store, code: str = "0127", lang: str = "sv"):  # type: ignore[no-untyped-def]
    report = Report.make("democracy", store, municipality=code, lang=lang)
    return report, verbs.measure_turnout(report, "turnout_municipal")


def said(report: Report, turnout) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """What a reader meets: caption, alternative text, last row, data file, finding."""
    figure = verbs.show_turnout(report, turnout)
    finding = report.say(verbs.say_turnout(report, turnout))
    whole = next(row for row in figure.table.rows if row.style == "total")
    return {
        "caption": figure.subtitle,
        "alt": figure.alt,
        "title": figure.title,
        "row": " ".join(whole.cells),
        "data": " ".join(map(str, figure.data.rows[-1])),
        "finding": f"{finding.text} {finding.rule.here}" if finding else "",
    }


EVEN = ((1000, 600),) * 7 + ((1000, 620),)
APART = tuple((1000, share) for share in (500, 560, 620, 680, 740, 800, 860, 900))


def test_the_whole_municipality_has_the_votes_that_no_district_has(tmp_path) -> None:
    texts = said(*turnout_of(election(tmp_path, *APART, late=240)))
    for place in ("caption", "alt", "row", "finding"):
        assert "73,8" in texts[place], place  # 100 (5660 + 240) / 8000
    assert "73.75" in texts["data"]
    assert "240 förtidsröster (4,1 % av rösterna)" in texts["caption"]
    assert "tillsammans 70,8" in texts["caption"]


def test_the_least_spread_is_computed_by_hand(tmp_path) -> None:
    _, turnout = turnout_of(election(tmp_path, *APART, late=240))
    # raised to one level: 500, 560 and 620 take 240 votes and all have 640
    shares = pd.Series([640, 640, 640, 680, 740, 800, 860, 900]) / 10
    chance = turnout_chance(shares / 100)
    assert turnout.least["sd_beyond_chance"] == pytest.approx((shares.var(ddof=0) - chance) ** 0.5)


def turnout_chance(shares: pd.Series) -> float:
    """Variance that equal chances would give in eight districts of 1 000, in squared points."""
    return 1e4 * shares.mean() * (1 - shares.mean()) * (7 / 8) / 1000


def test_districts_that_late_votes_could_make_alike_are_not_said_to_differ(tmp_path) -> None:
    apart = verbs.say_turnout(*turnout_of(election(tmp_path / "a", *APART, late=240)))
    assert (apart.outcome, apart.certainty) == ("apart", "certain")
    alike = verbs.say_turnout(*turnout_of(election(tmp_path / "b", *APART, late=1540)))
    assert (alike.outcome, alike.certainty) == ("not_apart", "unknown")


MANY = tuple((1000, 500 + 30 * number) for number in range(15))


@pytest.mark.parametrize(("votes", "inside"), [(APART, False), (MANY, True)])
def test_eight_in_ten_are_named_only_where_others_live_outside_their_band(
    tmp_path: Path, votes: tuple[tuple[int, int], ...], inside: bool
) -> None:
    report, turnout = turnout_of(election(tmp_path, *votes, late=0), lang="en")
    statement = verbs.say_turnout(report, turnout)
    assert statement is not None
    finding, alt = report.say(statement), verbs.show_turnout(report, turnout).alt
    assert inside is ("At least eight in ten" in finding.text)
    assert inside is bool(turnout.spread["p90"] < turnout.spread["highest"])
    assert inside is ("At least eight in ten" in alt)
    assert ("lowest and the highest district" in finding.unit) is not inside
    low, high = (turnout.spread[name] for name in (("p10", "p90") if inside else ENDS))
    assert finding.number == f"{high - low:.1f}"


def test_where_districts_may_be_alike_the_number_is_that_of_the_municipality(
    tmp_path: Path,
) -> None:
    report, turnout = turnout_of(election(tmp_path, *EVEN, late=0), lang="en")
    finding = report.say(verbs.say_turnout(report, turnout))
    assert finding.number == f"{turnout.value:.1f}"
    assert "whole municipality" in finding.unit


def test_without_late_votes_nothing_is_said_of_them(tmp_path) -> None:
    for lang, word in (("sv", "förtidsröst"), ("en", "advance vote")):
        texts = said(*turnout_of(election(tmp_path / lang, *APART, late=0), lang=lang))
        assert not any(word in text for text in texts.values())


def test_one_district_is_no_spread(tmp_path) -> None:
    store = election(tmp_path, (1000, 730), late=20)
    for lang in ("sv", "en"):
        report, turnout = turnout_of(store, lang=lang)
        texts = said(report, turnout)
        assert not re.search(r"från .* till|from .* to|distrikten|districts", texts["title"])
        assert ("75,0" if lang == "sv" else "75.0") in texts["title"]
        assert not re.search(
            r"från .* till|from .* to|[Ss]prid|spread", texts["caption"] + texts["alt"]
        )
        assert not texts["finding"]


def test_districts_stand_as_people_count_them() -> None:
    names = pd.Series(["10 Väster", "2 Norr", "1 Torget", "Yttre 12", "Yttre 3"])
    assert names.sort_values(key=as_counted).tolist() == [
        "1 Torget", "2 Norr", "10 Väster", "Yttre 3", "Yttre 12"
    ]  # fmt: skip


def test_no_lead_of_a_chapter_says_that_something_differs(make_report) -> None:
    for lang, word in (("sv", "skiljer sig"), ("en", "differ")):
        for chapter in ("democracy", "education", "housing", "labour"):
            lead = make_report(chapter=chapter, lang=lang).opening().lead
            assert not any(word in sentence for sentence in lead), chapter


@pytest.fixture(scope="module")
def file(shared: Path) -> Path:
    """Votes by district of 2022, as published."""
    found = shared / "data" / FILE
    if not found.exists():
        pytest.skip(f"needs shared/data/{FILE}")
    return found


@pytest.fixture(scope="module")
def real(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("files")
    shutil.copy(file, folder)
    store = Store.create(tmp_path_factory.mktemp("store") / "store")
    import_folder(folder, store)
    return store


@pytest.fixture(scope="module")
def raw(file: Path) -> pd.DataFrame:
    """The published rows, read with pandas alone."""
    rows = pd.read_excel(file, dtype=str, engine="calamine")
    rows["code"] = rows["Valdistriktskod"].str.slice(0, 4)
    return rows.assign(**{name: rows[name].astype(float) for name in (ENTITLED, VOTED)})


@pytest.mark.parametrize(("code", "whole"), WHOLE.items())
def test_turnout_of_real_municipalities_is_that_of_all_their_votes(real, raw, code, whole) -> None:
    mine = raw[raw["code"] == code]
    share = 100 * mine[VOTED].sum() / mine[ENTITLED].sum()
    late = mine.loc[mine[ENTITLED] == 0, VOTED].sum()
    report, turnout = turnout_of(real, code)
    assert round(share, 1) == whole
    assert turnout.value == pytest.approx(share, abs=1e-9)
    assert turnout.unplaced == late > 0
    texts, number = said(report, turnout), report.language.number
    for place in ("caption", "alt", "row", "finding"):
        assert number(whole, 1) in texts[place] or (place == "finding" and not texts[place])
    assert f"{number(late)} förtidsröster" in texts["caption"]


def test_every_number_that_is_drawn_of_turnout_stands_in_the_table_and_in_the_file(real) -> None:
    report, turnout = turnout_of(real, "0127")
    figure = verbs.show_turnout(report, turnout)
    nation = report.read.held("turnout_municipal", "nation").latest.iloc[0]
    printed = report.language.number(nation["value"], 1)
    assert printed in figure.page.content
    assert figure.table.rows[-1].cells[::2] == ("Riket", printed)
    written = dict(zip(figure.data.columns, figure.data.rows[-1], strict=True))
    assert (written["level"], written["value"]) == ("nation", nation["value"])
    assert "streckad linje riket" in figure.subtitle


def test_no_line_of_the_country_is_promised_where_none_is_drawn(tmp_path) -> None:
    texts = said(*turnout_of(election(tmp_path, *APART, late=0)))
    assert "inget tal för riket" in texts["caption"]
    assert "streckad linje" not in texts["caption"]


def test_bjurholm_has_one_district_and_no_spread(real) -> None:
    texts = said(*turnout_of(real, "2403"))
    assert "från" not in texts["title"] + texts["alt"]
