"""Whether values can be what the catalogue says: a series in another unit is left, and told."""

from segnb.sources.files.file_contents import Reading
from segnb.vocabulary.catalogue import Catalogue

OTHER_UNIT = 20.0  # times: units differ by 100 or 1000, places and years by far less
FEWEST = 5  # values; a single one may be odd


def without_other_units(reading: Reading, catalogue: Catalogue) -> Reading:
    """The reading without indicators whose middle value is far from the usual one.

    Kolada keeps the id of a figure whose unit it changes, per 1 000 inhabitants to per 100 000,
    and an older download does not say which it has.
    """
    rows = reading.observations
    if rows is None:
        return reading
    named = rows["group"] == "all"
    middle = rows[named].groupby("indicator")["value"].agg(["median", "count"])
    for indicator, found in middle[middle["count"] >= FEWEST].iterrows():
        usual = getattr(catalogue.indicators.get(str(indicator)), "typical", None)
        if not usual or 1 / OTHER_UNIT < abs(found["median"] / usual) < OTHER_UNIT:
            continue
        reading.notes.append(
            f"{indicator} was left out: its values are in another unit than the catalogue's "
            f"(half are over {found['median']:.4g}, where {usual:.4g} is usual)."
        )
        rows = rows[rows["indicator"] != indicator]
    if rows.empty and len(named):
        reading.reason = reading.reason or reading.notes.pop()
    reading.observations = rows
    return reading
