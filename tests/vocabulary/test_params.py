"""Settings are read strictly, as text, and a fault is one sentence."""

from pathlib import Path

import pytest

from segnb.vocabulary.errors import InvalidParams, SegnbError, UnknownArea
from segnb.vocabulary.params import CHAPTERS, Params, make_params, read_params

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "params").glob("*.yml"))


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "settings.yml"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_without_settings_the_report_is_the_whole_demonstration() -> None:
    params = make_params()
    assert params.municipality == "9901"
    assert params.chapters == CHAPTERS
    assert (params.year, params.lang, params.store) == (None, "sv", "")
    assert (params.summary_plain, params.show_police) == (True, False)


def test_chapters_begin_with_the_summary_and_end_with_the_methods() -> None:
    assert (CHAPTERS[0], CHAPTERS[-1]) == ("summary", "methods")
    assert CHAPTERS[4:10] == ("housing", "education", "labour", "democracy", "crime", "health")
    assert len(set(CHAPTERS)) == len(CHAPTERS) == 14


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_read(path: Path) -> None:
    assert isinstance(read_params(path), Params)


def test_there_are_examples_of_the_demonstration_and_of_a_real_place() -> None:
    assert {path.name for path in EXAMPLES} >= {"demo.yml", "0127-botkyrka.yml"}
    made = read_params(next(path for path in EXAMPLES if path.name == "demo.yml"))
    assert made == make_params()


@pytest.mark.parametrize("code", ["0127", "0162", '"0127"', "0114", "2180"])
def test_a_code_stays_text_whether_quoted_or_not(written, code: str) -> None:
    assert read_params(written(f"municipality: {code}")).municipality == code.strip('"')


def test_codes_in_lists_stay_text(written) -> None:
    params = read_params(written("compare_with: [0126, nation]\nline: [0127R005, 0127R007]"))
    assert params.compare_with == ("0126", "nation")
    assert params.line == ("0127R005", "0127R007")


def test_a_name_becomes_its_code(written) -> None:
    params = read_params(written("municipality: Botkyrka\ncompare_with: [Huddinge]"))
    assert (params.municipality, params.compare_with) == ("0127", ("0126",))


def test_yes_and_no_are_understood(written) -> None:
    params = read_params(written("summary_plain: no\nshow_police: true"))
    assert (params.summary_plain, params.show_police) == (False, True)


@pytest.mark.parametrize(
    ("text", "near"),
    [("municipalty: x", "municipality"), ("chapter: [summary]", "chapters"),
     ("comment: {}", "comments"), ("lines: []", "line"), ("langauge: sv", "lang")],
)  # fmt: skip
def test_a_misspelt_key_names_the_nearest_one(written, text: str, near: str) -> None:
    with pytest.raises(InvalidParams, match=f"Did you mean '{near}'"):
        read_params(written(text))


def test_a_key_like_no_other_is_refused_with_all_that_are_known(written) -> None:
    with pytest.raises(InvalidParams, match=r"known ones are municipality, .*rules_off"):
        read_params(written("zzz: 1"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("year: soon", "'year'.*neither `latest`"),
        ("year: 1800", "'year'"),
        ("lang: de", "'lang'"),
        ("areas: sams", "'areas'"),
        ("chapters: summary", "'chapters'"),
        ("threshold: 1", "'threshold'"),
        ("threshold: five", "'threshold'"),
        ("summary_plain: maybe", "'summary_plain'"),
        ("line: {a: b}", "'line'"),
        ("comments: text", "'comments'"),
        ("comments: {housin: text}", "no chapter 'housin'. Did you mean 'housing'"),
        ("rules_off: [levl]", "no rule 'levl'. Did you mean 'level'"),
        ("rules_off: [zzz]", "no rule 'zzz'. The known ones are level, gap"),
        ("foreword: [a]", "'foreword'"),
        ("- municipality", "key: value"),
        ("just words", "key: value"),
        ("municipality: [", "is not YAML: line"),
        ("a: 'b", "is not YAML: line"),
        ("lang: *x", "is not YAML"),
        ("lang: sv\nlang: en", "line 2: the key 'lang' stands twice"),
        ("comments: {crime: a, crime: b}", "'crime' stands twice"),
    ],
)
def test_a_fault_is_one_sentence_that_names_the_setting(written, text: str, says: str) -> None:
    with pytest.raises(InvalidParams, match=says) as refused:
        read_params(written(text))
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("value", ["Atlantis", "114", 114, True, ["0127"]])
def test_a_municipality_that_is_none_or_could_be_two_is_refused(value: object) -> None:
    with pytest.raises(UnknownArea):
        make_params(municipality=value)


def test_yaml_runs_nothing(written) -> None:
    with pytest.raises(InvalidParams):
        read_params(written("municipality: !!python/object/apply:os.system ['true']"))


def test_a_file_that_is_missing_or_of_strange_letters_is_refused(written, tmp_path: Path) -> None:
    with pytest.raises(InvalidParams, match="cannot be read"):
        read_params(tmp_path / "none.yml")
    with pytest.raises(InvalidParams, match="cannot be read"):
        read_params(written("contact: åäö", "cp1252"))


def test_paths_are_relative_to_the_file(written, tmp_path: Path) -> None:
    (tmp_path / "words.md").write_text("# Ours", encoding="utf-8")
    text = "store: data\nlogo: a.png\nforeword: words.md\n"
    params = read_params(written(text + "comments: {housing: words.md}"))
    assert params.store == str(tmp_path / "data")
    assert params.logo == str(tmp_path / "a.png")
    assert params.foreword == params.comments["housing"] == str(tmp_path / "words.md")


def test_words_may_stand_in_the_file_itself(written) -> None:
    params = read_params(written("foreword: Vi bygger.\ncomments:\n  crime: |\n    Ett.\n    Två."))
    assert params.foreword == "Vi bygger."
    assert params.comments == {"crime": "Ett.\nTvå."}


def test_a_file_of_words_that_is_missing_is_refused(written) -> None:
    with pytest.raises(InvalidParams, match=r"no file words\.md"):
        read_params(written("foreword: words.md"))


def test_an_empty_file_gives_the_defaults(written) -> None:
    assert read_params(written("# nothing\n")) == make_params()


def test_the_command_line_wins_over_the_file(written) -> None:
    assert read_params(written("lang: sv"), lang="en").lang == "en"


def test_a_comment_on_a_chapter_of_ones_own_is_kept() -> None:
    assert make_params(comments={"ours.ipynb": "text"}).comments == {"ours.ipynb": "text"}


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        make_params().lang = "en"


def test_every_error_of_this_room_is_one_that_the_user_can_mend() -> None:
    assert issubclass(InvalidParams, SegnbError)
    assert issubclass(UnknownArea, SegnbError)


def test_the_store_that_comes_along_is_no_folder_beside_the_params_file(tmp_path: Path) -> None:
    (tmp_path / "p.yml").write_text("municipality: Kiruna\nstore: box\n")
    assert read_params(tmp_path / "p.yml").store == "box"
