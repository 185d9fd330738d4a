"""The record of a report names each figure by a key without language, and what it rests on."""

import json
from functools import partial

import pytest

from segnb import measures
from segnb.analysis.change_causes.figure_causes import changes
from segnb.report import verbs as views
from segnb.report.page.blocks import Gap
from segnb.report.reading import figure_records as records
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidFile, InvalidParams
from segnb.vocabulary.params import make_params


def record_of(make_report, lang: str = "sv") -> dict:
    """Record of a chapter with a series, areas and an index."""
    report = make_report(lang=lang)
    for family in ("municipality", "deso"):
        report.get("employed_share", family)
    views.measure_indices(report, "employed_share", "rental_share", families=("deso",))
    return records.figure_records(report.trail.shown_in("labour"))


def causes_of(old: dict, new: dict) -> set[str]:
    return {cause for one in changes(old["figures"], new["figures"]) for cause in one.causes}


def test_two_runs_over_one_store_change_nothing_in_any_language(make_report) -> None:
    first, second = record_of(make_report), record_of(make_report, "en")
    assert {one["measure"] for one in first["figures"]} == {"value", "areas", "dissimilarity"}
    assert changes(first["figures"], second["figures"]) == []


def test_a_changed_seed_gives_method_only(make_report, monkeypatch) -> None:
    first = record_of(make_report)
    intervals = measures.intervals
    monkeypatch.setattr(measures, "intervals", partial(intervals, seed=7))
    assert causes_of(first, record_of(make_report)) == {"method"}


def test_a_renamed_indicator_gives_definition_and_a_shorter_label_does_not(
    make_report, monkeypatch
) -> None:
    first = record_of(make_report)
    known = dict(catalogue().indicators)
    entry = known["employed_share"]

    def with_entry(**changed) -> dict:
        every = known | {entry.id: entry.model_copy(update=changed)}
        monkeypatch.setattr(records, "catalogue", lambda: Catalogue(indicators=every))
        return record_of(make_report)

    assert causes_of(first, with_entry(label=entry.definition)) == set()
    assert causes_of(first, with_entry(definition=entry.population)) == {"definition"}


def test_every_figure_names_files_definition_and_method_of_the_record(make_report) -> None:
    record = record_of(make_report)
    whole = set(record["definitions"].values()) | set(record["methods"].values())
    for one in record["figures"]:
        assert one["snapshots"]
        assert any(sha.startswith(one["definition"]) for sha in whole)
        assert any(sha.startswith(one["method"]) for sha in whole)
        assert one["chapter"] == "labour"
        assert not set(one["key"]) & set("åäöÅÄÖ ")


def test_a_method_is_its_module_and_all_that_it_uses() -> None:
    assert records.method_hash("dissimilarity") != records.method_hash("value")
    used = records._used_by(("segnb.measures.evenness",))
    assert {"segnb.measures.evenness", "segnb.measures.from_formula"} <= used


def test_an_older_record_is_refused_in_one_sentence(tmp_path) -> None:
    (tmp_path / "manifest.json").write_text('{"catalogue": ""}', encoding="utf-8")
    with pytest.raises(InvalidFile, match="kept no figures"):
        records.figures_in(tmp_path)
    with pytest.raises(InvalidFile, match="no record of a report"):
        records.figures_in(tmp_path / "none.json")


def test_each_index_stands_under_its_own_indicator(make_report) -> None:
    report = make_report()
    found = views.measure_indices(report, "employed_share", "rental_share", families=("deso",))
    shown = {one.indicator: one.value for one in report.trail.figures.values()
             if one.measure == "dissimilarity"}  # fmt: skip
    expected = found.frame.set_index("indicator")["estimate"]
    assert shown == {name: pytest.approx(value, rel=1e-8) for name, value in expected.items()}


# -- the chapter on what changed


def earlier(make_report, tmp_path, **changed) -> dict:
    """Settings that name a record of the labour chapter, with figures changed by key."""
    place = {"code": "9901", "name": "Exempelstad"}
    more = {"date": "2025-01-01", "parameters": {}, "municipality": place}
    record = record_of(make_report) | more
    for one in record["figures"]:
        one |= changed.get(one["measure"], {})
    (tmp_path / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    return {"earlier": str(tmp_path)}


def test_the_chapter_finds_no_change_where_there_is_none(make_report, tmp_path) -> None:
    report = make_report(chapter="since_last", **earlier(make_report, tmp_path))
    since = views.get_since_last(report)
    assert since.changed == []
    assert "desamma" in views.say_since_last(report, since).text
    assert views.show_changed(report, since) is None


def test_the_chapter_tells_a_revision_by_its_cause_and_size(make_report, tmp_path) -> None:
    settings = earlier(make_report, tmp_path, value={"value": 12.34, "snapshots": ["older"]})
    report = make_report(chapter="since_last", **settings)
    since = views.get_since_last(report)
    assert {cause for one in since.changed for cause in one.causes} == {"revised"}
    table = views.show_changed(report, since)
    assert table.rows[0].cells[1] == "12,3"
    assert table.rows[0].cells[3] == "reviderad statistik"


def test_without_an_earlier_report_there_is_a_gap_and_with_one_a_chapter(
    make_report, tmp_path
) -> None:
    assert isinstance(views.get_since_last(make_report(chapter="since_last")), Gap)
    assert "since_last" not in make_params().chapters
    settings = earlier(make_report, tmp_path)
    assert make_params(**settings).chapters[-2:] == ("since_last", "methods")
    with pytest.raises(InvalidParams, match="there is no report"):
        make_params(earlier=str(tmp_path / "none.json"))


def test_a_report_of_another_municipality_is_refused(make_report, tmp_path) -> None:
    settings = earlier(make_report, tmp_path)
    with pytest.raises(InvalidParams, match="of Exempelstad"):
        views.get_since_last(make_report("9902", chapter="since_last", **settings))
