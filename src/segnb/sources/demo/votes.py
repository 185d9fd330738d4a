"""Turnout: votes and those entitled to vote, by electoral district and by municipality."""

import numpy as np
import pandas as pd

from segnb.sources.demo.latent_scales import SCALES, counts_in_atoms
from segnb.sources.demo.observation_rows import PLACE_LEVELS, Numbers, count_rows

ELECTIONS = (1991, 1994, 1998, 2002, 2006, 2010, 2014, 2018, 2022)
DISTRICTS = ("district2018", "district2022")
# More are entitled in local elections, and those who may vote there alone seldom do.
LOCAL = {"votes_riksdag": 0.0, "votes_municipal": 0.035, "votes_region": 0.035}
# Turnout as one figure a place, which is published for more elections than the votes are.
SHARES = {
    "turnout_riksdag_long": ("votes_riksdag", PLACE_LEVELS),
    "turnout_municipal_long": ("votes_municipal", PLACE_LEVELS),
    "turnout_riksdag_area": ("votes_riksdag", ("regso2020",)),
}
_OF_THESE, _FEWER = 0.4, {"votes_riksdag": 1.0, "votes_municipal": 0.985, "votes_region": 0.975}


def election_tables() -> dict[str, pd.DataFrame]:
    """Rows of the three elections, and of the turnout of places."""
    counts = counts_in_atoms("turnout")
    votes = {name: _votes(name, counts["stayed"], counts["voted"]) for name in LOCAL}
    shares = {name: _turnout(votes[of], levels) for name, (of, levels) in SHARES.items()}
    return {name: _without_areas(frame) for name, frame in votes.items()} | shares


def _without_areas(votes: pd.DataFrame) -> pd.DataFrame:
    """Votes as they are published: by district and place, not by statistical area."""
    return votes[votes["level"].isin((*DISTRICTS, *PLACE_LEVELS))].reset_index(drop=True)


def _turnout(votes: pd.DataFrame, levels: tuple[str, ...]) -> pd.DataFrame:
    places = votes[votes["level"].isin(levels)]
    wide = places.pivot(index=["level", "area", "year"], columns="group", values="value")
    percent = (100 * wide["voters"] / wide["eligible"]).round(1)
    return percent.rename("value").reset_index().assign(group="all", sex="total")


def _votes(name: str, stayed: Numbers, voted: Numbers) -> pd.DataFrame:
    local = np.rint(LOCAL[name] * (3 * stayed + voted)).astype("int64")
    groups = {
        "voters": np.rint((voted + _OF_THESE * local) * _FEWER[name]).astype("int64"),
        "eligible": stayed + voted + local,
    }
    scale, levels = SCALES["turnout"], (*DISTRICTS, "regso2020", *PLACE_LEVELS)
    frame = count_rows(groups, scale.area_years, scale.place_years, levels)
    return frame[frame["year"].isin(ELECTIONS)].assign(sex="total")
