"""What a council is told first: at most six findings of a report, in a stated order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from segnb.report.page.blocks import SURENESS, Bullets, Finding, Findings, Opening, Sources
from segnb.report.page.certainty_boxes import UNCONCLUDED
from segnb.report.page.numbered_block import NumberedBlock
from segnb.report.page.source_line import merged
from segnb.vocabulary.i18n import Language

SUMMARY = "summary"
TRENDS = "trends"
LONGEST_HEADLINE = 120
MOST_POINTS = 3
FEW_AREAS = "few"  # outcome that says the same of every measure, and so once
NO_CONCLUSION = (*UNCONCLUDED, "one_type")  # outcomes that set nothing side by side
OPPOSITE = {("index_change", "up"): "down", ("index_change", "down"): "up"}
HEADLINES = ("composition", "level")  # rules whose words can be the message of a whole report


@dataclass(frozen=True)
class CouncilFinding:
    """A finding of a report, and the name and label of the chapter in which it stands."""

    chapter: str
    label: str
    placed: NumberedBlock

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.placed.block  # type: ignore[return-value]

    @property
    def outcome(self) -> str:
        """Branch of its rule."""
        return self.finding.rule.outcome

    @property
    def rule(self) -> str:
        """Name of its rule."""
        return self.finding.rule.name


@dataclass(frozen=True)
class _Role:
    """One of the six: the rules that can fill it, best first, and the chapters if not any."""

    rules: tuple[str, ...]
    chapters: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()

    def rank(self, told: CouncilFinding) -> int | None:
        """Place among what can fill it; None for what cannot."""
        if (self.chapters and told.chapter not in self.chapters) or told.chapter in self.but_not:
            return None
        return self.rules.index(told.rule) if told.rule in self.rules else None


ONE_AREA = ("housing", "democracy")
ROLES = (
    _Role(("level",), but_not=ONE_AREA),
    _Role(("composition", "gap"), but_not=ONE_AREA),
    _Role(("index_standing", "standing"), but_not=ONE_AREA),
    _Role(("change", "index_change"), but_not=ONE_AREA),
    _Role(("turnout", "change"), ("democracy",)),
    _Role(("level", "gap", "index_change", "change"), ("housing",)),
)


def chosen(told: Sequence[CouncilFinding]) -> list[CouncilFinding]:
    """At most six: level, both ends, against others, change, turnout and housing.

    Of what can fill a place the most certain is taken, then what stands in a chapter rather than
    in the summary, then what stands first. A change beside the country's is told as that. Where a
    certain change is told and another of its kind went the other way, that stands last.
    """
    found: list[CouncilFinding] = []
    for role in ROLES:
        if role is ROLES[-1] and (other := _other_way(told, found)):
            return [*found, other]
        keys = {one.finding.key for one in found}
        fitting = [
            (SURENESS.index(one.finding.certainty), rank, one.chapter == SUMMARY, at, one)
            for at, one in enumerate(told)
            if (rank := role.rank(one)) is not None
            and one.finding.key not in keys
            and one.outcome not in NO_CONCLUSION
            and not _of_panels(one)
            and not (one.outcome == FEW_AREAS and FEW_AREAS in {told.outcome for told in found})
        ]
        found += [min(fitting)[4]] if fitting else []
    return found


def _of_panels(told: CouncilFinding) -> bool:
    """Whether it stands beside panels of trends alone: its subject has a chapter of its own."""
    return told.chapter == TRENDS and not told.finding.on_paper


def _other_way(
    told: Sequence[CouncilFinding], found: Sequence[CouncilFinding]
) -> CouncilFinding | None:
    """A certain change that is opposite to the one that is told, where nothing told is that."""
    certain = [one for one in told if one.finding.certainty == "certain"]
    said = {(one.rule, one.outcome) for one in found if one in certain}
    wanted = {(rule, OPPOSITE[rule, way]) for rule, way in said & set(OPPOSITE)}
    fitting = (one for one in certain if (one.rule, one.outcome) in wanted and not _of_panels(one))
    return next((one for one in fitting if one.chapter not in ONE_AREA), None)


def referring(told: CouncilFinding, summary: NumberedBlock, number: int) -> NumberedBlock:
    """A finding as the summary tells it: the chapter that it stands in explains it."""
    here = replace(told.placed, depth=summary.depth + 1, base=summary.base)
    if told.chapter == SUMMARY:
        return here
    return replace(here, anchor=f"told-{number}", told_at=(told.placed.anchor, told.label))


def collected(
    part: NumberedBlock, six: Sequence[CouncilFinding], language: Language
) -> NumberedBlock:
    """An opening, findings, plain words or sources of the summary, as of the whole report."""
    block = part.block
    if isinstance(block, Sources) and block.replaced:
        told = (line for one in six for line in one.finding.sources)
        lines = merged((*block.besides, *told), language)
        return replace(part, block=replace(block, sources=lines))
    if not six or not getattr(block, "collect", False):
        return part
    if isinstance(block, Findings):
        parts = tuple(referring(one, part, n) for n, one in enumerate(six, 1))
        return replace(part, block=replace(block, items=()), parts=parts)
    if isinstance(block, Bullets):
        plain = tuple(one.finding.plain for one in six if one.finding.plain)
        return replace(part, block=replace(block, items=plain or block.items))
    if isinstance(block, Opening):
        title = headline(six) or block.title
        return replace(part, block=replace(block, title=title, points=points(six)))
    return part


def points(six: Sequence[CouncilFinding]) -> tuple[tuple[str, str], ...]:
    """Anchors and titles of the first findings that are not the message itself."""
    said = headline(six)
    return tuple(
        (one.placed.anchor if one.chapter == SUMMARY else f"told-{number}", one.finding.title)
        for number, one in enumerate(six, 1)
        if one.finding.headline != said
    )[:MOST_POINTS]


def headline(six: Iterable[CouncilFinding]) -> str:
    """The message of a report: the first of the six that can be one, and is short enough."""
    lines = {
        one.rule: one.finding.headline
        for one in reversed(list(six))
        if 0 < len(one.finding.headline) <= LONGEST_HEADLINE
    }
    return next((lines[rule] for rule in HEADLINES if rule in lines), "")
