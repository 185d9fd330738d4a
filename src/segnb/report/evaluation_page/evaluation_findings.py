"""An effort judged: the smallest effect first, then what may be said, and what may not."""

from collections.abc import Iterator
from math import isinf
from pathlib import Path

from segnb.analysis.evaluation.ladder import Check, failed_checks
from segnb.analysis.evaluation.movers import change_of_stayers
from segnb.analysis.evaluation.panel import MANY
from segnb.report.evaluation_page.evaluation_words import (
    amount,
    name_of,
    names,
    number,
    probability,
    ring_rows,
    ring_words,
)
from segnb.report.evaluation_page.judgement import Evaluation, Outcome, evaluate
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Bullets, Finding, Findings, Opening, Rule, Table
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.evaluation_plan import Refusal, read_plan
from segnb.vocabulary.i18n import DASH

CERTAINTIES = {"differs": "likely", "in_line": "likely"}
UNLIKE = ("slope", "before")  # without these no comparison holds, however small the difference


def measure_evaluation(report: Report, plan: str, folder: str = ".") -> Evaluation:
    """Judge the effort of a plan; the plan is sealed before outcomes are used.

    Parameters
    ----------
    plan
        Path of the plan (YAML, `docs/evaluation.md`).
    folder
        Where the sealed plan lies or is put.
    """
    try:
        evaluation = evaluate(report.store, read_plan(Path(plan)), Path(folder))
    except Refusal as why:  # by a name that the command line knows from a notebook
        raise InvalidParams(str(why)) from why
    for outcome in evaluation.outcomes:
        report.use(outcome.shown)
    return evaluation


def open_evaluation(report: Report, evaluation: Evaluation) -> Opening:
    """Head of the page: how large a change must be to be seen comes first."""
    each = " ".join(_detectable_line(report, one) for one in evaluation.outcomes)
    whole = evaluation.plan.level == "municipality"
    return Opening(
        kicker=report.text("evaluation.kicker"),
        title=report.text("evaluation.title", effort=evaluation.plan.effort),
        lead=(report.text("evaluation.pooled", each=each),),
        question=report.text(f"evaluation.question{'_whole' * whole}"),
        lang=report.lang,
    )


def _detectable_line(report: Report, outcome: Outcome) -> str:
    smallest = outcome.grounds.detectable
    key = "pooled_none" if isinf(smallest) else "pooled_each"
    if _unlike(outcome):
        key = "pooled_unlike"
    words = {"name": name_of(report, outcome), "detectable": amount(report, outcome, smallest)}
    return report.text(f"evaluation.{key}", **words)


def say_evaluation(report: Report, evaluation: Evaluation) -> Findings:
    """The sentence that the checks allow for each outcome; no setting can raise it."""
    items = tuple(_finding(report, evaluation, one) for one in evaluation.outcomes)
    return Findings(report.text("evaluation.heading"), items, lang=report.lang)


def _finding(report: Report, evaluation: Evaluation, outcome: Outcome) -> Finding:
    level, found = outcome.level, outcome.found
    here = {"p": found.estimate.p, "adjusted": outcome.grounds.p, "slope": found.slope.p,
            "before": found.before.p, "twin": found.twin.p}  # fmt: skip
    words = {name: probability(report, p) for name, p in here.items()}
    return Finding(
        key=f"effort_{outcome.held.entry.id}",
        number=number(report, outcome, found.estimate.value),
        unit=report.text(f"evaluation.unit.{outcome.held.entry.unit}"),
        title=name_of(report, outcome),
        text=sentence(report, outcome, len(evaluation.plan.treated)),
        certainty=CERTAINTIES.get(level, "unknown"),  # type: ignore[arg-type]
        certainty_word=report.text(f"evaluation.word.{level}"),
        reason="",
        rule=Rule(
            id=f"effort_rule.{level}.1",
            text=report.text("evaluation.rule.text", like=_like(report, evaluation)),
            here=report.text("evaluation.rule.here", **words),
            otherwise=report.text("evaluation.rule.otherwise"),
            says_not=report.text("evaluation.rule.says_not"),
        ),
        numbers=_numbers(report, evaluation, outcome),
        lang=report.lang,
    )


def sentence(report: Report, outcome: Outcome, treated: int) -> str:
    """What may be said of one outcome; `treated` is the number of areas with the effort."""
    parts = [_said(report, outcome)]
    if outcome.design.unmatched:
        words = {"treated": outcome.grounds.treated, "all": treated}
        parts.append(report.text("evaluation.say.part", **words))
    return " ".join(parts)


