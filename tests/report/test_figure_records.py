"""The record of a report names each figure by a key without language, and what it rests on."""

from functools import partial

import pytest

from segnb import measures
from segnb.analysis.since_last.figure_causes import changes
from segnb.report import verbs as views
from segnb.report.reading import figure_records as records
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidFile


def record_of(make_report, lang: str = "sv") -> dict:
    """Record of a chapter with a series, areas and an index."""
    report = make_report(lang=lang)
    for family in ("municipality", "deso"):
        report.get("employed_share", family)
    views.measure_indices(report, "employed_share", families=("deso",))
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
    assert {"segnb.measures.evenness", "segnb.measures.formulas"} <= used


def test_an_older_record_is_refused_in_one_sentence(tmp_path) -> None:
    (tmp_path / "manifest.json").write_text('{"catalogue": ""}', encoding="utf-8")
    with pytest.raises(InvalidFile, match="kept no figures"):
        records.figures_in(tmp_path)
    with pytest.raises(InvalidFile, match="no record of a report"):
        records.figures_in(tmp_path / "none.json")
