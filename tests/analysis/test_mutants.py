"""Faults are put in where they stand, one at a time, and the right module comes back."""

import ast
import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from studies import __main__ as studies
from studies import mutants
from studies.mutants import chapters, faulty, suite, trying
from studies.mutants.kinds import put_in, sites
from studies.page import marks

TEXT = '''"""Text with 2 < 3."""

LEAST: int = 6


def told(first, last, *, sign=True):
    """Not `first` + `last`."""
    if first <= LEAST and not sign:
        return max(first, rows.first)
    return show(first, last, sign=sign)[0]
'''


def faults() -> dict[str, str]:
    made = [put_in(site, TEXT) for site in sites("module.py", TEXT)]
    return {f"{fault.kind}: {fault.after}": fault.source for fault in made}


def test_each_kind_of_fault_is_put_in() -> None:
    assert {
        "number: 7",
        "limit: first < LEAST",
        "condition: first <= LEAST or not sign",
        "condition: sign",
        "swapped: show(last, first, sign=sign)",
        "ignored parameter: show(first, last)",
        "swapped ends: show(first, last, sign=sign)[-1]",
        "other value: rows.last",
    } <= faults().keys()


def test_a_fault_leaves_the_rest_of_the_module_as_it_was() -> None:
    right = ast.unparse(ast.parse(TEXT)).splitlines()
    for source in faults().values():
        assert sum(one != two for one, two in zip(source.splitlines(), right, strict=True)) == 1


def test_words_about_the_code_are_left_alone() -> None:
    assert all('"""Text with 2 < 3."""' in source for source in faults().values())
    assert not any("swapped: max" in name for name in faults())  # it says the same


def test_what_makes_a_class_is_left_alone_and_what_is_in_it_is_not() -> None:
    text = "@dataclass(frozen=True, slots=True)\nclass Row:\n    most: int = 3\n"
    found = [put_in(site, text).before for site in sites("module.py", text)]
    assert found == ["3"]


def test_a_fault_knows_the_function_that_it_stands_in() -> None:
    text = "LEAST = 6\n\n\n@cache\ndef told():\n    def inner():\n        return 1\n    return 2\n"
    text += "\n\nclass Row:\n    def one(self, most=3):\n        return 4\n"
    found = {
        fault.before: fault.function
        for fault in (put_in(site, text) for site in sites("module.py", text))
    }
    assert found == {"6": "", "1": "told", "2": "told", "3": "", "4": "Row.one"}


