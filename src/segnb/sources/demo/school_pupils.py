"""Compulsory schools: pupils, their background and their parents' education."""

from functools import cache
from itertools import islice

import numpy as np
import pandas as pd

from segnb.sources.demo.latent_scales import YEARS, counts_in_atoms
from segnb.sources.demo.names import neighbourhoods
from segnb.sources.demo.settlement import SEED, Floats, settlement

SCHOOL_YEARS = np.arange(2010, 2024)
AREAS_TO_A_SCHOOL = 4
FEWEST = 60  # pupils below which a share is not published
_MORE_UNEVEN = 1.25  # how much more schools differ than the areas that they lie in


@cache
def schools() -> pd.DataFrame:
    """Schools (`area`, `name`, `municipality`) with the `atom` that each lies in."""
    atoms = settlement().atoms
    chosen = atoms.index[atoms.groupby("place").cumcount() % AREAS_TO_A_SCHOOL == 0]
    frame = atoms.loc[chosen, ["municipality"]].assign(atom=chosen).reset_index(drop=True)
    serial = frame.groupby("municipality").cumcount() + 1
    frame["area"] = frame["municipality"] + serial.map("{:04d}".format)
    frame["name"] = [f"{word} skola" for word in islice(neighbourhoods(), len(frame))]
    return frame


def school_tables() -> dict[str, pd.DataFrame]:
    """Rows of the three indicators; where a school has few pupils its shares are hidden."""
    places = schools()
    rng = np.random.default_rng([SEED, 15])
    growth = np.cumsum(rng.normal(0, 0.03, (len(places), len(SCHOOL_YEARS))), axis=1)
    usual = rng.lognormal(5.5, 0.65, len(places)).clip(25, 900)
    pupils = np.rint(usual[:, None] * np.exp(growth))
    noise = rng.normal(0, 2.5, (2, *pupils.shape))
    foreign = _share("background", ("foreign",), noise[0])
    educated = _share("education", ("post_secondary_short", "post_secondary_long"), noise[1])
    hidden = pupils < FEWEST
    return {
        "school_pupils": _rows(pupils, hidden=np.zeros_like(hidden)),
        "school_foreign_background": _rows(foreign, hidden=hidden),
        "school_parents_post_secondary": _rows(educated, hidden=hidden),
    }


def _share(indicator: str, groups: tuple[str, ...], noise: Floats) -> Floats:
    """Whole per cents: the share in the area round the school, drawn away from the middle."""
    counts = counts_in_atoms(indicator)
    share = 100 * np.sum([counts[g] for g in groups], axis=0) / np.sum([*counts.values()], axis=0)
    near = share[schools()["atom"]][:, np.isin(YEARS, SCHOOL_YEARS)]
    middle = share[:, np.isin(YEARS, SCHOOL_YEARS)].mean(axis=0)
    return np.rint(np.clip(middle + _MORE_UNEVEN * (near - middle) + noise, 1, 98))


def _rows(values: Floats, *, hidden: np.ndarray) -> pd.DataFrame:
    codes = schools()["area"].to_numpy()
    frame = pd.DataFrame(
        {
            "area": np.repeat(codes, len(SCHOOL_YEARS)),
            "year": np.tile(SCHOOL_YEARS, len(codes)).astype("int16"),
            "value": np.where(hidden, np.nan, values).ravel(),
            "status": np.where(hidden, "suppressed", "ok").ravel(),
        }
    )
    return frame.assign(level="school", group="all", sex="total")
