"""A figure of a report under a key that no language, year or chapter changes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownFigure:
    """One figure of a report.

    Attributes
    ----------
    measure
        `value`, the name of a measure, or `areas`: then `value` is the number of areas that have
        one and `digest` a hash of them all.
    lower, upper
        Its interval, where it has one.
    snapshots
        Hashes of the files that it rests on; own files are not told.
    parameters
        Settings that it depends on.
    """

    indicator: str
    measure: str
    level: str
    area: str
    year: int
    focus: str
    sex: str = "total"
    group: str = "all"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    status: str = "ok"
    digest: str = ""
    unit: str = ""
    decimals: int = 0
    snapshots: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    chapter: str = ""

    @property
    def key(self) -> str:
        """What it goes by in every report.

        Examples
        --------
        >>> ShownFigure("employment_rate", "value", "municipality", "0127", 2022, "labour").key
        'labour/employment_rate/municipality/0127/2022/total/all/value'
        """
        place = (self.focus, self.indicator, self.level, self.area, str(self.year))
        return "/".join((*place, self.sex, self.group, self.measure))
