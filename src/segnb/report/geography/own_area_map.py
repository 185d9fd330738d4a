"""The municipality's own areas: their map, and what they are not."""

from segnb.report.geography.area_maps import show_share_map
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Note
from segnb.report.reading.levels import OWN


def show_own_map(report: Report, *indicators: str) -> Figure | Gap | None:
    """Map of the first of some shares that the municipality's own areas have.

    Nothing where the settings do not name own areas, or none of the shares is held for them.
    """
    if report.params.areas != OWN:
        return None
    found = (name for name in indicators if report.read.held(name, OWN) is not None)
    first = next(found, "")
    return show_share_map(report, first, OWN, key="map_own") if first else None


def note_own_types(report: Report) -> Note | None:
    """That official types are those of RegSO, where the settings name own areas."""
    return report.note("own_types") if report.params.areas == OWN else None
