"""Efforts and grants: printed text beside its reading, planned money never as paid, no score."""

import pytest

from segnb.report import verbs
from segnb.report.documents.effort_timeline import EXAMPLES
from segnb.report.page.blocks import Gap, Table
from segnb.vocabulary.i18n import _strings
from segnb.vocabulary.seeds import seed_table

LANGUAGES = ("sv", "en")


@pytest.fixture
def report(make_report):
    """Report of a place, of this chapter."""
    return lambda place="9901", **settings: make_report(place, "interventions", **settings)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def row_of(table: Table, head: str) -> tuple[str, ...]:
    (found,) = [row.cells for row in table.rows if row.cells[0] == head]
    return found


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


# -- strings


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_quoted_has_its_source_beside_it(lang: str) -> None:
    strings = _strings(lang)
    quoted = [key for key in strings if key.endswith("_cited")]
    assert quoted
    for key in quoted:
        own = key.removesuffix("_cited") + "_source"
        shared = key.removesuffix("_cited").rstrip("0123456789").rstrip("_") + "_source"
        assert strings.get(own) or strings.get(shared), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_effort_factor_and_document_has_its_words(lang: str) -> None:
    strings, efforts = _strings(lang), seed_table("interventions")
    for row in efforts.to_dict("records"):
        own = f"interventions.efforts.{row['id']}"
        assert f"{own}.content" in strings
        assert (f"{own}.source" in strings) == (row["mark"] == "published")
        assert (f"{own}.when" in strings) == (row["start"] == "")
        assert (f"{own}.amount" in strings) == (row["amount_msek"] == row["amount_msek"])
        seeds = row["source"] if row["mark"] == "seed" else ()
        assert {f"interventions.documents.{key}" for key in seeds} <= strings.keys()
    for factor in seed_table("success_factors")["id"]:
        assert f"interventions.assessment.{factor}.q1" in strings


# -- timeline


def test_planned_money_is_not_on_the_timeline(report) -> None:
    efforts = verbs.get_efforts(report("0127"))
    assert not set(efforts.drawn["id"]) & set(EXAMPLES)
    table = verbs.show_timeline(report("0127"), efforts).table
    planned = [row for row in cells(table) if row[0] in EXAMPLES]
    assert len(planned) == len(EXAMPLES)
    assert all("exempelräkning" in row[5] for row in planned)


def test_all_efforts_are_in_the_table_and_none_without_a_year_is_drawn(report) -> None:
    efforts = verbs.get_efforts(report())
    figure = verbs.show_timeline(report(), efforts)
    rows = [row for row in cells(figure.table) if len(row) > 1]
    assert len(rows) == len(seed_table("interventions"))
    assert efforts.drawn["from_year"].notna().all()


def test_periods_end_with_their_last_year_and_events_have_no_end(report) -> None:
    rows = verbs.get_efforts(report()).frame.set_index("id")
    assert rows.loc["X01", ["from_year", "to_year"]].tolist() == [1995, 1998]
    assert rows.loc["X14", "from_year"] == 2023.5  # the law is in force from July
    assert rows.loc["X14", "to_year"] != rows.loc["X14", "to_year"]


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("0127", {"I11", "X02"}),
        ("1480", {"I11", "X02", "X04", "X05"}),
        ("1488", {"I11", "X01", "X04", "X05"}),
        ("2180", {"I10", "I11"}),
        ("2183", {"I10"}),
        ("2021", set()),
        ("9901", set()),
    ],
)
def test_efforts_that_name_a_municipality_are_found(report, place: str, named: set) -> None:
    assert set(verbs.get_efforts(report(place)).named["id"]) == named


def test_districts_are_given_as_the_source_lists_them(report) -> None:
    rows = verbs.get_efforts(report("0181")).named.set_index("id")
    assert rows.loc["X04", "named"] == "stadsdelar: Hovsjö, Ronna"