def test_a_sample_is_drawn_with_its_seed_and_from_each_room_in_turn() -> None:
    one, same, other = (mutants.drawn(10, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert [room for room, _ in one] == [*mutants.ROOMS] * 2
    folders = {"what prints": "report"}
    assert all(f"segnb/{folders.get(room, room)}/" in fault.module for room, fault in one)


def test_a_room_can_be_asked_by_itself_and_has_tests_of_its_own() -> None:
    assert {room for room, _ in mutants.drawn(4, 1, ["store"])} == {"store"}
    assert suite.PLACES.keys() == mutants.ROOMS.keys()
    places = {place for every in suite.PLACES.values() for place in every}
    assert [place for place in places if not (suite.ROOT / place).exists()] == []


@pytest.mark.parametrize(("seen", "tried", "low", "high"), [(45, 50, 78.6, 95.7), (0, 0, 0, 100)])
def test_a_rate_has_the_interval_of_wilson(seen: int, tried: int, low: float, high: float) -> None:
    assert mutants.interval(seen, tried) == pytest.approx((low, high), abs=0.05)


MODULE = Path("src/segnb/analysis/printed_digits.py")


def test_a_fault_is_put_in_place_of_a_module_that_others_have_taken_from() -> None:
    """In a process of its own: this one keeps the program as it is."""
    right = (trying.ROOT / MODULE).read_text("utf-8")

    def names() -> str:
        faulty.put_in_place(trying.ROOT / MODULE, f"{right}\nFAULT = 'put in'\n")
        from segnb.analysis import printed_digits

        return printed_digits.FAULT  # type: ignore[attr-defined]

    assert trying.apart(names, 60) == "put in"
    assert (trying.ROOT / MODULE).read_text("utf-8") == right


def test_a_fault_in_a_lower_room_reaches_those_who_use_it() -> None:
    module = trying.ROOT / "src/segnb/store/merge.py"

    def limit() -> str:
        source = module.read_text("utf-8").replace("MOST = 0.5", "MOST = 5.0")
        faulty.put_in_place(module, source)
        from segnb.store import folder

        return str(folder.merge.__globals__["MOST"])

    assert trying.apart(limit, 60) == "5.0"


def test_a_job_that_fails_or_does_not_end_has_no_answer() -> None:
    def endless() -> str:
        while True:
            pass

    assert trying.apart(lambda: "text", 5) == "text"
    assert trying.apart(lambda: str(1 // 0), 5) is None
    assert trying.apart(endless, 1) is None


def test_the_test_of_limits_is_asked_for_what_stands_outside_of_functions() -> None:
    item = SimpleNamespace(nodeid=f"{trying.LIMITS}::test_limits")
    assert trying.limits([suite.Test(item, frozenset(), 0.1, True)]) == [trying.LIMITS]
    assert trying.limits([]) == []
    assert (trying.ROOT / trying.LIMITS).exists()


TOLD = "src/a.py:told"


def known(*runs: chapters.Run, tests: tuple[suite.Test, ...] = ()) -> trying.Known:
    return trying.Known(list(tests), frozenset(), list(runs), {})


def run_of(code: str, *called: str, seconds: float = 1.0) -> chapters.Run:
    return chapters.Run(chapters.Chapter(code, "sv", "crime"), frozenset(called), seconds)


def answers(monkeypatch: pytest.MonkeyPatch, *given: str | None, inside: bool = True) -> str:
    """What `seen_by` makes of the answers of its processes, for a fault `inside` a function."""
    left = iter(given)
    monkeypatch.setattr(trying, "apart", lambda *_: next(left))
    faults = (put_in(site, TEXT) for site in sites("src/a.py", TEXT))
    fault = next(fault for fault in faults if bool(fault.function) is inside)
    test = suite.Test(SimpleNamespace(nodeid="tests/a.py::test_b"), frozenset({TOLD}), 0.1, True)
    found = trying.seen_by(fault, known(run_of("1", TOLD), tests=(test,)))
    assert list(left) == []
    return found


def test_a_fault_is_seen_by_a_test_that_passes_without_it_or_by_a_chapter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chapters.Chapter, "stored", "as it was read")
    assert answers(monkeypatch, "tests/a.py::test_b", "") == "tests/a.py::test_b"
    assert answers(monkeypatch, "tests/a.py::test_b", "tests/a.py::test_b", "") == ""
    assert answers(monkeypatch, None, "") == trying.WRONG
    assert answers(monkeypatch, None, None, "") == ""  # nor has it an answer without the fault
    assert answers(monkeypatch, "", "") == ""
    assert answers(monkeypatch, "", None) == trying.WRONG
    assert answers(monkeypatch, "", "1 sv crime", "as it was read") == "1 sv crime"
    assert answers(monkeypatch, "", "1 sv crime", "changed since", "") == ""
    assert answers(monkeypatch, "", "1 sv crime", "changed since", "1 sv crime") == "1 sv crime"


def test_outside_of_functions_a_test_that_fails_anyway_is_left_out_and_the_others_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def seen(*given: str | None) -> str:
        return answers(monkeypatch, *given, inside=False)

    assert seen("x", "x", "y", "") == "y"
    assert seen("x", "") == "x"
    assert seen("x", None, "", "") == ""
    assert seen(None, "loaded", "") == trying.WRONG
    assert seen(None, "loaded", None) == ""
    assert seen(None, None) == trying.WRONG  # it cannot even be imported
    assert seen(*["x", "x"] * trying.ROUNDS, "") == ""


def test_chapters_are_those_that_run_the_faulty_function() -> None:
    runs = [run_of("1", TOLD), run_of("2", "src/a.py:other"), run_of("3", "src/b.py:told")]
    inside = trying.reached("src/a.py", TOLD, runs)
    outside = trying.reached("src/a.py", "", runs)
    assert [[run.chapter.code for run in found] for found in (inside, outside)] == [
        ["1"], ["1", "2"],
    ]  # fmt: skip


def test_of_the_tests_that_call_a_function_the_quickest_are_run_and_the_quickest_file_first() -> (
    None
):
    tests = [
        suite.Test(SimpleNamespace(nodeid=name), frozenset(), seconds, True)
        for name, seconds in (
            ("x.py::a", 7.0), ("x.py::b", 1.0), ("y.py::c", 20.0), ("y.py::d", 5.0), ("z.py::e", 2),
        )
    ]  # fmt: skip
    run = [test.item.nodeid for test in trying._within(tests)]
    assert run == ["z.py::e", "x.py::a", "x.py::b"]  # the slow one makes ready for its file
    assert [test.item.nodeid for test in trying._within(tests[2:3])] == ["y.py::c"]


def test_a_test_that_calls_few_functions_is_run_before_a_quick_one_that_calls_many() -> None:
    narrow, wide = frozenset("a"), frozenset("abc")
    tests = [
        suite.Test(SimpleNamespace(nodeid=name), called, seconds, True)
        for name, called, seconds in (("x.py::a", wide, 1.0), ("x.py::b", narrow, 16.0))
    ]
    assert [test.item.nodeid for test in trying._within(tests)] == ["x.py::b"]


def test_a_function_is_at_fault_wherever_it_was_taken_to() -> None:
    """In a process of its own, with what it had answered before forgotten."""

    def told() -> str:
        from segnb.analysis.certainty import quantile as taken

        before = taken(0.95)
        gc.freeze()  # as the study does before it forks
        path = trying.ROOT / "src/segnb/analysis/certainty.py"
        source = path.read_text("utf-8").replace("ndtri((1 + level) / 2)", "ndtri((1 + level) / 3)")
        faulty.put_into(path, source, "quantile")
        return f"{taken(0.95) != before}"

    assert trying.apart(told, 60) == "True"


def test_a_call_is_known_by_its_outermost_function() -> None:
    from segnb.analysis.ranks import ranks

    frame = pd.DataFrame({"value": [1.0, 2.0], "lower": [0.5, 1.0], "upper": [2.0, 3.0]})
    with suite.calls() as called:
        ranks(frame)
    assert "src/segnb/analysis/ranks.py:_Values.rank" in called
    assert "src/segnb/analysis/ranks.py:ranks" in called
    assert not any("<locals>" in name or "<listcomp>" in name for name in called)


def _told_apart(_tell: object) -> int:
    from segnb.vocabulary.bounded_text import short

    return len(short("told", 9))


def test_what_a_process_and_a_thread_call_that_are_started_inside_is_heard_too() -> None:
    """In a process of its own, from which the work forks, as the study lets it."""

    def told() -> str:
        from segnb.analysis.printed_digits import well_grouped
        from segnb.publish.forkserver import apart

        faulty.work_here()
        with suite.calls() as called, ThreadPoolExecutor(1) as pool:
            apart(_told_apart)
            pool.submit(well_grouped, "1").result()
        return " ".join(sorted(called))

    heard = trying.apart(told, 60) or ""
    assert "src/segnb/vocabulary/bounded_text.py:short" in heard
    assert "src/segnb/publish/forkserver.py:_work" in heard
    assert "src/segnb/analysis/printed_digits.py:well_grouped" in heard


def test_a_process_that_waits_for_nothing_is_given_up() -> None:
    assert trying.apart(lambda: str(time.sleep(60)), 5, 0.2) is None


def test_a_chapter_says_what_is_stored_also_without_its_drawings() -> None:
    def run() -> str:
        chapter = chapters.Chapter("9901", "sv", "interventions")
        called, _ = chapters.traced(chapter)
        seen = any(name.startswith("src/segnb/report/documents/effort_timeline") for name in called)
        return f"{chapter.told() == chapter.stored} {seen}"

    assert trying.apart(run, 60) == "True True"


def test_the_page_gets_the_count_and_the_faults_that_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "mutants.md"
    page.write_text("before\n{}\n{}\nafter\n".format(*marks(mutants.NAME)), "utf-8")
    monkeypatch.setattr(mutants, "PAGE", page)
    monkeypatch.setattr(suite, "collected", lambda _places, job, **_: job([], frozenset()))
    monkeypatch.setattr(trying, "prepared", lambda *_: known())
    given = iter(["a", "", "b", "c"])
    monkeypatch.setattr(trying, "seen_by", lambda _fault, _known: next(given))
    two = ["--rooms", "analysis", "what prints"]
    studies.main(["mutants", *two, "--sample", "4", "--least", "50", "--keep"])
    text = page.read_text("utf-8")
    assert "| analysis | 2 | 2 | 100 | 34–100 |" in text
    assert "| what prints | 1 | 2 | 50 | 9–91 |" in text
    assert text.count("\n* src/segnb/report/") == 1
    assert "LIVES src/segnb/" in capsys.readouterr().out
    given = iter(["a", "", "b", "c"])
    with pytest.raises(SystemExit, match="60 per cent are wanted in what prints"):
        studies.main(["mutants", *two, "--sample", "4", "--least", "60"])


def test_only_the_studies_that_take_options_get_them() -> None:
    with pytest.raises(SystemExit, match="option of pages or mutants"):
        studies.main(["kills", "--sample", "4"])
