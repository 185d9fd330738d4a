"""Figures of a real municipality."""

import seaborn as sns

from segnb import measures as m
from segnb.report.page import theme
from segnb.teaching.lesson_drawing import BLUE, sheet, ticks
from segnb.teaching.lesson_figures import Drawn, Words
from segnb.teaching.real_municipality import ABROAD, Place
from segnb.vocabulary.i18n import Language


def own(place: Place, say: Words, language: Language) -> Drawn | None:
    """Areas of the municipality by the share born abroad; None where nothing is held."""
    if place.counts is None:
        return None
    frame = m.shares(place.counts, ABROAD)
    frame["percent"] = 100 * frame["share"]
    mean = 100 * float(place.interval["group_size"] / place.interval["total"])
    with sheet(210) as (figure, (axes,)):
        sns.swarmplot(frame, x="percent", ax=axes, color=BLUE, size=6)
        axes.axvline(mean, color=theme.BREAK, linestyle="--", linewidth=1.5)
        axes.set(xlabel=say("own_x"), ylabel="", yticks=[], xlim=(0, None))
        axes.spines["left"].set_visible(False)
        ticks(axes, language.lang, x=True)
    ends = (
        language.percent(frame["percent"].min(), 0),
        language.percent(frame["percent"].max(), 0),
    )
    shown = {"name": place.name, "units": len(frame), "lowest": ends[0], "highest": ends[1]}
    return figure, say("alt_own", **shown, mean=language.percent(mean, 0))