def test_a_municipality_that_joined_an_effort_later_has_its_own_year_and_money(report) -> None:
    rows = verbs.get_efforts(report("1488")).named.set_index("id")
    assert plain(rows.loc["X01", "named"]) == "kom till 1997: 9 mnkr beviljat"


@pytest.mark.parametrize("place", ["2021", "9901"])
def test_a_municipality_that_none_names_gets_one_line(report, place: str) -> None:
    found = verbs.show_named(report(place), verbs.get_efforts(report(place)))
    assert isinstance(found, Gap)
    assert found.status == "not_applicable"


# -- grants


def test_a_printed_amount_stands_beside_its_reading(report) -> None:
    row = row_of(verbs.show_offered(report("0127")), "Stockholm")
    assert plain(row[2]) == "164 000 00 †"
    assert plain(row[3]) == "164 000 000"


def test_sums_stated_totals_and_differences_are_all_there_and_print_is_not_summed(report) -> None:
    table = verbs.show_offered(report("0127"))
    sums, stated, difference = [row.cells for row in table.rows[-3:]]
    assert [plain(cell) for cell in sums[1:]] == [
        "410 396 000", "·", "1 324 000 000", "2 175 000 000",
    ]  # fmt: skip
    assert plain(stated[1]) == "425 000 000"
    assert [plain(cell) for cell in difference[1:]] == ["14 604 000", "·", "26 000 000",
                                                        "25 000 000"]  # fmt: skip
    assert any("administration" in note for note in table.notes)


def test_rows_that_are_not_shown_are_summed_and_all_are_in_the_data(report) -> None:
    table = verbs.show_offered(report("0127"))
    assert len(table.data.rows) == 32
    shown = [row.cells for row in table.rows[:-3]]
    total = sum(int(plain(row[1]).replace(" ", "")) for row in shown)
    assert total == 410_396_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_amounts_are_said_to_be_neither_paid_nor_decided(report, lang: str) -> None:
    table = verbs.show_offered(report("0127", lang=lang))
    words = {"sv": ("inte utbetalningar", "exempelräkning"),
             "en": ("not payments", "example calculation")}  # fmt: skip
    assert words[lang][0] in table.subtitle
    later = [column.label for column in table.columns if "2020" in column.label]
    assert all(words[lang][1] in label for label in later)


@pytest.mark.parametrize(
    ("place", "words"),
    [("2021", "inte en av dem"), ("9901", "gäller inte"), ("0127", "10 701 000")],
)
def test_the_title_says_whether_the_municipality_is_on_the_list(report, place, words) -> None:
    assert words in plain(verbs.show_offered(report(place)).title)


def test_the_gap_of_the_county_table_stays_a_gap(report) -> None:
    table = verbs.show_counties(report("2180"))
    sums, stated, difference = [row.cells for row in table.rows[-3:]]
    assert [plain(row[-1]) for row in (sums, stated, difference)] == ["38 318", "38 609", "291"]
    assert sums[1:6] == stated[1:6] == ("6", "48", "90", "6", "150")
    assert any("orsak okänd" in note for note in table.notes)
    assert not any("53 000" in plain(cell) for row in cells(table) for cell in row)


def test_a_dash_is_read_as_zero_and_said_to_be_one(report) -> None:
    table = verbs.show_counties(report("0980"))
    assert row_of(table, "Gotlands")[1:] == ("0",) * 6
    assert row_of(table, "3 län utan bidrag")[1:] == ("0",) * 6
    assert any("streck" in note and "Gotlands" in note for note in table.notes)
    frame = seed_table("grants_delmos_2018_by_county")
    for row in frame.to_dict("records"):
        for column in ("region", "kommun", "ideell_forening", "stiftelse", "amount_tkr"):
            assert (row[column] == 0) == (column in row["cells_printed_as_dash"])


def test_a_misspelt_county_keeps_its_printed_name(report) -> None:
    assert row_of(verbs.show_counties(report()), "Norrbottens (tryckt: Norrbottnens)")
    english = verbs.show_counties(report(lang="en"))
    assert row_of(english, "Norrbotten county (printed: Norrbottnens)")


