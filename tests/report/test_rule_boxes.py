"""The box of a rule says what else might have been said, and not the finding itself."""

import pytest

from segnb.report.page.statements import Statement, make_finding
from segnb.vocabulary.i18n import Language

NOTHING = {"not_above", "small_group", "few", "not_apart", "one_type", "none", "no_certain",
           "counted_same", "numbers", "undeclared", "undecided"}  # fmt: skip
RULES = ("level", "gap", "transitions", "change", "index_change", "turnout", "schools")


@pytest.mark.parametrize("language", [Language("sv"), Language("en")])
@pytest.mark.parametrize("rule", RULES)
def test_a_finding_of_nothing_says_what_it_would_be_otherwise(
    language: Language, rule: str
) -> None:
    branches = set(language.below(f"findings.{rule}")) & NOTHING
    assert branches
    usual = language.text(f"findings.{rule}.otherwise")
    for branch in branches:
        assert language.text(f"findings.{rule}.{branch}.otherwise") not in ("", usual)


@pytest.mark.parametrize(("lang", "many", "one"), [
    ("sv", "att områdena inte har förändrats", "att området inte har förändrats"),
    ("en", "that the areas have not changed", "that the area has not changed"),
])  # fmt: skip
def test_areas_of_the_same_type_may_have_changed(lang: str, many: str, one: str) -> None:
    words = dict.fromkeys(("areas", "place", "first", "last", "same", "changed", "up", "down",
                           "way"), "2")  # fmt: skip
    language = Language(lang)
    rules = {
        branch: make_finding(Statement("transitions", branch, "x", words, "certain"), language).rule
        for branch in ("none", "some", "none_one", "some_one")
    }
    for count, not_said in (("", many), ("_one", one)):
        assert rules[f"none{count}"].says_not.startswith(not_said)
        assert not rules[f"some{count}"].says_not.startswith(not_said)
        assert rules[f"none{count}"].otherwise != rules[f"some{count}"].otherwise
