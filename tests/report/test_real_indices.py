"""Indices of real municipalities: what is printed holds together, number by number."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from segnb.report import Report, verbs
from segnb.report.reading.indicator_data import IndicatorData
from segnb.sources.files import import_folder
from segnb.store import Store

pytestmark = pytest.mark.long

FILES = (
    "scb_areas/koppling-deso2018-regso2020.csv",
    "scb_deso_2022/000005MO_20240813-151714.xlsx",  # education
    "scb_deso_2022/000006TA_20240813-153551.xlsx",  # economic standard
    "scb_deso_2022/000007A8_20240813-151334.xlsx",  # employment
    "skolverket/2024-12-12_skolverketDemografi.parquet",
)
MEASURES = ("pre_secondary_share", "low_economic_standard", "outside_labour_force_share")
# Places whose interval, without chance, reaches below the raw index that chance alone gives.
EDUCATION = {"1407": "Öckerö", "2061": "Smedjebacken", "0187": "Vaxholm", "0140": "Nykvarn"}
LABOUR = {"0330": "Knivsta", "0461": "Gnesta", "0513": "Kinda"}
PLACES = [*EDUCATION, *LABOUR, "1280", "2021"]
SCHOOLS = ["0187", "2021", "1407", "1280"]
NUMBER = r"\d+(?:,\d)?"


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Store with education, economic standard and employment by DeSO in 2022, and schools."""
    folder = tmp_path_factory.mktemp("files")
    for file in FILES:
        if not (shared / "data" / file).exists():
            pytest.skip(f"needs shared/data/{file}")
        shutil.copy(shared / "data" / file, folder)
    store = Store.create(tmp_path_factory.mktemp("store") / "store")
    import_folder(folder, store)
    return store


def report_of(store: Store, code: str) -> Report:
    return Report.make("whole_municipality", store, municipality=code)


def number(text: str) -> float:
    return float(text.replace(",", "."))


def raw_dissimilarity(held: IndicatorData) -> float:
    """D of the counts as they are, in 0-100, by its definition."""
    wide = held.counts().pivot(index="unit", columns="group", values="count")
    shares = wide / wide.sum()
    return float(50 * (shares["in"] - shares.drop(columns="in").squeeze()).abs().sum())


@pytest.mark.parametrize("code", PLACES)
def test_the_number_of_a_sentence_lies_in_the_interval_beside_it(store: Store, code: str) -> None:
    report = report_of(store, code)
    found = verbs.measure_indices(report, *MEASURES)
    for measure in MEASURES:
        finding = report.say(verbs.say_level(report, found, measure))
        if finding.rule.id.startswith("level.few"):
            assert not re.search(r"p =|intervall", finding.rule.here)
            continue
        low, high = map(number, re.search(rf"({NUMBER})–({NUMBER})", finding.text).groups())
        assert low <= number(finding.number) <= high
        assert (finding.certainty == "certain") == (low > 0)
        assert "slump" not in f"{finding.title} {finding.text} {finding.unit} {finding.reason}"
        told = r"utan rättning för slump (\S+), varav slumpen väntas ge (\S+)"
        estimates = re.findall(rf": ({NUMBER}), intervall", finding.rule.here)
        parts = re.findall(told, finding.rule.here)
        if len(parts) == len(estimates):
            for estimate, (raw, part) in zip(estimates, parts, strict=True):
                assert number(raw) == pytest.approx(number(estimate) + number(part))


@pytest.mark.parametrize("code", PLACES)
def test_the_raw_index_is_that_of_the_counts_and_is_withheld_with_the_others(
    store: Store, code: str
) -> None:
    report = report_of(store, code)
    found = verbs.measure_indices(report, *MEASURES)
    for held, row in zip(found.held, found.frame.to_dict("records"), strict=True):
        if row["units"] <= 5:
            numbers = [row[name] for name in ("raw_index", "estimate", "lower", "upper", "p")]
            assert np.isnan(numbers).all()
        else:
            assert row["raw_index"] == pytest.approx(raw_dissimilarity(held), abs=1e-9)
            assert row["lower"] <= row["estimate"] <= row["upper"]


@pytest.mark.parametrize("code", SCHOOLS)
def test_schools_are_told_by_the_printed_interval_and_homes_withheld_stay_so(
    store: Store, code: str
) -> None:
    report = Report.make("education", store, municipality=code)
    schools = verbs.measure_schools(report)
    finding = report.say(verbs.say_schools(report, schools))
    low, high = map(number, re.search(rf"intervall ({NUMBER})–({NUMBER})", finding.text).groups())
    assert low <= number(finding.number) <= high
    assert (finding.certainty == "certain") == (low > 0)
    figure = verbs.show_schools(report, schools)
    for row in figure.table.rows:
        ends = [number(end) for end in row.cells[3].split("–")]
        assert ends[0] <= number(row.cells[2]) <= ends[1]
    if code == "2021":  # four DeSO
        assert len(figure.table.rows) == 1
        assert "Mellan DeSO: 4 områden, index visas inte." in finding.text
        assert schools.homes is None