def test_a_county_of_the_municipality_s_own_name_is_told_apart_from_it(report) -> None:
    rows = {row.cells[0] for row in verbs.show_counties(report("0380")).rows}
    assert "Uppsala län" in rows
    assert "Uppsala" not in rows
    assert "Uppsala" in {row.cells[0] for row in verbs.show_counties(report("0127")).rows}


def test_recipients_are_listed_for_the_only_county_that_the_documents_list(report) -> None:
    assert verbs.show_recipients(report("0127")) is None
    table = verbs.show_recipients(report("2180"))
    assert plain(table.rows[-1].cells[-1]) == "1 788"
    assert table.rows[0].cells[:2] == ("Hälsinglands utbildningsförbund*", "kommun (förbund)")
    assert [row.cells[0] for row in table.rows if row.style == "own"] == ["Gävle kommun"]


def test_uses_are_quoted_for_those_that_the_documents_name(report) -> None:
    assert verbs.show_uses(report("0127")) is None
    assert "Gävleborg" in verbs.show_uses(report("2181")).source


# -- experience


def test_what_is_said_to_have_worked_has_its_source_in_the_same_box(report) -> None:
    for box in verbs.show_experience(report()).boxes:
        assert box.source.startswith("Källa: Delegationen mot segregation")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_opinion_has_its_name_and_date(report, lang: str) -> None:
    title = verbs.show_points(report(lang=lang)).title
    assert "Jonas Nygren" in title
    assert "2017" in title
    assert {"sv": "åsikt", "en": "opinion"}[lang] in title


def test_the_form_has_five_factors_empty_answers_and_no_score(report) -> None:
    table = verbs.show_assessment(report())
    assert sum(row.style == "group" for row in table.rows) == 5
    answers = [row.cells[1] for row in table.rows if len(row.cells) == 2]
    assert set(answers) == {""}
    assert len(answers) == 14
    assert sum(row.style == "group" for row in verbs.show_lessons(report()).rows) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ["0127", "2180", "9901"])
def test_nothing_is_left_unfilled(report, place: str, lang: str) -> None:
    one = report(place, lang=lang)
    efforts = verbs.get_efforts(one)
    shown = [verbs.show_timeline(one, efforts), verbs.show_named(one, efforts),
             verbs.show_offered(one), verbs.show_counties(one)]  # fmt: skip
    texts = str([{k: v for k, v in block.structure().items() if k != "data"} for block in shown])
    for word in ("nan mnkr", "'nan'", "'None'", "{"):
        assert word not in texts.replace("{'", "").replace("{}", ""), word


# -- the municipality's own register


def test_own_efforts_stand_on_the_timeline_and_in_both_tables(report, tmp_path) -> None:
    own = tmp_path / "efforts.csv"
    own.write_text(
        "id,name_sv,level,areas,start,end,aim,money_awarded,money_paid,currency_unit\n"
        "E1,Fler vägar in,municipality,0127,2021,2023,Fler i arbete,2.5,2,mnkr\n"
        "E2,Någon annans,municipality,0180,2021,2023,,,,\n",
        encoding="utf-8",
    )
    here = report("0127", efforts=str(own))
    efforts = verbs.get_efforts(here)
    assert list(efforts.drawn["id"])[-1] == "E1"
    (row,) = [row for row in cells(verbs.show_timeline(here, efforts).table) if row[0] == "E1"]
    assert row[1:] == ("2021–2023", "Fler vägar in", "Botkyrka", "Fler i arbete",
                       "2,5 mnkr beviljat; 2 mnkr utbetalt", "kommunens eget register")  # fmt: skip
    named = verbs.show_named(here, efforts)
    assert row_of(named, "Fler vägar in")[2] == "hela kommunen, enligt kommunens register"
    assert "Någon annans" not in [row[0] for row in cells(named)]