def _unlike(outcome: Outcome) -> list[Check]:
    """Guards before the start that fail: then no change, however large, can be judged."""
    failed = failed_checks(outcome.found, outcome.grounds)
    return [one for one in failed if one in UNLIKE]


def _like(report: Report, evaluation: Evaluation) -> str:
    """What the comparison areas were alike in."""
    kind = "sets" if len(evaluation.plan.treated) >= MANY else "path"
    return report.text(f"evaluation.rule.{kind}")


def _said(report: Report, outcome: Outcome) -> str:
    found, grounds = outcome.found, outcome.grounds
    level, checks = outcome.level, failed_checks(found, grounds)
    if level == "unjudged" and (unlike := _unlike(outcome)):
        level, checks = "unlike", unlike
    elif level == "unjudged" and isinf(grounds.detectable):
        level = "unjudged_never"
    check = report.language.listing([report.text(f"evaluation.check.{one}") for one in checks])
    return report.text(
        f"evaluation.say.{level}",
        detectable=amount(report, outcome, grounds.detectable),
        worthwhile=amount(report, outcome, grounds.worthwhile),
        value=amount(report, outcome, found.estimate.value, sign=True),
        low=number(report, outcome, found.interval[0]),
        high=number(report, outcome, found.interval[1]),
        check=check,
    )


def _numbers(report: Report, evaluation: Evaluation, outcome: Outcome) -> Table:
    rows = [(report.text(f"evaluation.numbers.{key}"), text)
            for key, text in _values(report, outcome)]  # fmt: skip
    rows += ring_rows(report, evaluation, outcome)
    columns = [report.text("evaluation.numbers.what"), report.text("evaluation.numbers.value")]
    key = f"effort_{outcome.held.entry.id}_numbers"
    title = report.text("evaluation.numbers.title")
    return make_table(report, key, columns, rows, title=title, subtitle=evaluation.plan.effort)


def _values(report: Report, outcome: Outcome) -> Iterator[tuple[str, str]]:
    found, grounds = outcome.found, outcome.grounds
    low, high = (number(report, outcome, end) for end in found.interval)
    plain = float(outcome.design.everyone[0] @ outcome.design.of(outcome.panel).change)
    yield "detectable", amount(report, outcome, grounds.detectable)
    yield "estimate", amount(report, outcome, found.estimate.value, sign=True)
    yield "interval", f"{low} {DASH} {high}"
    yield "p", probability(report, found.estimate.p)
    yield "smallest", report.language.number(found.estimate.smallest_p, 4)
    yield "adjusted", probability(report, grounds.p)
    yield "twin", amount(report, outcome, found.twin.centred, sign=True)
    yield "twin_p", probability(report, found.twin.p)
    yield "slope_p", probability(report, found.slope.p)
    yield "before_p", probability(report, found.before.p)
    yield "joint_p", probability(report, found.joint)
    yield "step", amount(report, outcome, found.largest_step)
    yield "plain", amount(report, outcome, plain, sign=True)
    if grounds.logs is not None:
        yield "logs_p", probability(report, grounds.logs.estimate.p)
    yield "compared", report.language.number(len(outcome.design.matches()), 0)
    yield "pool", report.language.number(int((~outcome.design.panel.treated).sum()), 0)
    yield "treated", report.language.number(grounds.treated, 0)


def show_plan(report: Report, evaluation: Evaluation) -> Table:
    """The plan as it was sealed."""
    plan = evaluation.plan
    say = report.text
    none = say("evaluation.plan.ring_none")
    rows = {
        "effort": plan.effort,
        "start": str(plan.start),
        "left_out": report.language.listing([str(year) for year in plan.left_out]) or DASH,
        "level": report.level_vintage(plan.level),
        "treated": report.language.listing(names(evaluation, plan.treated)),
        "because": say(f"evaluation.plan.because_{plan.chosen_because}"),
        "outcomes": report.language.listing(_outcomes(report, evaluation)),
        "ring": "; ".join(ring_words(report, evaluation, name) for name in evaluation.data.rings)
        or none,
    }  # fmt: skip
    words = {"sealed": evaluation.sealed["sealed"], "digest": evaluation.sealed["digest"][:12]}
    return make_table(
        report, "evaluation_plan", ("what", "<value"),
        [(say(f"evaluation.plan.{key}"), text) for key, text in rows.items()],
        words="evaluation.plan", values=words, subtitle=say(_sealed(evaluation), **words),
        notes=(say("evaluation.plan.revised"),) if evaluation.revised else (),
    )  # fmt: skip


