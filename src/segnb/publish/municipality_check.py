"""Whether the store holds anything on a municipality, before its report is begun."""

from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import EmptyStore
from segnb.vocabulary.params import Params


def check_held(params: Params) -> None:
    """Refuse a real municipality of which the store holds nothing, and say what would help.

    Raises
    ------
    EmptyStore
        There is no store, or it holds no observation of the municipality.
    """
    place = find_municipality(params.municipality)
    if not params.store and place.synthetic:
        return
    from segnb.store import BOX, Store
    from segnb.store.indicator_coverage import holds

    commands = (
        f"`segnb import FOLDER --store {params.store}` reads files that you have downloaded, "
        f"`segnb fetch {place.code} --store {params.store}` gets it from the producers; then "
        f"`segnb report {place.code} --store {params.store}`. `--store {BOX}` reads the open data "
        "that come along with segnb."
    )
    try:
        store = Store.open(params.store)
    except EmptyStore as error:
        raise EmptyStore(f"There is no store in {params.store}: {commands}") from error
    if not holds(store, place.code):
        raise EmptyStore(
            f"The store {params.store} holds nothing on {place.name} ({place.code}): {commands}"
        )