def _sealed(evaluation: Evaluation) -> str:
    early = all(one.grounds.registered for one in evaluation.outcomes)
    return "evaluation.plan.subtitle" if early else "evaluation.plan.subtitle_late"


def _outcomes(report: Report, evaluation: Evaluation) -> list[str]:
    """Outcomes of the plan with the directions that it expects, those that are not judged last."""
    refused = [
        report.text("evaluation.plan.outcome_refused",
                    name=report.read.catalogue[name].name.in_language(report.lang),
                    direction=_direction(report, evaluation, name))
        for name in evaluation.refused
    ]  # fmt: skip
    return [_outcome(report, evaluation, one) for one in evaluation.outcomes] + refused


def _direction(report: Report, evaluation: Evaluation, name: str) -> str:
    return report.text(f"evaluation.plan.direction_{evaluation.plan.outcomes[name]}")


def _outcome(report: Report, evaluation: Evaluation, outcome: Outcome) -> str:
    years = outcome.panel.years
    return report.text(
        "evaluation.plan.outcome", name=name_of(report, outcome), first=years[0], last=years[-1],
        direction=_direction(report, evaluation, outcome.held.entry.id),
    )  # fmt: skip


def show_limits(report: Report, evaluation: Evaluation) -> Bullets:
    """What cannot be said, whatever the numbers are."""
    say = report.text
    catalogue = report.read.catalogue
    items = [
        say("evaluation.limits.refused", name=catalogue[name].name.in_language(report.lang),
            reason=say("evaluation.say.refused", reason=why.in_language(report.language)))
        for name, why in evaluation.refused.items()
    ]  # fmt: skip
    items += [
        _moved(report, evaluation, one)
        for one in evaluation.outcomes
        if _knows_moves(evaluation, one)
    ]
    items += [_unmatched(report, evaluation, o) for o in evaluation.outcomes if o.design.unmatched]
    because = evaluation.plan.chosen_because
    chosen = because if because in ("need", "path") else "other"
    whole = ["whole"] * (evaluation.plan.level == "municipality")
    keys = ("cause", *whole, "movers", f"chosen_{chosen}")
    items += [say(f"evaluation.limits.{key}") for key in keys]
    items += [] if evaluation.data.rings else [say("evaluation.limits.ring")]
    return Bullets(tuple(items), say("evaluation.limits.title"), lang=report.lang)


def _knows_moves(evaluation: Evaluation, outcome: Outcome) -> bool:
    plan = evaluation.plan
    told = plan.moved_out is not None and plan.moved_in is not None
    return told and "denominator" in outcome.held.rows


def _moved(report: Report, evaluation: Evaluation, outcome: Outcome) -> str:
    """Between which ends the change of those who stayed can lie."""
    plan, whole = evaluation.plan, report.language.number
    out, into = plan.moved_out or 0, plan.moved_in or 0
    before, after = _people(evaluation, outcome)
    low, high = change_of_stayers(before, after, out, into)
    return report.text(
        "evaluation.limits.moved", name=name_of(report, outcome), out=whole(out),
        into=whole(into), low=whole(100 * low, 1, sign=True),
        high=whole(100 * high, 1, sign=True),
    )  # fmt: skip


def _people(evaluation: Evaluation, outcome: Outcome) -> list[tuple[float, float]]:
    """People that the share is of, and the share, in the last year before and the last of all."""
    rows = outcome.held.rows[outcome.held.rows["area"].isin(evaluation.plan.treated)]
    made = []
    for year in (outcome.panel.past_years[-1], outcome.panel.years[-1]):
        part = rows[rows["year"] == year]
        people = float(part["denominator"].sum())
        made.append((people, float(part["numerator"].sum()) / people))
    return made


def _unmatched(report: Report, evaluation: Evaluation, outcome: Outcome) -> str:
    areas = outcome.design.unmatched
    return report.text(
        "evaluation.limits.unmatched", name=name_of(report, outcome), count=len(areas),
        all=len(evaluation.plan.treated), areas=report.language.listing(names(evaluation, areas)),
    )  # fmt: skip
